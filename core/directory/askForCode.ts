import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { askedBy } from '../foundation/askedBy.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { issueCode } from '../foundation/codes.ts';
import { translate } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { mayAsk, type Wish } from '../foundation/mayAsk.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import type { MailTemplate } from '../foundation/outbox/job.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { lastRequest, recordRequest } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import { isEmployee, type Portal } from '../portal/index.ts';
import { ownerAmong } from './owner.ts';

/** A request for a code alone, typed in the chat that asked. */
export type CodeAsking = {
  readonly procedure: Procedure;
  /** The action's name in the audit. */
  readonly action: string;
  /** What is asked for and what was typed, normalised: what the rate limits count. */
  readonly what: Wish['what'];
  readonly key: string;
  readonly subject: string;
  readonly accountId: string | null;
  /** Undefined if nobody gets one; nothing else differs (ALL-4). */
  readonly to: string | undefined;
  readonly template: MailTemplate;
  /** What the audit says came of it. */
  readonly outcome?: string;
  /** Lifetime of the proof. The code itself lives as the profile says. */
  readonly life: Millis;
};

/**
 * Records a request and leaves its code to the outbox: the same statements and one outbox row, whatever was found (ALL-4). Beyond the limit
 * nothing is sent and the last code stays good, in the same words (ALL-2). Returns the id of the request that the code is typed for.
 */
export async function askForCode({ db, clock, secrets, limits, wake }: Dependencies, actor: Actor, portal: Portal, asking: CodeAsking): Promise<string> {
  const { procedure, subject, template, life, what, key } = asking;
  const by = await ownerAmong(db, actor, { portal, accountId: asking.accountId, to: asking.to });
  const asked = await mayAsk(limits, actor, portal, { what, key, to: asking.to ?? '', ...by });
  // Nobody gets it, and what was mailed before stays good: it is recorded for nobody.
  const { to, accountId, recordedFor } =
    asked === 'full' ? { to: undefined, accountId: null, recordedFor: `none:${portal.id}:${newId()}` } : { ...asking, recordedFor: subject };
  const now = clock();
  const lives = portal.lifetimes.code;
  const expiresAt = now + life;
  const requestId = await db.transaction().execute(async (tx) => {
    const audited = { at: now, actor, action: asking.action, portal: portal.id, subject };
    const last = await lastRequest(tx, { person: actor.person, subject, procedures: [procedure], now });
    if (asked === 'limited') {
      await audit(tx, { ...audited, outcome: 'limited' });
      return last ?? newId();
    }
    const request = { portal: portal.id, procedure, person: actor.person, subject: recordedFor, accountId, locale: actor.locale, now, expiresAt };
    const id = await recordRequest(tx, { ...request, sentTo: to === undefined ? null : emailKey(to), asked: key });
    const code = await issueCode(tx, secrets, { requestId: id, purpose: 'mail', now, lives, requestExpiresAt: expiresAt });
    const stranger = by.owner ? {} : { stranger: 1 };
    const params = { ...askedBy(actor, procedure, actor.locale, isEmployee(actor, portal)), ...stranger, lives: translate(actor.locale).duration(lives) };
    const mail = { kind: 'mail', to: to ?? subject, template, portal: portal.id, locale: actor.locale, params, secret: { code } } as const;
    await enqueue(tx, secrets, to === undefined ? { kind: 'nothing', instead: mail } : mail, { reason: `proof:${id}`, now, dueAt: now, until: now + lives });
    await audit(tx, { ...audited, outcome: asked === 'full' ? 'limited' : (asking.outcome ?? 'ok') });
    return asked === 'full' ? (last ?? id) : id;
  });
  wake();
  return requestId;
}
