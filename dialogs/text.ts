import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { type Around, aboutCard, abuseCard, complaintCard, languagesCard, lostCard } from '../cards/conversation/talk.ts';
import { procedureLabel } from '../cards/frame.ts';
import { nearestCard } from '../cards/menu.ts';
import { helpCard } from '../cards/notice.ts';
import { type AtStep, holdsMailed, holdsPassword, type Intent, isKnownWord, spokenIn, wordsOf } from '../core/conversation/index.ts';
import { type Locale, translate } from '../core/foundation/i18n.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import { answersQuestion } from './access/decide.ts';
import { accounts } from './account/account.ts';
import { type Begin, isProcedure, offers } from './begin.ts';
import { placeMeant } from './conversation/ordinals.ts';
import { answered, leave, leaveAll, type Running, running } from './running.ts';
import { portalsFor, type Turn } from './turn.ts';

/** In characters. Longer messages are not sentences, so we do not search them for words. */
const longestText = 2_000;

/** A message on its way through the questions below, with the running procedure and the field that a text could fill. */
type Said = {
  readonly turn: Turn;
  readonly dc: DialogContext;
  readonly text: string;
  readonly current: Running | undefined;
  /** The same also while it waits behind the end of another. */
  readonly under: Running | undefined;
  readonly field: ReturnType<Running['dialog']['textOf']>;
  readonly intent: Intent;
};

/** Returns whether the message was handled. If not, the next question is asked. */
type Question = (said: Said) => Promise<boolean>;

/** Creates the reader of messages: each is a command, an answer to the current card, or a procedure to start. */
export function createText(dialogs: DialogSet, intents: (text: string, step?: AtStep) => Intent, begin: Begin) {
  const questions = [
    languageIn(begin),
    commentIn,
    choiceIn(begin),
    questionIn,
    followUpIn,
    moodIn(begin),
    commandIn(begin),
    answerTo,
    procedureIn(begin),
    nothingIn(begin),
    nearestIn(begin),
  ];

  return async (turn: Turn, dc: DialogContext, text: string): Promise<void> => {
    if (text.length > longestText) return await turn.say(turn.t('text.tooLong'));
    const under = running(dialogs, dc);
    const current = under?.state.nonce === turn.memory.interrupted ? undefined : under;
    // A password is neither stored nor shown back, and never counts as an answer.
    if (holdsPassword(text)) {
      await turn.say(turn.t('text.password'));
      return current ? await begin.again(turn, dc) : undefined;
    }
    const step = current && { portal: current.state.data.portal, answers: current.dialog.answers(dc.activeDialog) };
    const intent = intents(text, step);
    const spoken = spokenIn(text);
    if (spoken && spoken !== turn.t.locale) speak(turn, spoken);
    const said = { turn, dc, text, current, under, field: current?.dialog.textOf(turn, dc.activeDialog, text), intent };
    const missed = turn.memory.missed ?? 0;
    turn.memory.missed = 0;
    for (const question of questions) if (await question(said)) return;
    turn.memory.missed = missed + 1;
    await turn.core.conversation.notUnderstood.keep(text, turn.t.locale);
    if (missed > 0) return await turn.show(lostCard(turn.t, aroundIn(said)));
    await turn.say(turn.t(current ? 'text.notUnderstood' : 'text.notUnderstood.idle'));
    await begin.again(turn, dc);
  };
}

/** Handles a switch of language. */
const languageIn =
  ({ again }: Begin): Question =>
  async ({ turn, dc, intent }) => {
    if (!intent.language) return false;
    speak(turn, intent.language);
    await turn.say(turn.t('language.switched'));
    await again(turn, dc);
    return true;
  };

/** A comment is an answer, whatever words are in it. */
const commentIn: Question = async ({ turn, dc, text, current, field }) => {
  if (!current || !field || !isComment(field.input, text)) return false;
  await answersCard(turn, dc, current, field, text);
  return true;
};

