import { hour, type Millis, second } from '../clock.ts';
import type { Database } from '../database/schema.ts';

/** What an operator should know of the outbox: how many jobs there are by status, and how late the latest is by kind, in seconds. */
export type OutboxState = { readonly rows: Readonly<Record<string, number>>; readonly overdue: Readonly<Record<string, number>> };

/** Reads the state of the outbox. What is due in days counts as `later`, not as `waiting`. */
export async function stateOf(db: Database, now: Millis): Promise<OutboxState> {
  const counts = await db
    .selectFrom('outbox')
    .select(({ fn, eb }) => [
      eb
        .case()
        .when(eb.and([eb('status', '=', 'waiting'), eb('wantedAt', '>', now)]))
        .then('later')
        .else(eb.ref('status'))
        .end()
        .as('state'),
      fn.countAll<number>().as('jobs'),
    ])
    .where('status', 'in', ['waiting', 'claimed', 'given-up', 'held'])
    .groupBy('state')
    .execute();
  const late = await db
    .selectFrom('outbox')
    .select(({ fn }) => ['kind', fn.min('wantedAt').as('since')])
    .where('status', 'in', ['waiting', 'claimed'])
    .where('wantedAt', '<=', now)
    // What failed is due again within the hour, so the index on due times narrows the search.
    .where('dueAt', '<=', now + hour)
    .groupBy('kind')
    .execute();
  return {
    rows: Object.fromEntries(counts.map(({ state, jobs }) => [state, Number(jobs)])),
    overdue: Object.fromEntries(late.map(({ kind, since }) => [kind, (now - Number(since)) / second])),
  };
}
