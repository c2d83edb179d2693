import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dependencies } from '../../dependencies.ts';
import type { Actor } from '../../foundation/actor.ts';
import { audit } from '../../foundation/audit.ts';
import type { Millis } from '../../foundation/clock.ts';
import type { Tx } from '../../foundation/database/schema.ts';
import { enqueue } from '../../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import { prose } from '../../foundation/prose.ts';
import { digest, newId } from '../../foundation/secrets.ts';
import type { Portal } from '../../portal/index.ts';
import { DirectoryUnavailable } from '../../ports.ts';
import { hasProven } from '../proofs.ts';
import { type FoundReview, type ReviewRow, reviewFor, within } from './rights.ts';
import { answering, type ReviewPage, type ReviewSummary, type ReviewView, reviewSummary, reviewView, ticksOf } from './view.ts';

/** Whether access is kept or taken away. */
export type ReviewDecision = 'keep' | 'remove';

/** About whom: those who are ticked, as the confirmation named them, or all that are left, or answer to a search. `count`: how many were shown to be. */
export type ReviewChoice = { readonly tickedAs?: string | undefined } | { readonly all: true; readonly search: string; readonly count: number };

/** What a card says is ticked among those whom it shows. */
export type Ticks = { readonly shown: readonly string[]; readonly ticked: readonly string[] };

/**
 * What a reviewer can do (GOV-4). As for requests, nothing that a card carries gives a right. Refuses with `review.notYours` (not, or no longer, a reviewer;
 * of somebody else's tenant), `decide.proof` (a sensitive group wants a fresh proof first), `review.over.refused`, or `review.changed` (whom it is about has changed since it was to be confirmed).
 */
export type Reviewing = {
  /** The open reviews in which this person has something to decide, those that end first before others. `silent`: portals whose directory does not say who reviews. */
  mine(actor: Actor): Promise<{ readonly reviews: readonly (ReviewSummary & { readonly open: number })[]; readonly silent: readonly string[] }>;
  look(actor: Actor, id: string, page?: ReviewPage): Promise<Outcome<ReviewView | ReviewSummary>>;
  /** Keeps what is ticked on a page, for all pages and devices of this reviewer. */
  tick(actor: Actor, id: string, ticks: Ticks): Promise<Outcome<void>>;
  /** Decides on those who are not decided on yet. Returns on how many; of two at once, each is decided on by one. */
  decide(actor: Actor, id: string, about: ReviewChoice, decision: ReviewDecision, reason?: string): Promise<Outcome<number>>;
  /** The names of some of those who are ticked, for a confirmation. */
  ticked(actor: Actor, id: string): Promise<readonly string[]>;
};

const isOver = ({ endedAt, endsAt, readAt }: ReviewRow, now: Millis): boolean => endedAt !== null || endsAt <= now || readAt === null;

