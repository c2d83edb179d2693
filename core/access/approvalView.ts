import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { LocalisedText } from '../foundation/i18n.ts';
import { organisationDetails } from '../members/index.ts';
import { groupOf, keysIn, type Portal, stagesOf } from '../portal/index.ts';
import { approverNames } from './approverNames.ts';
import { standIns } from './approverRights.ts';
import { askerOf } from './asker.ts';
import { namesOf } from './conflicts.ts';
import type { StandIn } from './standIns.ts';

/** The states of a request for a group, as drawn in docs/states.md. */
export const enrollmentStatuses = ['pending', 'approved', 'refused', 'withdrawn', 'expired'] as const;
export type EnrollmentStatus = (typeof enrollmentStatuses)[number];

/** What can happen on a request, as its cards tell it. */
export const noteKinds = ['question', 'answer', 'forwarded', 'approved', 'stage', 'reminded', 'nudged', 'escalated'] as const;
/** How access ends: on its day, given back, or taken away by a review. */
const endings = ['ended', 'returned', 'reviewed', 'missing'] as const;
/** `author`, in whose place, and to whom it was forwarded, by name where one is known. */
export type Note = { readonly at: number; readonly kind: (typeof noteKinds)[number]; readonly author: string; readonly behalf?: string; readonly text: string };

/** An organisation as its validators see it. */
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

/** A request as its approvers see it: who, what, why, since when, the history. The first card and every update show the same. */
export type ApprovalView = {
  readonly id: string;
  readonly reference: string;
  readonly portal: string;
  readonly group: LocalisedText;
  /** The organisation to validate, if the request is about one. */
  readonly organisation?: ShownOrganisation;
  readonly requester: { readonly name: string /** Verified: the account's recorded address. */; readonly email: string; readonly identifier: string };
  /** Who asked in the requester's name, by name or address, and from which day (GOV-5). */
  readonly askedBy?: string;
  readonly startsAt?: number;
  readonly justification: string | null;
  readonly createdAt: number;
  /** The end that was asked for, and how long access lasts at most (GOV-3). */
  readonly until?: number;
  readonly longest?: number;
  /** Until when the account has it already: this asks for longer. */
  readonly heldUntil?: number;
  /** For how long a proof of the approver is good, where the group is sensitive: without one nothing is decided (GOV-6). */
  readonly proofLasts?: number;
  /** The groups that are not to be held together with it, and that the account has or had asked for, by name and by their portal if it is another (GOV-7). */
  readonly conflicts?: readonly { readonly group: LocalisedText; readonly portal?: LocalisedText }[];
  /** When the access that it gave ended, on its day or because it was given back. */
  readonly ended?: { readonly at: number; readonly how: (typeof endings)[number] };
  /** The stage that decides, from 1, of how many, and what the profile calls it; where there are several (GOV-1). */
  readonly stage?: { readonly at: number; readonly of: number; readonly name?: LocalisedText | undefined };
  readonly status: EnrollmentStatus;
  readonly decidedAt: number | null;
  /** By name where one is known, else by address. */
  readonly decidedBy: string | null;
  /** In whose place, while they were away (GOV-2). */
  readonly decidedFor?: string;
  readonly reason: string | null;
  readonly notes: readonly Note[];
  /** Addresses of the approvers who have not decided yet. */
  readonly open: readonly string[];
  /** Who decides in the place of which of them now, by address and by name (GOV-2). */
  readonly standIns?: readonly (StandIn & { readonly ofName: string; readonly byName: string })[];
};

