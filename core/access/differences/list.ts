import type { Millis } from '../../foundation/clock.ts';
import type { Database } from '../../foundation/database/schema.ts';
import { type DifferenceKind, differenceKinds } from './found.ts';

/** A difference, for the operator. */
export type DifferenceRow = {
  readonly portal: string;
  readonly group: string;
  readonly kind: DifferenceKind;
  readonly identifier: string;
  readonly name: string;
  readonly email: string;
  /** Since when it is known. */
  readonly foundAt: Millis;
  readonly lookedAt: Millis;
};

const atOnce = 1_000;

/** What the last look at each group found, group by group. */
export async function* differenceList(
  db: Database,
  { portal, group }: { readonly portal?: string | undefined; readonly group?: string | undefined } = {},
): AsyncGenerator<DifferenceRow> {
  for (let after = { portal: '', groupId: '', directoryId: '' }; ; ) {
    const rows = await db
      .selectFrom('accessDifference')
      .select(['portal', 'groupId', 'kind', 'identifier', 'name', 'email', 'foundAt', 'seenAt', 'directoryId'])
      .where(({ eb, refTuple, tuple }) => eb(refTuple('portal', 'groupId', 'directoryId'), '>', tuple(after.portal, after.groupId, after.directoryId)))
      .$if(portal !== undefined, (some) => some.where('portal', '=', portal ?? ''))
      .$if(group !== undefined, (some) => some.where('groupId', '=', group ?? ''))
      .orderBy('portal')
      .orderBy('groupId')
      .orderBy('directoryId')
      .limit(atOnce)
      .execute();
    for (const { groupId, kind, seenAt: lookedAt, directoryId: _, ...row } of rows)
      yield { ...row, group: groupId, kind: differenceKinds.find((each) => each === kind) ?? 'given', lookedAt };
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return;
    after = last;
  }
}

/** How many differences there are of each kind. */
export async function countDifferences(db: Database): Promise<Readonly<Record<DifferenceKind, number>>> {
  const rows = await db
    .selectFrom('accessDifference')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('n')])
    .groupBy('kind')
    .execute();
  const of = (kind: DifferenceKind) => Number(rows.find((row) => row.kind === kind)?.n ?? 0);
  return { missing: of('missing'), given: of('given'), notRemoved: of('notRemoved'), notGiven: of('notGiven') };
}
