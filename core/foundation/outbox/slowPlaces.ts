import { type Clock, type Millis, second } from '../clock.ts';
import { Postponed } from './faults.ts';
import { slowAfter } from './lanes.ts';

/** Keeps one slow place from holding more than a few of the slots that all places share. */
export type SlowPlaces = {
  /** Does something for a place. Throws `Postponed` at once where enough of what was begun for it takes long already. */
  through<T>(place: string, work: () => Promise<T>): Promise<T>;
};

/** How much for one place may take long at once. */
const enough = 2;
const pause = 30 * second;

/** Creates them, with nothing under way. They are this process's own. */
export function createSlowPlaces(clock: Clock): SlowPlaces {
  const begun = new Map<string, Set<{ readonly at: Millis }>>();
  return {
    through: async (place, work) => {
      const here = begun.get(place) ?? new Set();
      if ([...here].filter(({ at }) => clock() - at >= slowAfter).length >= enough) throw new Postponed(pause);
      const one = { at: clock() };
      begun.set(place, here.add(one));
      try {
        return await work();
      } finally {
        here.delete(one);
        if (here.size === 0) begun.delete(place);
      }
    },
  };
}
