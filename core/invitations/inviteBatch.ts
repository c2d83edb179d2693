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
import { type InvitationContent, inviteOne, type NotInvited, notInvited, type ResolvedInvitee, resolveInvitee } from './inviteOne.ts';
import { inviterRight } from './inviters.ts';

/** How many invitations are sent in one transaction, and in the turn that confirms them. The worker sends the rest. */
const batchSize = 10;

const inviteesSchema = z.array(z.object({ email: z.string(), givenName: z.string(), familyName: z.string() }));
const resultsSchema = z.array(z.object({ email: z.string(), why: z.enum(notInvited) }));
const contentSchema = z.object({
  company: z.record(z.string(), z.string()),
  rights: z.array(z.string()),
  inviterName: z.string(),
  inviterEmail: z.string(),
  language: z.enum(locales).exactOptional(),
  note: z.string().exactOptional(),
  locale: z.enum(locales),
  channel: z.enum(['msteams', 'emulator', 'webchat', 'page', 'cli']),
  tenant: z.string().exactOptional(),
});

/** The progress of a batch: `done` of `total`. `others` lists those that were not sent, and why. */
export type Batch = {
  readonly id: string;
  readonly portal: string;
  readonly total: number;
  readonly done: number;
  readonly others: readonly { readonly email: string; readonly why: NotInvited }[];
};

/** Records the invitations to send, in the inviter's name. Sends nothing yet. Returns the batch's id. */
export async function openBatch(
  db: Database,
  actor: Actor,
  portal: Portal,
  { id = newId(), invitees, content, now }: { id?: string; invitees: readonly Invitee[]; content: InvitationContent; now: Millis },
): Promise<string> {
  const { locale, channel, tenant } = actor;
  await db
    .insertInto('invitationBatch')
    .values({
      id,
      portal: portal.id,
      inviter: actor.person,
      shared: JSON.stringify({ ...content, locale, channel, tenant }),
      invitees: JSON.stringify(invitees),
      results: '[]',
      next: 0,
      total: invitees.length,
      createdAt: now,
    })
    .execute();
  return id;
}

/** The progress of a batch; undefined for anyone but its inviter. */
export async function readBatch(db: Database, id: string, person: string): Promise<Batch | undefined> {
  const row = await db.selectFrom('invitationBatch').selectAll().where('id', '=', id).where('inviter', '=', person).executeTakeFirst();
  return row && { id, portal: row.portal, total: row.total, done: row.next, others: resultsSchema.parse(JSON.parse(row.results)) };
}

/** Sends the next few invitations of a batch and leaves the rest to the outbox. Tells the inviter when all are done. Can run twice without harm. */
export async function inviteSome(dependencies: Dependencies, id: string): Promise<void> {
  const { db, clock, portals } = dependencies;
  const row = await db.selectFrom('invitationBatch').selectAll().where('id', '=', id).executeTakeFirst();
  const portal = row && portals.get(row.portal);
  if (!row || !portal || row.next >= row.total) return;
  const { locale, channel, tenant, ...content } = contentSchema.parse(JSON.parse(row.shared));
  const actor: Actor = { person: row.inviter, channel, locale, authenticated: true, ...(tenant !== undefined && { tenant }) };
  // Asks the directory before the transaction, which may wait for nothing but the database.
  const resolved: ResolvedInvitee[] = [];
  for (const invitee of inviteesSchema.parse(JSON.parse(row.invitees)).slice(row.next, row.next + batchSize))
    resolved.push(await resolveInvitee(dependencies, portal, invitee));
  const right = await inviterRight(dependencies, portal, { organisationId: null, inviterAccountId: null, inviterEmail: content.inviterEmail });
  const now = clock();
  await db.transaction().execute(async (tx) => {
    const next = row.next + resolved.length;
    // Of two workers at once, only one finds the batch where it was.
    const taken = await tx.updateTable('invitationBatch').set({ next }).where('id', '=', id).where('next', '=', row.next).returning('id').executeTakeFirst();
    if (!taken) return;
    const others = resultsSchema.parse(JSON.parse(row.results));
    for (const invitee of resolved) {
      const why = await inviteOne(tx, dependencies, portal, { invitee, content, right, actor, now });
      if (typeof why === 'string') others.push({ email: invitee.email, why });
    }
    await tx
      .updateTable('invitationBatch')
      .set({ results: JSON.stringify(others) })
      .where('id', '=', id)
      .execute();
    await continueBatch(tx, dependencies, { id, next, total: row.total, isFirst: row.next === 0, actor, portal, now });
  });
  dependencies.wake();
}

/** Leaves the rest to the outbox. After the last, tells the inviter, unless there was only one round, whose answer they have seen. */
async function continueBatch(
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
