import type { InvitationJobs } from '../../core/invitations/invitationJobs.ts';

/** Invitations of an outbox in which there are none. */
export const noInvitations: InvitationJobs = { some: async () => undefined, due: async () => undefined };
