import type { Database } from '../foundation/database/schema.ts';
import { type EnrollmentStatus, statusOf } from './approvalView.ts';

/** A request as its requester sees it. */
export type OwnRequest = {
  readonly id: string;
  readonly reference: string;
  readonly portal: string;
  readonly groupId: string;
  /** The name of the organisation, if the request is about one. */
  readonly organisation: string | null;
  readonly status: EnrollmentStatus;
  readonly createdAt: number;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** When an approved request begins to give access. */
  readonly beginsAt: number | null;
  /** The requester's tie to the account was ended since. They are told nothing more of it, and may still withdraw it. */
  readonly untied: boolean;
};

/** The requests of a person, or for an account, newest first. Of those for an account that is no longer theirs a person sees what is pending alone. */
export async function requestsFor(db: Database, whose: { readonly person: string } | { readonly accountId: string }, limit: number): Promise<OwnRequest[]> {
  const rows = await db
    .selectFrom('enrollment')
    .leftJoin('membership', 'membership.enrollmentId', 'enrollment.id')
    .leftJoin('organisation', 'organisation.id', 'enrollment.organisationId')
    .leftJoin('binding', (join) =>
      join
        .onRef('binding.accountId', '=', 'enrollment.accountId')
        .onRef('binding.person', '=', 'enrollment.person')
        .on('binding.endedAt', 'is not', null)
        // An organisation's founder asks in their own name.
        .on('enrollment.organisationId', 'is', null),
    )
    .select([
      'enrollment.id',
      'enrollment.reference',
      'enrollment.portal',
      'enrollment.groupId',
      'enrollment.status',
      'enrollment.createdAt',
      'enrollment.decidedBy',
      'enrollment.reason',
      'organisation.name as organisation',
      'membership.provisionAt as beginsAt',
      'binding.id as ended',
    ])
    .where((row) =>
      'person' in whose
        ? row.and([row('enrollment.person', '=', whose.person), row.or([row('binding.id', 'is', null), row('enrollment.status', '=', 'pending')])])
        : row('enrollment.accountId', '=', whose.accountId),
    )
    .orderBy('enrollment.createdAt', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ ended, ...row }) => ({ ...row, status: statusOf(row.status), untied: ended !== null }));
}
