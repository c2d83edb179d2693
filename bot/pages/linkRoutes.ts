import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import type { Refusal } from '../../core/outcome.ts';
import type { PasswordPage, SetPassword, Visitor } from '../../core/setPassword.ts';
import { type Csrf, isForeign } from './csrf.ts';
import { deadLinkPage, renewedPage, unknownLinkPage } from './deadLinkPage.ts';
import { failurePage } from './failurePage.ts';
import { type Form, readForm } from './form.ts';
import { inLanguage } from './layout.ts';
import { passwordPage } from './passwordPage.ts';
import { page, type Reply, seeOther } from './reply.ts';
import { frameOf, linkPath, type Route, type Visit } from './visit.ts';

/** What the routes of a link lean on. */
export type LinkParts = {
  readonly setPassword: SetPassword;
  readonly csrf: Csrf;
  readonly publicUrl: string;
  readonly clock: Clock;
  /** The visitor's address, behind as many proxies as the host trusts. */
  ipOf(request: IncomingMessage): string;
};

/** The routes of a mailed link: looking, choosing a password, having a code sent, asking for a new link. */
export function linkRoutes(parts: LinkParts): { readonly [route in 'show' | 'submit' | 'sendCode' | 'renew']: Route } {
  const { setPassword, csrf, publicUrl, clock } = parts;

  const draw = (visit: Visit, opened: PasswordPage, refusals: readonly Refusal[] = [], code?: string): Reply => {
    if (opened.state === 'unknown') return page(404, unknownLinkPage(frameOf(visit)));
    const frame = frameOf(visit, opened.locale);
    const token = csrf.token(visit.secret, clock());
    if (opened.state !== 'open') return page(410, deadLinkPage(frame, opened.state, token));
    const sent = visit.query.get('sent') === '1' && refusals.length === 0;
    return page(refusals.length > 0 ? 422 : 200, passwordPage(frame, { page: opened, csrf: token, refusals, code, sent }));
  };

  const open = (visit: Visit) => setPassword.open(visit.portalId, visit.secret);

  /** Lets a form through that our own page sent, and says in whose name and language it speaks. */
  const posted =
    (deed: (visit: Visit, form: Form, visitor: Visitor) => Promise<Reply>): Route =>
    async (visit) => {
      const locale = visit.asked ?? visit.preferred;
      const frame = frameOf(visit);
      if (isForeign(visit.request.headers, publicUrl)) return page(403, failurePage(frame, 'denied'));
      const form = await readForm(visit.request);
      // What was not read of the body is not waited for.
      if (typeof form === 'number') return page(form, failurePage(frame, 'unreadable'), { Connection: 'close' });
      if (!csrf.holds(visit.secret, form.csrf ?? '', clock())) return page(403, failurePage(frame, 'denied'));
      return deed(visit, form, { ip: parts.ipOf(visit.request), locale });
    };

  return {
    show: async (visit) => draw(visit, await open(visit)),

    submit: posted(async (visit, { password = '', repeat = '', code }, visitor) => {
      const answer = { password, repeat, ...(code !== undefined && { code }) };
      const outcome = await setPassword.submit(visit.portalId, visit.secret, answer, visitor);
      if (outcome.ok) return seeOther(inLanguage(`/p/${outcome.value.portal.id}/done`, visitor.locale));
      // A link that died meanwhile says so by its own page.
      return draw(visit, await open(visit), outcome.refusals, code);
    }),

    sendCode: posted(async (visit, _form, visitor) => {
      const outcome = await setPassword.sendCode(visit.portalId, visit.secret, visitor);
      if (outcome.ok) return seeOther(`${inLanguage(linkPath(visit), visitor.locale)}&sent=1`);
      return draw(visit, await open(visit), outcome.refusals);
    }),

    renew: posted(async (visit, _form, visitor) => {
      await setPassword.renew(visit.portalId, visit.secret, visitor);
      return page(200, renewedPage(frameOf(visit, visitor.locale)));
    }),
  };
}
