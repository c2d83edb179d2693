import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { factorOnRecord } from '../foundation/factorOnRecord.ts';

/**
 * Those of a person's accounts that may administer by chat now: an account with a second factor only while this person has passed it (OU-11).
 * A tie is made with one mailed code, and that is not enough where the owner asked for more. Call it in the transaction of the deed.
 */
export async function pastFactor(db: Database, actor: Pick<Actor, 'person'>, accountIds: readonly string[], now: Millis): Promise<readonly string[]> {
  if (accountIds.length === 0) return [];
  const factors = await db.selectFrom('secondFactor').select('accountId').where('accountId', 'in', accountIds).where('confirmedAt', 'is not', null).execute();
  const recorded = await factorOnRecord(db, accountIds);
  const proofs = await db
    .selectFrom('factorProof')
    .select('accountId')
    .where('accountId', 'in', accountIds)
    .where('person', '=', actor.person)
    .where('until', '>', now)
    .execute();
  const on = new Set([...factors.map(({ accountId }) => accountId), ...recorded]);
  const passed = new Set(proofs.map(({ accountId }) => accountId));
  return accountIds.filter((id) => !on.has(id) || passed.has(id));
}