/** Presses the button of the current card that a plain message presses, with the message in its field. */
const answersCard = (turn: Turn, dc: DialogContext, { dialog, state }: Running, field: NonNullable<Said['field']>, text: string): Promise<void> =>
  answered(turn, dc, { verb: `${dialog.flow.procedure}.${field.press}`, nonce: state.nonce, inputs: { [field.input]: text.trim() } });

/** A choice among the portals that were offered last: «2», «la deuxième», its name (TALK-11). */
const choiceIn =
  ({ start, menu }: Begin): Question =>
  async ({ turn, dc, text, intent }) => {
    const { offered } = turn.memory;
    turn.memory.offered = undefined;
    if (!offered) return false;
    const at = placeMeant(wordsOf(text), offered.portals.length);
    const portal = at === undefined ? (startedBy(intent) || intent.mood ? undefined : intent.portal) : offered.portals[at];
    if (portal === undefined || !offered.portals.includes(portal)) return false;
    turn.memory.portal = portal;
    const { procedure = '' } = offered;
    await (isProcedure(procedure) ? start(turn, dc, procedure, portal) : menu(turn, dc));
    return true;
  };

/** The answer to an approver's question, typed instead of written on its card (TALK-11). */
const questionIn: Question = async ({ turn, text, current, intent }) => {
  const { question } = turn.memory;
  const isElse = intent.confident && (intent.procedure !== 'none' || intent.mood !== undefined || intent.nothing === 'smallTalk');
  // A code or a link that was mailed to them would stand on every approver's card.
  if (question === undefined || current || isElse || holdsMailed(text) || text.trim() === '') return false;
  turn.memory.question = undefined;
  if (!(await answersQuestion(turn, question, text))) return false;
  await turn.say(turn.t('talk.question.sent'));
  return true;
};

/** What somebody comes back with at a step that answers it (TALK-3). */
const followUpIn: Question = async ({ dc, current, intent }) => (current && intent.followUp ? await current.dialog.follows(dc, intent.followUp) : false);

/** What is said instead of a wish: a denial, a complaint, a report of abuse, a question about the bot, another language. */
const moodIn =
  ({ again }: Begin): Question =>
  async (said) => {
    const { turn, dc, current, intent, text } = said;
    const around = aroundIn(said);
    switch (intent.mood) {
      case 'denial':
        await turn.say(turn.t(current ? 'talk.denied.running' : 'talk.denied'));
        if (current) await again(turn, dc);
        return true;
      case 'complaint':
        if (!(await current?.dialog.follows(dc, 'complaint'))) await turn.show(complaintCard(turn.t, around));
        return true;
      case 'abuse':
        // Stands on the card for support, to be read again before it is sent.
        turn.memory.report = text.slice(0, longestReport);
        turn.memory.reportedAt = turn.now;
        await turn.show(abuseCard(turn.t, around));
        return true;
      case 'aboutBot':
        await turn.show(aboutCard(turn.t, around));
        return true;
      case 'otherLanguage':
        await turn.show(languagesCard(turn.t, translate(turn.t.locale === 'fr' ? 'en' : 'fr')));
        return true;
      default:
        return false;
    }
  };

/** What can be offered beside an answer: the portal meant, what comes near, and the procedure under way. */
function aroundIn({ turn, current, intent }: Said): Around {
  const portal = portalsFor(turn).find(({ id }) => id === (intent.portal ?? current?.state.data.portal ?? turn.memory.portal));
  const usual = portal ? usualTroubles.filter((procedure) => offers(portal, procedure)) : usualTroubles;
  return { portal, nearest: intent.nearest.length > 0 ? intent.nearest : current ? [] : usual, running: runningLabel(turn, current) };
}

/** What a complaint is most often about. */
const usualTroubles: readonly Procedure[] = ['reset', 'unlock', 'signUp'];
const longestReport = 500;

