import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { procedureLabel } from '../cards/frame.ts';
import { nearestCard } from '../cards/menu.ts';
import { helpCard } from '../cards/notice.ts';
import { holdsPassword, type Intent, spokenIn } from '../core/conversation/index.ts';
import { type Locale, translate } from '../core/foundation/i18n.ts';
import { accounts } from './account/account.ts';
import { type Begin, isProcedure } from './begin.ts';
import { answered, leave, type Running, running } from './running.ts';
import { portalsFor, type Turn } from './turn.ts';

/** In characters. Longer messages are not sentences, so we do not search them for words. */
const longestText = 2_000;

/** A message on its way through the questions below, with the running procedure and the field that a text could fill. */
type Said = {
  readonly turn: Turn;
  readonly dc: DialogContext;
  readonly text: string;
  readonly current: Running | undefined;
  readonly field: ReturnType<Running['dialog']['textOf']>;
  readonly intent: Intent;
};

/** Returns whether the message was handled. If not, the next question is asked. */
type Question = (said: Said) => Promise<boolean>;

/** Creates the reader of messages: each is a command, an answer to the current card, or a procedure to start. */
export function createText(dialogs: DialogSet, intents: (text: string) => Intent, begin: Begin) {
  const questions = [languageIn(begin), commandIn(begin), answerTo, procedureIn(begin), nothingIn(begin), nearestIn(begin)];

  return async (turn: Turn, dc: DialogContext, text: string): Promise<void> => {
    if (text.length > longestText) return await turn.say(turn.t('text.tooLong'));
    const current = running(dialogs, dc);
    // A password is neither stored nor shown back, and never counts as an answer.
    if (holdsPassword(text)) {
      await turn.say(turn.t('text.password'));
      return current ? await begin.again(turn, dc) : undefined;
    }
    const intent = intents(text);
    const spoken = spokenIn(text);
    if (spoken && spoken !== turn.t.locale) speak(turn, spoken);
    const said = { turn, dc, text, current, field: current?.dialog.textOf(turn, dc.activeDialog, text), intent };
    for (const question of questions) if (await question(said)) return;
    await turn.core.conversation.notUnderstood.keep(text, turn.t.locale);
    await turn.say(turn.t('text.notUnderstood'));
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

/** Handles a command, which works at any point unless the text is a comment. */
const commandIn =
  ({ menu }: Begin): Question =>
  async ({ turn, dc, text, current, field, intent }) => {
    if (isComment(field?.input, text)) return false;
    switch (intent.procedure) {
      case 'cancel':
        if (current) await leave(dc, turn, current);
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
        await turn.show(helpCard(turn.t, runningLabel(turn, current)));
        return true;
      case 'restart':
        if (current) await dc.replaceDialog(current.dialog.id, { portal: current.state.data.portal });
        else await menu(turn, dc);
        return true;
      default:
        return false;
    }
  };

const runningLabel = (turn: Turn, current: Running | undefined): string | undefined =>
  current && procedureLabel(turn.t, turn.core.portals.get(current.state.data.portal), current.dialog.flow.procedure);

/** Handles an answer to the current card: always an address or a code; never a word that starts a procedure; else any word, or a comment. */
const answerTo: Question = async ({ turn, dc, text, current, field, intent }) => {
  if (!current || !field || text.trim() === '') return false;
  const mayBe = !startedBy(intent) && intent.nothing !== 'smallTalk' && (isOneWord(text) || field.input === 'comment');
  if (!field.answers && !isValue(text) && !mayBe) return false;
  const answer = { verb: `${current.dialog.flow.procedure}.${field.press}`, nonce: current.state.nonce, inputs: { [field.input]: text.trim() } };
  await answered(turn, dc, answer);
  return true;
};

/** Starts the procedure that the text asks for. */
const procedureIn =
  ({ start }: Begin): Question =>
  async ({ turn, dc, intent }) => {
    const asked = startedBy(intent);
    if (!asked) return false;
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
const isComment = (input: string | undefined, text: string): boolean => input === 'comment' && text.trim().split(/\s+/).length > 4;

const isOneWord = (text: string): boolean => !/\s/.test(text.trim());

const isValue = (text: string): boolean => (isOneWord(text) && /[@\d]/.test(text)) || /^\d[\d\s-]{4,20}\d$/.test(text.trim());
