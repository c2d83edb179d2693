import { type RawBuilder, sql } from 'kysely';
import { hour, type Millis, minute, second } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';

/** What is counted together begins with its first try and is forgotten an hour later. */
const within = hour;
/** So many tries may follow each other at once; after them each waits for twice as long as the one before, and at most so long. */
const free = 20;
const longest = 5 * minute;

/** How long after the first try the next may come, by how many there were beyond the free ones: 1 s, 3 s, 7 s … */
const schedule: readonly Millis[] = (() => {
  const instants: Millis[] = [];
  for (let at = 0, wait: Millis = second; at + wait < within; wait = Math.min(2 * wait, longest)) {
    at += wait;
    instants.push(at);
  }
  return instants;
})();

/** The schedule as SQL: one statement decides, however many try at once. */
const openAfter: RawBuilder<number> = sql`case when ${sql.ref('rateLimit.points')} < ${sql.lit(free)} then 0 ${sql.join(
  schedule.map((after, at) => sql`when ${sql.ref('rateLimit.points')} = ${sql.lit(free + at)} then ${sql.lit(after)}`),
  sql` `,
)} else ${sql.lit(within)} end`;

/**
 * Counts a try, or refuses it with the instant from which on one may be made again. What it is counted by must not depend on what is found, or
 * the wait would tell (ALL-4). A refused try is not counted: who keeps knocking does not make others wait longer.
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

/** Takes a try back that came out well. */
export async function forgiveTry(db: Database, key: string): Promise<void> {
  await db
    .updateTable('rateLimit')
    .set((row) => ({ points: row('points', '-', 1) }))
    .where('key', '=', key)
    .where('points', '>', 0)
    .execute();
}
