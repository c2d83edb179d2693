import { type RawBuilder, sql } from 'kysely';
import { day, hour, type Millis, minute } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';

/** The kinds of procedures, by where they are recorded. */
export const kinds = ['link', 'organisation', 'group', 'invitation'] as const;
export type Kind = (typeof kinds)[number];

/** The classes of how long it took; those who took longer than the last are in one of their own. */
export const times = [minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute, hour, 4 * hour, day, 7 * day, 365 * day] as const;

/** How many began a procedure of a portal on a day, came so far, and took so long. */
export type Row = { portal: string; procedure: string; day: number; reached: number; live: number; took: number; people: number };

/** One row for each time that somebody began a procedure within some days, and how far they came. */
const sources: Record<Kind, (from: Millis, until: Millis, now: Millis) => RawBuilder<unknown>> = {
  link: (from, until, now) => sql`select portal, procedure, "createdAt", "completedAt" as "endedAt", case when "completedAt" is not null then 3
    when "provenAt" is not null then 2 when subject like 'none:%' then 0 else 1 end as reached,
    case when "completedAt" is null and "expiresAt" > ${now} then 1 else 0 end as live
    from request where "createdAt" >= ${from} and "createdAt" < ${until} and procedure in ('signUp', 'reset', 'unlock')`,
  organisation: (from, until, now) => sql`select portal, procedure, "createdAt", "completedAt" as "endedAt", case when "completedAt" is not null then 2
    when "provenAt" is not null then 1 else 0 end as reached, case when "completedAt" is null and "expiresAt" > ${now} then 1 else 0 end as live
    from request where "createdAt" >= ${from} and "createdAt" < ${until} and procedure = 'createOrganisation'`,
  group: (from, until) => sql`select portal, 'enroll' as procedure, "createdAt", case when status = 'approved' then "decidedAt" end as "endedAt",
    case status when 'approved' then 2 when 'refused' then 1 else 0 end as reached, case when status = 'pending' then 1 else 0 end as live
    from enrollment where "createdAt" >= ${from} and "createdAt" < ${until} and "organisationId" is null`,
  invitation: (
    from,
    until,
    now,
  ) => sql`select portal, 'acceptInvitation' as procedure, "createdAt", case when status = 'accepted' then "decidedAt" end as "endedAt",
    case when status = 'accepted' then 2 when "openedAt" is not null then 1 else 0 end as reached,
    case when status in ('sent', 'opened') and "expiresAt" > ${now} then 1 else 0 end as live
    from invitation where "createdAt" >= ${from} and "createdAt" < ${until}`,
};

/** How many may still come further, by the day on which they began, and how many of these have come further than to its beginning. */
const open: Record<Kind, (now: Millis) => RawBuilder<unknown>> = {
  link: (now) => sql`select "createdAt", "provenAt" as further from request
    where "expiresAt" > ${now} and "completedAt" is null and procedure in ('signUp', 'reset', 'unlock')`,
  organisation: (now) => sql`select "createdAt", "provenAt" as further from request
    where "expiresAt" > ${now} and "completedAt" is null and procedure = 'createOrganisation'`,
  // Written out, as the index on what waits is found by it.
  group: () => sql`select "createdAt", null as further from enrollment where status = 'pending' and "organisationId" is null`,
  invitation: (now) => sql`select "createdAt", "openedAt" as further from invitation where "expiresAt" > ${now} and status in ('sent', 'opened')`,
};

const took = sql`case when "endedAt" is null then -1 ${sql.join(
  times.map((time, at) => sql`when "endedAt" - "createdAt" <= ${sql.lit(time)} then ${sql.lit(at)}`),
  sql` `,
)} else ${sql.lit(times.length)} end`;

/** Reads the days from one to another, both included. */
async function readDays(db: Database, kind: Kind, first: number, last: number, now: Millis): Promise<Row[]> {
  const source = sources[kind](first * day, (last + 1) * day, now);
  const { rows } = await sql<Row>`select portal, procedure, "createdAt" / ${sql.lit(day)} as day, reached, live, ${took} as took, count(*) as people
    from (${source}) as begun group by 1, 2, 3, 4, 5, 6`.execute(db);
  return rows.map(({ portal, procedure, ...numbers }) => ({ portal, procedure, ...numbered(numbers) }));
}

/** What is open, by day, as a text that is another one once something has changed. */
async function readOpen(db: Database, kind: Kind, now: Millis): Promise<Map<number, string>> {
  type Open = { day: number; open: number; further: number };
  const { rows } = await sql<Open>`select "createdAt" / ${sql.lit(day)} as day, count(*) as open, count(further) as further
    from (${open[kind](now)}) as open group by 1`.execute(db);
  return new Map(rows.map((row) => [Number(row.day), `${row.open} ${row.further}`]));
}

/** PostgreSQL counts in texts. */
const numbered = <T extends Record<string, number>>(row: T): T => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])) as T;

/** For how long the sums of a day are believed: what was erased or swept is in them until then. */
const believed = hour;
/** For how long after its end a day may still get what another process has begun in it. */
const closes = 5 * minute;

type Kept = { readonly open: string; readonly readAt: Millis; readonly rows: readonly Row[] };

/**
 * Reads the last days of each kind, and keeps the sums of a day that is over for as long as as many of it are open: of a month, what has changed since is
 * read, and the day that it is.
 */
export function createFunnelRows(db: Database): (kind: Kind, days: number, now: Millis) => Promise<readonly Row[]> {
  const kept: Record<Kind, Map<number, Kept>> = { link: new Map(), organisation: new Map(), group: new Map(), invitation: new Map() };

  return async (kind, days, now) => {
    const today = Math.floor(now / day);
    const all = Array.from({ length: days + 1 }, (_, n) => today - days + n);
    const sums = kept[kind];
    const opened = await readOpen(db, kind, now);
    const isKnown = (at: number): boolean => {
      const known = sums.get(at);
      const isWhole = known !== undefined && known.readAt >= (at + 1) * day + closes;
      return isWhole && now - known.readAt < believed && now >= known.readAt && known.open === (opened.get(at) ?? '');
    };
    const stale = all.filter((at) => !isKnown(at));
    // Days in a row are read at once: all of them the first time.
    for (let from = 0; from < stale.length; ) {
      let to = from;
      while (stale[to + 1] === (stale[to] ?? 0) + 1) to += 1;
      const [first = today, last = today] = [stale[from], stale[to]];
      const rows = Map.groupBy(await readDays(db, kind, first, last, now), (row) => row.day);
      for (let at = first; at <= last; at += 1) sums.set(at, { open: opened.get(at) ?? '', readAt: now, rows: rows.get(at) ?? [] });
      from = to + 1;
    }
    for (const at of sums.keys()) if (at < today - days) sums.delete(at);
    return all.flatMap((at) => sums.get(at)?.rows ?? []);
  };
}
