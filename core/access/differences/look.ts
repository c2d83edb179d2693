import type { Dependencies } from '../../dependencies.ts';
import { whileDirectoryIsThere } from '../../directory/index.ts';
import { type CalendarDay, dayIn, daysLater, instantAt } from '../../foundation/calendar.ts';
import { onItsDay } from '../../foundation/outbox/daily.ts';
import { enqueue } from '../../foundation/outbox/enqueue.ts';
import type { Portal } from '../../portal/index.ts';
import { endLook, type Looking } from './found.ts';
import { compareMembers } from './members.ts';
import { compareRecords } from './records.ts';
import { unhurried } from './unhurried.ts';

/** When in the night, in the portal's time zone. */
const at = '03:30';
/** How many people are compared at once: turns of a chat come in between. */
const atOnce = 100;

/** The nightly look at the groups of directories. */
export type DifferenceLook = {
  /** Plans the next look at each group that is in a directory elsewhere. Done again, by this bot or another, it changes nothing. */
  plan(): Promise<void>;
  /** Compares a group with the records, page by page. Done again, it finds the same. */
  look(job: { readonly portal: string; readonly group: string; readonly day: CalendarDay }): Promise<void>;
};

/** Creates the look. */
export function createDifferenceLook(dependencies: Dependencies): DifferenceLook {
  const { db, clock, secrets, portals, directory } = dependencies;

  const planFor = async ({ id, timeZone }: Portal, group: string, day: CalendarDay, again = ''): Promise<void> => {
    const job = { kind: 'accessLook', portal: id, group, day } as const;
    await enqueue(db, secrets, job, { reason: `access-look:${id}:${group}:${day}${again}`, now: clock(), dueAt: instantAt(timeZone, day, at) });
  };

  const compare = async (looking: Looking, today: CalendarDay): Promise<void> => {
    const pause = unhurried();
    const seen = new Set<string>();
    for await (const page of directory.inGroup(looking.portal, looking.group))
      for (let first = 0; first < page.length; first += atOnce) {
        const people = page.slice(first, first + atOnce);
        await compareMembers(dependencies, looking, today, people);
        for (const person of people) seen.add(person.id);
        await pause();
      }
    await compareRecords(dependencies, looking, today, seen, pause);
    await endLook(db, looking, seen.size);
  };

  return {
    async plan() {
      const looked = await db.selectFrom('accessLook').select(['portal', 'groupId']).execute();
      const isKnown = (portal: string, group: string) => looked.some((row) => row.portal === portal && row.groupId === group);
      for (const portal of portals.values()) {
        const now = clock();
        const today = dayIn(portal.timeZone, now);
        const night = instantAt(portal.timeZone, today, at) < now ? daysLater(today, 1) : today;
        // A group that was never looked at waits for the night; a night that was missed is made up for.
        for (const group of groupsElsewhere(portal)) await planFor(portal, group, isKnown(portal.id, group) ? today : night);
      }
    },

    async look({ portal: id, group, day }) {
      const portal = portals.get(id);
      if (!portal || !groupsElsewhere(portal).includes(group)) return;
      const now = clock();
      const looking = { portal: id, group, at: now };
      const plan = (on: CalendarDay, again?: string) => planFor(portal, group, on, again);
      await onItsDay({ timeZone: portal.timeZone, day, now, plan }, (today) => whileDirectoryIsThere(() => compare(looking, today)));
    },
  };
}

/** The groups of a profile that a directory elsewhere has. Those of Guichet's own tables are the records themselves. */
function groupsElsewhere({ directory }: Portal): string[] {
  return directory.kind === 'embedded' ? [] : Object.keys(directory.groups?.catalogue ?? {});
}
