import { z } from 'zod';
import { audit } from './audit.ts';
import type { Millis } from './clock.ts';
import { issueCode } from './codes.ts';
import { translate } from './i18n.ts';
import { issueLink, type Purpose } from './links.ts';
import type { MailTemplate } from './mails/render.ts';
import { enqueue, type Job } from './outbox.ts';
import type { Parts } from './parts.ts';
import type { Portal, Procedure } from './portal.ts';
import type { Account, Actor } from './ports.ts';
import { newId } from './secrets.ts';

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
  readonly purpose: Purpose;
  /** Normalised identifier as it was typed: names the subject where no account is found. */
  readonly key: string;
  readonly account: Account | undefined;
  /** What the mail says; undefined where nobody is to get one. */
  readonly template: MailTemplate | undefined;
  readonly to: string;
  readonly data?: SignUpData;
  /** What the subject of an unfound account is: a new one to make, or nobody. */
  readonly unfound: 'new' | 'none';
};

/** The lifetime of a link by its purpose, in milliseconds. */
export const linkLife = (portal: Portal, purpose: Purpose): Millis => (purpose === 'reset' ? portal.lifetimes.reset : portal.lifetimes.setPassword);

/**
 * Records a request with its link and code, and leaves its mail in the outbox. Whatever was found, it makes the same statements and
 * one outbox row, so that nothing tells a known identifier from an unknown one (ALL-4). Beyond the limit nothing is sent and the last
 * link stays alive, in the same words (ALL-2). Returns the id of the request that a code can be typed for.
 */
export async function askForLink(parts: Parts, actor: Actor, portal: Portal, asking: Asking): Promise<string> {
  const { db, clock, secrets, limits } = parts;
  const subject = asking.account ? `account:${asking.account.id}` : `${asking.unfound}:${portal.id}:${asking.key}`;
  const { perAccount, perPerson, within } = portal.asking;
  const allowed = [
    await limits.consume(`ask:${subject}`, { points: perAccount, within }),
    await limits.consume(`ask:person:${actor.person}`, { points: perPerson, within }),
  ].every(Boolean);
  const now = clock();
  const life = linkLife(portal, asking.purpose);
  if (!allowed) return await lastRequest(parts, actor, portal, subject, asking.procedure, now);

  const requestId = newId();
  const expiresAt = now + life;
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('request')
      .values({
        id: requestId,
        portal: portal.id,
        procedure: asking.procedure,
        person: actor.person,
        subject,
        accountId: asking.account?.id ?? null,
        data: JSON.stringify(asking.data ?? {}),
        locale: actor.locale,
        createdAt: now,
        expiresAt,
        provenAt: null,
        completedAt: null,
      })
      .execute();
    const secret = await issueLink(tx, { requestId, portal: portal.id, purpose: asking.purpose, subject, now, expiresAt });
    const code = await issueCode(tx, secrets, { requestId, purpose: 'mail', now, lives: portal.lifetimes.code, requestExpiresAt: expiresAt });
    await enqueue(tx, secrets, mailOf(parts, actor, portal, asking, { secret, code, life }), { reason: `link:${requestId}`, now, dueAt: now });
    await audit(tx, { at: now, actor, action: `${asking.procedure}.asked`, portal: portal.id, subject, outcome: 'ok' });
  });
  parts.wake();
  return requestId;
}

function mailOf(parts: Parts, actor: Actor, portal: Portal, asking: Asking, link: { secret: string; code: string; life: Millis }): Job {
  if (asking.template === undefined) return { kind: 'nothing' };
  const t = translate(actor.locale);
  return {
    kind: 'mail',
    to: asking.to,
    template: asking.template,
    portal: portal.id,
    locale: actor.locale,
    params: {
      lives: t.duration(link.life),
      codeLives: t.duration(Math.min(portal.lifetimes.code, link.life)),
      ...(actor.name !== undefined && { asker: actor.name }),
      ...(asking.account && { identifier: asking.account.identifier }),
    },
    secret: { link: `${parts.publicUrl}/p/${portal.id}/link/${link.secret}`, code: link.code },
  };
}

/** The person's own last request on the subject, whose link and code stay good; else an id that nothing answers to. */
async function lastRequest(parts: Parts, actor: Actor, portal: Portal, subject: string, procedure: Procedure, now: Millis): Promise<string> {
  const last = await parts.db
    .selectFrom('request')
    .select('id')
    .where('subject', '=', subject)
    .where('person', '=', actor.person)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  await audit(parts.db, { at: now, actor, action: `${procedure}.asked`, portal: portal.id, subject, outcome: 'limited' });
  return last?.id ?? newId();
}
