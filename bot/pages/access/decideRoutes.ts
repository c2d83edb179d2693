import type { DecisionView } from '../../../core/access/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Core } from '../../../core/index.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import type { Form } from '../form.ts';
import { inLanguage } from '../layout.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import { frameOf, linkPath, type Route, type Visit } from '../visit.ts';
import { decidedPage, decidePage, noDecisionPage } from './decidePage.ts';

/** The routes of an approver's mailed link: looking, having a code sent, deciding with it. */
export function decideRoutes(dependencies: PostedDependencies & Pick<Core, 'access'>): { readonly [route in 'show' | 'submit' | 'sendCode']: Route } {
  const { csrf, clock } = dependencies;
  const { decidePage: link } = dependencies.access;

  const draw = (visit: Visit, opened: DecisionView, refusals: readonly Refusal[] = [], typed: Form = {}): Reply => {
    if (opened.state === 'unknown') return page(404, unknownLinkPage(frameOf(visit)));
    const frame = frameOf(visit, opened.locale);
    if (!('view' in opened)) return page(opened.state === 'expired' ? 410 : 403, noDecisionPage(frame, opened.state));
    const { portal, view, others } = opened;
    // Somebody else was faster than this form.
    const late = refusals.length > 0;
    if (opened.state === 'decided') return page(late ? 409 : 200, decidedPage(frame, portal, view, late));
    const done = refusals.length === 0 ? visit.query.get('done') : null;
    const sent = done === 'code';
    const form = {
      portal,
      view,
      others,
      asked: done === 'question',
      csrf: csrf.token(visit.secret, clock()),
      refusals,
      typed,
      sent,
      again: sent || opened.sent,
    };
    return page(refusals.length > 0 ? 422 : 200, decidePage(frame, form));
  };

  const open = (visit: Visit) => link.open(visit.portalId, visit.secret);

  return {
    show: async (visit) => draw(visit, await open(visit)),

    submit: posted(dependencies, async (visit, form, visitor) => {
      const { decision = '', reason = '', email = '', code = '' } = form;
      const outcome = await link.submit(visit.portalId, visit.secret, { decision, reason, email, code }, visitor);
      if (outcome.ok) return seeOther(`${inLanguage(linkPath(visit), visitor.locale)}${decision === 'question' ? '&done=question' : ''}`);
      return draw(visit, await open(visit), outcome.refusals, form);
    }),

    sendCode: posted(dependencies, async (visit, _form, visitor) => {
      const outcome = await link.sendCode(visit.portalId, visit.secret, visitor);
      if (outcome.ok) return seeOther(`${inLanguage(linkPath(visit), visitor.locale)}&done=code`);
      return draw(visit, await open(visit), outcome.refusals);
    }),
  };
}
