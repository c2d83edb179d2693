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
};

/** The requests of a person, or for an account, newest first. */
export async function requestsFor(db: Database, whose: { readonly person: string } | { readonly accountId: string }, limit: number): Promise<OwnRequest[]> {
  const rows = await db
    .selectFrom('enrollment')
    .leftJoin('membership', 'membership.enrollmentId', 'enrollment.id')
    .leftJoin('organisation', 'organisation.id', 'enrollment.organisationId')
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
    ])
    .where((row) => ('person' in whose ? row('enrollment.person', '=', whose.person) : row('enrollment.accountId', '=', whose.accountId)))
    .orderBy('enrollment.createdAt', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, status: statusOf(row.status) }));
}
