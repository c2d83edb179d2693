import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Portal } from '../portal/index.ts';
import { whyDead } from './acceptance.ts';
import { findInvitation, subjectOf } from './invitation.ts';
import { tellInviter } from './invitationNews.ts';
import { inviterRight } from './inviters.ts';

/** Asks the inviter for a new invitation, once a day. Refuses with `accept.askedAgain`, also if this one is not over. */
export async function requestNewInvitation(dependencies: Dependencies, portal: Portal, id: string, actor: Actor): Promise<Outcome<void>> {
  const { db, clock, limits } = dependencies;
  const now = clock();
  const invitation = await findInvitation(db, id);
  if (!invitation || !(await whyDead(dependencies, portal, invitation, now))) return refuse({ key: 'accept.askedAgain' });
  const right = await inviterRight(dependencies, portal, invitation);
  const asked = await db.transaction().execute(async (tx) => {
    // Resent or accepted meanwhile, it is not over any more.
    const same = await findInvitation(tx, id);
    if (same?.status !== invitation.status || same.expiresAt !== invitation.expiresAt) return false;
    if (!(await limits.take('invitation.wished', id, tx))) return false;
    await tellInviter(tx, dependencies, right, invitation, 'askedAgain', now);
    await audit(tx, { at: now, actor, action: 'acceptInvitation.askedAgain', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
    return true;
  });
  dependencies.wake();
  return asked ? accept(undefined) : refuse({ key: 'accept.askedAgain' });
}
