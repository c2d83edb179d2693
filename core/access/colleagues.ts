import { type SqlBool, sql } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { literally } from '../foundation/database/literally.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { type Portal, vouchedFor } from '../portal/index.ts';

/** Somebody of one's own tenant, by the name and address that its roster gives them. */
export type Colleague = { readonly person: string; readonly name: string; readonly address: string };

type Known = Parameters<typeof vouchedFor>[0];

/** How many are offered where a name fits several. */
const offered = 5;

/** The portals that let both decide: they trust the roster of their tenant, and guests where one of them is one. */
export const portalsOfBoth = (portals: Dependencies['portals'], one: Known, other: Known): Portal[] =>
  [...portals.values()].filter((portal) => vouchedFor(one, portal, 'decide') && vouchedFor(other, portal, 'decide'));

/**
 * The people of this tenant whom a text names, by address or by words of their name. Only those whom Guichet has met: the roster vouches for nobody else.
 * At most five.
 */
export async function colleaguesNamed(
  db: Database,
  portals: Dependencies['portals'],
  actor: Known & { readonly person: string },
  text: string,
): Promise<Colleague[]> {
  const said = text.trim();
  const words = said.split(/[\s,;]+/).filter((word) => word !== '');
  if (actor.tenant === undefined || words.length === 0 || said.length > 200) return [];
  const holds = (word: string) => {
    const part = (text: string) => `%${literally(text)}%`;
    // SQLite knows small letters in ASCII only.
    return sql<SqlBool>`(lower(name) like ${part(word.toLowerCase())} escape '\\' or name like ${part(word)} escape '\\')`;
  };
  const rows = await db
    .selectFrom('person')
    .select(['id', 'name', 'emailKey', 'tenant', 'guest'])
    .where('channel', '=', 'msteams')
    .where('tenant', '=', actor.tenant)
    .where('emailKey', 'is not', null)
    .$narrowType<{ emailKey: string }>()
    .where((row) => (said.includes('@') ? row('emailKey', '=', emailKey(said)) : row.and(words.slice(0, 5).map(holds))))
    .orderBy('name')
    .orderBy('id')
    .limit(offered * 4)
    .execute();
  return rows
    .filter(({ tenant, guest }) => portalsOfBoth(portals, actor, { authenticated: true, channel: 'msteams', tenant, guest: guest === 1 }).length > 0)
    .slice(0, offered)
    .map(({ id, name, emailKey: address }) => ({ person: id, name: name ?? address, address }));
}
