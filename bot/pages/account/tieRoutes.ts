import type { Core } from '../../../core/index.ts';
import { deadLinkPage, renewedPage, unknownLinkPage } from '../deadLinkPage.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { page, type Reply } from '../reply.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import { tieEndedPage, tiePage } from './tiePage.ts';

/** The routes of the link that told of a tie: looking, ending it or all, asking for a new link. */
export function tieRoutes(dependencies: PostedDependencies & Pick<Core, 'account'>): { readonly [route in 'show' | 'submit' | 'renew']: Route } {
  const { csrf, clock } = dependencies;
  const { ties } = dependencies.account;

  const draw = async (visit: Visit): Promise<Reply> => {
    const opened = await ties.open(visit.portalId, visit.secret);
    if (opened.state === 'unknown') return page(404, unknownLinkPage(frameOf(visit)));
    const frame = frameOf(visit, opened.locale);
    const token = csrf.token(visit.secret, clock());
    return opened.state === 'open' ? page(200, tiePage(frame, opened, token)) : page(410, deadLinkPage(frame, opened.state, token));
  };

  return {
    show: draw,

    submit: posted(dependencies, async (visit, { which }, visitor) => {
      const ended = await ties.endByMail(visit.portalId, visit.secret, which === 'all' ? 'all' : 'one', visitor);
      return ended.ok ? page(200, tieEndedPage(frameOf(visit, visitor.locale), ended.value)) : await draw(visit);
    }),

    renew: posted(dependencies, async (visit, _form, visitor) => {
      await ties.renew(visit.portalId, visit.secret);
      return page(200, renewedPage(frameOf(visit, visitor.locale)));
    }),
  };
}
