import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { ownerAmong, restsUntil } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { askedBy } from '../foundation/askedBy.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { issueCode } from '../foundation/codes.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { translate } from '../foundation/i18n.ts';
import { emailKey, identifierKey, untagged } from '../foundation/identifiers.ts';
import { issueLink, type PasswordPurpose } from '../foundation/links.ts';
import { mayAsk } from '../foundation/mayAsk.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import type { Job, MailTemplate } from '../foundation/outbox/job.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { lastRequest, recordRequest } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import { isEmployee, type Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';

const signUpSchema = z.object({
  email: z.string().default(''),
  identifier: z.string().default(''),
  givenName: z.string().default(''),
  familyName: z.string().default(''),
  phone: z.string().optional(),
  entity: z.string().optional(),
});

/** What a new account will be made of, once its mailbox is proven. */
export type SignUpData = z.output<typeof signUpSchema>;

/** Reads what a request keeps of a sign-up; empty where it is no sign-up. */
export const signUpData = (json: string): SignUpData => signUpSchema.parse(JSON.parse(json));

/** Somebody asks for a mailed link. */
export type Asking = {
  readonly procedure: Procedure;
  readonly purpose: PasswordPurpose;
  /** What was typed, by `askedKey` or normalised; the subject's name if no account is found. */
  readonly key: string;
  readonly account: Account | undefined;
  /** The mail's template; undefined if nobody gets one. */
  readonly template: MailTemplate | undefined;
  readonly to: string;
  readonly data?: SignUpData;
  /** What the audit says came of it. */
  readonly outcome?: string;
  /** The kind of subject if no account is found: a new account, or nobody. */
  readonly unfound: 'new' | 'none';
  /** The work is done and nobody gets a link, and what was mailed before stays good: the mailbox has had enough, say. */
  readonly unmailed?: boolean;
  /** What is mailed in place of a link, to somebody who needs none: with as much work. */
  readonly instead?: Job;
  /** Who asks this for somebody else, and where they added them: the mail says so to who did not ask. */
  readonly doer?: { readonly by: string; readonly organisation: string };
  /** Who asks as the owner, by the secret of an older link: counted apart from everybody else. */
  readonly holder?: string;
  /** Whether who asks is known as the owner. To anybody else's code the mail has a warning. */
  readonly owner?: boolean;
};

/** The lifetime of a link by its purpose, in milliseconds. */
export const linkLife = (portal: Portal, purpose: PasswordPurpose): Millis => (purpose === 'reset' ? portal.lifetimes.reset : portal.lifetimes.setPassword);

/** Normalises what was typed: the identifier, with the address if the profile asks to confirm it (EX-3). */
export const askedKey = (portal: Portal, { identifier, email }: Pick<Account, 'identifier' | 'email'>): string =>
  portal.procedures.reset?.confirmEmail ? `${identifierKey(identifier)} ${emailKey(email)}` : identifierKey(identifier);

/** These mail the same kind of link to the same account, so the code of one works in another. */
const mailingLinks: readonly Procedure[] = ['signUp', 'reset', 'unlock'];

/**
 * Records a request with its link and code, and leaves its mail in the outbox. Whatever was found, it makes the same statements and
 * one outbox row, so that nothing tells a known identifier from an unknown one (ALL-4). Beyond the limit nothing is sent and the last
 * link stays alive, in the same words (ALL-2). Returns the id of the request that a code can be typed for.
 */
export async function askForLink(dependencies: Dependencies, actor: Actor, portal: Portal, asking: Asking): Promise<string> {
  const { db, clock, limits } = dependencies;
  const subject = subjectOf(portal, asking);
  const key = typedKey(portal, asking);
  const now = clock();
  const answering = await db.transaction().execute(async (tx) => {
    const { account, to, holder } = asking;
    const by = holder === undefined ? await ownerAmong(tx, actor, { portal, accountId: account?.id, to }) : { who: holder, owner: true };
    const asked = await mayAsk(limits, actor, portal, { what: 'link', key, to, ...by }, tx);
    const last = await lastRequest(tx, { person: actor.person, subject, procedures: [...mailingLinks, asking.procedure], now });
    if (asked !== 'limited') {
      const wanted = { ...asking, owner: by.owner };
      const request = await requestLink(tx, dependencies, actor, portal, asked === 'full' ? { ...wanted, unmailed: true } : wanted);
      return asked === 'full' ? (last ?? request) : request;
    }
    await audit(tx, { at: now, actor, action: `${asking.procedure}.asked`, portal: portal.id, subject, outcome: 'limited' });
    // Otherwise a random id, which matches nothing.
    return last ?? newId();
  });
  dependencies.wake();
  return answering;
}

/** What is counted: what was typed, not what was found. A limit shared by sign-up and reset for accounts only would reveal which address has one. */
const typedKey = (portal: Portal, { account, key }: Asking): string => untagged(account ? askedKey(portal, account) : key);

const subjectOf = (portal: Portal, asking: Asking): string =>
  asking.account ? `account:${asking.account.id}` : `${asking.unfound}:${portal.id}:${asking.key}`;

/** Records the request with its link, code and mail in the caller's transaction, without looking at the limits. Returns the request's id. */
export async function requestLink(tx: Tx, dependencies: Dependencies, actor: Actor, portal: Portal, asking: Asking): Promise<string> {
  return (await requestWithSecret(tx, dependencies, actor, portal, asking)).request;
}

/** Like `requestLink`, with the link's secret: only for a page whose visitor has already proven that mailbox. */
export async function requestWithSecret(
  tx: Tx,
  dependencies: Dependencies,
  actor: Actor,
  portal: Portal,
  wanted: Asking,
): Promise<{ request: string; secret: string }> {
  const { clock, secrets } = dependencies;
  const now = clock();
  const asking = unsent(portal, wanted, now);
  const about = subjectOf(portal, asking);
  // Recorded for nobody, it replaces nothing.
  const subject = asking.unmailed ? `none:${portal.id}:${newId()}` : about;
  const life = linkLife(portal, asking.purpose);
  const expiresAt = now + life;
  const request = { portal: portal.id, procedure: asking.procedure, person: actor.person, subject, locale: actor.locale, now, expiresAt };
  const accountId = asking.unmailed ? null : (asking.account?.id ?? null);
  const requestId = await recordRequest(tx, {
    ...request,
    accountId,
    sentTo: emailKey(asking.to),
    asked: typedKey(portal, asking),
    data: JSON.stringify(asking.data ?? {}),
  });
  const secret = await issueLink(tx, { requestId, portal: portal.id, purpose: asking.purpose, subject, now, expiresAt });
  const code = await issueCode(tx, secrets, { requestId, purpose: 'mail', now, lives: portal.lifetimes.code, requestExpiresAt: expiresAt });
  await enqueue(tx, secrets, mailOf(dependencies, actor, portal, asking, { secret, code, life }), { reason: `link:${requestId}`, now, dueAt: now });
  await audit(tx, { at: now, actor, action: `${asking.procedure}.asked`, portal: portal.id, subject: about, outcome: asking.outcome ?? 'ok' });
  return { request: requestId, secret };
}

/** A mailbox that has had enough, and an address that was changed of late, get no link. Seen from outside nothing differs (ALL-4), and the audit says why. */
function unsent(portal: Portal, asking: Asking, now: Millis): Asking {
  if (asking.unmailed) return { ...asking, template: undefined, outcome: asking.outcome ?? 'limited' };
  const rests = asking.account !== undefined && restsUntil(portal, asking.account, now) !== undefined;
  return rests ? { ...asking, template: undefined, outcome: 'addressChanged' } : asking;
}

function mailOf(dependencies: Dependencies, actor: Actor, portal: Portal, asking: Asking, link: { secret: string; code: string; life: Millis }): Job {
  if (asking.instead) return asking.instead;
  const t = translate(actor.locale);
  const mail = {
    kind: 'mail',
    to: asking.to,
    template: asking.template ?? asking.purpose,
    portal: portal.id,
    locale: actor.locale,
    params: {
      lives: t.duration(link.life),
      codeLives: t.duration(Math.min(portal.lifetimes.code, link.life)),
      ...askedBy(actor, asking.procedure, actor.locale, isEmployee(actor, portal)),
      ...(asking.owner === false && { stranger: 1 }),
      ...asking.doer,
      // A decoy names what was typed, so that it is as long.
      ...((asking.account ?? asking.unfound === 'none') && { identifier: asking.account?.identifier ?? asking.key }),
    },
    secret: {
      link: `${dependencies.publicUrl}/p/${portal.id}/link/${link.secret}`,
      // A visitor of a page has no chat to type it in. Where the channel vouches for nobody, conversations without end could guess it.
      ...(actor.person !== 'anonymous' && actor.authenticated && { code: link.code }),
    },
  } as const;
  return asking.template === undefined ? { kind: 'nothing', instead: mail } : mail;
}
