import { type Holder, heldBy, liveHeldBy, markOpened, newestFor, proofLife, recordProof, whyDead } from './acceptance.ts';
import { type Accepted, completeAcceptance } from './acceptanceDone.ts';
import { isAgreed, keepAgreement, termsKey, termsOf } from './agreement.ts';
import { askForCode } from './askForCode.ts';
import { audit } from './audit.ts';
import { bindingsOf } from './bindings.ts';
import { day } from './clock.ts';
import { spendCode, tryCode } from './codes.ts';
import { type CompanyValues, keptValues } from './company.ts';
import { identifierKey, mailboxKey, parseEmail } from './identifiers.ts';
import { companyOf, findInvitation, liveStatuses, nameOf, rightsOf, subjectOf } from './invitation.ts';
import { tellInviter } from './invitationNews.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import type { Parts } from './parts.ts';
import type { Portal } from './portal.ts';
import type { Actor } from './ports.ts';
import { askForLink } from './requests.ts';

/** An invitation as who holds it may see it (RC-2): nothing of this is shown before the mailbox is proven. */
export type HeldInvitation = {
  readonly email: string;
  readonly name: string;
  readonly inviter: string;
  readonly rights: ReturnType<typeof rightsOf>;
  readonly terms: ReturnType<typeof termsOf>;
  /** Which texts these are: given back with the agreement. */
  readonly termsKey: string;
  readonly agreed: boolean;
  /** The company form, as filled so far. */
  readonly company: CompanyValues;
  /** Case 1: an identity that the directory knows already. */
  readonly known: boolean;
};

/**
 * Accepting an invitation. Each deed is for who has proven the mailbox, or to own the account that it is for, and is checked when it is done:
 * it is refused with `accept.unproven`, or, of one that is over, with `accept.expired`, `.revoked`, `.used`, `.refused` or `.inviterGone`.
 */
export type AcceptInvitation = {
  /** Mails a code to the address, if it was ever invited; the answer, the statements and the outbox are the same if not (ALL-4, RC-4). */
  ask(actor: Actor, portal: Portal, email: string): Promise<Outcome<Holder>>;
  /** The code typed in the chat that asked. Refuses as `tryCode` does. */
  prove(holder: Holder, portal: Portal, code: string): Promise<Outcome<void>>;
  /** Case 1: a live invitation for an account that this person has proven to own before, without a code; undefined where there is none. */
  own(actor: Actor, portal: Portal): Promise<Holder | undefined>;
  look(holder: Holder, portal: Portal): Promise<Outcome<HeldInvitation>>;
  /** Agrees to the terms that were shown. Refuses with `accept.termsChanged` where they are others now. */
  agree(holder: Holder, portal: Portal, shown: string): Promise<Outcome<void>>;
  /** Ends it with nothing created; the inviter is told (RC-5). */
  refuse(holder: Holder, portal: Portal): Promise<Outcome<void>>;
  /** Keeps the form as it is, right or wrong, to be gone on with here or elsewhere. */
  save(holder: Holder, portal: Portal, company: CompanyValues): Promise<Outcome<void>>;
  /** Creates all that is to be created (RC-6). Refuses as `completeAcceptance` does. */
  complete(holder: Holder, portal: Portal, company: CompanyValues): Promise<Outcome<Accepted>>;
  /** Mails the link to the first password again, to who has accepted. Returns its request. */
  passwordAgain(holder: Holder, portal: Portal): Promise<Outcome<{ requestId: string }>>;
  /** Of an invitation that is over: asks its inviter for a new one, once a day (RC-8). */
  askAgain(holder: Holder, portal: Portal): Promise<Outcome<void>>;
};

