import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { procedureLabel } from '../cards/frame.ts';
import { nearestCard } from '../cards/menu.ts';
import { helpCard } from '../cards/notice.ts';
import { type createIntents, holdsPassword, spokenIn } from '../core/conversation/index.ts';
import { type Locale, translate } from '../core/foundation/i18n.ts';
import { accounts } from './account/account.ts';
import { type Begin, isProcedure } from './begin.ts';
import { answered, leave, type Running, running } from './running.ts';
import { portalsFor, type Turn } from './turn.ts';

/** Longer messages are no sentences: they are not searched for words. */
const longestText = 2_000;

/** Makes what reads a message: a word that is always heard, an answer to the card that stands, or a procedure to start. */
export function createText(dialogs: DialogSet, intents: ReturnType<typeof createIntents>, { menu, start, again }: Begin) {
  const runningLabel = (turn: Turn, current: Running | undefined): string | undefined =>
    current && procedureLabel(turn.t, turn.core.portals.get(current.state.data.portal), current.dialog.flow.procedure);

  const nothingToLeave = async (turn: Turn, dc: DialogContext): Promise<void> => {
    await turn.say(turn.t('cancelled.nothing'));
    await menu(turn, dc);
  };

  return async (turn: Turn, dc: DialogContext, text: string): Promise<void> => {
    if (text.length > longestText) return await turn.say(turn.t('text.tooLong'));
    const current = running(dialogs, dc);
    // It is no answer to anything, and is neither kept nor shown back.
    if (holdsPassword(text)) {
      await turn.say(turn.t('text.password'));
      return current ? await again(turn, dc) : undefined;
    }
    const intent = intents(text);
    const spoken = spokenIn(text);
    if (spoken && spoken !== turn.t.locale) speak(turn, spoken);
    if (intent.language) {
      speak(turn, intent.language);
      await turn.say(turn.t('language.switched'));
      return await again(turn, dc);
    }
    const field = current?.dialog.textOf(turn, dc.activeDialog, text);
    switch (isToldAs(field?.input, text) ? 'none' : intent.procedure) {
      case 'cancel':
        return await (current ? leave(dc, turn, current) : nothingToLeave(turn, dc));
      case 'menu':
        return await menu(turn, dc);
      case 'account':
        return void (await accounts(turn, 'account.show', {}));
      case 'help':
        return await turn.show(helpCard(turn.t, runningLabel(turn, current)));
      case 'restart':
        if (!current) return await menu(turn, dc);
        return void (await dc.replaceDialog(current.dialog.id, { portal: current.state.data.portal }));
    }
    // An address or a code is an answer whatever else it says; a word that starts a procedure is not; any other word, or a comment, is.
    const asked = intent.confident && isProcedure(intent.procedure) ? intent.procedure : undefined;
    if (
      current &&
      field &&
      text.trim() !== '' &&
      (field.answers || isValue(text) || (!asked && intent.nothing !== 'smallTalk' && (isOneWord(text) || field.input === 'comment')))
    ) {
      const answer = { verb: `${current.dialog.flow.procedure}.${field.press}`, nonce: current.state.nonce, inputs: { [field.input]: text.trim() } };
      return await answered(turn, dc, answer);
    }
    if (asked) return await start(turn, dc, asked, intent.portal, intent.likely);
    if (intent.nothing) {
      await turn.say(turn.t(intent.nothing === 'smallTalk' ? 'text.smallTalk' : 'text.foreign'));
      return await again(turn, dc);
    }
    if (intent.portal && intent.nearest.length === 0) {
      turn.memory.portal = intent.portal;
      return await menu(turn, dc);
    }
    const portal = portalsFor(turn).find(({ id }) => id === (intent.portal ?? turn.memory.portal));
    if (intent.nearest.length > 0) return await turn.show(nearestCard(turn.t, portal, intent.nearest));
    await turn.core.conversation.notUnderstood.keep(text, turn.t.locale);
    await turn.say(turn.t('text.notUnderstood'));
    await again(turn, dc);
  };
}

/** Goes on in another language. */
export function speak(turn: Turn, locale: Locale): void {
  turn.memory.locale = locale;
  turn.t = translate(locale);
  turn.actor = { ...turn.actor, locale };
}

/** Whether a text is told for a comment, whatever it seems to ask of the conversation: commands are short. */
const isToldAs = (input: string | undefined, text: string): boolean => input === 'comment' && text.trim().split(/\s+/).length > 4;

const isOneWord = (text: string): boolean => !/\s/.test(text.trim());

const isValue = (text: string): boolean => (isOneWord(text) && /[@\d]/.test(text)) || /^\d[\d\s-]{4,20}\d$/.test(text.trim());
