import { setTimeout as sleep } from 'node:timers/promises';
import type { Dependencies } from '../../dependencies.ts';
import { type Millis, second } from '../../foundation/clock.ts';
import { noteMissing, noticeMissing } from './missing.ts';

type Records = Pick<Dependencies, 'db' | 'clock' | 'directory' | 'portals'>;

/** How long whoever looks at what they have waits for directories. What is answered later is seen at their next look. */
const patience: Millis = second;
/** How many accounts are asked about at once. */
const most = 4;

/**
 * Asks the directories, once for each account, whether they still have what Guichet gave these accounts, and notes what is missing or back: whoever looks at what they have
 * sees it as it is, before the night's look. A directory that is slow or down leaves it as it is known.
 */
export async function lookNow(records: Records, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  const rows = await records.db
    .selectFrom('membership')
    .innerJoin('account', 'account.id', 'membership.accountId')
    .select(['membership.id', 'membership.portal', 'accountId', 'directoryId', 'groupId', 'provisionedAt', 'missingSince'])
    .where('accountId', 'in', accountIds)
    .where('provisionedAt', 'is not', null)
    .execute();
  const elsewhere = rows.filter(({ portal }) => (records.portals.get(portal)?.directory.kind ?? 'embedded') !== 'embedded');
  const accounts = [...Map.groupBy(elsewhere, ({ accountId }) => accountId).values()].slice(0, most);
  if (accounts.length === 0) return;
  // A directory that fails says so itself, to the operator.
  const all = accounts.map((kept) => compare(records, kept).catch(() => undefined));
  await Promise.race([Promise.all(all), sleep(patience, undefined, { ref: false })]);
}

type Kept = {
  readonly id: string;
  readonly portal: string;
  readonly accountId: string;
  readonly directoryId: string | null;
  readonly groupId: string;
  readonly provisionedAt: Millis | null;
  readonly missingSince: Millis | null;
};

async function compare(records: Records, kept: readonly Kept[]): Promise<void> {
  const [{ portal, accountId, directoryId } = { portal: '', accountId: '', directoryId: null }] = kept;
  const inDirectory = directoryId === null ? undefined : await records.directory.groupsOf({ portal, directoryId });
  if (!inDirectory) return;
  await noticeMissing(records, { id: accountId, portal }, kept, inDirectory);
  for (const { id: membership, groupId: group, missingSince } of kept)
    if (missingSince !== null && inDirectory.includes(group))
      await noteMissing(records.db, { portal, accountId, membership, group, missing: false }, records.clock());
}
