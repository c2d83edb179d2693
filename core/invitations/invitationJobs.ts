import type { Dependencies } from '../dependencies.ts';
import { system } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { endInvitation, findInvitation, subjectOf } from './invitation.ts';
import { tellInviter } from './invitationNews.ts';
import { inviteSome } from './inviteBatch.ts';
import { inviterRight } from './inviters.ts';

/** The worker's jobs for invitations. Each can run twice without harm. */
export type InvitationJobs = ReturnType<typeof createInvitationJobs>;

/** Creates the worker's jobs for invitations: the rest of a long list, and expiry. */
export function createInvitationJobs(dependencies: Dependencies) {
  const { db, clock, portals } = dependencies;
  return {
    /** Sends the next few invitations of a batch. */
    some: (batch: string): Promise<void> => inviteSome(dependencies, batch),

    /** Expires an invitation and tells its inviter, unless it was resent or decided meanwhile. */
    async due(id: string): Promise<void> {
      const found = await findInvitation(db, id);
      const portal = found && portals.get(found.portal);
      if (!portal) return;
      const right = await inviterRight(dependencies, portal, found);
      const now = clock();
      await db.transaction().execute(async (tx) => {
        const row = await endInvitation(tx, id, 'expired', now).where('expiresAt', '<=', now).returningAll().executeTakeFirst();
        if (!row) return;
        await tellInviter(tx, dependencies, right, row, 'expired', now);
        await audit(tx, { at: now, actor: system, action: 'invite.expired', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
      });
      dependencies.wake();
    },
  };
}
