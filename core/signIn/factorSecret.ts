import type { Secrets } from '../foundation/secrets.ts';

/** The sealed part of a second factor: the app's secret, and the session that set it up. */
export type FactorSecret = { readonly session: string; readonly secret: string };

/** Where it is kept. Rows of older versions are not bound to their account. */
type Kept = { readonly accountId: string; readonly secret: string; readonly bound: number };

const about = (accountId: string): string => `secondFactor ${accountId}`;

/** Encrypts it under SECRET_KEY, for the row of this account alone. */
export const sealFactorSecret = (secrets: Secrets, accountId: string, { session, secret }: FactorSecret): string =>
  secrets.seal(`${session} ${secret}`, about(accountId));

/**
 * Decrypts it. Undefined if it was altered, or belongs to another account. Throws if it is under an unknown key. One that is bound to no account could
 * have been anybody's: it opens for nobody, but to be sealed anew at an upgrade (`upgrading`).
 */
export function openFactorSecret(secrets: Secrets, { accountId, secret: sealed, bound }: Kept, upgrading = false): FactorSecret | undefined {
  const known = secrets.keyOf(sealed) !== 'unknown';
  if (known && bound !== 1 && !upgrading) return undefined;
  try {
    const [session = '', secret = ''] = secrets.unseal(sealed, bound === 1 ? about(accountId) : '').split(' ');
    return { session, secret };
  } catch (fault) {
    if (known) return undefined;
    throw fault;
  }
}
