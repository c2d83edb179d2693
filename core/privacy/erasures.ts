import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { Undeliverable } from '../foundation/outbox/faults.ts';
import { readPayload, type StoredJob, unsealSecret } from '../foundation/outbox/job.ts';
import type { Portal } from '../portal/index.ts';
import { certificateOf } from './certificate.ts';
import { type Certificate, erasePerson, isEmpty } from './erasePerson.ts';
import { planErase, planErasePatiently } from './erasePlan.ts';
import { resolveSubject, type Subject } from './subject.ts';

/** An erasure that the worker does. `whom`: the id of a person or account, or an address: it is sealed until it is done, and then gone. */
export type ErasureWish = { readonly pseudonym: string; readonly whom: string; readonly own: boolean; readonly by: Actor; readonly now: Millis };

/** How far an erasure is: `refused` says why; it can be tried again from the outbox. */
export type ErasureState =
  | { readonly state: 'waiting' | 'running' }
  | { readonly state: 'refused'; readonly why: string }
  | { readonly state: 'done'; readonly certificate: Certificate };

const reasonOf = (pseudonym: string): string => `erase:${pseudonym}`;

/** Leaves an erasure to the worker. Asked for twice under one pseudonym it is done once. */
export const askErasure = (tx: Tx, { secrets }: Pick<Dependencies, 'secrets'>, { pseudonym, whom, own, by, now }: ErasureWish): Promise<void> =>
  enqueue(tx, secrets, { kind: 'erase', to: pseudonym, own, by: by.person, secret: { whom } }, { reason: reasonOf(pseudonym), now, dueAt: now });

/** How far an erasure is. Undefined if there is none of that name. */
export async function erasureOf(db: Database, pseudonym: string): Promise<ErasureState | undefined> {
  const certificate = await certificateOf(db, pseudonym);
  if (certificate) return { state: 'done', certificate };
  const job = await db.selectFrom('outbox').select(['status', 'error']).where('reason', '=', reasonOf(pseudonym)).executeTakeFirst();
  if (!job) return undefined;
  if (job.status === 'given-up') return { state: 'refused', why: job.error ?? '' };
  return { state: job.status === 'claimed' ? 'running' : 'waiting' };
}

/**
 * Whether the erasure of this name is of whom this text means, as it would be asked for now. Its job says so until it is done; afterwards nothing is held
 * of them any more.
 */
export async function isErasureOf(
  { db, secrets, clock }: Pick<Dependencies, 'db' | 'secrets' | 'clock'>,
  { pseudonym, whom, own }: Pick<ErasureWish, 'pseudonym' | 'whom' | 'own'>,
): Promise<boolean> {
  const row = await db.selectFrom('outbox').select('payload').where('reason', '=', reasonOf(pseudonym)).where('status', '!=', 'done').executeTakeFirst();
  const job = row && readPayload(row.payload);
  if (job?.kind === 'erase') return job.own === own && unsealSecret(secrets, job).whom === whom;
  const meant = await resolveSubject(db, whom);
  return !('ambiguous' in meant) && isEmpty(await planErasePatiently(db, { subject: meant.subject, pseudonym, own, now: clock() }));
}

/** The portals whose profile names an address of somebody's, as an approver or inviter: what is in a file is not erased. */
export const profilesNaming = (portals: ReadonlyMap<string, Portal>, { mentions }: Subject): string[] =>
  [...portals].filter(([, portal]) => JSON.stringify(portal).search(mentions) >= 0).map(([id]) => id);

type Erase = StoredJob & { readonly kind: 'erase' };

/** Does what was left to the worker. `forget` removes conversations that are not kept with the records. Can run twice without harm. */
export const createErasureJob =
  ({ db, secrets, clock }: Dependencies, forget: (conversations: readonly string[]) => Promise<void>) =>
  async (job: Erase): Promise<void> => {
    const pseudonym = job.to;
    if (await certificateOf(db, pseudonym)) return;
    const whom = await resolveSubject(db, unsealSecret(secrets, job).whom ?? '');
    if ('ambiguous' in whom) throw new Undeliverable('Several people are called that by now: name one by id.');
    const { subject } = whom;
    const { own } = job;
    const now = clock();
    // What is in the way is in no record of the audit, and what is there is looked for once.
    const plan = await planErase(db, { subject, pseudonym, own, now, records: [] });
    if (plan.obstacles.length > 0) throw new Undeliverable(plan.obstacles.join('\n'));
    // First what has no transaction: done again, it changes nothing.
    await forget(subject.conversations);
    const by: Actor = { person: job.by, channel: 'page', locale: 'fr', authenticated: false };
    const done = await erasePerson({ db, secrets }, { subject, own, by, now, pseudonym }).catch((fault: unknown) => {
      // What the database says may be otherwise in a moment; what we say is not.
      if (fault instanceof Error && !('code' in fault)) throw new Undeliverable(fault.message, { cause: fault });
      throw fault;
    });
    if (!('head' in done)) throw new Undeliverable(done.obstacles.join('\n') || 'Nothing is left to erase.');
  };
