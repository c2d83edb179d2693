import type { DialogContext } from 'botbuilder-dialogs';
import { wordsOf } from '../../core/conversation/index.ts';
import type { Begin } from '../begin.ts';
import type { Turn } from '../turn.ts';
import { type Button, type Front, mainButton, namedButton, sendsNothing, sentBy } from './front.ts';
import { nextWish } from './onwards.ts';
import type { Question, Said } from './said.ts';
import { valueIn } from './typed.ts';

/** Handles a pressed button. */
export type Press = (turn: Turn, dc: DialogContext, verb: string, inputs: Readonly<Record<string, string>>, nonce: string) => Promise<void>;

/** A decision about somebody else's access is a click: what is typed may be meant for another card. */
export const wantsClick = (verb: string): boolean => ['decide.approve', 'decide.refuse'].includes(verb);

/** The label of a button, or the place of a row, of the card in front: it does what the press does (TALK-11). */
export const buttonIn =
  (press: Press): Question =>
  async ({ turn, dc, text, under }) => {
    const { front } = turn.memory;
    const button = front && namedButton(text, front);
    return button && isLive(button, under) && !sendsNothing(button, front) ? await presses(press, turn, dc, button, front) : false;
  };

/** «Crée», “save it”, «enregistre»: the button that begins with this verb and sends what stands in the card; «suivant» goes on where all is filled in. */
export const verbIn =
  (press: Press): Question =>
  async ({ turn, dc, text, under }) => {
    const { front } = turn.memory;
    const [verb, ...more] = wordsOf(text).filter((word) => !beside.has(word));
    if (!front || verb === undefined || more.length > 0) return false;
    const stem = verb.replace(/(?:er|ez|es)$/, 'e');
    const named = front.buttons.filter(({ label, sends, primary }) => (sends || primary) && wordsOf(label)[0]?.startsWith(stem));
    const main = onwards.has(verb) ? mainButton(front) : undefined;
    const [button, ...others] = main?.label === turn.t('go.on') ? [main] : verb.length >= shortestVerb ? named : [];
    if (!button || others.length > 0 || !isLive(button, under) || sendsNothing(button, front)) return false;
    return await presses(press, turn, dc, button, front);
  };

/** In letters. */
const shortestVerb = 4;
/** What says nothing beside a verb. */
const beside = new Set('it la le les l ca cela them this that now maintenant please svp stp donc alors ok merci thanks tout all then et and'.split(' '));
const onwards = new Set(['suivant', 'suivante', 'next', 'continue', 'continuer', 'continuons']);

/** «Oui», «ok», «envoie»: the main button of the card in front, unless its step says itself what a yes does. */
export const yesIn =
  (press: Press): Question =>
  async ({ turn, dc, text, current, under, intent }) => {
    const { front } = turn.memory;
    // «C’est bon ?» asks.
    const isYes = intent.followUp === 'yes' || (front !== undefined && front.fields.length > 0 && filledWords.test(text));
    if (!isYes || isQuestion(text) || !front || current?.dialog.answersItself(dc.activeDialog, 'yes')) return false;
    const button = mainButton(front);
    return button && isLive(button, under) && !sendsNothing(button, front) ? await presses(press, turn, dc, button, front) : false;
  };

/** «C’est rempli», “done”: said of a form, it sends what stands in it. */
const filledWords =
  /^\s*(?:(?:ok|voilà|ça y est|ok done)[\s,]+)?(?:c['’ ]?est |j['’]ai |i['’]?ve |it['’ ]?s |that['’ ]?s |all )?(?:tout )?(?:rempli|complété|saisi|terminé|fini|done|filled(?: (?:it )?in)?|completed?|finished)[\s.!]*$/iu;

/** A code, where the card in front asks for one and works at any time, as the proof before a decision does: it is checked as if it stood in its field (TALK-11). */
export const frontCodeIn =
  (press: Press): Question =>
  async ({ turn, dc, text }) => {
    const { front } = turn.memory;
    const button = front?.buttons.find(({ primary, sends, nonce }) => primary && sends && nonce === 'any');
    const code = valueIn('code', text) ?? '';
    if (!front || !button || !front.fields.some(({ id }) => id === 'code') || !isCode(code)) return false;
    return await presses(press, turn, dc, button, { ...front, fields: front.fields.map((each) => (each.id === 'code' ? { ...each, value: code } : each)) });
  };

/** Six digits, or a recovery code. */
const isCode = (text: string): boolean => /^\d{6}$/.test(text) || (/^[a-z\d-]{12,24}$/i.test(text) && /\d/.test(text));

/** Whether a message asks. */
export const isQuestion = (text: string): boolean => /[?？]\s*$/.test(text);

/** Whether a button still does something: it works at any time, or its step is the current one. */
const isLive = ({ nonce }: Button, under: Said['under']): boolean => nonce === 'any' || nonce === under?.state.nonce;

/** «Oui», «la suite» at rest: the second wish begins; «non» drops it. */
export const wishIn =
  ({ start }: Begin): Question =>
  async ({ turn, dc, current, intent: { followUp } }) => {
    const next = nextWish(turn);
    if (!next || current) return false;
    const { procedure } = next;
    if (followUp === 'no') turn.memory.next = undefined;
    // «Ok» is an answer to what is in front.
    const isOffered = turn.memory.front?.buttons.some(({ verb }) => verb === `${procedure}.start`) ?? false;
    if (followUp !== 'next' && !(followUp === 'yes' && isOffered)) return false;
    await start(turn, dc, procedure, { wanted: next.portal });
    return true;
  };

async function presses(press: Press, turn: Turn, dc: DialogContext, button: Button, front: Front): Promise<boolean> {
  if (wantsClick(button.verb)) {
    await turn.say(turn.t('talk.click', { label: button.label }));
    return true;
  }
  turn.answer = { verb: button.verb, nonce: button.nonce, inputs: sentBy(button, front) };
  await press(turn, dc, button.verb, turn.answer.inputs, button.nonce);
  return true;
}
