import { hashPassword } from '../core/foundation/passwordHash.ts';
import { openBrowser } from './browser.ts';
import { setCredential } from './credentials.ts';
import type { Guichet } from './support.ts';

/** The password that every imported account has in stories about signing in. */
export const usual = 'phare de la pointe';

/** The hash of it. */
export const hashed = hashPassword(usual);

/** What people sign in with. */
export const identifiers = {
  invgate: 'alice.martin@corp.example',
  octopus: 'amartin',
  outscale: 'alice.martin@corp.example',
  extranet: 'accueil@hotel.example',
} as const;

/** Gives every imported account the usual password. */
export const withPasswords = async ({ db }: Guichet): Promise<void> => void (await setCredential(db, { passwordHash: await hashed }));

/** A browser that is signed in. */
export async function signedInBrowser(guichet: Guichet, portal: keyof typeof identifiers, password = usual) {
  const browser = openBrowser(guichet.url);
  await browser.signsIn(portal, identifiers[portal], password);
  return browser;
}
