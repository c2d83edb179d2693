import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import { type Group, isFor, type Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { noticeMissing } from './differences/index.ts';

/**
 * A group («catalogue») as its requester sees it: free to ask for, held already, asked for already, or not for them (IN-9).
 * What they have until an instant, `ending`, can be asked for longer (GOV-3).
 */
export type Catalogue = { readonly group: Group; readonly state: 'open' | 'ending' | 'held' | 'pending' | 'elsewhere'; readonly endsAt?: Millis | undefined };

/** The catalogues of a portal as they stand for an account, in the profile's order. */
export async function cataloguesFor(dependencies: Pick<Dependencies, 'db' | 'directory' | 'clock'>, portal: Portal, account: Account): Promise<Catalogue[]> {
  const { db, directory } = dependencies;
  const inDirectory = await directory.groupsOf(account);
  const kept = await db
    .selectFrom('membership')
    .select(['id', 'groupId', 'endsAt', 'missingSince', 'provisionedAt'])
    .where('accountId', '=', account.id)
    .execute();
  const gone = inDirectory ? await noticeMissing(dependencies, account, kept, inDirectory) : [];
  const given = kept.filter((row) => !gone.includes(row) && (row.missingSince === null || inDirectory?.includes(row.groupId)));
  // The directory's groups count, and so does an approved group that has not reached it yet (DIR-7).
  const held = new Set([...given.map(({ groupId }) => groupId), ...(inDirectory ?? [])]);
  const asked = await db
    .selectFrom('enrollment')
    .select('groupId')
    .where('accountId', '=', account.id)
    .where('status', '=', 'pending')
    .where('organisationId', 'is', null)
    .execute();
  const pending = new Set(asked.map(({ groupId }) => groupId));
  return portal.groups.map((group) => {
    const endsAt = given.find(({ groupId }) => groupId === group.id)?.endsAt ?? undefined;
    if (pending.has(group.id)) return { group, state: 'pending', endsAt };
    if (held.has(group.id)) return { group, state: endsAt === undefined ? 'held' : 'ending', endsAt };
    return { group, state: isFor(group, account.entity) ? 'open' : 'elsewhere' };
  });
}
