import { isWrongPortal, wordsOf } from '../../core/conversation/index.ts';
import type { Begin } from '../begin.ts';
import type { Press } from './pressed.ts';
import type { Question } from './said.ts';

const more =
  /^(?:(?:voir |montre moi |show (?:me )?)?(?:plus|more)(?: (?:de )?(?:choix|options?|choices?))?|la suite|autres choix|(?:tous les|all the) choi(?:x|ces))$/;
const none =
  /^(?:non )?(?:aucun\w*(?: (?:de|d)? ?(?:ces|ceux|celles|cela)?.*)?|rien de tout (?:ca|cela)|none(?: of (?:these|those|them|the above|that))?|neither|autre chose|something else)$/;
const back = /^(?:retour|back|go back|en arriere|revenir)$/;
const elsewhere = /^(?:(?:un |d |les )?autres? portails?|chang\w* de portail|(?:an)?other portals?|(?:change|switch) portals?|a different portal)$/;

/** What is said of a menu, or of what was offered, in place of a choice: more of it, none of it, another portal, back (TALK-11). */
export const menuIn =
  ({ menu }: Begin, press: Press): Question =>
  async ({ turn, dc, text, current }) => {
    const buttons = turn.memory.front?.buttons ?? [];
    const isMenu = buttons.some(({ row, verb }) => row && /\.start$|^portal\.choose$/.test(verb));
    if (current || !isMenu) return false;
    const said = wordsOf(text);
    const words = said.join(' ');
    const has = (verb: string) => buttons.find((each) => each.verb === verb && !each.row);
    const other = has('menu.portals');
    if (more.test(words) && other) await menu(turn, dc, undefined, true);
    else if (elsewhere.test(words) || isWrongPortal(said) || (back.test(words) && other)) await press(turn, dc, 'menu.portals', {}, 'any');
    else if ((none.test(words) || back.test(words)) && has('menu.show')) await press(turn, dc, 'menu.show', {}, 'any');
    else if (back.test(words) && turn.memory.portal !== undefined) await menu(turn, dc);
    else if (none.test(words)) await turn.say(turn.t('text.listening'));
    else return false;
    return true;
  };
