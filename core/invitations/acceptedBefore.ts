import type { Dependencies } from '../dependencies.ts';
import { requestBy } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';
import { provenInvitation, type Recipient } from './acceptance.ts';

/**
 * What the recipient's own acceptance led to, if its answer was lost: `password` is the request of the first password's mail, where one was sent. Undefined
 * if it was not this proof by which the invitation was accepted.
 */
export async function acceptedBefore(
  dependencies: Dependencies,
  portal: Portal,
  recipient: Recipient,
): Promise<{ readonly password: string | undefined } | undefined> {
  const { db } = dependencies;
  const proven = await provenInvitation(dependencies, portal, recipient);
  const proof = await requestBy(db, recipient.actor.person, recipient.request).where('completedAt', 'is not', null).executeTakeFirst();
  if (!proven.ok || !proof || proof.completedAt === null) return undefined;
  const { status, accountId } = proven.value.invitation;
  if (status !== 'accepted' || accountId === null) return undefined;
  const mailed = await db
    .selectFrom('request')
    .select('id')
    .where('procedure', '=', 'acceptInvitation')
    .where('person', '=', recipient.actor.person)
    .where('accountId', '=', accountId)
    .where('createdAt', '>=', proof.completedAt)
    .orderBy('createdAt')
    .executeTakeFirst();
  return { password: mailed?.id };
}
