import { hour, type Millis, minute } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import type { Limits } from '../foundation/limits.ts';
import type { Secrets } from '../foundation/secrets.ts';
import { openFactorSecret } from './factorSecret.ts';
import { readRecoveryCode, spendRecoveryCode } from './recoveryCodes.ts';
import { totpStep } from './totp.ts';

/** What was typed to pass the second factor: six digits of the app, or a recovery code. */
export type FactorCode = { readonly kind: 'app' | 'recovery'; readonly code: string };

/** Tells what was typed; undefined where it can be neither. */
export function readFactorCode(typed: string): FactorCode | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '');
  if (/^\d{6}$/.test(digits)) return { kind: 'app', code: digits };
  const code = readRecoveryCode(typed);
  return code === undefined ? undefined : { kind: 'recovery', code };
}

/**
 * How often codes may be tried on an account, right ones counted too. Three of a million codes are good at any time: at 30 tries a day, who knows the password needs
 * years. Recovery codes cannot be guessed, and are counted apart: they stay the way in for an owner whose tries somebody else has used up.
 */
const tries = {
  app: [
    { points: 10, within: 15 * minute },
    { points: 30, within: 24 * hour },
  ],
  recovery: [{ points: 10, within: 15 * minute }],
} as const;

/** Counts one try; false when that was one too many. */
export async function mayTryFactor(limits: Limits, accountId: string, kind: FactorCode['kind']): Promise<boolean> {
  const counted: boolean[] = [];
  for (const limit of tries[kind]) counted.push(await limits.consume(`twoFactor:${kind}:${limit.within}:${accountId}`, limit));
  return counted.every(Boolean);
}

/** Spends a code of an account's confirmed second factor; true for one caller only, and once for a code (RFC 6238, 5.2). */
export async function spendFactorCode(tx: Tx, secrets: Secrets, accountId: string, { kind, code }: FactorCode, now: Millis): Promise<boolean> {
  const factor = await tx
    .selectFrom('secondFactor')
    .select('secret')
    .where('accountId', '=', accountId)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst();
  if (!factor) return false;
  if (kind === 'recovery') return await spendRecoveryCode(tx, secrets, accountId, code, now);
  const step = totpStep(openFactorSecret(secrets, factor.secret).secret, code, now);
  if (step === undefined) return false;
  const spent = await tx
    .updateTable('secondFactor')
    .set({ lastStep: step })
    .where('accountId', '=', accountId)
    .where('secret', '=', factor.secret)
    // One statement decides: of two simultaneous submissions only one finds the step unused.
    .where((factor) => factor.or([factor('lastStep', 'is', null), factor('lastStep', '<', step)]))
    .returning('accountId')
    .executeTakeFirst();
  return spent !== undefined;
}
