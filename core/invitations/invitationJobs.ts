import type { Dependencies } from '../dependencies.ts';
import { system } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { findInvitation, liveStatuses, subjectOf } from './invitation.ts';
import { tellInviter } from './invitationNews.ts';
import { inviteSome } from './inviteBatch.ts';

/** What the worker does for invitations; everything here can happen twice without harm. */
export type InvitationJobs = ReturnType<typeof createInvitationJobs>;

/** Makes the outbox's part of invitations: the rest of a long list, and the end of what nobody accepted. */
export function createInvitationJobs(dependencies: Dependencies) {
  const { db, clock, portals } = dependencies;
  return {
    /** Sends the next few of a confirmation. */
    some: (batch: string): Promise<void> => inviteSome(dependencies, batch),

    /** An invitation's time is over, unless it was resent or decided meanwhile; its inviter is told. */
    async due(id: string): Promise<void> {
      const found = await findInvitation(db, id);
      const portal = found && portals.get(found.portal);
      if (!portal) return;
      const now = clock();
      await db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('invitation')
          .set({ status: 'expired', decidedAt: now })
          .where('id', '=', id)
          .where('status', 'in', liveStatuses)
          .where('expiresAt', '<=', now)
          .returningAll()
          .executeTakeFirst();
        if (!row) return;
        await tellInviter(tx, dependencies, portal, row, 'expired', now);
        await audit(tx, { at: now, actor: system, action: 'invite.expired', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
      });
      dependencies.wake();
    },
  };
}
