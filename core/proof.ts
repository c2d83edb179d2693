import { audit } from './audit.ts';
import { bind } from './bindings.ts';
import { issueCode, spendCode, tryCode } from './codes.ts';
import { translate } from './i18n.ts';
import { identifierKey, parseEmail, parseIdentifier } from './identifiers.ts';
import { lastRequest } from './lastRequest.ts';
import { enqueue } from './outbox.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import type { Parts } from './parts.ts';
import type { Portal } from './portal.ts';
import type { Actor } from './ports.ts';
import { newId } from './secrets.ts';

/** Proving, by a code mailed to its recorded address, that an account is one's own: what makes a binding without a password (design: identity). */
export type Proof = {
  /** Mails a code, if there is such an account; the answer, the statements and the outbox are the same if there is none (ALL-4). */
  ask(actor: Actor, portal: Portal, identifier: string): Promise<Outcome<{ requestId: string }>>;
  /** Binds the account to who typed the right code in the chat that asked. Refuses as `tryCode` does. */
  enter(actor: Actor, portal: Portal, requestId: string, code: string): Promise<Outcome<{ accountId: string }>>;
};

/** Makes the proof of the core. */
export function createProof({ db, clock, secrets, limits, directory, wake }: Parts): Proof {
  return {
    ask: async (actor, portal, typed) => {
      const identifier = portal.identifier.kind === 'account' ? parseIdentifier(typed, 'identifier') : parseEmail(typed, 'identifier');
      if (!identifier.ok) return identifier;
      const key = identifierKey(identifier.value);
      const account = await directory.findByIdentifier(portal.id, key);
      const subject = account ? `account:${account.id}` : `none:${portal.id}:${key}`;
      const { perAccount, perPerson, within } = portal.asking;
      const allowed = [
        await limits.consume(`proof:${subject}`, { points: perAccount, within }),
        await limits.consume(`ask:person:${actor.person}`, { points: perPerson, within }),
      ].every(Boolean);
      const now = clock();
      const lives = portal.lifetimes.code;
      const requestId = await db.transaction().execute(async (tx) => {
        const audited = { at: now, actor, action: 'enroll.proofAsked', portal: portal.id, subject };
        if (!allowed) {
          await audit(tx, { ...audited, outcome: 'limited' });
          // The code that was mailed last stays good for what is shown now (ALL-2).
          return (await lastRequest(tx, { person: actor.person, subject, procedures: ['enroll'], now })) ?? newId();
        }
        const id = newId();
        const asked = {
          portal: portal.id,
          procedure: 'enroll',
          person: actor.person,
          subject,
          accountId: account?.id ?? null,
          data: '{}',
          locale: actor.locale,
        };
        await tx
          .insertInto('request')
          .values({ id, ...asked, createdAt: now, expiresAt: now + lives, provenAt: null, completedAt: null })
          .execute();
        const code = await issueCode(tx, secrets, { requestId: id, purpose: 'mail', now, lives, requestExpiresAt: now + lives });
        const params = { lives: translate(actor.locale).duration(lives) };
        const job = account
          ? ({ kind: 'mail', to: account.email, template: 'proof', portal: portal.id, locale: actor.locale, params, secret: { code } } as const)
          : ({ kind: 'nothing' } as const);
        await enqueue(tx, secrets, job, { reason: `proof:${id}`, now, dueAt: now });
        await audit(tx, { ...audited, outcome: 'ok' });
        return id;
      });
      wake();
      return accept({ requestId });
    },

    enter: async (actor, portal, requestId, code) => {
      const request = await db
        .selectFrom('request')
        .selectAll()
        .where('id', '=', requestId)
        .where('person', '=', actor.person)
        .where('portal', '=', portal.id)
        .where('procedure', '=', 'enroll')
        .executeTakeFirst();
      if (!request) return refuse({ key: 'code.expired', field: 'code' });
      const right = await tryCode(db, secrets, { requestId, purpose: 'mail', code, now: clock(), tries: portal.codeTries });
      const now = clock();
      const record = { at: now, actor, action: 'enroll.proven', portal: portal.id, subject: request.subject };
      if (!right.ok) {
        await audit(db, { ...record, outcome: right.refusals[0].key });
        return right;
      }
      const account = request.accountId === null ? undefined : await directory.get(portal.id, request.accountId);
      const bound = await db.transaction().execute(async (tx) => {
        if (!account || !(await spendCode(tx, right.value, now))) return false;
        await tx.updateTable('request').set({ provenAt: now, completedAt: now }).where('id', '=', requestId).execute();
        await bind(tx, { person: actor.person, account, now });
        await audit(tx, { ...record, outcome: 'ok' });
        return true;
      });
      return bound && account ? accept({ accountId: account.id }) : refuse({ key: 'code.expired', field: 'code' });
    },
  };
}
