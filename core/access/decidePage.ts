import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { type Actor, type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import { hour } from '../foundation/clock.ts';
import { hasCode, spendCode, tryCode } from '../foundation/codes.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { addLink, type FoundLink, findLink, linkState } from '../foundation/links.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { linkInstead, sendPageCode } from '../foundation/pageCode.ts';
import { prose } from '../foundation/prose.ts';
import type { Portal } from '../portal/index.ts';
import type { ApprovalView } from './approvalView.ts';
import type { Approval } from './decide.ts';
import { mailDecision } from './decisionLink.ts';

/** What an approver's mailed link opens: the request, before (`open`) or after (`decided`) their decision, or why it opens nothing. */
export type DecisionView =
  | {
      readonly state: 'open' | 'decided';
      readonly portal: Portal;
      readonly view: ApprovalView;
      readonly locale: Locale;
      /** Addresses that it can be forwarded to. */
      readonly others: readonly string[];
      /** Whether what is sent needs a code: the session's own has done something already. */
      readonly needsCode: boolean;
      /** Whether a code was sent and is still valid. */
      readonly sent: boolean;
    }
  /** Whoever holds the link has not proven the mailbox: that something waits, or did, and nothing of it. */
  | {
      readonly state: 'locked';
      readonly portal: Portal;
      readonly locale: Locale;
      readonly reference: string;
      readonly over: boolean;
      /** Whether a code was sent and is still valid. */
      readonly sent: boolean;
    }
  /** `notYours`: the profile no longer names this approver. */
  | { readonly state: 'expired' | 'notYours'; readonly portal: Portal; readonly locale: Locale }
  | { readonly state: 'unknown'; readonly portal?: Portal };

/** The actions on the page, the same as on the card. */
export const pageDecisions = ['approved', 'refused', 'question', 'forwarded'] as const;

/** The page's form as submitted: the action, a reason or a question, the address to forward to, the code. */
export type DecisionAnswer = { readonly decision: string; readonly reason: string; readonly email: string; readonly code: string };

/** What came of a submitted form, with the secret of the page's session if the form's code has just opened one. */
export type Submitted = { readonly session?: string; readonly outcome: Outcome<ApprovalView | undefined> };

/**
 * What the approver's page needs. `secret` is the one in the link's address; it alone shows and decides nothing. `session` is opened by a code that was
 * mailed to the approver, for this page alone.
 */
export type DecisionPage = {
  /** Reads without spending anything. It goes on showing the outcome until the request would have expired. */
  open(portal: string, secret: string, session: string): Promise<DecisionView>;
  /** Mails a code to the approver who got the link; an older code dies. Refuses with `code.newLink`, `code.limit` or as `submit`. */
  sendCode(portal: string, secret: string, visitor: Visitor): Promise<Outcome<void>>;
  /**
   * Opens the page's session with a code, and decides, asks or forwards in it. One code does one thing, and goes on showing the request. With a code and
   * no decision, the request is only shown. Refuses at the fields `decision`, `reason`, `email`, `code`, or without a field with `decide.decided`, `decide.notYours`,
   * `link.expired`, `link.unknown`.
   */
  submit(portal: string, secret: string, session: string, answer: DecisionAnswer, visitor: Visitor): Promise<Submitted>;
};

/** How long a page stays open after its code. */
const sessionLife = hour;

const linkData = z.object({ enrollment: z.string(), approver: z.string() });

const closed = { decided: 'decide.decided', notYours: 'decide.notYours', expired: 'link.expired', unknown: 'link.unknown' } as const;

type Opened = { readonly portal: Portal; readonly link: FoundLink; readonly view: ApprovalView; readonly approver: string };

/** Creates the page for approvers whom no card can reach. */
export function createDecisionPage(dependencies: Dependencies, approval: Approval): DecisionPage {
  const { db, clock, portals } = dependencies;

  /** The link with what it is about. The visitor has proven nothing by it. */
  const follow = async (portalId: string, secret: string) => {
    const portal = portals.get(portalId);
    const link = portal && (await findLink(db, portal.id, secret));
    if (!portal || link?.purpose !== 'decide') return { state: 'unknown', ...(portal && { portal }) } as const;
    const locale = localeOf(link.locale);
    const found = { portal, locale, link, ...linkData.parse(JSON.parse(link.data)) };
    if (linkState(link, clock()) !== 'open') return { ...found, state: 'expired' } as const;
    const looked = await approval.look(approver(found.approver, locale), found.enrollment);
    if (!looked.ok) return { ...found, state: 'notYours' } as const;
    const view = looked.value;
    return { ...found, view, state: view.status === 'pending' && isAwaited(view, found.approver) ? 'open' : 'decided' } as const;
  };

  /** What a session of this page still allows: to `act`, only to `look`, or nothing. It was opened by a code for the request of this link. */
  const standing = async (
    { id }: Portal,
    { requestId }: FoundLink,
    session: string,
    { proofLasts = sessionLife }: ApprovalView,
  ): Promise<'act' | 'look' | 'none'> => {
    const opened = session === '' ? undefined : await findLink(db, id, session);
    if (opened?.purpose !== 'decideSession' || opened.requestId !== requestId || opened.expiresAt <= clock()) return 'none';
    // What is sensitive takes a newer code than what is only shown (GOV-6).
    const isFresh = opened.createdAt <= clock() && opened.createdAt > clock() - proofLasts;
    return isFresh && linkState(opened, clock()) === 'open' ? 'act' : 'look';
  };

  /** Checks the code, spends it, and opens the page's session with it. */
  const prove = async ({ portal, link, view, approver: to }: Opened, typed: string, visitor: Visitor): Promise<Outcome<string>> => {
    const now = clock();
    const { requestId, subject } = link;
    const tried = { requestId, counted: requestId, purpose: 'decide', code: typed, now, tries: portal.codeTries, by: networkOf(visitor.ip) } as const;
    const code = await tryCode(dependencies, tried);
    const session = code.ok
      ? await db.transaction().execute(async (tx) => {
          if (!(await spendCode(tx, code.value, now))) return undefined;
          const expiresAt = Math.min(now + sessionLife, link.expiresAt);
          return await addLink(tx, { requestId, portal: portal.id, purpose: 'decideSession', subject: `session:${subject}`, now, expiresAt });
        })
      : undefined;
    if (session !== undefined) return accept(session);
    const [refusal] = code.ok ? [{ key: 'code.expired', field: 'code' } as const] : code.refusals;
    await audit(db, { at: now, actor: visiting(visitor), action: 'decide.codeTyped', portal: portal.id, subject, outcome: refusal.key });
    return refuse(
      refusal.key === 'code.triesToday' ? await linkInstead(dependencies.limits, { link, portal, again: oneMore(view, to) }, refusal.key) : refusal,
    );
  };

  /** One more link to the approver's mailbox, where the codes of this one are used up, as long as something waits. */
  const oneMore = (view: ApprovalView, to: string) => (view.status === 'pending' ? () => mailDecision(dependencies, view, to, { apart: true }) : undefined);

  const spendSession = async ({ id }: Portal, session: string): Promise<void> => {
    const link = await findLink(db, id, session);
    if (link) await db.updateTable('link').set({ spentAt: clock() }).where('id', '=', link.id).execute();
  };

  return {
    open: async (portalId, secret, session) => {
      const followed = await follow(portalId, secret);
      if (followed.state === 'unknown') return followed;
      const { state, portal, locale, link } = followed;
      if (state === 'expired' || state === 'notYours') return { state, portal, locale };
      const { view, enrollment } = followed;
      const may = await standing(portal, link, session, view);
      const sent = await hasCode(db, { requestId: link.requestId, purpose: 'decide', now: clock() });
      if (may === 'none') return { state: 'locked', portal, locale, reference: view.reference, over: state === 'decided', sent };
      const others = state === 'open' ? await approval.others(approver(followed.approver, locale), enrollment) : [];
      return { state, portal, locale, view, others, needsCode: may === 'look', sent };
    },

    sendCode: async (portalId, secret, visitor) => {
      const followed = await follow(portalId, secret);
      if (!('view' in followed)) return refuse({ key: closed[followed.state] });
      const { portal, link, locale, view, approver: to } = followed;
      const again = oneMore(view, to);
      const code = { link, purpose: 'decide', portal, locale, actor: visiting(visitor), action: 'decide.codeSent', again } as const;
      return await sendPageCode(dependencies, code, (content) => ({ kind: 'mail', to, template: 'decideCode', portal: portal.id, locale, ...content }));
    },

    submit: async (portalId, secret, session, answer, visitor) => {
      const followed = await follow(portalId, secret);
      if (!('view' in followed)) return { outcome: refuse({ key: closed[followed.state] }) };
      const { portal, enrollment, state, view } = followed;
      const { decision, reason, email } = answer;
      const may = await standing(portal, followed.link, session, view);
      const onlyLooks = may === 'none' && decision === '';
      const late = state === 'decided' && !onlyLooks;
      if (late && (may !== 'none' || answer.code === '')) return { outcome: refuse({ key: 'decide.decided' }) };
      // Checked before the code, so that an incomplete form costs no attempt.
      const missing = onlyLooks || late ? undefined : findMissing(answer);
      if (missing) return { outcome: refuse(missing) };
      const proven = may === 'act' ? accept(session) : await prove(followed, answer.code, visitor);
      if (!proven.ok) return { outcome: proven };
      const opened = { session: proven.value };
      if (onlyLooks) return { ...opened, outcome: accept(view) };
      if (late) return { ...opened, outcome: refuse({ key: 'decide.decided' }) };
      const actor = approver(followed.approver, visitor.locale, visitor.ip);
      const outcome =
        decision === 'question'
          ? await approval.question(actor, enrollment, reason)
          : decision === 'forwarded'
            ? await approval.forward(actor, enrollment, email)
            : await approval.decide(actor, enrollment, decision === 'approved' ? { decision } : { decision: 'refused', reason });
      if (outcome.ok) await spendSession(portal, proven.value);
      return { ...opened, outcome };
    },
  };
}

/** Whether this address decides now: its own part, or that of whom it stands in for. */
const isAwaited = ({ open, standIns = [] }: ApprovalView, address: string): boolean => open.includes(address) || standIns.some(({ by }) => by === address);

/** The approver as the audit names them. On this page they are known by their mailbox. */
const approver = (email: string, locale: Locale, ip?: string): Actor => ({
  person: `approver:${email}`,
  channel: 'page',
  locale,
  authenticated: true,
  email,
  ...(ip !== undefined && { ip }),
});

function findMissing({ decision, reason, email }: DecisionAnswer): Refusal | undefined {
  const chosen = pageDecisions.find((each) => each === decision);
  if (!chosen) return { key: 'field.required', field: 'decision' };
  if ((chosen === 'refused' || chosen === 'question') && prose(reason) === '') return { key: 'field.required', field: 'reason' };
  return chosen === 'forwarded' && email === '' ? { key: 'decide.forward', field: 'email' } : undefined;
}
