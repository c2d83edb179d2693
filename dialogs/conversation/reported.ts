import type { Begin } from '../begin.ts';
import { type Question, startedBy } from './said.ts';
import { isPlausible, valueIn } from './typed.ts';

/** Whose account it is, written below the card about what one did not ask for: the report goes on with it, and proves its mailbox (TALK-4). */
export const reportedIn =
  ({ start }: Begin): Question =>
  async ({ turn, dc, text, current, intent, given }) => {
    const { front, report } = turn.memory;
    if (current || report === undefined || !front?.buttons.some(({ verb }) => verb === 'support.start') || startedBy(intent) !== undefined) return false;
    const portal = turn.core.portals.get(turn.memory.portal ?? '');
    const identifier = valueIn('identifier', text) ?? (isPlausible('identifier', text, intent, portal) ? text.trim() : undefined);
    if (!portal || identifier === undefined) return false;
    await start(turn, dc, 'support', { wanted: portal.id, said: { ...given(text), identifier } });
    return true;
  };
