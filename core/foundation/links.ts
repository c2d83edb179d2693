import type { Millis } from './clock.ts';
import { oneAtATime } from './database/locks.ts';
import type { Database, Tx } from './database/schema.ts';
import { digest, newId, newSecret } from './secrets.ts';
import { spend } from './singleUse.ts';

/** What a link that leads to a password is for. */
export type PasswordPurpose = 'setPassword' | 'reset';

/** Whether a link leads to a password. */
export const isPasswordPurpose = (purpose: string | undefined): purpose is PasswordPurpose => purpose === 'setPassword' || purpose === 'reset';

/** What a link is for; a newer one of the same purpose and subject takes the place of the older ones. */
export type Purpose = PasswordPurpose | 'decide' | 'invitation' | 'invitationSession' | 'organisationProof' | 'organisation';

/** Why a link does not open: told to who holds its secret (ALL-3); anybody else hears `unknown`. */
export type LinkState = 'open' | 'expired' | 'used' | 'unknown';

type NewLink = { requestId: string; portal: string; purpose: Purpose; subject: string; now: Millis; expiresAt: Millis };

/** Makes a single-use link for a request and kills the older ones (ALL-2). Returns its secret: 256 bits, stored only as a digest. */
export async function issueLink(tx: Tx, link: NewLink): Promise<string> {
  const { portal, purpose, subject, now } = link;
  // Of two that are issued at once, neither would see the other to kill it.
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

/** Makes a link beside the older ones: for what no link alone brings about. Returns its secret, as `issueLink` does. */
export async function addLink(tx: Tx, { requestId, portal, purpose, subject, now, expiresAt }: NewLink): Promise<string> {
  const secret = newSecret();
  await tx
    .insertInto('link')
    .values({ id: newId(), digest: digest(secret), requestId, portal, purpose, subject, createdAt: now, expiresAt, spentAt: null, replacedAt: null })
    .execute();
  return secret;
}

/** Looks at a link with the request behind it; spends nothing. */
export async function findLink(db: Database, portal: string, secret: string) {
  return await db
    .selectFrom('link')
    .innerJoin('request', 'request.id', 'link.requestId')
    .select([
      'link.id',
      'link.purpose',
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
      'request.provenAt',
      'request.expiresAt as requestExpiresAt',
    ])
    .where('link.digest', '=', digest(secret))
    .where('link.portal', '=', portal)
    .executeTakeFirst();
}

export type FoundLink = NonNullable<Awaited<ReturnType<typeof findLink>>>;

/** The state of a link, as docs/states.md draws it; a replaced one counts as expired to who holds it. */
export function linkState(link: FoundLink | undefined, now: Millis): LinkState {
  if (!link) return 'unknown';
  if (link.spentAt !== null) return 'used';
  return link.replacedAt !== null || link.expiresAt <= now ? 'expired' : 'open';
}

/** Spends a link; true for one caller only, however many submit at once. */
export async function spendLink(tx: Tx, id: string, now: Millis): Promise<boolean> {
  const spent = await spend(tx, 'link', id, now).where('replacedAt', 'is', null).where('expiresAt', '>', now).executeTakeFirst();
  return spent !== undefined;
}
