import { sql } from 'kysely';
import type { Database } from '../foundation/database/schema.ts';
import type { Portal } from '../portal/index.ts';
import { type EnrollmentStatus, statusOf } from './approvalView.ts';
import { approverNames } from './approverNames.ts';

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
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  /** In whose place, while they were away (GOV-2). */
  readonly decidedFor?: string | null;
  readonly reason: string | null;
  /** When an approved request begins to give access. */
  readonly beginsAt: number | null;
  /** Whether what it gave is still theirs, and when that ends by itself. */
  readonly held: boolean;
  /** It was given, and the directory does not have it any more. */
  readonly missing: boolean;
  /** It is over, and the directory still has it. */
  readonly leaving: boolean;
  readonly endsAt: number | null;
  /** The stage that decides, from 0 (GOV-1). */
  readonly stage: number;
  /** The groups with which it conflicts, and that add a stage (GOV-7). */
  readonly conflicts: string | null;
  /** `asked` by them for somebody else, or `received`: somebody else asked for it in their name (GOV-5). */
  readonly onBehalf: 'asked' | 'received' | undefined;
  /** The end that was asked for. */
  readonly until: number | null;
  /** When the access ended, and whether it was given back. */
  readonly endedAt: number | null;
  readonly ending: string | null;
  /** The requester's tie to the account was ended since. They are told nothing more of it, and may still withdraw it. */
  readonly untied: boolean;
};

/** The requests of a person, those that others made in their name, or those for an account, newest first. Of those for an account that is no longer theirs a person sees what is pending alone. */
export async function requestsFor(
  db: Database,
  whose: { readonly person: string } | { readonly received: string } | { readonly accountId: string },
  limit: number,
): Promise<OwnRequest[]> {
  const rows = await db
    .selectFrom('enrollment')
    .leftJoin('membership', 'membership.enrollmentId', 'enrollment.id')
    .leftJoin('organisation', 'organisation.id', 'enrollment.organisationId')
    .leftJoin('accessLeaving', (join) =>
      join
        .onRef('accessLeaving.accountId', '=', 'enrollment.accountId')
        .onRef('accessLeaving.groupId', '=', 'enrollment.groupId')
        .onRef('accessLeaving.since', '=', 'enrollment.endedAt')
        .on('accessLeaving.leftAt', 'is', null),
    )
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
      'enrollment.decidedAt',
      'enrollment.decidedBy',
      'enrollment.decidedFor',
      'enrollment.reason',
      'organisation.name as organisation',
      'enrollment.stage',
      'enrollment.conflicts',
      'enrollment.onBehalf',
      'enrollment.person',
      'enrollment.until',
      'enrollment.endedAt',
      'enrollment.ending',
      'membership.id as membership',
      'membership.provisionAt as beginsAt',
      'membership.endsAt',
      'membership.missingSince',
      'accessLeaving.id as leaving',
      'binding.id as ended',
    ])
    .where((row) =>
      'person' in whose
        ? row.and([row('enrollment.person', '=', whose.person), row.or([row('binding.id', 'is', null), row('enrollment.status', '=', 'pending')])])
        : 'received' in whose
          ? row.and([
              row('enrollment.onBehalf', '=', sql.lit(1)),
              row('enrollment.accountId', 'in', (own) =>
                own.selectFrom('binding as tie').select('tie.accountId').where('tie.person', '=', whose.received).where('tie.endedAt', 'is', null),
              ),
            ])
          : row('enrollment.accountId', '=', whose.accountId),
    )
    .orderBy('enrollment.createdAt', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ ended, membership, missingSince, leaving, onBehalf, person, ...row }) => ({
    ...row,
    onBehalf: onBehalf === 0 ? undefined : 'person' in whose && person === whose.person ? 'asked' : 'received',
    status: statusOf(row.status),
    held: membership !== null && missingSince === null,
    missing: missingSince !== null || row.ending === 'missing',
    leaving: leaving !== null,
    untied: ended !== null,
  }));
}

/** Requests with their deciders by name where one is known, and with who asked the last question about each. */
export async function withNames<R extends OwnRequest>(
  db: Database,
  portals: ReadonlyMap<string, Portal>,
  requests: readonly R[],
): Promise<(R & { readonly askedBy: string | undefined })[]> {
  if (requests.length === 0) return [];
  const questions = await db
    .selectFrom('enrollmentNote')
    .select(['enrollmentId', 'author'])
    .where('kind', '=', 'question')
    .where(
      'enrollmentId',
      'in',
      requests.map(({ id }) => id),
    )
    .orderBy('at', 'desc')
    .execute();
  return await Promise.all(
    requests.map(async (request) => {
      const asker = questions.find(({ enrollmentId }) => enrollmentId === request.id)?.author;
      const portal = portals.get(request.portal);
      const nameOf = portal ? await approverNames(db, portal, [request.decidedBy, request.decidedFor ?? null, asker ?? null]) : (address: string) => address;
      const decided = { decidedBy: request.decidedBy && nameOf(request.decidedBy), decidedFor: request.decidedFor && nameOf(request.decidedFor) };
      return { ...request, ...decided, askedBy: asker && nameOf(asker) };
    }),
  );
}
