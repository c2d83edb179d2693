import type { Secrets } from '../foundation/secrets.ts';

/** The sealed part of a second factor: the app's secret, and the session that set it up. */
export type FactorSecret = { readonly session: string; readonly secret: string };

/** Encrypts it under SECRET_KEY. */
export const sealFactorSecret = (secrets: Secrets, { session, secret }: FactorSecret): string => secrets.seal(`${session} ${secret}`);

/** Decrypts it. */
export function openFactorSecret(secrets: Secrets, sealed: string): FactorSecret {
  const [session = '', secret = ''] = secrets.unseal(sealed).split(' ');
  return { session, secret };
}
