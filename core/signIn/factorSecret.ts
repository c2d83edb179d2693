import type { Secrets } from '../foundation/secrets.ts';

/** What is sealed in the row of a second factor: the secret of the app, and the session that began it. */
export type FactorSecret = { readonly session: string; readonly secret: string };

/** Seals it under SECRET_KEY. */
export const sealFactorSecret = (secrets: Secrets, { session, secret }: FactorSecret): string => secrets.seal(`${session} ${secret}`);

/** Reads it. */
export function openFactorSecret(secrets: Secrets, sealed: string): FactorSecret {
  const [session = '', secret = ''] = secrets.unseal(sealed).split(' ');
  return { session, secret };
}
