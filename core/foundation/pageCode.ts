import type { Actor } from './actor.ts';
import { type AskedBy, askedBy } from './askedBy.ts';
import { audit } from './audit.ts';
import type { Clock, Millis } from './clock.ts';
import { type CodePurpose, issueCode } from './codes.ts';
import type { Database } from './database/schema.ts';
import { type Locale, translate } from './i18n.ts';
import type { Limits } from './limits.ts';
import type { LimitSettings } from './limitTable.ts';
import type { FoundLink } from './links.ts';
import { enqueue } from './outbox/enqueue.ts';
import type { Job } from './outbox/job.ts';
import { accept, type Outcome, type Refusal, refuse } from './outcome.ts';
import { newId, type Secrets } from './secrets.ts';

type PageCodeDependencies = { readonly db: Database; readonly clock: Clock; readonly secrets: Secrets; readonly limits: Limits; readonly wake: () => void };

/** A code to type on the page of a mailed link. */
export type PageCode = {
  readonly link: FoundLink;
  readonly purpose: CodePurpose;
  /** The portal's limits and lifetimes. */
  readonly portal: LimitSettings & {
    readonly id: string;
    readonly lifetimes: { readonly code: Millis };
  };
  readonly locale: Locale;
  readonly actor: Actor;
  /** The action in the audit record, and its detail. */
  readonly action: string;
  readonly detail?: Readonly<Record<string, string>>;
  /** Mails another link to the same mailbox, whose codes are counted by themselves. Undefined where there is nothing left to do with one. */
  readonly again: (() => Promise<void>) | undefined;
};

/**
 * What is said where the codes or the tries of a mailed link are used up. Whoever was forwarded the link may have done that, and its right holder must
 * not wait for them: the mailbox gets another link, `code.newLink`. Beyond the limit of those, `beyond`: the last ones are there.
 */
export async function linkInstead(
  limits: Limits,
  { link, portal, again }: Pick<PageCode, 'link' | 'portal' | 'again'>,
  beyond: 'code.limit' | 'code.triesToday',
): Promise<Refusal> {
  if (!again || !(await limits.takeOf(portal, 'link.again', link.subject))) return { key: beyond, field: 'code' };
  await again();
  return { key: 'code.newLink' };
}

/** Issues a page's code and enqueues the job that `deliver` builds. An older code stops working. Refuses with `code.newLink` or `code.limit`. */
export async function sendPageCode(
  { db, clock, secrets, limits, wake }: PageCodeDependencies,
  { link, purpose, portal, locale, actor, action, detail, again }: PageCode,
  deliver: (content: { readonly params: AskedBy & { readonly lives: string }; readonly secret: { readonly code: string } }) => Job,
): Promise<Outcome<void>> {
  const lives = portal.lifetimes.code;
  const now = clock();
  const sent = await db.transaction().execute(async (tx) => {
    if (!(await limits.takeOf(portal, 'code.page', link.requestId, tx))) return false;
    const code = await issueCode(tx, secrets, { requestId: link.requestId, purpose, now, lives, requestExpiresAt: link.expiresAt });
    const params = { ...askedBy(actor, link.procedure, locale, false), lives: translate(locale).duration(lives) };
    const job = deliver({ params, secret: { code } });
    await enqueue(tx, secrets, job, { reason: `code:${newId()}`, now, dueAt: now, until: now + lives });
    await audit(tx, { at: now, actor, action, portal: portal.id, subject: link.subject, outcome: 'ok', ...(detail && { detail }) });
    return true;
  });
  if (!sent) return refuse(await linkInstead(limits, { link, portal, again }, 'code.limit'));
  wake();
  return accept(undefined);
}
