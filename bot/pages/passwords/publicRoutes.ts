import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Core } from '../../../core/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { answered } from '../answered.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import { inLanguage } from '../layout.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { json, page, type Reply, seeOther, unframed } from '../reply.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import { identifierBySupportPage, publicIdentifierPage } from './publicIdentifierPage.ts';
import { identifierPath, resetPath } from './publicPaths.ts';
import { type PublicForm, publicResetPage, publicSentPage } from './publicResetPage.ts';

/** What the public pages lean on. */
export type PublicDependencies = PostedDependencies & Pick<Core, 'passwords'>;

type Routes = { readonly [route in 'show' | 'submit' | 'sent' | 'challenge']: Route };

/** The routes for who cannot reach the chat: a new password (IN-4), and one's own identifier on a trusted network (OC-2). */
export function publicRoutes(dependencies: PublicDependencies): { readonly reset: Routes; readonly identifier: Routes } {
  const { csrf, clock, ipOf } = dependencies;
  const { publicPages } = dependencies.passwords;

  /** Answers where the portal has the procedure. */
  const on = (procedure: 'reset' | 'forgotIdentifier', route: (visit: Visit, portal: Portal) => Promise<Reply> | Reply): Route => {
    return async (visit) => {
      const { portal } = visit;
      return unframed(portal?.procedures[procedure] ? await route(visit, portal) : page(404, unknownLinkPage(frameOf(visit))));
    };
  };

  const formOf = (visit: Visit, portal: Portal, typed: PublicForm['typed'] = {}, refusals: readonly Refusal[] = []): PublicForm => ({
    portal,
    csrf: csrf.token(visit.secret, clock()),
    refusals,
    typed,
  });
  const drawReset = (visit: Visit, form: PublicForm) => answered(form.refusals, publicResetPage(frameOf(visit), form));
  const drawIdentifier = (visit: Visit, form: PublicForm) => answered(form.refusals, publicIdentifierPage(frameOf(visit), form));
  const bySupport = (visit: Visit, portal: Portal) => page(200, identifierBySupportPage(frameOf(visit), portal));
  const trusted = (visit: Visit, portal: Portal) => publicPages.trusts(portal, { ip: ipOf(visit.request), locale: visit.asked ?? visit.preferred });

  return {
    reset: {
      show: on('reset', (visit, portal) => drawReset(visit, formOf(visit, portal))),
      submit: on('reset', (visit, portal) =>
        posted(dependencies, async (_visit, { identifier = '', email, human = '' }, visitor) => {
          const asked = await publicPages.reset(portal, { identifier, human, ...(email !== undefined && { email }) }, visitor);
          if (!asked.ok) return drawReset(visit, formOf(visit, portal, { identifier, email }, asked.refusals));
          return seeOther(inLanguage(`${resetPath(portal)}/sent`, visitor.locale));
        })(visit),
      ),
      sent: on('reset', (visit, portal) => page(200, publicSentPage(frameOf(visit), portal, 'reset'))),
      challenge: on('reset', (_visit, portal) => json(publicPages.challenge(portal, 'reset'))),
    },
    identifier: {
      show: on('forgotIdentifier', (visit, portal) => (trusted(visit, portal) ? drawIdentifier(visit, formOf(visit, portal)) : bySupport(visit, portal))),
      submit: on('forgotIdentifier', (visit, portal) =>
        posted(dependencies, async (_visit, { email = '', human = '' }, visitor) => {
          if (!publicPages.trusts(portal, visitor)) return bySupport(visit, portal);
          const mailed = await publicPages.mailIdentifier(portal, { email, human }, visitor);
          if (!mailed.ok) return drawIdentifier(visit, formOf(visit, portal, { email }, mailed.refusals));
          return seeOther(inLanguage(`${identifierPath(portal)}/sent`, visitor.locale));
        })(visit),
      ),
      sent: on('forgotIdentifier', (visit, portal) => page(200, publicSentPage(frameOf(visit), portal, 'identifier'))),
      challenge: on('forgotIdentifier', (_visit, portal) => json(publicPages.challenge(portal, 'identifier'))),
    },
  };
}
