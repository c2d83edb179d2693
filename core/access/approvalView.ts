import type { Database } from '../foundation/database/schema.ts';
import type { LocalisedText } from '../foundation/i18n.ts';
import { organisationDetails } from '../members/index.ts';
import { groupOf, type Portal } from '../portal/index.ts';

/** What can become of a request for a group; docs/states.md draws it. */
export const enrollmentStatuses = ['pending', 'approved', 'refused', 'withdrawn', 'expired'] as const;
export type EnrollmentStatus = (typeof enrollmentStatuses)[number];

/** What happened on a request, told on its cards. */
export const noteKinds = ['question', 'answer', 'forwarded', 'approved', 'reminded', 'escalated'] as const;
export type Note = { readonly at: number; readonly kind: (typeof noteKinds)[number]; readonly author: string; readonly text: string };

/** An organisation as who validates it sees it. */
export type ShownOrganisation = {
  readonly name: string;
  readonly siret: string | null;
  readonly domicile: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly address: string;
  /** The e-mail of the account of the other directory that was proven for it (OU-1). */
  readonly proven: string;
};

/** A request for a group as its approvers see it: who, what, why, since when, the history. The same for the first card and every update. */
export type ApprovalView = {
  readonly id: string;
  readonly reference: string;
  readonly portal: string;
  readonly group: LocalisedText;
  /** What an organisation to validate is, where it is about one. */
  readonly organisation?: ShownOrganisation;
  readonly requester: { readonly name: string /** Verified: the account's recorded address. */; readonly email: string; readonly identifier: string };
  readonly justification: string | null;
  readonly createdAt: number;
  readonly status: EnrollmentStatus;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly notes: readonly Note[];
  /** Addresses whose word is waited for. */
  readonly open: readonly string[];
};

/** Reads what the cards of a request show; undefined where there is none such, or its portal is gone. */
export async function approvalView(db: Database, portals: ReadonlyMap<string, Portal>, id: string): Promise<ApprovalView | undefined> {
  const row = await db
    .selectFrom('enrollment')
    .innerJoin('account', 'account.id', 'enrollment.accountId')
    .selectAll('enrollment')
    .select(['account.email', 'account.identifier', 'account.givenName', 'account.familyName'])
    .where('enrollment.id', '=', id)
    .executeTakeFirst();
  const portal = row && portals.get(row.portal);
  if (!row || !portal) return undefined;
  const organisation = row.organisationId === null ? undefined : await shownOrganisation(db, row.organisationId);
  const [notes, open] = [
    await db.selectFrom('enrollmentNote').select(['at', 'kind', 'author', 'text']).where('enrollmentId', '=', id).orderBy('at').execute(),
    await db.selectFrom('approver').select('address').where('enrollmentId', '=', id).where('open', '=', 1).execute(),
  ];
  return {
    id,
    reference: row.reference,
    portal: row.portal,
    group: organisation?.name ?? groupOf(portal, row.groupId)?.name ?? row.groupId,
    ...(organisation && { organisation }),
    requester: { name: `${row.givenName} ${row.familyName}`.trim(), email: row.email, identifier: row.identifier },
    justification: row.justification,
    createdAt: row.createdAt,
    status: statusOf(row.status),
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy,
    reason: row.reason,
    notes: notes.flatMap(({ kind, ...note }) => {
      const known = noteKinds.find((each) => each === kind);
      return known ? [{ ...note, kind: known }] : [];
    }),
    open: open.map(({ address }) => address),
  };
}

async function shownOrganisation(db: Database, id: string): Promise<ShownOrganisation | undefined> {
  const row = await db.selectFrom('organisation').select(['name', 'siret', 'domicile', 'country', 'details']).where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const { street, postalCode, city, proven } = organisationDetails(row.details);
  return { ...row, address: [street, `${postalCode} ${city}`.trim()].filter(Boolean).join(', '), proven };
}

/** The status that a row holds. */
export function statusOf(text: string): EnrollmentStatus {
  const known = enrollmentStatuses.find((status) => status === text);
  if (!known) throw new Error(`An enrollment has no status ${text}.`);
  return known;
}
