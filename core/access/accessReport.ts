import type { Database } from '../foundation/database/schema.ts';

/** Access that Guichet gave, as it stands: who has what, since when, by whose decisions, until when, and when it was reviewed last. */
export type AccessRow = {
  readonly portal: string;
  readonly group: string;
  readonly identifier: string;
  readonly name: string;
  readonly email: string;
  readonly since: number;
  /** When it reached the directory. Null: not yet. */
  readonly provisionedAt: number | null;
  /** Since when its directory does not have it any more. Null: it has. */
  readonly missingSince: number | null;
  readonly reference: string | null;
  /** The addresses of those who agreed; none where no request gave it. */
  readonly approvedBy: readonly string[];
  readonly until: number | null;
  readonly reviewedAt: number | null;
  readonly reviewedBy: string | null;
};

const atOnce = 1_000;

/** All access that Guichet gave, page by page. */
export async function* accessReport(db: Database, portal?: string): AsyncGenerator<AccessRow> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('membership')
      .innerJoin('account', 'account.id', 'membership.accountId')
      .leftJoin('enrollment', 'enrollment.id', 'membership.enrollmentId')
      .select(['membership.id', 'membership.portal', 'membership.groupId as group', 'identifier', 'givenName', 'familyName', 'email'])
      .select(['grantedAt as since', 'provisionedAt', 'missingSince', 'endsAt as until', 'reviewedAt', 'reviewedBy', 'reference', 'enrollmentId'])
      .where('membership.id', '>', after)
      .$if(portal !== undefined, (some) => some.where('membership.portal', '=', portal ?? ''))
      .orderBy('membership.id')
      .limit(atOnce)
      .execute();
    const requests = rows.flatMap(({ enrollmentId }) => enrollmentId ?? []);
    const agreed =
      requests.length === 0
        ? []
        : await db
            .selectFrom('approver')
            .select(['enrollmentId', 'address'])
            .where('enrollmentId', 'in', requests)
            .where('decision', '=', 'approved')
            .orderBy('decidedAt')
            .execute();
    const by = Map.groupBy(agreed, ({ enrollmentId }) => enrollmentId);
    for (const { id: _, enrollmentId, givenName, familyName, ...row } of rows)
      yield { ...row, name: `${givenName} ${familyName}`.trim(), approvedBy: (by.get(enrollmentId ?? '') ?? []).map(({ address }) => address) };
    if (rows.length < atOnce) return;
    after = rows.at(-1)?.id ?? '';
  }
}
