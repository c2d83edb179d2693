import type { Dependencies } from '../dependencies.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import type { Millis } from '../foundation/clock.ts';
import { readDevice } from './devices.ts';
import type { FactorTry } from './factorCodes.ts';
import type { FactorHolder } from './twoFactorHolder.ts';

/** A try in an open session of the account. */
export const inside = (accountId: string): FactorTry => ({ accountId, by: 'session', passedBefore: true });

/**
 * A try at the second step of a sign-in. A browser that is known has passed the factor if it was on then, under the password of now: whoever else knows
 * that password does not use up its tries. Any other counts by its network.
 */
export async function atSecondStep(
  { db, secrets }: Pick<Dependencies, 'db' | 'secrets'>,
  { portal, account }: Pick<FactorHolder, 'portal' | 'account'>,
  { ip, device: given, now }: { readonly ip: string; readonly device: string | undefined; readonly now: Millis },
): Promise<FactorTry> {
  const device = readDevice(secrets, given, portal.id, account.identifier, now);
  const known =
    device &&
    (await db
      .selectFrom('secondFactor')
      .innerJoin('account', 'account.id', 'secondFactor.accountId')
      .select('accountId')
      .where('accountId', '=', account.id)
      .where('confirmedAt', '<=', device.since)
      .where('sessionsFrom', '<=', device.since)
      .executeTakeFirst());
  return known ? { accountId: account.id, by: `device:${device.id}`, passedBefore: true } : { accountId: account.id, by: networkOf(ip), passedBefore: false };
}
