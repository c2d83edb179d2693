import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { askedBy } from '../foundation/askedBy.ts';
import { audit } from '../foundation/audit.ts';
import { hour } from '../foundation/clock.ts';
import { hasCode, issueCode, spendCode, tryCode } from '../foundation/codes.ts';
import { translate } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { lastRequest, recordRequest } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import { factorOfMailbox, spendInChat } from '../signIn/index.ts';
import { sensitiveFor } from './absenceProof.ts';
import { requestFor } from './approverRights.ts';
import { type ProofBy, subjectOf } from './proofs.ts';
import { reviewFor } from './reviews/rights.ts';

/** What is to be decided after the proof: a request, the access that a review is about, or who decides while they are away. */
export type ToProve = { readonly enrollment: string } | { readonly review: string } | { readonly absence: true };

/** Which code is asked for: of the app, for the account that has it at a portal, or one that was mailed to an address. */
export type CodeAsked = { readonly by: 'app'; readonly portal: string } | { readonly by: 'mail'; readonly to: string };

/**
 * The fresh proof that an approver of a sensitive group gives before they decide, or say who does while they are away (GOV-6): a code of their second factor, where the account of their mailbox
 * has one, or one that is mailed to their address in the roster. It is theirs alone, at this portal, and good for minutes.
 */
export type StepUp = {
  /** Says which code is asked for, and mails it where it is a mailed one, unless one that was mailed before is still good. `mail` wants that in place of the app. Refuses with `decide.notYours` or `code.limit`. */
  send(actor: Actor, what: ToProve, mail?: boolean): Promise<Outcome<CodeAsked>>;
  /** Takes the code. Refuses with `decide.notYours`, `code.…` or `twoFactor.…`. */
  prove(actor: Actor, what: ToProve, by: ProofBy, code: string): Promise<Outcome<void>>;
};

/** How long a code may be asked for anew before everything begins again. */
const requestLife = hour;

/** Creates the proofs of approvers. */
export function createStepUp(dependencies: Dependencies): StepUp {
  const { db, clock, secrets, limits, wake } = dependencies;

  const about = async (actor: Actor, what: ToProve): Promise<{ portal: Portal; address: string } | undefined> => {
    if ('review' in what) return await reviewFor(dependencies, actor, what.review);
    if ('enrollment' in what) return await requestFor(dependencies, actor, what.enrollment);
    const [portal] = sensitiveFor(dependencies.portals, actor);
    return portal && { portal, address: emailKey(actor.email ?? '') };
  };

  const asking = async (actor: Actor, what: ToProve) => {
    const found = await about(actor, what);
    if (!found) return undefined;
    const { portal, address } = found;
    const subject = subjectOf(address);
    return { portal, address, subject, filter: { person: actor.person, subject, procedures: ['decide'] as const } };
  };

  return {
    send: async (actor, what, mail = false) => {
      const found = await asking(actor, what);
      if (!found) return refuse({ key: 'decide.notYours' });
      const { portal, address, subject, filter } = found;
      const factor = mail ? undefined : await factorOfMailbox(dependencies, address, portal.id);
      if (factor) return accept({ by: 'app', portal: factor.portal.id });
      const now = clock();
      const { locale, person } = actor;
      const sent = await db.transaction().execute(async (tx) => {
        const before = await lastRequest(tx, { ...filter, now });
        if (!mail && before !== undefined && (await hasCode(tx, { requestId: before, purpose: 'decide', now }))) return true;
        if (!(await limits.takeOf(portal, 'code.page', `${portal.id}:${subject}:${person}`, tx))) return false;
        const expiresAt = now + requestLife;
        const lives = portal.lifetimes.code;
        const requestId =
          before ?? (await recordRequest(tx, { portal: portal.id, procedure: 'decide', person, subject, locale, now, expiresAt, sentTo: address }));
        const code = await issueCode(tx, secrets, { requestId, purpose: 'decide', now, lives, requestExpiresAt: expiresAt });
        const params = {
          ...askedBy(actor, 'decide', locale, true),
          lives: translate(locale).duration(lives),
          chat: 'absence' in what ? 'absence' : 'decision',
        };
        const job = { kind: 'mail', to: address, template: 'decideCode', portal: portal.id, locale, params, secret: { code } } as const;
        await enqueue(tx, secrets, job, { reason: `code:${newId()}`, now, dueAt: now, until: now + lives });
        await audit(tx, { at: now, actor, action: 'decide.codeSent', portal: portal.id, subject, outcome: 'ok' });
        return true;
      });
      wake();
      return sent ? accept({ by: 'mail', to: address }) : refuse({ key: 'code.limit', field: 'code' });
    },

    prove: async (actor, what, by, typed) => {
      const found = await asking(actor, what);
      if (!found) return refuse({ key: 'decide.notYours' });
      if (by === 'app') return await proveByApp(actor, found, typed);
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

  /** Where the second factor was ended meanwhile, a mailed code is asked for. */
  async function proveByApp(actor: Actor, { portal, address, subject }: Asking, typed: string): Promise<Outcome<void>> {
    const factor = await factorOfMailbox(dependencies, address, portal.id);
    if (!factor) return refuse({ key: 'code.expired', field: 'code' });
    const { person, locale } = actor;
    return await spendInChat(dependencies, actor, factor, typed, async (tx, now) => {
      const id = await recordRequest(tx, { portal: portal.id, procedure: 'decide', person, subject, locale, now, expiresAt: now + requestLife, provenAt: now });
      await tx.updateTable('request').set({ completedAt: now }).where('id', '=', id).execute();
      await audit(tx, { at: now, actor, action: 'decide.proven', portal: portal.id, subject, outcome: 'ok', detail: { by: 'app' } });
    });
  }
}

type Asking = { readonly portal: Portal; readonly address: string; readonly subject: string };
