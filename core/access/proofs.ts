import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { groupOf, type Portal } from '../portal/index.ts';

/** How somebody proves that it is them: with the app of an account of theirs that has a second factor, or with a mailed code. */
export type ProofBy = 'app' | 'mail';

/** Of whom a proof is: an approver's address. */
export const subjectOf = (address: string): string => `stepUp:${address}`;

/** For how long a proof is good where a group is sensitive; undefined where it is not. */
export function proofFor(
  portal: Portal,
  { groupId, organisationId }: { readonly groupId: string; readonly organisationId: string | null },
): Millis | undefined {
  const group = organisationId === null ? groupOf(portal, groupId) : undefined;
  return group?.sensitive ? group.proofLasts : undefined;
}

/** How this person has proven lately that it is them; undefined if they have not. On the mailed page each decision takes a code. */
export async function hasProven(db: Database, portal: Portal, actor: Actor, lasts: Millis, now: Millis): Promise<ProofBy | undefined> {
  if (actor.channel === 'page') return 'mail';
  const proof = await db
    .selectFrom('request')
    .select('sentTo')
    .where('portal', '=', portal.id)
    .where('procedure', '=', 'decide')
    .where('person', '=', actor.person)
    .where('subject', '=', subjectOf(emailKey(actor.email ?? '')))
    .where('provenAt', '<=', now)
    .where('provenAt', '>', now - lasts)
    .orderBy('provenAt', 'desc')
    .executeTakeFirst();
  return proof && (proof.sentTo === null ? 'app' : 'mail');
}
