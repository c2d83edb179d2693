import type { Visitor } from '../../../core/foundation/actor.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { keptFor } from '../../../core/signIn/index.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import type { Form } from '../form.ts';
import { inLanguage } from '../layout.ts';
import { posted } from '../posted.ts';
import { page, type Reply, seeOther, unframed } from '../reply.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import { lostFactorPage, secondStepPage } from './secondStepPage.ts';
import { formsFor, readTarget, type SignedIn, type SignedInDependencies, secondStepPath, signInPath, targetPath } from './signedIn.ts';

/** The routes of a sign-in's second step (OU-11): the cookie's session waits for it, and opens nothing else. */
export function secondStepRoutes(dependencies: SignedInDependencies, signedIn: SignedIn): { readonly [route in 'show' | 'submit' | 'lost']: Route } {
  const { cookies, csrf, clock } = dependencies;
  const { secondStep } = dependencies.signIn;

  const ticketOf = ({ request }: Visit, portal: Portal) => ({ portal: portal.id, secret: cookies.read(request, 'session', portal.id) ?? '' });

  const draw = (visit: Visit, portal: Portal, refusals: readonly Refusal[] = []): Reply => {
    const token = csrf.token(ticketOf(visit, portal).secret, clock());
    const frame = { ...frameOf(visit), here: secondStepPath(portal, readTarget(visit.query.get('return'))) };
    const lost = `/p/${portal.id}/signin/second/lost`;
    return page(refusals.length > 0 ? 422 : 200, secondStepPage(frame, { csrf: token, refusals, lost }));
  };

  /** The password again: too much time has passed, or the session waits no longer. */
  const over = (visit: Visit, portal: Portal): Reply =>
    seeOther(inLanguage(`${signInPath(portal, readTarget(visit.query.get('return')))}&said=over`, visit.asked ?? visit.preferred));

  /** A form of this page, bound to the session that waits. */
  const does = (action: (visit: Visit, portal: Portal, form: Form, visitor: Visitor) => Promise<Reply>): Route => {
    const route = posted(
      dependencies,
      async (visit, form, visitor) => (visit.portal ? await action(visit, visit.portal, form, visitor) : page(404, unknownLinkPage(frameOf(visit)))),
      ({ request, portalId }) => cookies.read(request, 'session', portalId),
    );
    return async (visit) => unframed(await route(visit), formsOf(visit));
  };

  const formsOf = ({ portal, query }: Visit): string | undefined => portal && formsFor(portal, readTarget(query.get('return')));

  const isOver = (refusals: readonly Refusal[]): boolean => refusals.some(({ key }) => key === 'session.over');

  return {
    show: async (visit) => {
      const { portal } = visit;
      if (!portal) return page(404, unknownLinkPage(frameOf(visit)));
      // Who has an open session, or none, is led on by the sign-in.
      return unframed((await secondStep.waits(ticketOf(visit, portal))) ? draw(visit, portal) : over(visit, portal), formsOf(visit));
    },

    submit: does(async (visit, portal, { code = '' }, visitor) => {
      const passed = await secondStep.pass(ticketOf(visit, portal), code, { ...visitor, device: cookies.read(visit.request, 'device', portal.id) });
      if (!passed.ok) return isOver(passed.refusals) ? over(visit, portal) : draw(visit, portal, passed.refusals);
      const { secret, remember, device } = passed.value;
      const next = targetPath(portal, readTarget(visit.query.get('return')));
      return seeOther(inLanguage(next, visitor.locale), [signedIn.keep(portal, secret, keptFor(remember, true)), ...signedIn.knows(portal, device)]);
    }),

    lost: does(async (visit, portal, _form, visitor) => {
      const handed = await secondStep.lost(ticketOf(visit, portal), visitor);
      if (handed.ok) return page(200, lostFactorPage(frameOf(visit), handed.value.reference));
      return isOver(handed.refusals) ? over(visit, portal) : draw(visit, portal, handed.refusals);
    }),
  };
}
