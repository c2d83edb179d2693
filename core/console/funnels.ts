import { type RawBuilder, sql } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { day, hour, type Millis, minute, second } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';

/** How many days back procedures are looked at. */
export const funnelDays = 30;

/** What people come to in a procedure, in order: where they did not come any further, they left. */
const stages = {
  link: ['asked', 'found', 'proven', 'done'],
  organisation: ['asked', 'proven', 'done'],
  group: ['asked', 'decided', 'granted'],
  invitation: ['invited', 'opened', 'done'],
} as const;
export type Stage = (typeof stages)[keyof typeof stages][number];

/** How far those came who began a procedure of a portal lately. */
export type Funnel = {
  readonly portal: string;
  readonly procedure: string;
  /** How many came to each stage. */
  readonly stages: readonly { readonly stage: Stage; readonly count: number }[];
  /** How many may still come further, and how many are gone without its end. */
  readonly open: number;
  readonly left: number;
  /** Within how long half of those were done who were. Undefined where nobody was. */
  readonly half: Millis | undefined;
  /** How often something was refused on the way: a wrong code, a dead link, a password that is too short. */
  readonly refused: number;
};

/** A procedure of a portal on one day, in UTC, by when it was begun. */
export type FunnelDay = Pick<Funnel, 'portal' | 'procedure' | 'open' | 'left'> & { readonly at: Millis; readonly begun: number; readonly done: number };

/** The classes of how long it took; those who took longer than the last are in one of their own. */
const times = [minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute, hour, 4 * hour, day, 7 * day, 365 * day] as const;

type Row = { portal: string; procedure: string; day: number; reached: number; live: number; took: number; people: number };
type Kind = keyof typeof stages;

/** Where each kind of procedure is recorded: one row for each time that somebody began it, and how far they came. */
const sources = (since: Millis, now: Millis): Record<Kind, RawBuilder<unknown>> => ({
  link: sql`select portal, procedure, "createdAt", "completedAt" as "endedAt", case when "completedAt" is not null then 3 when "provenAt" is not null then 2
    when subject like 'none:%' then 0 else 1 end as reached, case when "completedAt" is null and "expiresAt" > ${now} then 1 else 0 end as live
    from request where "createdAt" > ${since} and procedure in ('signUp', 'reset', 'unlock')`,
  organisation: sql`select portal, procedure, "createdAt", "completedAt" as "endedAt", case when "completedAt" is not null then 2 when "provenAt" is not null then 1
    else 0 end as reached, case when "completedAt" is null and "expiresAt" > ${now} then 1 else 0 end as live
    from request where "createdAt" > ${since} and procedure = 'createOrganisation'`,
  group: sql`select portal, 'enroll' as procedure, "createdAt", case when status = 'approved' then "decidedAt" end as "endedAt", case status when 'approved' then 2
    when 'refused' then 1 else 0 end as reached, case when status = 'pending' then 1 else 0 end as live
    from enrollment where "createdAt" > ${since} and "organisationId" is null`,
  invitation: sql`select portal, 'acceptInvitation' as procedure, "createdAt", case when status = 'accepted' then "decidedAt" end as "endedAt",
    case when status = 'accepted' then 2 when "openedAt" is not null then 1 else 0 end as reached,
    case when status in ('sent', 'opened') and "expiresAt" > ${now} then 1 else 0 end as live
    from invitation where "createdAt" > ${since}`,
});

const took = sql`case when "endedAt" is null then -1 ${sql.join(
  times.map((time, at) => sql`when "endedAt" - "createdAt" <= ${sql.lit(time)} then ${sql.lit(at)}`),
  sql` `,
)} else ${sql.lit(times.length)} end`;

async function rowsOf(db: Database, source: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`select portal, procedure, "createdAt" / ${sql.lit(day)} as day, reached, live, ${took} as took, count(*) as people
    from (${source}) as begun group by 1, 2, 3, 4, 5, 6`.execute(db);
  return rows.map(({ portal, procedure, ...numbers }) => ({ portal, procedure, ...numbered(numbers) }));
}