/** Makes the invited person's side of invitations. */
export function createAcceptInvitation(parts: Parts): AcceptInvitation {
  const { db, clock, secrets, directory } = parts;
  return {
    ask: async (actor, portal, typed) => {
      const email = parseEmail(typed);
      if (!email.ok) return email;
      const key = mailboxKey(email.value);
      const invitation = await newestFor(db, portal, key);
      const subject = invitation ? subjectOf(invitation.id) : `none:${portal.id}:${key}`;
      const common = { procedure: 'acceptInvitation', action: 'acceptInvitation.asked', template: 'invitationCode', accountId: null } as const;
      const asking = { ...common, limit: `invitation:${portal.id}:${key}`, subject, to: invitation?.email, life: proofLife };
      return accept({ actor, request: await askForCode(parts, actor, portal, asking) });
    },

    prove: async ({ actor, request }, portal, code) => {
      const row = await db
        .selectFrom('request')
        .select('subject')
        .where('id', '=', request)
        .where('person', '=', actor.person)
        .where('portal', '=', portal.id)
        .where('procedure', '=', 'acceptInvitation')
        // The code of the mail that leads to the first password proves no invitation.
        .where('subject', 'not like', 'account:%')
        .executeTakeFirst();
      if (!row) return refuse({ key: 'code.expired', field: 'code' });
      const right = await tryCode(db, secrets, { requestId: request, purpose: 'mail', code, now: clock(), tries: portal.codeTries });
      const now = clock();
      if (!right.ok) {
        await audit(db, { at: now, actor, action: 'acceptInvitation.proven', portal: portal.id, subject: row.subject, outcome: right.refusals[0].key });
        return right;
      }
      const proven = await db.transaction().execute(async (tx) => {
        if (!(await spendCode(tx, right.value, now))) return false;
        await tx.updateTable('request').set({ provenAt: now }).where('id', '=', request).execute();
        await markOpened(tx, { actor, portal, id: row.subject.replace(/^invitation:/, ''), now });
        return true;
      });
      return proven ? accept(undefined) : refuse({ key: 'code.expired', field: 'code' });
    },

    own: async (actor, portal) => {
      if (!actor.authenticated) return undefined;
      const bound = (await bindingsOf(db, actor.person)).filter((binding) => binding.portal === portal.id);
      for (const { accountId } of bound) {
        const account = await directory.get(portal.id, accountId);
        const invitation = account && (await newestFor(db, portal, mailboxKey(account.email)));
        // To the letter: a tag may be another mailbox's after all.
        if (!account || !invitation || identifierKey(invitation.email) !== identifierKey(account.email)) continue;
        const now = clock();
        if (whyDead(portal, invitation, now)) continue;
        const request = await db.transaction().execute(async (tx) => {
          await markOpened(tx, { actor, portal, id: invitation.id, now });
          return await recordProof(tx, { actor, portal, invitation, now });
        });
        return { actor, request };
      }
      return undefined;
    },

    look: async (holder, portal) => {
      const held = await liveHeldBy(parts, portal, holder);
      if (!held.ok) return held;
      const { invitation } = held.value;
      const { email, inviterName, inviterEmail } = invitation;
      return accept({
        email,
        name: nameOf(invitation),
        inviter: inviterName || inviterEmail,
        rights: rightsOf(portal, invitation),
        terms: termsOf(portal),
        termsKey: termsKey(termsOf(portal)),
        agreed: await isAgreed(db, portal, invitation.id),
        company: companyOf(invitation),
        known: (await directory.findByEmail(portal.id, email)) !== undefined,
      });
    },

    agree: async (holder, portal, shown) => {
      const held = await liveHeldBy(parts, portal, holder);
      if (!held.ok) return held;
      if (shown !== termsKey(termsOf(portal))) return refuse({ key: 'accept.termsChanged' });
      await db.transaction().execute((tx) => keepAgreement(tx, held.value, clock()));
      return accept(undefined);
    },

    refuse: async (holder, portal) => {
      const held = await liveHeldBy(parts, portal, holder);
      if (!held.ok) return held;
      const { id } = held.value.invitation;
      const now = clock();
      const ended = await db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('invitation')
          .set({ status: 'refused', decidedAt: now })
          .where('id', '=', id)
          .where('status', 'in', liveStatuses)
          .returningAll()
          .executeTakeFirst();
        if (!row) return false;
        await tellInviter(tx, parts, portal, row, 'refused', now);
        await audit(tx, { at: now, actor: holder.actor, action: 'acceptInvitation.refused', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
        return true;
      });
      parts.wake();
      return ended ? accept(undefined) : refuse({ key: 'accept.used' });
    },

    save: async (holder, portal, typed) => {
      const held = await liveHeldBy(parts, portal, holder);
      if (!held.ok) return held;
      const { invitation } = held.value;
      const company = { ...companyOf(invitation), ...keptValues(portal.procedures.acceptInvitation?.company ?? [], typed) };
      await db
        .updateTable('invitation')
        .set({ company: JSON.stringify(company) })
        .where('id', '=', invitation.id)
        .where('status', 'in', liveStatuses)
        .execute();
      return accept(undefined);
    },

    complete: async (holder, portal, company) => {
      const held = await liveHeldBy(parts, portal, holder);
      return held.ok ? await completeAcceptance(parts, held.value, company) : held;
    },

    passwordAgain: async (holder, portal) => {
      const held = await heldBy(parts, portal, holder);
      if (!held.ok) return held;
      const { accountId } = held.value.invitation;
      const account = accountId === null ? undefined : await directory.get(portal.id, accountId);
      if (!account) return refuse({ key: 'accept.unproven' });
      const asking = { procedure: 'acceptInvitation', purpose: 'setPassword', template: 'setPassword', unfound: 'none' } as const;
      const mail = { ...asking, key: identifierKey(account.identifier), account, to: account.email };
      return accept({ requestId: await askForLink(parts, holder.actor, portal, mail) });
    },

    askAgain: async (holder, portal) => {
      const held = await heldBy(parts, portal, holder);
      return held.ok ? await askInviterAgain(parts, portal, held.value.invitation.id, holder.actor) : held;
    },
  };
}

/** Tells the inviter, once a day, that a new invitation is wished for, where this one is over. Refuses with `accept.askedAgain`. */
export async function askInviterAgain(parts: Parts, portal: Portal, id: string, actor: Actor): Promise<Outcome<void>> {
  const { db, clock, limits } = parts;
  const now = clock();
  const asked = await db.transaction().execute(async (tx) => {
    const invitation = await findInvitation(tx, id);
    if (!invitation || !whyDead(portal, invitation, now)) return false;
    if (!(await limits.consume(`invitation-wished:${id}`, { points: 1, within: day }, tx))) return false;
    await tellInviter(tx, parts, portal, invitation, 'askedAgain', now);
    await audit(tx, { at: now, actor, action: 'acceptInvitation.askedAgain', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
    return true;
  });
  parts.wake();
  return asked ? accept(undefined) : refuse({ key: 'accept.askedAgain' });
}
