import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Schema, Tx } from '../foundation/database/schema.ts';
import type { LocalisedText } from '../foundation/i18n.ts';
import { isName } from '../foundation/prose.ts';
import { knownRights } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import type { CompanyValues } from './company.ts';

/** The states of an invitation (RC-8), as drawn in docs/states.md. */
export const invitationStatuses = ['sent', 'opened', 'accepted', 'expired', 'revoked', 'refused'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** The states in which it can still be accepted. */
export const liveStatuses = ['sent', 'opened'] as const satisfies InvitationStatus[];

export type Invitation = Selectable<Schema['invitation']>;

/** The state of an invitation now. Past its time it has expired, even if the row does not say so yet. */
export function statusAt({ status, expiresAt }: Pick<Invitation, 'status' | 'expiresAt'>, now: Millis): InvitationStatus {
  const known = invitationStatuses.find((each) => each === status);
  if (!known) throw new Error(`An invitation has no status ${status}.`);
  return isLive(known) && expiresAt <= now ? 'expired' : known;
}

/** Whether it can still be accepted. */
export const isLive = (status: InvitationStatus): boolean => status === 'sent' || status === 'opened';

/** The subject of an invitation's links, codes and audit records. */
export const subjectOf = (id: string): string => `invitation:${id}`;

/** The id of the invitation that a subject is about; an id of no invitation if it is about something else. */
export const idOfSubject = (subject: string): string => subject.replace(/^invitation:/, '');

/**
 * Ends a live invitation; add what else must hold. One statement decides between the recipient, the inviter and the deadline: of two at once
 * only one finds it alive.
 */
export const endInvitation = (tx: Tx, id: string, status: Exclude<InvitationStatus, (typeof liveStatuses)[number]>, now: Millis) =>
  tx.updateTable('invitation').set({ status, decidedAt: now }).where('id', '=', id).where('status', 'in', liveStatuses);

/** Reads an invitation. */
export const findInvitation = (db: Database, id: string): Promise<Invitation | undefined> =>
  db.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirst();

const values = z.record(z.string(), z.string());
const ids = z.array(z.string());

/** The company form as filled so far. */
export const companyOf = ({ company }: Pick<Invitation, 'company'>): CompanyValues => values.parse(JSON.parse(company));

/** The rights that it grants: those of its list that the profile still lets an inviter or an establishment's administrator grant. */
export function rightsOf(
  portal: Portal,
  { rights, organisationId }: Pick<Invitation, 'rights' | 'organisationId'>,
): readonly { id: string; name: LocalisedText }[] {
  const granted = ids.parse(JSON.parse(rights));
  return organisationId === null ? (portal.procedures.invite?.grants ?? []).filter(({ id }) => granted.includes(id)) : knownRights(portal, granted);
}

/** How mails and pages call the inviter: by name if it looks like one, otherwise by address. */
export const inviterOf = ({ inviterName, inviterEmail }: Pick<Invitation, 'inviterName' | 'inviterEmail'>): string =>
  isName(inviterName) ? inviterName : inviterEmail;

/** How the invited person is called: by name, otherwise by address. */
export const nameOf = ({ givenName, familyName, email }: Pick<Invitation, 'givenName' | 'familyName' | 'email'>): string =>
  `${givenName} ${familyName}`.trim() || email;
