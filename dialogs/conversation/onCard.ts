import type { DialogContext } from 'botbuilder-dialogs';
import { wordsOf } from '../../core/conversation/index.ts';
import { absenceIn } from '../access/absenceSaid.ts';
import { reviewFront, waitingFront } from '../access/waiting.ts';
import type { Turn } from '../turn.ts';
import { type CardSaid, cardSaid } from './cardSaid.ts';
import { type Button, type Front, mainButton, sentBy } from './front.ts';
import { isQuestion, type Press, wantsClick } from './pressed.ts';
import type { Question } from './said.ts';

/** The cards outside procedures that wait for an answer, by the verb of a button, and the press that shows each again as things stand. */
const cards: readonly (readonly [verb: RegExp, again: string])[] = [
  [/^decide\.forwardTo$/, 'decide.forward'],
  [/^decide\.(?:approve|refuse|question)$/, 'decide.open'],
  [/^decide\.open$/, 'decide.start'],
  [/^absence\.set$/, 'absence.open'],
  [/^absence\.(?:end|decline)$/, 'absence.list'],
  [/^review\.(?:keep|remove|all|decide)$/, 'review.open'],
  [/^review\.open$/, 'review.start'],
  [/^myRequests\.giveBackNow$/, 'myRequests.giveBack'],
  [/^myRequests\.(?:nudge|withdraw|withdrawAll|giveBack)$/, 'myRequests.start'],
  [/^invite\.(?:resend|revoke)$/, 'invite.list'],
  [/^account\.unlinkNow$/, 'account.unlink'],
  [/^account\.(?:unlink|endSession|endTie)$/, 'account.show'],
  [/^account\.show$/, 'account.list'],
];

/** Cards that ask one thing: what is not understood there is about it. The others are lists. */
const asking = /^(?:decide\.(?:approve|forwardTo)|absence\.set|review\.(?:keep|decide)|myRequests\.giveBackNow|account\.unlinkNow)$/;

/** The button by which the card in front is known, and the press that shows it again; nothing where no such card is in front. */
function waiting(front: Front | undefined): { readonly button: Button; readonly again: string } | undefined {
  for (const [verb, again] of cards) {
    const button = front?.buttons.find((each) => verb.test(each.verb) && each.nonce === 'any' && Object.keys(each.data).length > 0);
    if (button) return { button, again };
  }
  return undefined;
}

/** Whether a card outside procedures is in front. */
export const isOnCard = ({ memory: { front } }: Turn): boolean => waiting(front) !== undefined;

/** Whether a card outside procedures asks something, so that what is not understood is about that. */
export const asksOnCard = ({ memory: { front } }: Turn): boolean => front?.buttons.some(({ verb }) => asking.test(verb)) === true;

/** Shows the card in front again, as things stand, with what was typed on it; false where none is outside procedures. */
async function showsCardAgain(
  press: Press,
  turn: Turn,
  dc: DialogContext,
  front = turn.memory.front,
  inputs: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const card = waiting(front);
  if (!card || !front) return false;
  await presses(press, turn, dc, { ...card.button, verb: card.again }, { ...sentBy({ ...card.button, sends: true }, front), ...inputs });
  return true;
}

/** A card that stays in front after something that was not understood: a bare yes decides nothing there. */
export async function staysDoubted(press: Press, turn: Turn, dc: DialogContext): Promise<boolean> {
  if (!(await showsCardAgain(press, turn, dc))) return false;
  turn.memory.front = turn.memory.front && { ...turn.memory.front, doubted: true };
  return true;
}

/** The same where another card had to be shown: what is typed is for the one before, and the labels of the new one are known too. */
export function staysBehind(turn: Turn, front: Front | undefined): void {
  const { buttons = [] } = turn.memory.front ?? {};
  if (front) turn.memory.front = { ...front, before: buttons.filter(({ nonce }) => nonce === 'any'), doubted: true };
}

/** What decides on a request, said where its card is not in front. */
const decides =
  /^(?:(?:oui|ok|yes|je|j|i|on|we|non|no|c est)\s)*(?:approuv|approve|valid|accept|refus|rejet|reject|deny|declin|clique|appuie|press|click|transf|passe la|pass it|precision|forward|motif|raison|reason|question|(?:c est |ce n est )?pas a moi|(?:it s )?not (?:for me|mine))/;

/** The same of a review. */
const reviews = /^(?:gard|keep|retir|enlev|remov)\w* (?!le$|la$|it$)/;

