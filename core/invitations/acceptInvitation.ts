import { isDeepStrictEqual } from 'node:util';
import type { Dependencies } from '../dependencies.ts';
import { audit } from '../foundation/audit.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import type { Database } from '../foundation/database/schema.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { askForLink } from '../passwords/index.ts';
import type { Portal } from '../portal/index.ts';
import { invitedAccount, liveInvitation, provenInvitation, type Recipient } from './acceptance.ts';
import { acceptedBefore } from './acceptedBefore.ts';
import { isAgreed, keepAgreement, termsKey, termsOf } from './agreement.ts';
import { type CompanyValues, keptValues } from './company.ts';
import { type Accepted, completeAcceptance } from './completeAcceptance.ts';
import { companyOf, endInvitation, findInvitation, inviterOf, liveStatuses, nameOf, rightsOf, subjectOf } from './invitation.ts';
import { tellInviter } from './invitationNews.ts';
import { createInvitationProof, type InvitationProof } from './invitationProof.ts';
import { inviterRight } from './inviters.ts';
import { requestNewInvitation } from './requestNewInvitation.ts';

/** An invitation as its recipient sees it. Nothing of this is shown before the mailbox is proven (RC-2). */
export type ReceivedInvitation = {
  readonly email: string;
  readonly name: string;
  readonly inviter: string;
  readonly rights: ReturnType<typeof rightsOf>;
  /** The name of the establishment that it leads into; empty if there is none yet. */
  readonly organisation: string;
  readonly terms: ReturnType<typeof termsOf>;
  /** Identifies these texts; passed back with the agreement. */
  readonly termsKey: string;
  readonly agreed: boolean;
  /** The company form, as filled so far. */
  readonly company: CompanyValues;
  /** Case 1: the directory has an account for this address already. */
  readonly known: boolean;
};

/**
 * Accepting an invitation. Each action checks, when it runs, that the recipient has proven the mailbox or owns the account. Refuses with
 * `accept.unproven`, or, if the invitation is over, with `accept.expired`, `.revoked`, `.used`, `.refused` or `.inviterGone`.
 */
export type AcceptInvitation = InvitationProof & {
  look(recipient: Recipient, portal: Portal): Promise<Outcome<ReceivedInvitation>>;
  /** Agrees to the terms that were shown. Refuses with `accept.termsChanged` if they have changed since. */
  agree(recipient: Recipient, portal: Portal, shown: string): Promise<Outcome<void>>;
  /** Refuses the invitation. Nothing is created, and the inviter is told (RC-5). */
  refuse(recipient: Recipient, portal: Portal): Promise<Outcome<void>>;
  /** Saves the form as it is, valid or not, to be continued here or elsewhere. */
  save(recipient: Recipient, portal: Portal, company: CompanyValues): Promise<Outcome<void>>;
  /** Accepts, and creates everything that follows from it (RC-6). Refuses as `completeAcceptance`. */
  complete(recipient: Recipient, portal: Portal, company: CompanyValues): Promise<Outcome<Accepted>>;
  /** What their acceptance led to, if its answer was lost. As `acceptedBefore`. */
  accepted(recipient: Recipient, portal: Portal): ReturnType<typeof acceptedBefore>;
  /** Mails the link to the first password again, after the invitation was accepted. Returns its request. */
  passwordAgain(recipient: Recipient, portal: Portal): Promise<Outcome<{ requestId: string }>>;
  /** Asks the inviter for a new invitation if this one is over, once a day (RC-8). */
  askAgain(recipient: Recipient, portal: Portal): Promise<Outcome<void>>;
};

/** Creates the recipient's side of invitations. */
export function createAcceptInvitation(dependencies: Dependencies): AcceptInvitation {
  const { db, clock, directory } = dependencies;
  return {
    ...createInvitationProof(dependencies),

    look: async (recipient, portal) => {
      const proven = await liveInvitation(dependencies, portal, recipient);
      if (!proven.ok) return proven;
      const { invitation } = proven.value;
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

    agree: async (recipient, portal, shown) => {
      const proven = await liveInvitation(dependencies, portal, recipient);
      if (!proven.ok) return proven;
      if (shown !== termsKey(termsOf(portal))) return refuse({ key: 'accept.termsChanged' });
      await db.transaction().execute((tx) => keepAgreement(tx, proven.value, clock()));
      return accept(undefined);
    },

    refuse: async (recipient, portal) => {
      const proven = await liveInvitation(dependencies, portal, recipient);
      if (!proven.ok) return proven;
      const { id } = proven.value.invitation;
      const right = await inviterRight(dependencies, portal, proven.value.invitation);
      const now = clock();
      const ended = await db.transaction().execute(async (tx) => {
        const row = await endInvitation(tx, id, 'refused', now).returningAll().executeTakeFirst();
        if (!row) return false;
        await tellInviter(tx, dependencies, right, row, 'refused', now);
        await audit(tx, { at: now, actor: recipient.actor, action: 'acceptInvitation.refused', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
        return true;
      });
      dependencies.wake();
      return ended ? accept(undefined) : refuse({ key: 'accept.used' });
    },

    save: async (recipient, portal, typed) => {
      const proven = await liveInvitation(dependencies, portal, recipient);
      if (!proven.ok) return proven;
      const { id } = proven.value.invitation;
      const now = clock();
      await db.transaction().execute(async (tx) => {
        // Two tabs, or chat and page, may save different fields at once. Neither may undo the other's.
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
        await audit(tx, { at: now, actor: recipient.actor, action: 'acceptInvitation.saved', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
      });
      return accept(undefined);
    },

    complete: async (recipient, portal, company) => {
      const proven = await liveInvitation(dependencies, portal, recipient);
      return proven.ok ? await completeAcceptance(dependencies, proven.value, company) : proven;
    },

    accepted: (recipient, portal) => acceptedBefore(dependencies, portal, recipient),

    passwordAgain: async (recipient, portal) => {
      const proven = await provenInvitation(dependencies, portal, recipient);
      if (!proven.ok) return proven;
      const { accountId } = proven.value.invitation;
      const account = accountId === null ? undefined : await directory.get(portal.id, accountId);
      if (!account) return refuse({ key: 'accept.unproven' });
      const asking = { procedure: 'acceptInvitation', purpose: 'setPassword', template: 'setPassword', unfound: 'none' } as const;
      const mail = { ...asking, key: identifierKey(account.identifier), account, to: account.email };
      return accept({ requestId: await askForLink(dependencies, recipient.actor, portal, mail) });
    },

    askAgain: async (recipient, portal) => {
      const proven = await provenInvitation(dependencies, portal, recipient);
      return proven.ok ? await requestNewInvitation(dependencies, portal, proven.value.invitation.id, recipient.actor) : proven;
    },
  };
}

async function organisationName(db: Database, id: string | null): Promise<string> {
  const row = id === null ? undefined : await db.selectFrom('organisation').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? '';
}