/** Creates the reviewer's side. */
export function createReviewing(dependencies: Dependencies): Reviewing {
  const { db, clock, secrets } = dependencies;

  /** Finds the review; a refusal is audited. */
  const find = async (actor: Actor, id: string, action?: string): Promise<Outcome<FoundReview>> => {
    const found = await reviewFor(dependencies, actor, id);
    if (found) return accept(found);
    const row = await db.selectFrom('review').select('portal').where('id', '=', id).executeTakeFirst();
    if (action !== undefined)
      await audit(db, { at: clock(), actor, action, portal: row?.portal ?? '', subject: `review:${row ? id : '?'}`, outcome: 'review.notYours' });
    return refuse({ key: 'review.notYours' });
  };

  /** Those whom a choice is about, as a condition; undefined where they are others than were shown. */
  const chosen = async (tx: Tx, { row, address, scope }: FoundReview, about: ReviewChoice): Promise<RawBuilder<SqlBool> | undefined> => {
    if (!('all' in about)) {
      const ticks = await ticksOf(tx, row.id, address);
      if (about.tickedAs !== undefined && about.tickedAs !== digest(ticks.join())) return undefined;
      return sql<SqlBool>`"reviewItem".id in (select "itemId" from "reviewTick" where "reviewTick"."reviewId" = ${row.id} and reviewer = ${address})`;
    }
    const term = answering(about.search);
    const left = tx
      .selectFrom('reviewItem')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('reviewId', '=', row.id)
      .where('decision', 'is', null);
    const { n } = await left.where(within(scope)).where(term).executeTakeFirstOrThrow();
    // Fewer are left where another has decided on some; more are those that were not shown.
    return Number(n) > about.count ? undefined : term;
  };

  return {
    async mine(actor) {
      const rows = await db.selectFrom('review').selectAll().where('endedAt', 'is', null).where('readAt', 'is not', null).orderBy('endsAt').execute();
      const reviews: (ReviewSummary & { readonly open: number })[] = [];
      const silent = new Set<string>();
      for (const row of rows.filter((each) => !isOver(each, clock())))
        try {
          const found = await reviewFor(dependencies, actor, row.id);
          const open = found ? await openFor(found) : 0;
          if (found && open > 0) reviews.push({ ...(await reviewSummary(db, found.portal, row)), open });
        } catch (error) {
          if (!(error instanceof DirectoryUnavailable)) throw error;
          silent.add(row.portal);
        }
      return { reviews, silent: [...silent] };
    },

    async look(actor, id, page) {
      const found = await find(actor, id);
      if (!found.ok) return found;
      const { row, portal } = found.value;
      return accept(isOver(row, clock()) ? await reviewSummary(db, portal, row) : await reviewView(db, found.value, page));
    },

    async tick(actor, id, { shown, ticked }) {
      const found = await find(actor, id);
      if (!found.ok) return found;
      const { row, address, scope } = found.value;
      if (isOver(row, clock())) return refuse({ key: 'review.over.refused' });
      const known = await db
        .selectFrom('reviewItem')
        .select('id')
        .where('reviewId', '=', id)
        .where('id', 'in', [...shown, ''])
        .where('decision', 'is', null)
        .where(within(scope))
        .execute();
      const on = known.map((item) => item.id);
      await db.transaction().execute(async (tx) => {
        await tx
          .deleteFrom('reviewTick')
          .where('reviewId', '=', id)
          .where('reviewer', '=', address)
          .where('itemId', 'in', [...shown, ''])
          .execute();
        const ticks = on.filter((item) => ticked.includes(item)).map((itemId) => ({ reviewId: id, reviewer: address, itemId }));
        if (ticks.length > 0)
          await tx
            .insertInto('reviewTick')
            .values(ticks)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
      });
      return accept(undefined);
    },

    async ticked(actor, id) {
      const found = await find(actor, id);
      if (!found.ok) return [];
      const ticks = await ticksOf(db, id, found.value.address);
      const rows = await db
        .selectFrom('reviewItem')
        .select('name')
        .where('id', 'in', [...ticks.slice(0, 500), ''])
        .orderBy('sortKey')
        .limit(named)
        .execute();
      return rows.map(({ name }) => name);
    },

    async decide(actor, id, about, decision, reason = '') {
      const action = `review.${decision}`;
      const found = await find(actor, id, action);
      if (!found.ok) return found;
      const { portal, group, address, scope, behalf } = found.value;
      const now = clock();
      const proof = group.sensitive ? await hasProven(db, portal, actor, group.proofLasts, now) : undefined;
      if (group.sensitive && proof === undefined) return refuse({ key: 'decide.proof' });
      const why = decision === 'remove' ? prose(reason) : '';
      const decided = await db.transaction().execute(async (tx) => {
        if (!(await holdOpen(tx, id, now))) return 'over';
        const whom = await chosen(tx, found.value, about);
        if (!whom) return 'changed';
        const rows = await tx
          .updateTable('reviewItem')
          .set({ decision, decidedBy: address, decidedAt: now, reason: why === '' ? null : why, appliedAt: decision === 'keep' ? now : null })
          .where('reviewId', '=', id)
          .where('decision', 'is', null)
          .where(within(scope))
          .where(whom)
          .returning('id')
          .execute();
        if (rows.length === 0) return 0;
        await carryOut(tx, dependencies, { row: found.value.row, portal }, { decision, by: address }, now);
        await audit(tx, {
          at: now,
          actor,
          action,
          portal: portal.id,
          subject: `review:${id}`,
          outcome: 'ok',
          detail: { people: rows.length, by: address, ...(behalf !== null && { for: behalf }), ...(proof !== undefined && { proof }) },
        });
        const open = await tx.selectFrom('reviewItem').select('id').where('reviewId', '=', id).where('decision', 'is', null).limit(1).executeTakeFirst();
        if (!open) await enqueue(tx, secrets, { kind: 'reviewEnd', review: id, endsAt: 0 }, { reason: `review-answered:${id}`, now, dueAt: now });
        return rows.length;
      });
      if (decided === 'over') return refuse({ key: 'review.over.refused' });
      if (decided === 'changed') return refuse({ key: 'review.changed' });
      dependencies.wake();
      return accept(decided);
    },
  };

  async function openFor({ row, scope }: FoundReview): Promise<number> {
    const open = db
      .selectFrom('reviewItem')
      .select(({ fn }) => fn.countAll().as('n'))
      .where('reviewId', '=', row.id)
      .where('decision', 'is', null);
    return Number((await open.where(within(scope)).executeTakeFirst())?.n ?? 0);
  }
}

/** How many names stand on a confirmation. */
const named = 10;

/** Locks a review that can still be answered, until the transaction ends. */
export async function holdOpen(tx: Tx, id: string, now: Millis): Promise<boolean> {
  const held = await tx
    .updateTable('review')
    .set({ endedAt: null })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where('endsAt', '>', now)
    .where('readAt', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  return held !== undefined;
}

type Verdict = { readonly decision: ReviewDecision; readonly by: string };

/** What follows of decisions that were just recorded: who keeps access was reviewed, and the outbox takes the others out. */
export async function carryOut(
  tx: Tx,
  { secrets }: Dependencies,
  { row, portal }: { readonly row: ReviewRow; readonly portal: Portal },
  { decision, by }: Verdict,
  now: Millis,
): Promise<void> {
  if (decision === 'remove') return await enqueue(tx, secrets, { kind: 'reviewApply', review: row.id }, { reason: `review-apply:${newId()}`, now, dueAt: now });
  const column = portal.directory.kind === 'embedded' ? 'account.id' : 'account.directoryId';
  await tx
    .updateTable('membership')
    .set({ reviewedAt: now, reviewedBy: by })
    .where('portal', '=', row.portal)
    .where('groupId', '=', row.groupId)
    .where('accountId', 'in', (accounts) =>
      accounts
        .selectFrom('reviewItem')
        .innerJoin('account', column, 'reviewItem.directoryId')
        .select('account.id')
        .where('account.portal', '=', row.portal)
        .where('reviewItem.reviewId', '=', row.id)
        .where('decision', '=', 'keep')
        .where('decidedAt', '=', now)
        .where('decidedBy', '=', by),
    )
    .execute();
}
