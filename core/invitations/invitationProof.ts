import type { Dependencies } from '../dependencies.ts';
import { askForCode, ownerAmong, tiedAccounts } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { isTypedAgain, spendCode, tryCode } from '../foundation/codes.ts';
import { identifierKey, mailboxKey, parseEmail } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { requestBy, triesOf } from '../foundation/requests.ts';
import { pastFactor } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { markOpened, newestFor, proofLifetime, type Recipient, recordProof, whyDead } from './acceptance.ts';
import { idOfSubject, subjectOf } from './invitation.ts';
import { mailLinkAgain } from './linkAgain.ts';

/** Proving in chat that an invitation belongs to this person (RC-2, RC-4). */
export type InvitationProof = {
  /**
   * Mails a code to the address if it was ever invited, or the invitation's link where the channel vouches for nobody. Answer, statements and outbox are the same if it was not (ALL-4, RC-4).
   */
  ask(actor: Actor, portal: Portal, email: string): Promise<Outcome<Recipient>>;
  /** Checks the code, typed in the chat that asked. Refuses as `tryCode`, and with `code.linkOnly` where the channel vouches for nobody. */
  prove(recipient: Recipient, portal: Portal, code: string): Promise<Outcome<void>>;
  /**
   * Case 1: a live invitation for an account that this person has proven to own before. Needs no code; undefined if there is none. A tie alone is not
   * enough where the account has a second factor: then the mailbox is proven.
   */
  own(actor: Actor, portal: Portal): Promise<Recipient | undefined>;
};

/** Creates the proof in chat. */
export function createInvitationProof(dependencies: Dependencies): InvitationProof {
  const { db, clock } = dependencies;
  return {
    ask: async (actor, portal, typed) => {
      const email = parseEmail(typed);
      if (!email.ok) return email;
      const key = mailboxKey(email.value);
      const invitation = await newestFor(db, portal, key);
      if (!actor.authenticated) {
        await mailLinkAgain(dependencies, actor, portal, { key, email: email.value, invitation });
        return accept({ actor, request: '' });
      }
      const subject = invitation ? subjectOf(invitation.id) : `none:${portal.id}:${key}`;
      const common = {
        procedure: 'acceptInvitation',
        what: 'invitation',
        action: 'acceptInvitation.asked',
        template: 'invitationCode',
        accountId: null,
      } as const;
      const asking = { ...common, key, subject, to: invitation?.email, life: proofLifetime };
      return accept({ actor, request: await askForCode(dependencies, actor, portal, asking) });
    },

    prove: async ({ actor, request }, portal, code) => {
      if (!actor.authenticated) return refuse({ key: 'code.linkOnly' });
      const row = await requestBy(db, actor.person, request)
        .where('portal', '=', portal.id)
        .where('procedure', '=', 'acceptInvitation')
        // The code in the set-password mail proves no invitation.
        .where('subject', 'not like', 'account:%')
        .executeTakeFirst();
      if (!row) return refuse({ key: 'code.expired', field: 'code' });
      // Whoever the roster has at the invited address types it without counting among strangers, as where an account is proven.
      const { owner } = await ownerAmong(db, actor, { portal, accountId: null, to: row.sentTo ?? undefined });
      const typed = { requestId: request, counted: triesOf(row), purpose: 'mail', code, now: clock() } as const;
      const tried = { ...typed, tries: portal.codeTries, by: actor.person, owner };
      const right = await tryCode(dependencies, tried);
      const now = clock();
      if (!right.ok) {
        if (await isTypedAgain(dependencies, tried, right, row)) return accept(undefined);
        await audit(db, { at: now, actor, action: 'acceptInvitation.proven', portal: portal.id, subject: row.subject, outcome: right.refusals[0].key });
        return right;
      }
      const proven = await db.transaction().execute(async (tx) => {
        if (!(await spendCode(tx, right.value, now))) return false;
        await tx.updateTable('request').set({ provenAt: now }).where('id', '=', request).execute();
        await markOpened(tx, { actor, portal, id: idOfSubject(row.subject), now });
        return true;
      });
      return proven ? accept(undefined) : refuse({ key: 'code.expired', field: 'code' });
    },

    own: async (actor, portal) => {
      const tied = await tiedAccounts(dependencies, actor, portal);
      const open = await pastFactor(
        db,
        actor,
        tied.map(({ id }) => id),
        clock(),
      );
      for (const account of tied.filter(({ id }) => open.includes(id))) {
        const invitation = await newestFor(db, portal, mailboxKey(account.email));
        // Compared to the letter: an address with a tag may be another mailbox after all.
        if (!invitation || identifierKey(invitation.email) !== identifierKey(account.email)) continue;
        const now = clock();
        if (await whyDead(dependencies, portal, invitation, now)) continue;
        const request = await db.transaction().execute(async (tx) => {
          await markOpened(tx, { actor, portal, id: invitation.id, now });
          return await recordProof(tx, { actor, portal, invitation, now });
        });
        return { actor, request };
      }
      return undefined;
    },
  };
}
