import type { Database, Tx } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { isName } from '../foundation/prose.ts';
import { type Portal, vouchedFor } from '../portal/index.ts';

/**
 * Tells how approvers are called: by the name that a roster trusted by the portal gives them, else by that of their account there, else by their
 * address. A guest may be called anything, and so is not called by name.
 */
export async function approverNames(db: Database | Tx, portal: Portal, addresses: readonly (string | null)[]): Promise<(address: string) => string> {
  const namesOf = await knownNames(db, portal, addresses);
  return (address) => namesOf(address)[0] ?? address;
}

/** The name by which a mail greets whom it goes to; undefined where none is known, or several share the mailbox. */
export async function greetedAs(db: Database, portal: Portal, to: string): Promise<string | undefined> {
  const [name, ...others] = new Set((await knownNames(db, portal, [to]))(to));
  return others.length === 0 ? name : undefined;
}

/** All names that belong to an address, the most certain first. */
async function knownNames(db: Database | Tx, portal: Portal, addresses: readonly (string | null)[]): Promise<(address: string) => string[]> {
  const keys = [...new Set(addresses.flatMap((address) => (address?.includes('@') ? [emailKey(address)] : [])))];
  if (keys.length === 0) return () => [];
  // Which channel they are on is seen afterwards: asked with it, SQLite goes through everybody of the channel for a few addresses.
  const [people, accounts] = [
    await db.selectFrom('person').select(['emailKey', 'name', 'tenant', 'channel', 'guest']).where('emailKey', 'in', keys).orderBy('seenAt', 'desc').execute(),
    await db.selectFrom('account').select(['emailKey', 'givenName', 'familyName']).where('portal', '=', portal.id).where('emailKey', 'in', keys).execute(),
  ];
  const known = [
    ...people.filter(
      ({ tenant, channel, guest }) => channel === 'msteams' && guest === 0 && vouchedFor({ authenticated: true, channel: 'msteams', tenant }, portal, 'decide'),
    ),
    ...accounts.map(({ givenName, familyName, ...account }) => ({ ...account, name: `${givenName} ${familyName}`.trim() })),
  ];
  return (address) => known.flatMap(({ emailKey: key, name }) => (key === emailKey(address) && name !== null && isName(name) ? [name] : []));
}
