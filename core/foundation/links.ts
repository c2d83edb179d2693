import type { Millis } from './clock.ts';
import { oneAtATime } from './database/locks.ts';
import type { Database, Tx } from './database/schema.ts';
import { digest, newId, newSecret } from './secrets.ts';
import { spend } from './singleUse.ts';

/** The purposes of links that lead to a password. */
export const passwordPurposes = ['setPassword', 'reset'] as const;
export type PasswordPurpose = (typeof passwordPurposes)[number];

/** Whether a link of this purpose leads to a password. */
export const isPasswordPurpose = (purpose: string | undefined): purpose is PasswordPurpose => passwordPurposes.some((known) => known === purpose);

/** What a link is for. A newer link replaces older ones of the same purpose and subject. */
export type Purpose =
  | PasswordPurpose
  | 'decide'
  | 'decideSession'
  | 'invitation'
  | 'invitationSession'
  | 'organisationProof'
  | 'organisation'
  | 'tie'
  | 'pageSession';

/** The state of a link. Only a visitor with its secret learns it (ALL-3); anyone else gets `unknown`. */
export type LinkState = 'open' | 'expired' | 'used' | 'unknown';

type NewLink = { requestId: string; portal: string; purpose: Purpose; subject: string; now: Millis; expiresAt: Millis };

/** Issues a single-use link for a request. Older ones stop working (ALL-2). Returns its secret: 256 bits, stored only as a digest. */
export async function issueLink(tx: Tx, link: NewLink): Promise<string> {
  const { portal, purpose, subject, now } = link;
  // Without this lock, two links issued at once would not see and replace each other.
  await oneAtATime(tx, `link ${portal} ${purpose} ${subject}`);
  await tx
    .updateTable('link')
    .set({ replacedAt: now })
    .where('subject', '=', subject)
    .where('purpose', '=', purpose)
    .where('portal', '=', portal)
    .where('spentAt', 'is', null)
    .where('replacedAt', 'is', null)
    .execute();
  return await addLink(tx, link);
}

/** Issues a link and keeps older ones valid. Only for links that are not enough to act on their own. Returns its secret, as `issueLink` does. */
export async function addLink(tx: Tx, { requestId, portal, purpose, subject, now, expiresAt }: NewLink): Promise<string> {
  const secret = newSecret();
  await tx
    .insertInto('link')
    .values({ id: newId(), digest: digest(secret), requestId, portal, purpose, subject, createdAt: now, expiresAt, spentAt: null, replacedAt: null })
    .execute();
  return secret;
}

/** Reads a link with its request, without spending it. */
export async function findLink(db: Database, portal: string, secret: string) {
  return await db
    .selectFrom('link')
    .innerJoin('request', 'request.id', 'link.requestId')
    .select([
      'link.id',
      'link.purpose',
      'link.createdAt',
      'link.expiresAt',
      'link.spentAt',
      'link.replacedAt',
      'request.id as requestId',
      'request.person',
      'request.procedure',
      'request.subject',
      'request.accountId',
      'request.data',
      'request.locale',
      'request.sentTo',
      'request.provenAt',
      'request.expiresAt as requestExpiresAt',
    ])
    .where('link.digest', '=', digest(secret))
    .where('link.portal', '=', portal)
    .executeTakeFirst();
}

export type FoundLink = NonNullable<Awaited<ReturnType<typeof findLink>>>;

/** The state of a link, as drawn in docs/states.md. A replaced link shows as expired. */
export function linkState(link: FoundLink | undefined, now: Millis): LinkState {
  if (!link) return 'unknown';
  if (link.spentAt !== null) return 'used';
  return link.replacedAt !== null || link.expiresAt <= now ? 'expired' : 'open';
}

/** Spends a link. Of any number of simultaneous submissions, only one gets true. */
export const spendLink = (tx: Tx, id: string, now: Millis): Promise<boolean> => spend(tx, 'link', id, now);
