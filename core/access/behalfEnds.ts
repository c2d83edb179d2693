import type { Millis } from '../foundation/clock.ts';
import type { Locale } from '../foundation/i18n.ts';
import { accept, type Outcome } from '../foundation/outcome.ts';
import { groupOf, type Placed, type Portal } from '../portal/index.ts';
import { askedEnd } from './askedEnd.ts';

type Asking = { readonly portals: ReadonlyMap<string, Portal>; readonly locale: Locale; readonly now: Millis; readonly startsAt: Millis | null };

/** The instant of an end that is asked for in somebody else's name, at each portal by its own calendar; null where none is. Refuses as `askedEnd`. */
export function endsAsked(until: string, what: readonly Placed[], { portals, locale, now, startsAt }: Asking): Outcome<ReadonlyMap<string, Millis | null>> {
  const ends = new Map<string, Millis | null>();
  for (const { portal: id, groupId } of what) {
    const portal = portals.get(id);
    const group = portal && groupOf(portal, groupId);
    if (!portal || !group) continue;
    const end = askedEnd(until, [{ group }], { portal, locale, now, startsAt });
    if (!end.ok) return end;
    ends.set(id, end.value);
  }
  return accept(ends);
}
