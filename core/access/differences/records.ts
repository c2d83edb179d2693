import type { Dependencies } from '../../dependencies.ts';
import { provisionAgain } from '../../directory/index.ts';
import type { CalendarDay } from '../../foundation/calendar.ts';
import { hour } from '../../foundation/clock.ts';
import { type Differing, type Looking, noteDifferences } from './found.ts';
import { noteMissing } from './missing.ts';

const atOnce = 200;
/** How long what was approved may be on its way before it counts as not given. */
const onItsWay = hour;

/**
 * Compares what the records give of a group with whom the directory has in it. What has not reached the directory is put in again; what somebody took out
 * there is noted and left out: it is not given a second time against them.
 */
export async function compareRecords(
  dependencies: Dependencies,
  looking: Looking,
  day: CalendarDay,
  seen: ReadonlySet<string>,
  pause: () => Promise<void>,
): Promise<void> {
  const { db } = dependencies;
  const { portal, group, at } = looking;
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('membership')
      .innerJoin('account', 'account.id', 'membership.accountId')
      .select(['membership.id', 'accountId', 'directoryId', 'provisionAt', 'provisionedAt', 'missingSince', 'identifier', 'email', 'givenName', 'familyName'])
      .where('membership.portal', '=', portal)
      .where('groupId', '=', group)
      .where('membership.id', '>', after)
      .orderBy('membership.id')
      .limit(atOnce)
      .execute();
    const found: Differing[] = [];
    for (const { id, provisionAt, provisionedAt, missingSince, directoryId, ...who } of rows) {
      if (directoryId === null || seen.has(directoryId)) continue;
      const row = { membership: id, directoryId, missingSince, ...who };
      if (provisionedAt === null) {
        if (provisionAt > at - onItsWay) continue;
        found.push({ ...who, directoryId, kind: 'notGiven' });
        if (await provisionAgain(dependencies, id, { day, now: dependencies.clock() })) dependencies.wake();
      } else if (provisionedAt < at && (await isMissing(dependencies, looking, row))) found.push({ ...who, directoryId, kind: 'missing' });
    }
    await noteDifferences(db, looking, found);
    if (rows.length < atOnce) return;
    after = rows.at(-1)?.id ?? '';
    await pause();
  }
}

type Row = { readonly membership: string; readonly accountId: string; readonly missingSince: number | null };

/** Asks the directory about one account: who has the group through another one has it. Notes on the membership whether it is missing. */
async function isMissing({ db, clock, directory }: Dependencies, { portal, group }: Looking, { membership, accountId, missingSince }: Row): Promise<boolean> {
  const account = await directory.get(portal, accountId);
  const missing = !account || !((await directory.groupsOf(account)) ?? [group]).includes(group);
  if (missing === (missingSince !== null)) return missing;
  return (await noteMissing(db, { portal, accountId, membership, group, missing }, clock())) && missing;
}
