import type { Dependencies } from '../dependencies.ts';
import { type Actor, type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import type { Millis } from '../foundation/clock.ts';
import { hasCode, spendCode, tryCode } from '../foundation/codes.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { type FoundLink, findLink, issueLink, linkState } from '../foundation/links.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { linkInstead, sendPageCode } from '../foundation/pageCode.ts';
import type { Portal } from '../portal/index.ts';
import { findSigned, type Ticket } from '../signIn/index.ts';
import { markOpened, proofLifetime, type Recipient, recordProof, whyDead } from './acceptance.ts';
import { findInvitation, type Invitation, idOfSubject, inviterOf } from './invitation.ts';
import { mailOneMoreLink } from './linkAgain.ts';
import { requestNewInvitation } from './requestNewInvitation.ts';

/** What the link of an invitation opens: a page to prove the mailbox, which before that shows only the inviter (RC-2), or why it opens nothing. */
export type InvitationPage =
  | {
      readonly state: 'open';
      readonly portal: Portal;
      readonly locale: Locale;
      /** Whether a code was sent and is still valid. */
      readonly sent: boolean;
      /** The inviter, as named in the mail. */
      readonly inviter: string;
    }
  | { readonly state: 'dead'; readonly portal: Portal; readonly locale: Locale; readonly why: Refusal }
  | { readonly state: 'unknown'; readonly portal?: Portal };

/** What the invitation's page needs in addition to `AcceptInvitation`. `secret` is the one in the link's address; it alone gives access to nothing. */
export type InvitationPages = {
  /** Reads without changing anything, not even the invitation's state: mail scanners open links (ALL-2). */
  open(portal: string, secret: string): Promise<InvitationPage>;
  /** Mails a code to the invited address (RC-4). Refuses with `code.newLink`, `code.limit`, or with why the invitation cannot be accepted. */
  sendCode(portal: string, secret: string, visitor: Visitor): Promise<Outcome<void>>;
  /** Exchanges the code for the secret of a session of one day, for a cookie of that page alone. Refuses as `tryCode` or `sendCode`. */
  prove(portal: string, secret: string, code: string, visitor: Visitor): Promise<Outcome<{ session: string }>>;
  /** Case 1: the same without a code, for a visitor who is signed in to the invited account (RC-2). Refuses with `accept.otherAccount` or as `sendCode`. */
  proveSignedIn(portal: string, secret: string, ticket: Ticket, visitor: Visitor): Promise<Outcome<{ session: string }>>;
  /** The recipient of this link's invitation, by a session of its page; undefined if the session is over or another invitation's. */
  recipient(portal: string, secret: string, session: string, visitor: Visitor): Promise<Recipient | undefined>;
  /** Asks the inviter for a new invitation if this one is over, once a day. */
  askAgain(portal: string, secret: string, visitor: Visitor): Promise<Outcome<void>>;
};

/** Opens a session after the mailbox or the account was proven on the page. Returns the session's secret. */
async function openSession(tx: Tx, proven: { actor: Actor; portal: Portal; invitation: Invitation; now: Millis }): Promise<string> {
  const { actor, portal, invitation, now } = proven;
  await markOpened(tx, { actor, portal, id: invitation.id, now });
  const requestId = await recordProof(tx, proven);
  const expiresAt = Math.min(now + proofLifetime, invitation.expiresAt);
  return await issueLink(tx, { requestId, portal: portal.id, purpose: 'invitationSession', subject: `session:${requestId}`, now, expiresAt });
}

/** Creates the page of an invitation. */
export function createInvitationPages(dependencies: Dependencies): InvitationPages {
  const { db, clock, portals } = dependencies;

  const follow = async (
    portalId: string,
    secret: string,
  ): Promise<{ portal: Portal | undefined } | { portal: Portal; link: FoundLink; invitation: Invitation; why: Refusal | undefined }> => {
    const portal = portals.get(portalId);
    const link = portal && (await findLink(db, portal.id, secret));
    const invitation = link?.purpose === 'invitation' ? await findInvitation(db, idOfSubject(link.subject)) : undefined;
    if (!portal || !link || !invitation) return { portal };
    const why =
      (await whyDead(dependencies, portal, invitation, clock())) ?? (linkState(link, clock()) === 'open' ? undefined : { key: 'accept.newer' as const });
    return { portal, link, invitation, why };
  };

  const live = async (portalId: string, secret: string) => {
    const found = await follow(portalId, secret);
    if (!('link' in found)) return refuse({ key: 'link.unknown' });
    return found.why ? refuse(found.why) : accept(found);
  };

  return {
    open: async (portalId, secret) => {
      const found = await follow(portalId, secret);
      if (!('link' in found)) return found.portal ? { state: 'unknown', portal: found.portal } : { state: 'unknown' };
      const { portal, link, invitation, why } = found;
      const locale = localeOf(link.locale);
      if (why) return { state: 'dead', portal, locale, why };
      return {
        state: 'open',
        portal,
        locale,
        inviter: inviterOf(invitation),
        sent: await hasCode(db, { requestId: link.requestId, purpose: 'page', now: clock() }),
      };
    },

    sendCode: async (portalId, secret, visitor) => {
      const found = await live(portalId, secret);
      if (!found.ok) return found;
      const { portal, link, invitation } = found.value;
      const { locale } = visitor;
      const actor = visiting(visitor);
      const again = () => mailOneMoreLink(dependencies, actor, portal, invitation);
      const pageCode = { link, purpose: 'page', portal, locale, actor, action: 'acceptInvitation.codeSent', again } as const;
      return await sendPageCode(dependencies, pageCode, (content) => ({
        kind: 'mail',
        to: invitation.email,
        template: 'invitationCode',
        portal: portal.id,
        locale,
        ...content,
      }));
    },

    prove: async (portalId, secret, code, visitor) => {
      const found = await live(portalId, secret);
      if (!found.ok) return found;
      const { portal, link, invitation } = found.value;
      const actor = visiting(visitor);
      const right = await tryCode(dependencies, {
        requestId: link.requestId,
        counted: link.requestId,
        purpose: 'page',
        code,
        now: clock(),
        tries: portal.codeTries,
        by: networkOf(visitor.ip),
      });
      const now = clock();
      if (!right.ok) {
        await audit(db, { at: now, actor, action: 'acceptInvitation.proven', portal: portal.id, subject: link.subject, outcome: right.refusals[0].key });
        if (right.refusals[0].key !== 'code.triesToday') return right;
        const again = () => mailOneMoreLink(dependencies, actor, portal, invitation);
        return refuse(await linkInstead(dependencies.limits, { link, portal, again }, 'code.triesToday'));
      }
      const session = await db.transaction().execute(async (tx) => {
        if (!(await spendCode(tx, right.value, now))) return undefined;
        return await openSession(tx, { actor, portal, invitation, now });
      });
      return session === undefined ? refuse({ key: 'code.expired', field: 'code' }) : accept({ session });
    },

    proveSignedIn: async (portalId, secret, ticket, visitor) => {
      const found = await live(portalId, secret);
      if (!found.ok) return found;
      const { portal, invitation } = found.value;
      const now = clock();
      const signedIn = ticket.portal === portal.id ? await findSigned(dependencies, ticket) : undefined;
      // Compared to the letter: an address with a tag may be another mailbox after all.
      if (signedIn?.state !== 'open' || identifierKey(signedIn.account.email) !== identifierKey(invitation.email))
        return refuse({ key: 'accept.otherAccount' });
      const actor = visiting(visitor);
      return accept({ session: await db.transaction().execute((tx) => openSession(tx, { actor, portal, invitation, now })) });
    },

    recipient: async (portalId, secret, session, visitor) => {
      const [link, proof] = await Promise.all([findLink(db, portalId, secret), findLink(db, portalId, session)]);
      const holds = link?.purpose === 'invitation' && proof?.purpose === 'invitationSession' && proof.subject === link.subject;
      return holds && linkState(proof, clock()) === 'open' ? { actor: visiting(visitor), request: proof.requestId } : undefined;
    },

    askAgain: async (portalId, secret, visitor) => {
      const found = await follow(portalId, secret);
      if (!('link' in found)) return refuse({ key: 'link.unknown' });
      return await requestNewInvitation(dependencies, found.portal, found.invitation.id, visiting(visitor));
    },
  };
}
