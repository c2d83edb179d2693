import type { Clock } from './clock.ts';
import type { Database } from './database/schema.ts';
import type { Locale } from './i18n.ts';
import type { Channel, ChatAddress } from './ports.ts';
import { newId } from './secrets.ts';

/** A person as the channel shows them in a turn. */
export type Encounter = {
  readonly channel: Channel;
  /** Empty where the channel has no tenants. */
  readonly tenant: string;
  /** Entra object id in Teams; elsewhere the channel's own user id. */
  readonly objectId: string;
  readonly name?: string;
  readonly locale: Locale;
  readonly address: ChatAddress;
};

/** Remembers a person and where their chat is; returns the id that stays theirs. */
export async function meet(db: Database, clock: Clock, { channel, tenant, objectId, name, locale, address }: Encounter): Promise<string> {
  const known = { name: name ?? null, locale, address: JSON.stringify(address), seenAt: clock() };
  const row = await db
    .insertInto('person')
    .values({ id: newId(), channel, tenant, objectId, ...known })
    .onConflict((conflict) => conflict.columns(['channel', 'tenant', 'objectId']).doUpdateSet(known))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}
