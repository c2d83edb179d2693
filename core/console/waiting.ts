import { sql } from 'kysely';
import type { Database } from '../foundation/database/schema.ts';
import type { Place } from './place.ts';

/** Which requests are looked at: of one portal, or all if it is empty; after one that was shown. */
export type WaitingSearch = { readonly portal: string; readonly after?: Place | undefined };

/** A request that waits for an approver. */
export type WaitingRequest = {
  readonly id: string;
  readonly reference: string;
  readonly portal: string;
  /** Empty if it is about an organisation. */
  readonly groupId: string;
  readonly organisation: string | null;
  readonly accountId: string;
  readonly identifier: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The addresses of those whose decision is awaited. */
  readonly approvers: readonly string[];
};

/** Some of them, oldest first, and whether there are more. */
export type WaitingPage = { readonly requests: readonly WaitingRequest[]; readonly more: boolean };

const most = 50;

/** Reads which requests wait for whom. */
export async function readWaiting(db: Database, { portal, after }: WaitingSearch): Promise<WaitingPage> {
  const rows = await db
    .selectFrom('enrollment')
    .leftJoin('account', 'account.id', 'enrollment.accountId')
    .leftJoin('organisation', 'organisation.id', 'enrollment.organisationId')
    .select(['enrollment.id', 'enrollment.reference', 'enrollment.portal', 'groupId', 'organisation.name as organisation', 'accountId', 'identifier'])
    .select(['enrollment.createdAt', 'enrollment.expiresAt'])
    // Written out, as the index on what waits is found by it.
    .where('enrollment.status', '=', sql.lit('pending'))
    .$if(portal !== '', (some) => some.where('enrollment.portal', '=', portal))
    .$if(after !== undefined, (some) =>
      some.where(({ eb, refTuple, tuple }) => eb(refTuple('enrollment.createdAt', 'enrollment.id'), '>', tuple(after?.createdAt ?? 0, after?.id ?? ''))),
    )
    .orderBy('enrollment.createdAt')
    .orderBy('enrollment.id')
    .limit(most + 1)
    .execute();
  const some = rows.slice(0, most);
  const ids = some.map(({ id }) => id);
  const open =
    ids.length === 0
      ? []
      : await db.selectFrom('approver').select(['enrollmentId', 'address']).where('enrollmentId', 'in', ids).where('open', '=', 1).orderBy('address').execute();
  const asked = Map.groupBy(open, ({ enrollmentId }) => enrollmentId);
  const requests = some.map(({ identifier, ...row }) => ({
    ...{ ...row, identifier: identifier ?? '' },
    approvers: (asked.get(row.id) ?? []).map(({ address }) => address),
  }));
  return { requests, more: rows.length > most };
}
