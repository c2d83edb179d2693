import { helpCard } from '../../cards/notice.ts';
import { saysHello } from '../../core/conversation/index.ts';
import { type Locale, translate } from '../../core/foundation/i18n.ts';
import { accounts } from '../account/account.ts';
import type { Begin } from '../begin.ts';
import { leave, leaveAll, runningLabel, takesUp } from '../running.ts';
import type { Turn } from '../turn.ts';
import type { Question } from './said.ts';

/** Handles a switch of language. */
export const languageIn =
  ({ again }: Begin): Question =>
  async ({ turn, dc, intent }) => {
    if (!intent.language) return false;
    speak(turn, intent.language);
    await turn.say(turn.t('language.switched'));
    await again(turn, dc);
    return true;
  };

/** Handles a command, which works at any point. A comment was taken before. */
export const commandIn =
  ({ menu, again }: Begin): Question =>
  async ({ turn, dc, text, under, intent }) => {
    switch (intent.procedure) {
      case 'cancel':
        if (under && everything.test(text) && dc.stack.length > 1) await leaveAll(dc, turn);
        else if (under) await leave(dc, turn, under);
        else await turn.say(turn.t('cancelled.nothing'));
        return true;
      case 'menu':
        await menu(turn, dc, saysHello(text) ? { name: (await turn.roster())?.givenName } : undefined);
        return true;
      case 'account':
        await accounts(turn, 'account.show', {});
        return true;
      case 'help':
        await turn.show(helpCard(turn.t, runningLabel(turn, under)?.at));
        return true;
      case 'resume':
        turn.memory.interrupted = undefined;
        if (!under && !takesUp(dc.dialogs, turn, dc)) await turn.say(turn.t('talk.resume.nothing'));
        await again(turn, dc);
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

/** Continues in another language. */
export function speak(turn: Turn, locale: Locale): void {
  turn.memory.locale = locale;
  turn.t = translate(locale, turn.memory.zone);
  turn.actor = { ...turn.actor, locale };
}
