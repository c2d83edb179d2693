import { type EnrollmentStatus, statusOf } from './approvalView.ts';
import type { Database } from './database/schema.ts';
import type { Actor } from './ports.ts';

/** One's own request, and what became of it. */
export type OwnRequest = {
  readonly id: string;
  readonly reference: string;
  readonly portal: string;
  readonly groupId: string;
  /** The name of the organisation that it is about, where it is about one. */
  readonly organisation: string | null;
  readonly status: EnrollmentStatus;
  readonly createdAt: number;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  /** The instant from which an approved one gives access. */
  readonly beginsAt: number | null;
};

/** A person's own requests, newest first. */
export async function ownRequests(db: Database, actor: Actor, limit: number): Promise<OwnRequest[]> {
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
    .where('person', '=', actor.person)
    .orderBy('enrollment.createdAt', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, status: statusOf(row.status) }));
}
