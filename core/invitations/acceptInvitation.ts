import { isDeepStrictEqual } from 'node:util';
import type { Dependencies } from '../dependencies.ts';
import { audit } from '../foundation/audit.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import type { Database } from '../foundation/database/schema.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { askForLink } from '../passwords/index.ts';
import type { Portal } from '../portal/index.ts';
import { type Holder, heldBy, invitedAccount, liveHeldBy } from './acceptance.ts';
import { type Accepted, completeAcceptance } from './acceptanceDone.ts';
import { isAgreed, keepAgreement, termsKey, termsOf } from './agreement.ts';
import { askInviterAgain } from './askInviterAgain.ts';
import { type CompanyValues, keptValues } from './company.ts';
import { companyOf, findInvitation, inviterOf, liveStatuses, nameOf, rightsOf, subjectOf } from './invitation.ts';
import { tellInviter } from './invitationNews.ts';
import { createInvitationProof, type InvitationProof } from './invitationProof.ts';

/** An invitation as who holds it may see it (RC-2): nothing of this is shown before the mailbox is proven. */
export type HeldInvitation = {
  readonly email: string;
  readonly name: string;
  readonly inviter: string;
  readonly rights: ReturnType<typeof rightsOf>;
  /** The name of the establishment that it leads into; empty where it leads into none yet. */
  readonly organisation: string;
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
export type AcceptInvitation = InvitationProof & {
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
export function createAcceptInvitation(dependencies: Dependencies): AcceptInvitation {
  const { db, clock, directory } = dependencies;
  return {
    ...createInvitationProof(dependencies),

    look: async (holder, portal) => {
      const held = await liveHeldBy(dependencies, portal, holder);
      if (!held.ok) return held;
      const { invitation } = held.value;
      const { email } = invitation;
      return accept({
        email,
        name: nameOf(invitation),
        inviter: inviterOf(invitation),
        rights: rightsOf(portal, invitation),
        organisation: await organisationName(db, invitation.organisationId),
        terms: termsOf(portal),
        termsKey: termsKey(termsOf(portal)),
        agreed: await isAgreed(db, portal, invitation.id),
        company: companyOf(invitation),
        known: (await invitedAccount(dependencies, portal, email)) !== undefined,
      });
    },

    agree: async (holder, portal, shown) => {
      const held = await liveHeldBy(dependencies, portal, holder);
      if (!held.ok) return held;
      if (shown !== termsKey(termsOf(portal))) return refuse({ key: 'accept.termsChanged' });
      await db.transaction().execute((tx) => keepAgreement(tx, held.value, clock()));
      return accept(undefined);
    },

    refuse: async (holder, portal) => {
      const held = await liveHeldBy(dependencies, portal, holder);
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
        await tellInviter(tx, dependencies, portal, row, 'refused', now);
        await audit(tx, { at: now, actor: holder.actor, action: 'acceptInvitation.refused', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
        return true;
      });
      dependencies.wake();
      return ended ? accept(undefined) : refuse({ key: 'accept.used' });
    },

    save: async (holder, portal, typed) => {
      const held = await liveHeldBy(dependencies, portal, holder);
      if (!held.ok) return held;
      const { id } = held.value.invitation;
      const now = clock();
      await db.transaction().execute(async (tx) => {
        // Two tabs, or chat and page, that keep different fields at once: neither undoes the other's.
        await oneAtATime(tx, `company ${id}`);
        const invitation = await findInvitation(tx, id);
        if (!invitation) return;
        const before = companyOf(invitation);
        const company = { ...before, ...keptValues(portal.procedures.acceptInvitation?.company ?? [], typed) };
        if (isDeepStrictEqual(company, before)) return;
        await tx
          .updateTable('invitation')
          .set({ company: JSON.stringify(company) })
          .where('id', '=', id)
          .where('status', 'in', liveStatuses)
          .execute();
        await audit(tx, { at: now, actor: holder.actor, action: 'acceptInvitation.saved', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
      });
      return accept(undefined);
    },

    complete: async (holder, portal, company) => {
      const held = await liveHeldBy(dependencies, portal, holder);
      return held.ok ? await completeAcceptance(dependencies, held.value, company) : held;
    },

    passwordAgain: async (holder, portal) => {
      const held = await heldBy(dependencies, portal, holder);
      if (!held.ok) return held;
      const { accountId } = held.value.invitation;
      const account = accountId === null ? undefined : await directory.get(portal.id, accountId);
      if (!account) return refuse({ key: 'accept.unproven' });
      const asking = { procedure: 'acceptInvitation', purpose: 'setPassword', template: 'setPassword', unfound: 'none' } as const;
      const mail = { ...asking, key: identifierKey(account.identifier), account, to: account.email };
      return accept({ requestId: await askForLink(dependencies, holder.actor, portal, mail) });
    },

    askAgain: async (holder, portal) => {
      const held = await heldBy(dependencies, portal, holder);
      return held.ok ? await askInviterAgain(dependencies, portal, held.value.invitation.id, holder.actor) : held;
    },
  };
}

async function organisationName(db: Database, id: string | null): Promise<string> {
  const row = id === null ? undefined : await db.selectFrom('organisation').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? '';
}
