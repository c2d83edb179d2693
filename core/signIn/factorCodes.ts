import type { Millis } from '../foundation/clock.ts';
import { manyWrite } from '../foundation/database/locks.ts';
import type { Schema, Tx } from '../foundation/database/schema.ts';
import type { Limits } from '../foundation/limits.ts';
import { bareCode } from '../foundation/pasted.ts';
import type { Secrets } from '../foundation/secrets.ts';
import { openFactorSecret } from './factorSecret.ts';
import { resealFactor } from './keyedFactors.ts';
import { readRecoveryCode, spendRecoveryCode } from './recoveryCodes.ts';
import { totpStep } from './totp.ts';

/** A code typed to pass the second factor: six digits from the app, or a recovery code. */
export type FactorCode = { readonly kind: 'app' | 'recovery'; readonly code: string };

/** Reads a typed code; undefined if it can be neither. */
export function readFactorCode(typed: string): FactorCode | undefined {
  const digits = bareCode(typed);
  if (/^\d{6}$/.test(digits)) return { kind: 'app', code: digits };
  const code = readRecoveryCode(typed);
  return code === undefined ? undefined : { kind: 'recovery', code };
}

/**
 * Attempts allowed on an account, right codes included. Three codes in a million are valid at any time: at 30 attempts a day, somebody who knows
 * the password needs years. Recovery codes cannot be guessed and are counted separately, so that they still let the owner in after somebody else
 * has used up the attempts.
 */
const tries = {
  app: ['factor.app', 'factor.app.day'],
  recovery: ['factor.recovery'],
} as const;

/** Who tries: in an open session or a browser that passed the factor before, each of which has tries of its own, or by the network of somebody who knows the password. */
export type FactorTry = { readonly accountId: string; readonly by: string; readonly passedBefore: boolean };

/** Counts an attempt; false if it is over the limit. */
export async function mayTryFactor(limits: Limits, { accountId, by, passedBefore }: FactorTry, kind: FactorCode['kind']): Promise<boolean> {
  const counted: boolean[] = [];
  for (const limit of tries[kind]) counted.push(await limits.take(limit, `${accountId}:${by}`));
  if (!passedBefore && kind === 'app') counted.push(await limits.take('factor.strangers', accountId));
  return counted.every(Boolean);
}

/** Spends a code of an account's confirmed second factor. Each code works once, for one caller (RFC 6238, 5.2). */
export async function spendFactorCode(tx: Tx, secrets: Secrets, accountId: string, { kind, code }: FactorCode, now: Millis): Promise<boolean> {
  const factor = await tx
    .selectFrom('secondFactor')
    .select(['accountId', 'secret', 'bound'])
    .where('accountId', '=', accountId)
    .where('confirmedAt', 'is not', null)
    // So that it is not sealed anew between here and the update.
    .$if(manyWrite(tx), (one) => one.forNoKeyUpdate())
    .executeTakeFirst();
  if (!factor) return false;
  const right = kind === 'recovery' ? await spendRecoveryCode(tx, secrets, accountId, code, now) : await spendStep(tx, secrets, factor, code, now);
  if (right) await resealFactor(tx, secrets, accountId);
  return right;
}

type Factor = Pick<Schema['secondFactor'], 'accountId' | 'secret'> & { readonly bound: number };

async function spendStep(tx: Tx, secrets: Secrets, factor: Factor, code: string, now: Millis): Promise<boolean> {
  const opened = openFactorSecret(secrets, factor);
  const step = opened && totpStep(opened.secret, code, now);
  if (step === undefined) return false;
  const spent = await tx
    .updateTable('secondFactor')
    .set({ lastStep: step })
    .where('accountId', '=', factor.accountId)
    .where('secret', '=', factor.secret)
    // One statement decides: of two simultaneous submissions only one finds the step unused.
    .where((factor) => factor.or([factor('lastStep', 'is', null), factor('lastStep', '<', step)]))
    .returning('accountId')
    .executeTakeFirst();
  return spent !== undefined;
}
