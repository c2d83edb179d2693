import type { Channel } from './actor.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/schema.ts';
import type { Locale } from './i18n.ts';
import { emailKey } from './identifiers.ts';
import type { ChatAddress } from './outbox/job.ts';
import { newId } from './secrets.ts';

/** A person as the channel shows them in a turn. */
export type Encounter = {
  readonly channel: Channel;
  /** Empty if the channel has no tenants. */
  readonly tenant: string;
  /** Entra object id in Teams, the channel's own user id elsewhere. */
  readonly objectId: string;
  readonly name?: string;
  /** From the channel's roster, never from the client. */
  readonly email?: string;
  readonly locale: Locale;
  readonly address: ChatAddress;
};

/** Records a person and where their chat is. Returns their permanent id. */
export async function meet(db: Database, clock: Clock, { channel, tenant, objectId, name, email, locale, address }: Encounter): Promise<string> {
  // A roster that did not answer must not erase the address.
  const mail = email === undefined ? {} : { emailKey: emailKey(email) };
  const seen = { name: name ?? null, locale, address: JSON.stringify(address), seenAt: clock(), ...mail };
  const row = await db
    .insertInto('person')
    .values({ id: newId(), channel, tenant, objectId, emailKey: null, ...seen })
    .onConflict((conflict) => conflict.columns(['channel', 'tenant', 'objectId']).doUpdateSet(seen))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Saves the language that a person switched to, so that proactive messages use it (ALL-8). */
export async function speaks(db: Database, id: string, locale: Locale): Promise<void> {
  await db.updateTable('person').set({ locale }).where('id', '=', id).execute();
}

/** The id of a person who is already known, else undefined. Records nothing, because a message in a group does not say where the person's own chat is. */
export async function known(db: Database, { channel, tenant, objectId }: Encounter): Promise<string | undefined> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('channel', '=', channel)
    .where('tenant', '=', tenant)
    .where('objectId', '=', objectId)
    .executeTakeFirst();
  return row?.id;
}
