import type { Dependencies } from '../dependencies.ts';
import { type AcceptInvitation, createAcceptInvitation } from './acceptInvitation.ts';
import { createInvitationPages, type InvitationPages } from './invitationPage.ts';
import { createInvite, type Invite } from './invite.ts';
import { createInviteList, type InviteList } from './inviteList.ts';

export { invitedAccount, type Recipient } from './acceptance.ts';
export type { AcceptInvitation, ReceivedInvitation } from './acceptInvitation.ts';
export { type CompanyValues, checkCompany } from './company.ts';
export { findInvitation, type InvitationStatus, invitationStatuses, statusAt } from './invitation.ts';
export { createInvitationJobs } from './invitationJobs.ts';
export { type InvitationNews, invitationNews } from './invitationNews.ts';
export type { InvitationPages } from './invitationPage.ts';
export type { Invite } from './invite.ts';
export type { Batch } from './inviteBatch.ts';
export { type BadInvitee, type Invitee, type ListedInvitee, type ReadInvitees, readInvitees } from './invitees.ts';
export type { InviteList, ListOutcome } from './inviteList.ts';
export { inviteOne, type NotInvited } from './inviteOne.ts';
export type { SentInvitation } from './sentInvitations.ts';

/** Inviting people, and accepting an invitation. */
export type Invitations = {
  /** The inviter's side. */
  readonly invite: Invite;
  /** An operator's side: a list in an inviter's name. */
  readonly list: InviteList;
  /** The recipient's side. */
  readonly accept: AcceptInvitation;
  /** The page behind the mailed link. */
  readonly page: InvitationPages;
};

/** Creates the invitations room. */
export const createInvitations = (dependencies: Dependencies): Invitations => ({
  invite: createInvite(dependencies),
  list: createInviteList(dependencies),
  accept: createAcceptInvitation(dependencies),
  page: createInvitationPages(dependencies),
});
