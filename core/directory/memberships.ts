import type { Dependencies } from '../dependencies.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import { opensAt, type Portal } from '../portal/index.ts';

/** Grants an account a group. The outbox adds it in the directory, on the day the portal opens if that is later (IN-12); returns that instant. Idempotent. */
export async function giveGroup(
  tx: Tx,
  { secrets }: Dependencies,
  portal: Portal,
  given: { readonly accountId: string; readonly groupId: string; readonly enrollmentId: string | null },
  now: number,
): Promise<number> {
  const provisionAt = opensAt(portal, now) ?? now;
  const membership = await tx
    .insertInto('membership')
    .values({ id: newId(), portal: portal.id, ...given, grantedAt: now, provisionAt, provisionedAt: null })
    .onConflict((conflict) => conflict.columns(['accountId', 'groupId']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (membership)
    await enqueue(tx, secrets, { kind: 'provision', membership: membership.id }, { reason: `provision:${membership.id}`, now, dueAt: provisionAt });
  return provisionAt;
}

/** Revokes a group that no request granted. The outbox removes it in the directory. */
export async function takeGroup(
  tx: Tx,
  { secrets }: Dependencies,
  portal: Portal,
  taken: { readonly accountId: string; readonly groupId: string },
  now: number,
): Promise<void> {
  const gone = await tx
    .deleteFrom('membership')
    .where('accountId', '=', taken.accountId)
    .where('groupId', '=', taken.groupId)
    .where('enrollmentId', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (gone) await enqueue(tx, secrets, { kind: 'leave', portal: portal.id, ...taken }, { reason: `leave:${gone.id}`, now, dueAt: now });
}
