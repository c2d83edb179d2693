import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { locales } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Invitee } from './invitees.ts';
import { inviteOne, type Known, knownAs, type NotInvited, notInvited, type Shared } from './inviteOne.ts';

/** So many are sent in one transaction, and in the turn that confirms them; the rest goes on behind it. */
const atOnce = 10;

const invitees = z.array(z.object({ email: z.string(), givenName: z.string(), familyName: z.string() }));
const results = z.array(z.object({ email: z.string(), why: z.enum(notInvited) }));
const common = z.object({
  company: z.record(z.string(), z.string()),
  rights: z.array(z.string()),
  inviterName: z.string(),
  inviterEmail: z.string(),
  locale: z.enum(locales),
  channel: z.enum(['msteams', 'emulator', 'webchat', 'page', 'cli']),
  tenant: z.string().exactOptional(),
});

/** How far a confirmation has come: `done` of `total`; `others` were not sent, and why. */
export type Batch = {
  readonly id: string;
  readonly portal: string;
  readonly total: number;
  readonly done: number;
  readonly others: readonly { readonly email: string; readonly why: NotInvited }[];
};

/** Writes down what is to be sent, in the name of who may; nothing is sent yet. Returns its id. */
export async function openBatch(
  db: Database,
  actor: Actor,
  portal: Portal,
  what: { invitees: readonly Invitee[]; shared: Shared; now: Millis },
): Promise<string> {
  const id = newId();
  const { locale, channel, tenant } = actor;
  await db
    .insertInto('invitationBatch')
    .values({
      id,
      portal: portal.id,
      inviter: actor.person,
      shared: JSON.stringify({ ...what.shared, locale, channel, tenant }),
      invitees: JSON.stringify(what.invitees),
      results: '[]',
      next: 0,
      total: what.invitees.length,
      createdAt: what.now,
    })
    .execute();
  return id;
}

/** How far a confirmation has come; undefined for anybody but who confirmed it. */
export async function readBatch(db: Database, id: string, person: string): Promise<Batch | undefined> {
  const row = await db.selectFrom('invitationBatch').selectAll().where('id', '=', id).where('inviter', '=', person).executeTakeFirst();
  return row && { id, portal: row.portal, total: row.total, done: row.next, others: results.parse(JSON.parse(row.results)) };
}

/** Sends the next few of a confirmation and leaves the rest to the outbox; the inviter is told when they are done. Can happen twice without harm. */
export async function inviteSome(dependencies: Dependencies, id: string): Promise<void> {
  const { db, clock, portals } = dependencies;
  const row = await db.selectFrom('invitationBatch').selectAll().where('id', '=', id).executeTakeFirst();
  const portal = row && portals.get(row.portal);
  if (!row || !portal || row.next >= row.total) return;
  const { locale, channel, tenant, ...shared } = common.parse(JSON.parse(row.shared));
  const actor: Actor = { person: row.inviter, channel, locale, authenticated: true, ...(tenant !== undefined && { tenant }) };
  // The directory is asked before the transaction: in it nothing but the database is waited for.
  const some: Known[] = [];
  for (const invitee of invitees.parse(JSON.parse(row.invitees)).slice(row.next, row.next + atOnce)) some.push(await knownAs(dependencies, portal, invitee));
  const now = clock();
  await db.transaction().execute(async (tx) => {
    const next = row.next + some.length;
    // Of two that are at it at once, one finds it where it was.
    const taken = await tx.updateTable('invitationBatch').set({ next }).where('id', '=', id).where('next', '=', row.next).returning('id').executeTakeFirst();
    if (!taken) return;
    const others = results.parse(JSON.parse(row.results));
    for (const known of some) {
      const why = await inviteOne(tx, dependencies, portal, { known, shared, actor, now });
      if (typeof why === 'string') others.push({ email: known.invitee.email, why });
    }
    await tx
      .updateTable('invitationBatch')
      .set({ results: JSON.stringify(others) })
      .where('id', '=', id)
      .execute();
    await goOn(tx, dependencies, { id, next, total: row.total, isFirst: row.next === 0, actor, portal, now });
  });
  dependencies.wake();
}

/** The rest is left to the outbox; after the last of it the inviter is told, who has seen the answer to the first already. */
async function goOn(
  tx: Tx,
  { secrets }: Dependencies,
  at: { id: string; next: number; total: number; isFirst: boolean; actor: Actor; portal: Portal; now: Millis },
): Promise<void> {
  const { id, next, total, actor, portal, now } = at;
  const why = { reason: `invite:${id}:${next}`, now, dueAt: now };
  if (next < total) return await enqueue(tx, secrets, { kind: 'inviteSome', batch: id }, why);
  const event = { name: 'invitationsSent', portal: portal.id, batch: id } as const;
  if (!at.isFirst) await enqueue(tx, secrets, { kind: 'chat', person: actor.person, event, locale: actor.locale }, why);
}
