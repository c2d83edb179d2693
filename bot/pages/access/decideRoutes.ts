import type { DecisionView } from '../../../core/access/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Core } from '../../../core/index.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import type { Form } from '../form.ts';
import { inLanguage } from '../layout.ts';
import { keepSession, sessionOf } from '../pageSession.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import { frameOf, linkPath, type Route, type Visit } from '../visit.ts';
import { decidedPage, decidePage, lockedPage, noDecisionPage } from './decidePage.ts';

/** The routes of an approver's mailed link: looking, having a code sent, deciding with it. */
export function decideRoutes(dependencies: PostedDependencies & Pick<Core, 'access'>): { readonly [route in 'show' | 'submit' | 'sendCode']: Route } {
  const { csrf, clock, publicUrl } = dependencies;
  const { decidePage: link } = dependencies.access;

  const draw = (visit: Visit, opened: DecisionView, refusals: readonly Refusal[] = [], typed: Form = {}): Reply => {
    if (opened.state === 'unknown') return page(404, unknownLinkPage(frameOf(visit)));
    const frame = frameOf(visit, opened.locale);
    if (!('view' in opened) && !('reference' in opened)) return page(opened.state === 'expired' ? 410 : 403, noDecisionPage(frame, opened.state));
    const done = refusals.length === 0 ? visit.query.get('done') : null;
    const form = { csrf: csrf.token(visit.secret, clock()), refusals, typed };
    // Somebody else was faster than this form.
    const late = refusals.some(({ key }) => key === 'decide.decided');
    const status = late ? 409 : refusals.length > 0 ? 422 : 200;
    const sent = done === 'code';
    const coded = { ...form, sent, again: sent || opened.sent };
    if (!('view' in opened)) return page(status, lockedPage(frame, { ...opened, ...coded }));
    const { portal, view, others, needsCode } = opened;
    if (opened.state === 'decided') return page(status, decidedPage(frame, portal, view, late));
    return page(status, decidePage(frame, { ...coded, portal, view, others, needsCode, asked: done === 'question' }));
  };

  const open = (visit: Visit, session = sessionOf(visit)) => link.open(visit.portalId, visit.secret, session);

  return {
    show: async (visit) => draw(visit, await open(visit)),

    submit: posted(dependencies, async (visit, form, visitor) => {
      const { decision = '', reason = '', email = '', code = '' } = form;
      const { session, outcome } = await link.submit(visit.portalId, visit.secret, sessionOf(visit), { decision, reason, email, code }, visitor);
      const cookies = session === undefined ? [] : [keepSession(visit, session, publicUrl)];
      if (outcome.ok) return seeOther(`${inLanguage(linkPath(visit), visitor.locale)}${decision === 'question' ? '&done=question' : ''}`, cookies);
      const drawn = draw(visit, await open(visit, session), outcome.refusals, form);
      return cookies.length === 0 ? drawn : { ...drawn, headers: { ...drawn.headers, 'Set-Cookie': cookies } };
    }),

    sendCode: posted(dependencies, async (visit, _form, visitor) => {
      const outcome = await link.sendCode(visit.portalId, visit.secret, visitor);
      if (outcome.ok) return seeOther(`${inLanguage(linkPath(visit), visitor.locale)}&done=code`);
      return draw(visit, await open(visit), outcome.refusals);
    }),
  };
}
