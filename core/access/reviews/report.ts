import type { Database } from '../../foundation/database/schema.ts';

/** Who decided what about whom in a review. `decidedBy` is empty where nobody answered, and the profile decided. */
export type ReviewedRow = {
  readonly review: string;
  readonly portal: string;
  readonly group: string;
  readonly begunAt: number;
  readonly endedAt: number | null;
  readonly name: string;
  readonly email: string;
  readonly decision: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly reason: string | null;
};

const atOnce = 1_000;

/** Who decided what, review by review and name by name, the latest review first (GOV-4). */
export async function* reviewReport(
  db: Database,
  { portal, group, reference }: { readonly portal?: string | undefined; readonly group?: string | undefined; readonly reference?: string | undefined } = {},
): AsyncGenerator<ReviewedRow> {
  const reviews = await db
    .selectFrom('review')
    .selectAll()
    .$if(portal !== undefined, (some) => some.where('portal', '=', portal ?? ''))
    .$if(group !== undefined, (some) => some.where('groupId', '=', group ?? ''))
    .$if(reference !== undefined, (some) => some.where('reference', '=', reference ?? ''))
    .orderBy('begunAt', 'desc')
    .execute();
  for (const { id, reference: review, portal: of, groupId, begunAt, endedAt } of reviews)
    for (let after = ''; ; ) {
      const items = await db.selectFrom('reviewItem').selectAll().where('reviewId', '=', id).where('id', '>', after).orderBy('id').limit(atOnce).execute();
      for (const { name, email, decision, decidedBy, decidedAt, reason } of items)
        yield { review, portal: of, group: groupId, begunAt, endedAt, name, email, decision, decidedBy, decidedAt, reason };
      if (items.length < atOnce) break;
      after = items.at(-1)?.id ?? '';
    }
}