/** PostgreSQL counts in texts. */
const numbered = <T extends Record<string, number>>(row: T): T => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])) as T;

const sum = (rows: readonly Row[], which: (row: Row) => boolean = () => true): number => rows.reduce((all, row) => (which(row) ? all + row.people : all), 0);

export type Funnels = { readonly funnels: readonly Funnel[]; readonly days: readonly FunnelDay[] };

/** How long what was read is good for everybody: it looks through a month, and changes little in that time. */
const goodFor = 30 * second;

/** Reads the funnels, for all who look within half a minute at once. */
export function createFunnels(dependencies: Pick<Dependencies, 'db' | 'clock' | 'portals'>): () => Promise<Funnels> {
  let last: { readonly at: Millis; readonly read: Promise<Funnels> } | undefined;
  return async () => {
    const now = dependencies.clock();
    if (!last || now - last.at >= goodFor || now < last.at) {
      const read = readFunnels(dependencies);
      last = { at: now, read };
      read.catch(() => {
        last = undefined;
      });
    }
    return await last.read;
  };
}

/** Reads how procedures went that were begun within the last days, and the same by day (OPS-2). Nobody's data is in it. */
async function readFunnels({ db, clock, portals }: Pick<Dependencies, 'db' | 'clock' | 'portals'>): Promise<Funnels> {
  const now = clock();
  const since = now - funnelDays * day;
  const refused = await refusals(db, since);
  const funnels: Funnel[] = [];
  const days: FunnelDay[] = [];
  for (const [kind, source] of Object.entries(sources(since, now)) as [Kind, RawBuilder<unknown>][]) {
    const rows = (await rowsOf(db, source)).filter(({ portal }) => portals.has(portal));
    for (const some of Map.groupBy(rows, ({ portal, procedure }) => `${portal} ${procedure}`).values()) {
      const [{ portal, procedure } = { portal: '', procedure: '' }] = some;
      const last = stages[kind].length - 1;
      const counts = (of: readonly Row[]) => ({
        open: sum(of, ({ live }) => live === 1),
        left: sum(of, ({ live, reached }) => live === 0 && reached < last),
      });
      funnels.push({
        ...{ portal, procedure, ...counts(some), half: halfOf(some), refused: refused.get(`${portal} ${procedure}`) ?? 0 },
        stages: stages[kind].map((stage, at) => ({ stage, count: sum(some, ({ reached }) => reached >= at) })),
      });
      for (const [at, of] of Map.groupBy(some, (row) => row.day))
        days.push({ portal, procedure, at: at * day, begun: sum(of), done: sum(of, ({ reached }) => reached === last), ...counts(of) });
    }
  }
  const order = [...portals.keys()];
  const by = (one: { portal: string }, other: { portal: string }) => order.indexOf(one.portal) - order.indexOf(other.portal);
  return { funnels: funnels.sort(by), days: days.sort((one, other) => other.at - one.at || by(one, other)) };
}

/** The class of times in which the middle one of those lies who were done. */
function halfOf(rows: readonly Row[]): Millis | undefined {
  const all = sum(rows, (row) => row.took >= 0);
  return all === 0 ? undefined : times.find((_time, at) => sum(rows, (row) => row.took >= 0 && row.took <= at) * 2 >= all);
}

async function refusals(db: Database, since: Millis): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('audit')
    .select(({ fn }) => ['portal', 'action', fn.countAll().as('times')])
    .where('at', '>', since)
    // Written out, as the index on refusals is found by it.
    .where('outcome', '<>', sql.lit('ok'))
    .groupBy(['portal', 'action'])
    .execute();
  const all = new Map<string, number>();
  for (const { portal, action, times: count } of rows) {
    const name = `${portal} ${action.split('.', 1)[0]}`;
    all.set(name, (all.get(name) ?? 0) + Number(count));
  }
  return all;
}
