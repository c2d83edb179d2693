import { restsUntil } from '../directory/index.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { passwordPurposes } from '../foundation/links.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';

/** A link to a password that was asked for and is still good. `mail`: what became of its mail; `none`: there was none, and nobody has the link. */
export type PasswordLink = {
  readonly procedure: string;
  readonly createdAt: Millis;
  readonly expiresAt: Millis;
  readonly mail: 'sent' | 'waiting' | 'givenUp' | 'none';
};

/** So many of them are shown. */
const most = 20;

/** Reads the links to an account's password that are still good, the newest first. */
export async function passwordLinksOf(db: Database, accountId: string, now: Millis): Promise<PasswordLink[]> {
  const links = await db
    .selectFrom('link')
    .innerJoin('request', 'request.id', 'link.requestId')
    .select(['request.id', 'request.procedure', 'link.createdAt', 'link.expiresAt'])
    .where('link.subject', '=', `account:${accountId}`)
    .where('link.purpose', 'in', passwordPurposes)
    .where('link.spentAt', 'is', null)
    .where('link.replacedAt', 'is', null)
    .where('link.expiresAt', '>', now)
    .where('request.completedAt', 'is', null)
    .orderBy('link.createdAt', 'desc')
    .limit(most)
    .execute();
  if (links.length === 0) return [];
  const mails = await db
    .selectFrom('outbox')
    .select(['reason', 'kind', 'status'])
    .where(
      'reason',
      'in',
      links.map(({ id }) => `link:${id}`),
    )
    .execute();
  const mailOf = (id: string): PasswordLink['mail'] => {
    const mail = mails.find(({ reason }) => reason === `link:${id}`);
    if (mail?.kind === 'nothing') return 'none';
    return mail === undefined || mail.status === 'done' ? 'sent' : mail.status === 'given-up' ? 'givenUp' : 'waiting';
  };
  return links.map(({ id, ...link }) => ({ ...link, mail: mailOf(id) }));
}

/** Why no link to a password can be mailed to an account's owner, where its state does not say so already. `until`: when it can again. */
export type NoLink = { readonly why: 'rests'; readonly until: Millis } | { readonly why: 'elsewhere' | 'noAddress' };

/** Whether none can be mailed, and why. */
export function noLinkTo(portal: Portal, account: Account, now: Millis): NoLink | undefined {
  if (account.signsIn === 'elsewhere') return { why: 'elsewhere' };
  if (account.email === '') return { why: 'noAddress' };
  const until = restsUntil(portal, account, now);
  return until === undefined ? undefined : { why: 'rests', until };
}
