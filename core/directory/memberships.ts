import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import { announcedAt, groupOf, latestEnd, opensAt, type Portal } from '../portal/index.ts';

/** A group of an account; `from` and `until` are the beginning and the end that were asked for. */
type Given = {
  readonly accountId: string;
  readonly groupId: string;
  readonly enrollmentId: string | null;
  readonly from?: Millis | null;
  readonly until?: Millis | null;
};

/** When access begins, and when it ends by itself; null where it does not. */
export type Span = { readonly beginsAt: Millis; readonly endsAt: Millis | null };

/**
 * Grants an account a group. The outbox adds it in the directory, on the day the portal opens if that is later (IN-12), and ends it on the day that was asked
 * for, or that the profile sets (GOV-3). What the account has already, with an end, then ends on the new day. Idempotent.
 */
export async function giveGroup(tx: Tx, { secrets }: Dependencies, portal: Portal, { from = null, until = null, ...given }: Given, now: Millis): Promise<Span> {
  const beginsAt = Math.max(opensAt(portal, now) ?? now, from ?? now);
  const group = groupOf(portal, given.groupId);
  const latest = group && latestEnd(portal, group, beginsAt);
  const endsAt = until !== null && latest !== undefined ? Math.min(until, latest) : (until ?? latest ?? null);
  await makeRoom(tx, given, now);
  const membership = await tx
    .insertInto('membership')
    .values({ id: newId(), portal: portal.id, ...given, grantedAt: now, provisionAt: beginsAt, provisionedAt: null, endsAt })
    .onConflict((conflict) => {
      const held = conflict.columns(['accountId', 'groupId']);
      // What was given for good stays so, and only a request changes an end.
      return given.enrollmentId === null
        ? held.doNothing()
        : held.doUpdateSet({ enrollmentId: given.enrollmentId, endsAt }).where('membership.endsAt', 'is not', null);
    })
    .returning('id')
    .executeTakeFirst();
  if (!membership) return { beginsAt, endsAt };
  await enqueue(tx, secrets, { kind: 'provision', membership: membership.id }, { reason: `provision:${membership.id}`, now, dueAt: beginsAt });
  if (endsAt === null) return { beginsAt, endsAt };
  const ends = { membership: membership.id, endsAt };
  const tellAt = group ? announcedAt(group, beginsAt, endsAt) : endsAt;
  await enqueue(tx, secrets, { kind: 'accessEnds', ...ends }, { reason: `access-ends:${membership.id}:${endsAt}`, now, dueAt: tellAt, until: endsAt });
  await enqueue(tx, secrets, { kind: 'accessEnd', ...ends }, { reason: `access-end:${membership.id}:${endsAt}`, now, dueAt: endsAt });
  return { beginsAt, endsAt };
}

/** What the directory has no more makes room for what is given now, and is over. What is on its way out of the directory stays there. */
async function makeRoom(tx: Tx, { accountId, groupId }: Pick<Given, 'accountId' | 'groupId'>, now: Millis): Promise<void> {
  await tx.deleteFrom('accessLeaving').where('accountId', '=', accountId).where('groupId', '=', groupId).execute();
  const gone = await tx
    .deleteFrom('membership')
    .where('accountId', '=', accountId)
    .where('groupId', '=', groupId)
    .where('missingSince', 'is not', null)
    .returning('enrollmentId')
    .executeTakeFirst();
  if (gone?.enrollmentId) await tx.updateTable('enrollment').set({ endedAt: now, ending: 'missing' }).where('id', '=', gone.enrollmentId).execute();
}

/** Revokes a group that no request granted. The outbox removes it in the directory. */
export async function takeGroup(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  taken: { readonly accountId: string; readonly groupId: string },
  now: Millis,
): Promise<void> {
  const gone = await tx
    .deleteFrom('membership')
    .where('accountId', '=', taken.accountId)
    .where('groupId', '=', taken.groupId)
    .where('enrollmentId', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (gone) await leaveGroup(tx, dependencies, { ...taken, id: gone.id, portal: portal.id }, now);
}

/** Has the outbox remove an account from a group in the directory, once the row of its membership is gone. */
export async function leaveGroup(
  tx: Tx,
  { secrets, portals }: Pick<Dependencies, 'secrets' | 'portals'>,
  { id, portal, accountId, groupId }: { readonly id: string; readonly portal: string; readonly accountId: string; readonly groupId: string },
  now: Millis,
): Promise<void> {
  if (portals.get(portal)?.directory.kind !== 'embedded')
    await tx
      .insertInto('accessLeaving')
      .values({ id, portal, accountId, groupId, since: now, leftAt: null })
      .onConflict((conflict) => conflict.columns(['accountId', 'groupId']).doUpdateSet({ since: now, leftAt: null }))
      .execute();
  await enqueue(tx, secrets, { kind: 'leave', portal, accountId, groupId }, { reason: `leave:${id}`, now, dueAt: now });
}
