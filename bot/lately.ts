import { type Clock, type Millis, minute } from '../core/foundation/clock.ts';
import type { RosterEntry } from '../core/foundation/people.ts';

const rememberedFor = 10 * minute;
const most = 1_000;

/** What the roster said of people a moment ago, by `person.id`. */
export type Lately = { get(person: string): RosterEntry | undefined; put(person: string, entry: RosterEntry): void };

/** Remembers it in this process alone, and no longer than a procedure takes. */
export function createLately(clock: Clock): Lately {
  const known = new Map<string, { readonly entry: RosterEntry; readonly until: Millis }>();
  return {
    get: (person) => {
      const found = known.get(person);
      return found && found.until > clock() ? found.entry : undefined;
    },
    put: (person, entry) => {
      if (known.size >= most) known.clear();
      known.set(person, { entry, until: clock() + rememberedFor });
    },
  };
}
