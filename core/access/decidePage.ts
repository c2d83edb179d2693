import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { type Actor, type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import { hasCode, spendCode, tryCode } from '../foundation/codes.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { findLink, linkState } from '../foundation/links.ts';
import { type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { sendPageCode } from '../foundation/pageCode.ts';
import { prose } from '../foundation/prose.ts';
import type { Portal } from '../portal/index.ts';
import type { ApprovalView } from './approvalView.ts';
import type { Approval } from './decide.ts';

/** What an approver's mailed link opens: the request, before (`open`) or after (`decided`) their decision, or why it opens nothing. */
export type DecisionView =
  | {
      readonly state: 'open' | 'decided';
      readonly portal: Portal;
      readonly view: ApprovalView;
      readonly locale: Locale;
      /** Whether a code was sent and is still valid. */
      readonly sent: boolean;
      /** Addresses that it can be forwarded to. */
      readonly others: readonly string[];
    }
  /** `notYours`: the profile no longer names this approver. */
  | { readonly state: 'expired' | 'notYours'; readonly portal: Portal; readonly locale: Locale }
  | { readonly state: 'unknown'; readonly portal?: Portal };

/** The actions on the page, the same as on the card. */
export const pageDecisions = ['approved', 'refused', 'question', 'forwarded'] as const;

/** The page's form as submitted: the action, a reason or a question, the address to forward to, the code. */
export type DecisionAnswer = { readonly decision: string; readonly reason: string; readonly email: string; readonly code: string };

/** What the approver's page needs. `secret` is the one in the link's address; it alone decides nothing. */
export type DecisionPage = {
  /** Reads without spending anything. It goes on showing the outcome until the request would have expired. */
  open(portal: string, secret: string): Promise<DecisionView>;
  /** Mails a code to the approver who got the link; an older code dies. Refuses with `code.limit` or as `submit`. */
  sendCode(portal: string, secret: string, visitor: Visitor): Promise<Outcome<void>>;
  /**
   * Decides, asks or forwards as the approver whose mailbox the code proves. Refuses at the fields `decision`, `reason`, `email`, `code`, or
   * without a field with `decide.decided`, `decide.notYours`, `link.expired`, `link.unknown`.
   */
  submit(portal: string, secret: string, answer: DecisionAnswer, visitor: Visitor): Promise<Outcome<ApprovalView>>;
};

const linkData = z.object({ enrollment: z.string(), approver: z.string() });

const closed = { decided: 'decide.decided', notYours: 'decide.notYours', expired: 'link.expired', unknown: 'link.unknown' } as const;

/** Creates the page for approvers whom no card can reach. */
export function createDecisionPage(dependencies: Dependencies, approval: Approval): DecisionPage {
  const { db, clock, portals } = dependencies;

  /** The link with what it shows. The visitor has proven nothing yet, and sees only what was mailed to the approver. */
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
    return { ...found, view, state: view.status === 'pending' && view.open.includes(found.approver) ? 'open' : 'decided' } as const;
  };

  return {
    open: async (portalId, secret) => {
      const followed = await follow(portalId, secret);
      if (followed.state === 'unknown') return followed;
      const { state, portal, locale, link } = followed;
      if (state === 'expired' || state === 'notYours') return { state, portal, locale };
      const { view, enrollment } = followed;
      const sent = await hasCode(db, { requestId: link.requestId, purpose: 'decide', now: clock() });
      const others = state === 'open' ? await approval.others(approver(followed.approver, locale), enrollment) : [];
      return { state, portal, locale, view, sent, others };
    },

    sendCode: async (portalId, secret, visitor) => {
      const followed = await follow(portalId, secret);
      if (followed.state !== 'open') return refuse({ key: closed[followed.state] });
      const { portal, link, locale, approver: to } = followed;
      const code = { link, purpose: 'decide', portal, locale, actor: visiting(visitor), action: 'decide.codeSent' } as const;
      return await sendPageCode(dependencies, code, (content) => ({ kind: 'mail', to, template: 'decideCode', portal: portal.id, locale, ...content }));
    },

    submit: async (portalId, secret, answer, visitor) => {
      const followed = await follow(portalId, secret);
      if (followed.state !== 'open') return refuse({ key: closed[followed.state] });
      const { portal, link, enrollment } = followed;
      const actor = approver(followed.approver, visitor.locale, visitor.ip);
      // Checked before the code, so that an incomplete form costs no attempt.
      const missing = findMissing(answer, answer.decision === 'forwarded' ? await approval.others(actor, enrollment) : []);
      if (missing) return refuse(missing);
      const now = clock();
      const code = await tryCode(dependencies, {
        requestId: link.requestId,
        subject: link.subject,
        purpose: 'decide',
        code: answer.code,
        now,
        tries: portal.codeTries,
        by: networkOf(visitor.ip),
      });
      if (!code.ok) {
        const outcome = code.refusals[0].key;
        await audit(db, { at: now, actor: visiting(visitor), action: 'decide.codeTyped', portal: portal.id, subject: link.subject, outcome });
        return code;
      }
      // Spent first: whatever happens next, one code makes one decision.
      if (!(await db.transaction().execute((tx) => spendCode(tx, code.value, now)))) return refuse({ key: 'code.expired', field: 'code' });
      const { decision, reason } = answer;
      if (decision === 'question') return await approval.question(actor, enrollment, reason);
      if (decision === 'forwarded') return await approval.forward(actor, enrollment, answer.email);
      return await approval.decide(actor, enrollment, decision === 'approved' ? { decision } : { decision: 'refused', reason });
    },
  };
}

/** The approver as the audit names them. On this page they are known by their mailbox. */
const approver = (email: string, locale: Locale, ip?: string): Actor => ({
  person: `approver:${email}`,
  channel: 'page',
  locale,
  authenticated: true,
  email,
  ...(ip !== undefined && { ip }),
});

function findMissing({ decision, reason, email }: DecisionAnswer, others: readonly string[]): Refusal | undefined {
  const chosen = pageDecisions.find((each) => each === decision);
  if (!chosen) return { key: 'field.required', field: 'decision' };
  if ((chosen === 'refused' || chosen === 'question') && prose(reason) === '') return { key: 'field.required', field: 'reason' };
  return chosen === 'forwarded' && !others.includes(emailKey(email)) ? { key: 'decide.forward', field: 'email' } : undefined;
}
