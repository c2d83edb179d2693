import { sql } from 'kysely';
import { type Sum, sumsOf } from '../conversation/index.ts';
import type { Dependencies } from '../dependencies.ts';
import { day } from '../foundation/clock.ts';
import { stateOf } from '../foundation/outbox/state.ts';
import type { DirectoryHealth } from './directories.ts';
import type { Funnel, FunnelDay, Funnels } from './funnels.ts';

/** Up to how many days old a request is, in each class; those after the last are older. */
export const ages = [1, 3, 7] as const;

/** Requests that wait for an approver, by how long they have waited. */
export type Waiting = { readonly portal: string; readonly byAge: readonly number[] };

/** How Guichet is doing, without anybody's data. */
export type Overview = {
  readonly requests: readonly Waiting[];
  /** How procedures went that were begun lately, and the same by day. */
  readonly funnels: readonly Funnel[];
  readonly days: readonly FunnelDay[];
  readonly procedures: readonly Sum[];
  readonly outbox: Awaited<ReturnType<typeof stateOf>>;
  /** How the directories do that are not Guichet's own; undefined where that is not known yet. */
  readonly directories: readonly DirectoryHealth[] | undefined;
};

/** What the overview is put together from that is read apart. */
export type OverviewParts = { readonly funnels: () => Promise<Funnels>; readonly directories: () => Promise<Overview['directories']> };

/** Reads the overview (OPS-2). */
export async function readOverview(
  { db, clock, portals }: Pick<Dependencies, 'db' | 'clock' | 'portals'>,
  { funnels, directories }: OverviewParts,
): Promise<Overview> {
  const now = clock();
  const pending = await db
    .selectFrom('enrollment')
    .select(({ fn, eb }) => [
      'portal',
      ages
        .slice(1)
        .reduce(
          (cases, days, at) => cases.when(eb('createdAt', '>', now - days * day)).then(at + 1),
          eb
            .case()
            .when(eb('createdAt', '>', now - ages[0] * day))
            .then(0),
        )
        .else(ages.length)
        .end()
        .as('age'),
      fn.countAll().as('requests'),
    ])
    // Written out, as the index on what waits is found by it.
    .where('status', '=', sql.lit('pending'))
    .groupBy(['portal', 'age'])
    .execute();
  const requests = [...portals.keys()].flatMap((portal): Waiting[] => {
    const own = pending.filter((row) => row.portal === portal);
    const byAge = [...ages.keys(), ages.length].map((age) => Number(own.find((row) => Number(row.age) === age)?.requests ?? 0));
    return own.length > 0 ? [{ portal, byAge }] : [];
  });
  const health = directories();
  return { requests, ...(await funnels()), procedures: await sumsOf(db), outbox: await stateOf(db, now), directories: await health };
}
