import { type RawBuilder, sql } from 'kysely';
import { type Millis, minute, second } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { fixedLimits } from '../foundation/limitTable.ts';

/** Attempts are counted together for an hour from the first. So many are without a wait; after them each wait is twice the one before, up to the longest. */
const { points: free, within } = fixedLimits['signIn.network'];
const longest = 5 * minute;

/** When the next attempt is allowed, counted from the first, by the number of attempts beyond the free ones: 1 s, 3 s, 7 s … */
const schedule: readonly Millis[] = (() => {
  const instants: Millis[] = [];
  for (let at = 0, wait: Millis = second; at + wait < within; wait = Math.min(2 * wait, longest)) {
    at += wait;
    instants.push(at);
  }
  return instants;
})();

/** The schedule in SQL, so that one statement decides, however many attempts arrive at once. */
const openAfter: RawBuilder<number> = sql`case when ${sql.ref('rateLimit.points')} < ${sql.lit(free)} then 0 ${sql.join(
  schedule.map((after, at) => sql`when ${sql.ref('rateLimit.points')} = ${sql.lit(free + at)} then ${sql.lit(after)}`),
  sql` `,
)} else ${sql.lit(within)} end`;

/**
 * Counts an attempt, or returns the instant of the next one allowed. The key must not depend on what is found, or the wait would reveal it
 * (ALL-4). A refused attempt is not counted, so hammering does not make others wait longer.
 */
export async function beginTry(db: Database, key: string, now: Millis): Promise<{ readonly until: Millis } | undefined> {
  const counted = await db
    .insertInto('rateLimit')
    .values({ key, points: 1, expiresAt: now + within })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((row) => ({
          points: row
            .case()
            .when('rateLimit.expiresAt', '<=', now)
            .then(1)
            .else(row('rateLimit.points', '+', 1))
            .end(),
          expiresAt: row
            .case()
            .when('rateLimit.expiresAt', '<=', now)
            .then(now + within)
            .else(row.ref('rateLimit.expiresAt'))
            .end(),
        }))
        .where((row) =>
          row.or([row('rateLimit.expiresAt', '<=', now), sql<boolean>`${sql.ref('rateLimit.expiresAt')} - ${sql.lit(within)} + ${openAfter} <= ${now}`]),
        ),
    )
    .returning('points')
    .executeTakeFirst();
  if (counted) return undefined;
  const row = await db.selectFrom('rateLimit').select(['points', 'expiresAt']).where('key', '=', key).executeTakeFirst();
  return { until: Math.max(now + 1, (row?.expiresAt ?? now) - within + (schedule[(row?.points ?? 0) - free] ?? within)) };
}

/** Takes back a successful attempt. */
export async function forgiveTry(db: Database, key: string): Promise<void> {
  await db
    .updateTable('rateLimit')
    .set((row) => ({ points: row('points', '-', 1) }))
    .where('key', '=', key)
    .where('points', '>', 0)
    .execute();
}
