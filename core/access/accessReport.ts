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
  /** The addresses of those who agreed, with that of whoever was away and in whose place they did; none where no request gave it. */
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
    const by = await agreedOn(db, requests);
    for (const { id: _, enrollmentId, givenName, familyName, ...row } of rows)
      yield { ...row, name: `${givenName} ${familyName}`.trim(), approvedBy: by.get(enrollmentId ?? '') ?? [] };
    if (rows.length < atOnce) return;
    after = rows.at(-1)?.id ?? '';
  }
}

/** Who agreed to requests, at all of their stages, in that order; of somebody who is asked at two of them, the note of the first stays alone. */
async function agreedOn(db: Database, requests: readonly string[]): Promise<Map<string, string[]>> {
  if (requests.length === 0) return new Map();
  const noted = await db
    .selectFrom('enrollmentNote')
    .select(['enrollmentId', 'author as by', 'behalf', 'at'])
    .where('enrollmentId', 'in', requests)
    .where('kind', 'in', ['approved', 'stage'])
    .execute();
  const last = await db
    .selectFrom('approver')
    .select(['enrollmentId', 'address', 'by', 'decidedAt'])
    .where('enrollmentId', 'in', requests)
    .where('decision', '=', 'approved')
    .execute();
  const all = [
    ...noted,
    ...last.map(({ enrollmentId, address, by, decidedAt }) => ({ enrollmentId, by: by ?? address, behalf: by === null ? null : address, at: decidedAt ?? 0 })),
  ].toSorted((one, other) => one.at - other.at);
  const said = all.map(({ enrollmentId, by, behalf }) => ({ enrollmentId, who: behalf === null ? by : `${by} for ${behalf}` }));
  return new Map([...Map.groupBy(said, ({ enrollmentId }) => enrollmentId)].map(([id, those]) => [id, [...new Set(those.map(({ who }) => who))]]));
}