/** What is said of the card in front where it is outside procedures, or of the request that waits: a button, a row, what stands in a field (TALK-11). */
export const cardIn =
  (press: Press): Question =>
  async (its) => {
    const { turn, dc, text, current, intent } = its;
    if (current) return false;
    const inFront = waiting(turn.memory.front) ? turn.memory.front : undefined;
    const front = inFront ?? (await elsewhere(turn, wordsOf(text).join(' ')));
    if (!front) return false;
    const said = cardSaid(text, front);
    // «Question : pour quel projet ?» is for somebody else, and only stands on the card.
    if (isQuestion(text) && !(said && ('fills' in said || text.includes(':')))) return false;
    if (said) return await does(press, turn, dc, front, said);
    if (inFront && notNow.test(wordsOf(text).join(' '))) {
      await turn.say(turn.t('front.later'));
      return true;
    }
    if (inFront && (await absenceIn(its))) return true;
    const isYes = intent.followUp === 'yes';
    // «Laisse tomber», where it is asked whether something is to be done.
    const isNo = intent.followUp === 'no' || (intent.procedure === 'cancel' && isAsked(front));
    return inFront !== undefined && (isYes || isNo) ? await answers(press, turn, dc, front, isYes) : false;
  };

/** «Pas maintenant», “remind me tomorrow”: the card stays. */
const notNow =
  /^(?:pas (?:maintenant|tout de suite|aujourd hui)|plus tard|not (?:now|yet|today)|later|remind me (?:later|tomorrow)|rappelle (?:le )?moi (?:plus tard|demain)|demain|tomorrow)$/;

const elsewhere = async (turn: Turn, words: string): Promise<Front | undefined> =>
  decides.test(words) ? await waitingFront(turn) : reviews.test(words) ? await reviewFront(turn) : undefined;

async function does(press: Press, turn: Turn, dc: DialogContext, front: Front, said: CardSaid): Promise<boolean> {
  if ('which' in said) {
    await turn.say(turn.t('talk.which.card', { labels: labelsOf(turn, said.which) }));
    return await showsCardAgain(press, turn, dc, front);
  }
  if ('fills' in said) {
    await turn.say(turn.t('talk.filled', { labels: labelsOf(turn, said.senders) }));
    return await showsCardAgain(press, turn, dc, front, said.fills);
  }
  const { press: button, inputs, to } = said;
  if (wantsClick(button.verb)) return await asksClick(press, turn, dc, front, button, inputs);
  await presses(press, turn, dc, button, { ...sentBy(button, front), ...inputs, ...(to !== undefined && to !== '' && { to }) });
  return true;
}

/** A decision is only filled in, and its button named. */
async function asksClick(press: Press, turn: Turn, dc: DialogContext, front: Front, button: Button, inputs: Readonly<Record<string, string>>): Promise<true> {
  const isBare = button.sends && front.fields.every(({ id, value }) => (inputs[id] ?? value) === '');
  await turn.say(turn.t(isBare ? 'talk.click.reason' : 'talk.click', { label: button.label }));
  await showsCardAgain(press, turn, dc, front, inputs);
  return true;
}

/** «Oui» presses the main button, or the first of a question whether something is to end; «non» the one that leaves things as they are. */
async function answers(press: Press, turn: Turn, dc: DialogContext, front: Front, isYes: boolean): Promise<boolean> {
  const buttons = front.buttons.filter(({ row }) => !row);
  const [first] = buttons;
  const last = buttons.findLast(({ verb }) => verb !== 'menu.show');
  if (buttons.some(({ verb }) => wantsClick(verb))) {
    const button = buttons.find(({ verb }) => verb === (isYes ? 'decide.approve' : 'decide.refuse'));
    return button ? await asksClick(press, turn, dc, front, button, {}) : false;
  }
  if (isYes && front.doubted && (mainButton(front) || isAsked(front))) {
    await turn.say(turn.t('talk.doubted'));
    return await staysDoubted(press, turn, dc);
  }
  if (!first || !last || !isAsked(front) || (isYes && front.buttons[0]?.row)) return false;
  if (!isYes) {
    await presses(press, turn, dc, last, last.data);
    return true;
  }
  await presses(press, turn, dc, first, sentBy(first, front));
  return true;
}

/** Cards that ask one question: the first button is yes, the last no. */
const isAsked = ({ buttons }: Front): boolean => asksWhether.test(buttons[0]?.verb ?? '');
const asksWhether = /^(?:myRequests\.giveBackNow|account\.unlinkNow|absence\.(?:set|end)|review\.decide|decide\.forwardTo)$/;

/** The buttons by their labels, or, where they have the same, by the things that they are about. */
function labelsOf({ t }: Turn, buttons: readonly Button[]): string {
  const labels = [...new Set(buttons.map(({ label }) => label))];
  const names = labels.length > 1 ? labels : [...new Set(buttons.map(({ of, label }) => of?.split(' — ')[0] ?? label))];
  return new Intl.ListFormat(t.locale, { type: 'disjunction' }).format(names.map((label) => t('talk.quoted', { label })));
}

async function presses(press: Press, turn: Turn, dc: DialogContext, button: Button, inputs: Readonly<Record<string, string>>): Promise<void> {
  turn.answer = { verb: button.verb, nonce: button.nonce, inputs };
  await press(turn, dc, button.verb, inputs, button.nonce);
}