/** Reads what the cards of a request show; undefined if there is no such request or its portal is gone. */
export async function approvalView(db: Database, portals: ReadonlyMap<string, Portal>, id: string, now: Millis): Promise<ApprovalView | undefined> {
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
    await db.selectFrom('enrollmentNote').select(['at', 'kind', 'author', 'behalf', 'text']).where('enrollmentId', '=', id).orderBy('at').execute(),
    await db.selectFrom('approver').select('address').where('enrollmentId', '=', id).where('open', '=', 1).execute(),
  ];
  // An answer's author is the requester, who must not be able to pass for an approver by calling themselves by their address.
  const addressesIn = ({ kind, author, behalf, text }: { kind: string; author: string; behalf: string | null; text: string }) =>
    kind === 'answer' ? [] : kind === 'forwarded' ? [author, behalf, text] : [author, behalf];
  const standing = row.status === 'pending' ? await standIns(db, portal, row, now) : [];
  const group = groupOf(portal, row.groupId);
  const stages = group ? stagesOf(group, row.conflicts) : [];
  const at = Math.min(row.stage, stages.length - 1);
  const held = row.status === 'pending' ? await heldUntil(db, row) : null;
  const nameOf = await approverNames(db, portal, [row.decidedBy, row.decidedFor, ...notes.flatMap(addressesIn), ...standing.flatMap(({ of, by }) => [of, by])]);
  return {
    id,
    reference: row.reference,
    portal: row.portal,
    group: organisation?.name ?? group?.name ?? row.groupId,
    ...(organisation && { organisation }),
    requester: { name: `${row.givenName} ${row.familyName}`.trim(), email: row.email, identifier: row.identifier },
    ...(row.onBehalf === 1 && { askedBy: await askerOf(db, portal, row.person) }),
    ...(row.startsAt !== null && { startsAt: row.startsAt }),
    justification: row.justification,
    createdAt: row.createdAt,
    ...(stages.length > 1 && { stage: { at: at + 1, of: stages.length, name: stages[at]?.name } }),
    ...(row.until !== null && { until: row.until }),
    ...(group?.longest !== undefined && { longest: group.longest }),
    ...(held !== null && { heldUntil: held }),
    ...(group?.sensitive && row.status === 'pending' && { proofLasts: group.proofLasts }),
    ...(row.conflicts !== null && { conflicts: keysIn(row.conflicts).map((key) => namesOf(portals, portal, key)) }),
    ...(row.endedAt !== null && { ended: { at: row.endedAt, how: endings.find((each) => each === row.ending) ?? 'ended' } }),
    status: statusOf(row.status),
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy && nameOf(row.decidedBy),
    ...(row.decidedFor !== null && { decidedFor: nameOf(row.decidedFor) }),
    reason: row.reason,
    notes: notes.flatMap(({ kind, author, behalf, text, at }) => {
      const known = noteKinds.find((each) => each === kind);
      if (!known) return [];
      const by = { author: known === 'answer' ? author : nameOf(author), ...(behalf !== null && { behalf: nameOf(behalf) }) };
      return [{ at, kind: known, ...by, text: known === 'forwarded' ? nameOf(text) : text }];
    }),
    open: open.map(({ address }) => address),
    ...(standing.length > 0 && { standIns: standing.map((each) => ({ ...each, ofName: nameOf(each.of), byName: nameOf(each.by) })) }),
  };
}

/** Like `approvalView`; undefined also if the request is no longer pending. */
export async function pendingView(db: Database, portals: ReadonlyMap<string, Portal>, id: string, now: Millis): Promise<ApprovalView | undefined> {
  const view = await approvalView(db, portals, id, now);
  return view?.status === 'pending' ? view : undefined;
}

async function heldUntil(db: Database, { accountId, groupId }: { readonly accountId: string; readonly groupId: string }): Promise<number | null> {
  const held = await db
    .selectFrom('membership')
    .select(['endsAt', 'missingSince'])
    .where('accountId', '=', accountId)
    .where('groupId', '=', groupId)
    .executeTakeFirst();
  return held && held.missingSince === null ? held.endsAt : null;
}

async function shownOrganisation(db: Database, id: string): Promise<ShownOrganisation | undefined> {
  const row = await db.selectFrom('organisation').select(['name', 'siret', 'domicile', 'country', 'details']).where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const { street, postalCode, city, proven } = organisationDetails(row.details);
  return { ...row, address: [street, `${postalCode} ${city}`.trim()].filter(Boolean).join(', '), proven };
}

/** Reads a row's status. */
export function statusOf(text: string): EnrollmentStatus {
  const known = enrollmentStatuses.find((status) => status === text);
  if (!known) throw new Error(`An enrollment has no status ${text}.`);
  return known;
}
