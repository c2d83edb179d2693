import { sql } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { day, type Millis, second } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { createFunnelRows, type Kind, kinds, type Row, times } from './funnelRows.ts';

/** How many days back procedures are looked at. */
export const funnelDays = 30;

/** What people come to in a procedure, in order: where they did not come any further, they left. */
const stages = {
  link: ['asked', 'found', 'proven', 'done'],
  organisation: ['asked', 'proven', 'done'],
  group: ['asked', 'decided', 'granted'],
  invitation: ['invited', 'opened', 'done'],
} as const satisfies Record<Kind, readonly string[]>;
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

const sum = (rows: readonly Row[], which: (row: Row) => boolean = () => true): number => rows.reduce((all, row) => (which(row) ? all + row.people : all), 0);

export type Funnels = { readonly funnels: readonly Funnel[]; readonly days: readonly FunnelDay[] };

/** How long what was read is good for everybody. */
const goodFor = 30 * second;

/** Reads the funnels, for all who look within half a minute at once. */
export function createFunnels(dependencies: Pick<Dependencies, 'db' | 'clock' | 'portals'>): () => Promise<Funnels> {
  const rowsOf = createFunnelRows(dependencies.db);
  let last: { readonly at: Millis; readonly read: Promise<Funnels> } | undefined;
  return async () => {
    const now = dependencies.clock();
    if (!last || now - last.at >= goodFor || now < last.at) {
      const read = readFunnels(dependencies, rowsOf);
      last = { at: now, read };
      read.catch(() => {
        last = undefined;
      });
    }
    return await last.read;
  };
}

/** Reads how procedures went that were begun within the last days, and the same by day (OPS-2). Nobody's data is in it. */
async function readFunnels(
  { db, clock, portals }: Pick<Dependencies, 'db' | 'clock' | 'portals'>,
  rowsOf: ReturnType<typeof createFunnelRows>,
): Promise<Funnels> {
  const now = clock();
  const since = now - funnelDays * day;
  const refused = await refusals(db, since);
  const funnels: Funnel[] = [];
  const days: FunnelDay[] = [];
  for (const kind of kinds) {
    const rows = (await rowsOf(kind, funnelDays, now)).filter(({ portal }) => portals.has(portal));
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
