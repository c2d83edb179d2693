import type { Channel } from './actor.ts';
import type { Clock } from './clock.ts';
import { oneAtATime } from './database/locks.ts';
import type { Database, Tx } from './database/schema.ts';
import type { Locale } from './i18n.ts';
import { emailKey } from './identifiers.ts';
import type { ChatAddress } from './outbox/job.ts';
import { newId } from './secrets.ts';

/** Who speaks in a turn, as the channel has them. */
export type Speaker = {
  readonly channel: Channel;
  /** Empty if the channel has no tenants. */
  readonly tenant: string;
  /** Entra object id in Teams, the channel's own user id elsewhere. */
  readonly objectId: string;
  readonly name?: string;
  readonly locale: Locale;
};

/** A speaker, where their chat is, and what the roster says of them. */
export type Encounter = Speaker & {
  /** From the channel's roster, never from the client: null if it has no address for them, undefined if it did not answer. */
  readonly email?: string | null;
  /** What the roster says besides, as in `RosterEntry`. */
  readonly guest?: boolean;
  readonly home?: string;
  readonly address: ChatAddress;
};

/** What a channel's roster says of somebody now. */
export type RosterEntry = {
  readonly email: string | null;
  readonly guest: boolean;
  /** The tenant whose administrator gave them that address, where the roster says. */
  readonly home?: string;
  readonly givenName?: string;
  readonly familyName?: string;
};

/** What the roster of a chat says of its person, and the tenant of the chat. */
export type ChatHolder = RosterEntry & { readonly tenant: string };

/** Asks the channel's roster of the person whose chat this is. `gone` if they are not in it; `unavailable` if it does not answer. */
export type Roster = (address: ChatAddress) => Promise<ChatHolder | 'gone' | 'unavailable'>;

/** Records a person and where their chat is. Returns their permanent id. */
export async function meet(db: Database, clock: Clock, encounter: Encounter): Promise<string> {
  const { channel, tenant, objectId, name, email, locale, address } = encounter;
  const guest = isGuest(tenant, {
    ...(encounter.guest !== undefined && { guest: encounter.guest }),
    ...(encounter.home !== undefined && { home: encounter.home }),
  });
  // A roster that did not answer must not erase the address.
  const mail = email === undefined ? {} : { emailKey: email === null ? null : emailKey(email), guest: guest ? 1 : 0 };
  const seen = { name: name ?? null, locale, address: JSON.stringify(address), seenAt: clock(), ...mail };
  return await db.transaction().execute(async (tx) => {
    if (mail.emailKey && !guest) await takeOver(tx, encounter, mail.emailKey);
    const row = await tx
      .insertInto('person')
      .values({ id: newId(), channel, tenant, objectId, emailKey: null, ...seen })
      .onConflict((conflict) => conflict.columns(['channel', 'tenant', 'objectId']).doUpdateSet(seen))
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  });
}

/**
 * One address, one person: whoever had it in this tenant loses it. No guest and no other tenant takes it, or its administrator could cut an
 * approver off.
 */
async function takeOver(
  tx: Tx,
  { channel, tenant, objectId }: { readonly channel: string; readonly tenant: string; readonly objectId: string },
  key: string,
): Promise<void> {
  await oneAtATime(tx, `address ${tenant} ${key}`);
  await tx
    .updateTable('person')
    .set({ emailKey: null })
    .where('emailKey', '=', key)
    .where('channel', '=', channel)
    .where('tenant', '=', tenant)
    .where('objectId', '!=', objectId)
    .execute();
}

/** Records the address that the roster gives a person now, as `meet` does. `had` is the one that was recorded before. */
export async function keepAddress(db: Database, { id, emailKey: had }: { readonly id: string; readonly emailKey: string | null }, entry: RosterEntry) {
  const has = entry.email === null ? null : emailKey(entry.email);
  if (has === had) return;
  await db.transaction().execute(async (tx) => {
    const person = await tx.selectFrom('person').select(['channel', 'tenant', 'objectId']).where('id', '=', id).executeTakeFirst();
    if (!person) return;
    const guest = isGuest(person.tenant, entry);
    if (has !== null && !guest) await takeOver(tx, person, has);
    await tx
      .updateTable('person')
      .set({ emailKey: has, guest: guest ? 1 : 0 })
      .where('id', '=', id)
      .execute();
  });
}

/** Whether another tenant than the conversation's answers for somebody's address. */
const isGuest = (tenant: string, { guest = false, home = tenant }: Partial<RosterEntry>): boolean => guest || home.toLowerCase() !== tenant.toLowerCase();

/** Saves the language that a person switched to, so that proactive messages use it (ALL-8). */
export async function speaks(db: Database, id: string, locale: Locale): Promise<void> {
  await db.updateTable('person').set({ locale }).where('id', '=', id).execute();
}

/** The id of a person who is already known, else undefined. Records nothing, because a message in a group does not say where the person's own chat is. */
export async function known(db: Database, { channel, tenant, objectId }: Speaker): Promise<string | undefined> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('channel', '=', channel)
    .where('tenant', '=', tenant)
    .where('objectId', '=', objectId)
    .executeTakeFirst();
  return row?.id;
}
