import type { Dependencies } from '../../dependencies.ts';
import { leaveAgain } from '../../directory/index.ts';
import type { CalendarDay } from '../../foundation/calendar.ts';
import type { Entry } from '../../ports.ts';
import { type Differing, type Looking, noteDifferences } from './found.ts';
import { noteMissing } from './missing.ts';

/**
 * Compares some of the people whom a group of the directory has with the records. What Guichet ended and the directory still has is taken out again; what
 * others gave is noted and left alone.
 */
export async function compareMembers(dependencies: Dependencies, looking: Looking, day: CalendarDay, people: readonly Entry[]): Promise<void> {
  const { db, clock } = dependencies;
  const { portal, group, at } = looking;
  const rows = await db
    .selectFrom('account')
    .leftJoin('membership', (join) => join.onRef('membership.accountId', '=', 'account.id').on('membership.groupId', '=', group))
    .leftJoin('accessLeaving', (join) => join.onRef('accessLeaving.accountId', '=', 'account.id').on('accessLeaving.groupId', '=', group))
    .select(['account.id as accountId', 'account.directoryId', 'membership.id as membership', 'missingSince', 'accessLeaving.id as leaving', 'leftAt'])
    .where('account.portal', '=', portal)
    .where(
      'account.directoryId',
      'in',
      people.map(({ id }) => id),
    )
    .execute();
  const known = new Map(rows.map((row) => [row.directoryId, row]));
  const found: Differing[] = [];
  for (const { id: directoryId, identifier, email, givenName, familyName } of people) {
    const row = known.get(directoryId);
    const who = { directoryId, accountId: row?.accountId ?? null, identifier, email, givenName, familyName };
    if (row && row.membership !== null) {
      const { accountId, membership, missingSince } = row;
      // It has the end that it had.
      if (missingSince !== null) await noteMissing(db, { portal, accountId, membership, group, missing: false }, clock());
    } else if (row && row.leaving !== null && (row.leftAt === null || row.leftAt >= at)) {
      // Taken out while this look was reading, it is no difference.
      if (row.leftAt !== null) continue;
      found.push({ ...who, kind: 'notRemoved' });
      const { leaving: id, accountId } = row;
      if (await leaveAgain(dependencies, { id, portal, accountId, groupId: group }, { day, now: clock() })) dependencies.wake();
    } else found.push({ ...who, kind: 'given' });
  }
  await noteDifferences(db, looking, found);
}
