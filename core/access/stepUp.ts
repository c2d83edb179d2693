import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { askedBy } from '../foundation/askedBy.ts';
import { audit } from '../foundation/audit.ts';
import { hour, type Millis } from '../foundation/clock.ts';
import { hasCode, issueCode, spendCode, tryCode } from '../foundation/codes.ts';
import type { Database } from '../foundation/database/schema.ts';
import { translate } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { lastRequest, recordRequest } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import { groupOf, type Portal } from '../portal/index.ts';
import { requestFor } from './approverRights.ts';

/**
 * The fresh proof that an approver of a sensitive group gives before they decide (GOV-6): a code mailed to their address in the roster. It is theirs alone, at
 * this portal, and good for minutes.
 */
export type StepUp = {
  /** Mails a code, unless one that was mailed before is still good. Refuses with `decide.notYours` or `code.limit`. */
  send(actor: Actor, enrollment: string, again?: boolean): Promise<Outcome<void>>;
  /** Takes the code. Refuses with `decide.notYours` or `code.…`. */
  prove(actor: Actor, enrollment: string, code: string): Promise<Outcome<void>>;
};

/** How long a code may be asked for anew before everything begins again. */
const requestLife = hour;

const subjectOf = (address: string): string => `stepUp:${address}`;

/** For how long a proof is good where a group is sensitive; undefined where it is not. */
export function proofFor(
  portal: Portal,
  { groupId, organisationId }: { readonly groupId: string; readonly organisationId: string | null },
): Millis | undefined {
  const group = organisationId === null ? groupOf(portal, groupId) : undefined;
  return group?.sensitive ? group.proofLasts : undefined;
}

/** Whether this person has proven lately that they have this mailbox. On the mailed page each decision takes a code. */
export async function hasProven(db: Database, portal: Portal, actor: Actor, lasts: Millis, now: Millis): Promise<boolean> {
  if (actor.channel === 'page') return true;
  const proof = await db
    .selectFrom('request')
    .select('id')
    .where('portal', '=', portal.id)
    .where('procedure', '=', 'decide')
    .where('person', '=', actor.person)
    .where('subject', '=', subjectOf(emailKey(actor.email ?? '')))
    .where('provenAt', '<=', now)
    .where('provenAt', '>', now - lasts)
    .executeTakeFirst();
  return proof !== undefined;
}

/** Creates the proofs of approvers. */
export function createStepUp(dependencies: Dependencies): StepUp {
  const { db, clock, secrets, limits, wake } = dependencies;

  const asking = async (actor: Actor, enrollment: string) => {
    const found = await requestFor(dependencies, actor, enrollment);
    if (!found) return undefined;
    const subject = subjectOf(found.address);
    return { ...found, subject, filter: { person: actor.person, subject, procedures: ['decide'] as const } };
  };

  return {
    send: async (actor, enrollment, again = false) => {
      const found = await asking(actor, enrollment);
      if (!found) return refuse({ key: 'decide.notYours' });
      const { portal, address, subject, filter } = found;
      const now = clock();
      const { locale, person } = actor;
      const sent = await db.transaction().execute(async (tx) => {
        const before = await lastRequest(tx, { ...filter, now });
        if (!again && before !== undefined && (await hasCode(tx, { requestId: before, purpose: 'decide', now }))) return true;
        if (!(await limits.takeOf(portal, 'code.page', `${portal.id}:${subject}:${person}`, tx))) return false;
        const expiresAt = now + requestLife;
        const lives = portal.lifetimes.code;
        const requestId =
          before ?? (await recordRequest(tx, { portal: portal.id, procedure: 'decide', person, subject, locale, now, expiresAt, sentTo: address }));
        const code = await issueCode(tx, secrets, { requestId, purpose: 'decide', now, lives, requestExpiresAt: expiresAt });
        const params = { ...askedBy(actor, 'decide', locale, true), lives: translate(locale).duration(lives), chat: '1' };
        const mail = { kind: 'mail', to: address, template: 'decideCode', portal: portal.id, locale, params, secret: { code } } as const;
        await enqueue(tx, secrets, mail, { reason: `code:${newId()}`, now, dueAt: now, until: now + lives });
        await audit(tx, { at: now, actor, action: 'decide.codeSent', portal: portal.id, subject, outcome: 'ok' });
        return true;
      });
      wake();
      return sent ? accept(undefined) : refuse({ key: 'code.limit', field: 'code' });
    },

    prove: async (actor, enrollment, typed) => {
      const found = await asking(actor, enrollment);
      if (!found) return refuse({ key: 'decide.notYours' });
      const { portal, subject, filter } = found;
      const now = clock();
      const requestId = await db.transaction().execute((tx) => lastRequest(tx, { ...filter, now }));
      if (requestId === undefined) return refuse({ key: 'code.expired', field: 'code' });
      const counted = `${portal.id}:${subject}`;
      const code = await tryCode(dependencies, {
        requestId,
        counted,
        purpose: 'decide',
        code: typed,
        now,
        tries: portal.codeTries,
        by: actor.person,
        owner: true,
      });
      const isProven =
        code.ok &&
        (await db.transaction().execute(async (tx) => {
          if (!(await spendCode(tx, code.value, now))) return false;
          // The next code belongs to a request of its own.
          await tx.updateTable('request').set({ provenAt: now, completedAt: now }).where('id', '=', requestId).execute();
          await audit(tx, { at: now, actor, action: 'decide.proven', portal: portal.id, subject, outcome: 'ok', detail: { by: 'mail' } });
          return true;
        }));
      if (isProven) return accept(undefined);
      const [refusal] = code.ok ? [{ key: 'code.expired', field: 'code' } as const] : code.refusals;
      await audit(db, { at: now, actor, action: 'decide.proven', portal: portal.id, subject, outcome: refusal.key });
      return refuse(refusal);
    },
  };
}