/** Handles a command, which works at any point. A comment was taken before. */
const commandIn =
  ({ menu }: Begin): Question =>
  async ({ turn, dc, text, under, intent }) => {
    switch (intent.procedure) {
      case 'cancel':
        if (under && everything.test(text) && dc.stack.length > 1) await leaveAll(dc, turn);
        else if (under) await leave(dc, turn, under);
        else {
          await turn.say(turn.t('cancelled.nothing'));
          await menu(turn, dc);
        }
        return true;
      case 'menu':
        await menu(turn, dc);
        return true;
      case 'account':
        await accounts(turn, 'account.show', {});
        return true;
      case 'help':
        await turn.show(helpCard(turn.t, runningLabel(turn, under)));
        return true;
      case 'restart':
        if (under) await dc.replaceDialog(under.dialog.id, { portal: under.state.data.portal });
        else await menu(turn, dc);
        return true;
      default:
        return false;
    }
  };

const everything = /\b(tout|tous|toutes|all|everything)\b/i;

const runningLabel = (turn: Turn, current: Running | undefined): string | undefined =>
  current && procedureLabel(turn.t, turn.core.portals.get(current.state.data.portal), current.dialog.flow.procedure);

/** Handles an answer to the current card: always an address or a code; never a word that starts a procedure; else any word, or a comment. */
const answerTo: Question = async ({ turn, dc, text, current, field, intent }) => {
  if (!current || !field || text.trim() === '') return false;
  const mayBe = !startedBy(intent) && intent.nothing !== 'smallTalk' && (isPlausible(field.input, text, intent) || field.input === 'comment');
  if (!field.answers && !isValue(text) && !mayBe) return false;
  await answersCard(turn, dc, current, field, text);
  return true;
};

/** Starts the procedure that the text asks for. */
const procedureIn =
  ({ start }: Begin): Question =>
  async ({ turn, dc, intent }) => {
    const asked = startedBy(intent);
    if (!asked) return false;
    const { second } = intent;
    turn.memory.next = second;
    if (second) await turn.say(turn.t('talk.second', { procedure: procedureLabel(turn.t, turn.core.portals.get(second.portal ?? ''), second.procedure) }));
    await start(turn, dc, asked, intent.portal, intent.likely);
    return true;
  };

const startedBy = ({ confident, procedure }: Intent) => (confident && isProcedure(procedure) ? procedure : undefined);

/** Handles small talk, and questions that concern no portal. */
const nothingIn =
  ({ again }: Begin): Question =>
  async ({ turn, dc, intent }) => {
    if (!intent.nothing) return false;
    await turn.say(turn.t(intent.nothing === 'smallTalk' ? 'text.smallTalk' : 'text.foreign'));
    await again(turn, dc);
    return true;
  };

/** Handles the name of a portal alone, and text that comes close to some procedures. */
const nearestIn =
  ({ menu }: Begin): Question =>
  async ({ turn, dc, intent }) => {
    const { portal: named, nearest } = intent;
    if (nearest.length > 0) {
      const portal = portalsFor(turn).find(({ id }) => id === (named ?? turn.memory.portal));
      await turn.show(nearestCard(turn.t, portal, nearest));
      return true;
    }
    if (!named) return false;
    turn.memory.portal = named;
    await menu(turn, dc);
    return true;
  };

/** Continues in another language. */
export function speak(turn: Turn, locale: Locale): void {
  turn.memory.locale = locale;
  turn.t = translate(locale);
  turn.actor = { ...turn.actor, locale };
}

/** Whether a text is a comment, even if it looks like a command. Commands are short. */
const isComment = (input: string, text: string): boolean => input === 'comment' && text.trim().split(/\s+/).length > 4;

/** A single word that could be what is asked for: no word of the language, no portal, and nothing but digits for a code (TALK-11). */
const isPlausible = (input: string, text: string, { portal, mood }: Intent): boolean =>
  isOneWord(text) && mood === undefined && (input === 'code' ? /\d/.test(text) : portal === undefined && !isKnownWord(text.trim()));

const isOneWord = (text: string): boolean => !/\s/.test(text.trim());

const isValue = (text: string): boolean => (isOneWord(text) && /[@\d]/.test(text)) || /^\d[\d\s-]{4,20}\d$/.test(text.trim());
