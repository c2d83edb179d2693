import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { mailboxKey } from '../foundation/identifiers.ts';

/** The states of an invitation that can still be accepted. */
const live = ['sent', 'opened'];

/**
 * Ends what proves that an invitation to an account's mailbox is somebody's: codes that were mailed, and proofs that are not used yet, in chats and on
 * pages. A proof lasts a day, and whoever was read the code has it too. `whose`: of which people.
 */
export async function endProofs(tx: Tx, portal: string, accountId: string, now: Millis, whose: (person: string) => boolean): Promise<void> {
  const account = await tx.selectFrom('account').select(['email', 'identifier']).where('id', '=', accountId).executeTakeFirst();
  if (!account) return;
  const invitations = await tx
    .selectFrom('invitation')
    .select('id')
    .where('portal', '=', portal)
    .where('emailKey', 'in', [mailboxKey(account.email), mailboxKey(account.identifier)])
    .where('status', 'in', live)
    .execute();
  if (invitations.length === 0) return;
  const requests = await tx
    .selectFrom('request')
    .select(['id', 'person', 'provenAt'])
    .where('portal', '=', portal)
    .where('procedure', '=', 'acceptInvitation')
    .where(
      'subject',
      'in',
      invitations.map(({ id }) => `invitation:${id}`),
    )
    .where('completedAt', 'is', null)
    .where('expiresAt', '>', now)
    .execute();
  for (const { id, provenAt } of requests.filter(({ person }) => whose(person))) {
    await tx.updateTable('code').set({ replacedAt: now }).where('requestId', '=', id).where('spentAt', 'is', null).where('replacedAt', 'is', null).execute();
    // One without a proof is the invitation's own, whose link goes on to ask for a code.
    if (provenAt === null) continue;
    await tx.updateTable('request').set({ expiresAt: now }).where('id', '=', id).execute();
    await tx.updateTable('link').set({ replacedAt: now }).where('requestId', '=', id).where('purpose', '=', 'invitationSession').execute();
  }
}
