import type { Database, Tx } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { isName } from '../foundation/prose.ts';
import { type Portal, vouchedFor } from '../portal/index.ts';

/**
 * Tells how approvers are called: by the name that a roster trusted by the portal gives them, else by that of their account there, else by their
 * address. A guest may be called anything, and so is not called by name.
 */
export async function approverNames(db: Database | Tx, portal: Portal, addresses: readonly (string | null)[]): Promise<(address: string) => string> {
  const keys = [...new Set(addresses.flatMap((address) => (address?.includes('@') ? [emailKey(address)] : [])))];
  if (keys.length === 0) return (address) => address;
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
  return (address) => {
    const names = known.flatMap(({ emailKey: key, name }) => (key === emailKey(address) && isName(name ?? undefined) ? [name] : []));
    return names[0] ?? address;
  };
}
