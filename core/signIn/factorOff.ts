import type { Dependencies } from '../dependencies.ts';
import { lastLanguageOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { factorOnRecord } from '../foundation/factorOnRecord.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { bareAddress } from '../foundation/pasted.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { dropRecoveryCodes } from './recoveryCodes.ts';
import { endSession } from './sessionRecords.ts';
import { tellOfFactor } from './twoFactorNews.ts';

/**
 * Ends a lost second factor, all sessions and the ties of other people, once support has verified the owner's identity. The owner is told, as of any change. Returns
 * `unknown` if the portal has no such account, `off` if there is no second factor.
 */
export async function endFactor(
  { db, secrets }: Pick<Dependencies, 'db' | 'secrets'>,
  portal: Portal,
  identifier: string,
  now: Millis,
  operator: Actor,
): Promise<'ended' | 'off' | 'unknown'> {
  return await db.transaction().execute(async (tx) => {
    const account = await tx
      .selectFrom('account')
      .select(['id', 'identifier', 'email'])
      .where('portal', '=', portal.id)
      .where('identifierKey', '=', identifierKey(bareAddress(identifier)))
      .executeTakeFirst();
    return account ? await endFactorOf(tx, { secrets }, portal, account, now, operator) : 'unknown';
  });
}

/**
 * Ends the second factors that no key opens any more, and drops such recovery codes: their owners could not sign in. They are told. Returns how many
 * second factors have ended.
 */
export async function endLostFactors(
  { db, secrets, clock }: Pick<Dependencies, 'db' | 'secrets' | 'clock'>,
  portals: ReadonlyMap<string, Portal>,
  operator: Actor,
): Promise<number> {
  const factors = await db
    .selectFrom('secondFactor')
    .leftJoin('account', 'account.id', 'secondFactor.accountId')
    .select(['accountId', 'secondFactor.portal', 'secret', 'identifier', 'email'])
    .execute();
  const lost = factors.filter(({ secret }) => secrets.keyOf(secret) === 'unknown');
  for (const { accountId: id, portal: name, identifier, email } of lost) {
    const portal = portals.get(name);
    if (portal && identifier !== null && email !== null)
      await db.transaction().execute((tx) => endFactorOf(tx, { secrets }, portal, { id, identifier, email }, clock(), operator));
    // Of a portal that is not served any more: there is nobody to tell.
    else
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('secondFactor').where('accountId', '=', id).execute();
        await audit(tx, { at: clock(), actor: operator, action: 'twoFactor.off', portal: name, subject: `account:${id}`, outcome: 'ok' });
      });
  }
  const codes = await db
    .selectFrom('recoveryCode')
    .leftJoin('account', 'account.id', 'recoveryCode.accountId')
    .select(['recoveryCode.id', 'accountId', 'digest', 'portal'])
    .execute();
  const dropped = Map.groupBy(
    codes.filter(({ digest }) => secrets.keyOf(digest) === 'unknown'),
    ({ accountId }) => accountId,
  );
  for (const [accountId, rows] of dropped)
    await db.transaction().execute(async (tx) => {
      for (const { id } of rows) await tx.deleteFrom('recoveryCode').where('id', '=', id).execute();
      const record = { at: clock(), actor: operator, action: 'twoFactor.codesDropped', portal: rows[0]?.portal ?? '', subject: `account:${accountId}` };
      await audit(tx, { ...record, outcome: 'ok', detail: { dropped: rows.length } });
    });
  return lost.length;
}

/** The same for an account at hand, in the caller's transaction. */
export async function endFactorOf(
  tx: Tx,
  { secrets }: Pick<Dependencies, 'secrets'>,
  portal: Portal,
  account: Pick<Account, 'id' | 'identifier' | 'email'>,
  now: Millis,
  operator: Actor,
): Promise<'ended' | 'off'> {
  const gone = await tx.deleteFrom('secondFactor').where('accountId', '=', account.id).returning('accountId').executeTakeFirst();
  // One that somebody took out of the records locks its owner out until it is ended here.
  if (!gone && (await factorOnRecord(tx, [account.id])).length === 0) return 'off';
  await dropRecoveryCodes(tx, account.id);
  await endSession(tx, { accountId: account.id }, 'revoked', now);
  const locale = await lastLanguageOf(tx, account, portal.tenants);
  await tellOfFactor(tx, { secrets }, { portal, account }, { ...operator, locale }, 'off', now, { by: 'operator' });
  await audit(tx, { at: now, actor: operator, action: 'twoFactor.off', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' });
  return 'ended';
}
