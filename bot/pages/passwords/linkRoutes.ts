import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Core } from '../../../core/index.ts';
import type { PasswordPage } from '../../../core/passwords/index.ts';
import { deviceKept } from '../../../core/signIn/index.ts';
import { answered } from '../answered.ts';
import type { Cookies } from '../cookies.ts';
import { deadLinkPage, renewedPage, unknownLinkPage } from '../deadLinkPage.ts';
import { elsewherePage } from '../elsewherePage.ts';
import { inLanguage } from '../layout.ts';
import { keepSession, sessionOf } from '../pageSession.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import { frameOf, linkPath, type Route, type Visit } from '../visit.ts';
import { accessPassPage } from './accessPassPage.ts';
import { passwordPage } from './passwordPage.ts';
import { publicResetOffer } from './publicResetOffer.ts';

/** What the routes of a link lean on. */
export type LinkDependencies = PostedDependencies & Pick<Core, 'passwords'> & { readonly cookies: Cookies };

/** Whether another link was mailed in place of this one, whose codes somebody has used up. */
const isReplaced = ([refusal]: readonly Refusal[]): boolean => refusal?.key === 'code.newLink';

/** The routes of a mailed link: looking, choosing a password, having a code sent, asking for a new link. */
export function linkRoutes(dependencies: LinkDependencies): { readonly [route in 'show' | 'submit' | 'sendCode' | 'renew']: Route } {
  const { passwords, csrf, clock, cookies, publicUrl } = dependencies;

  const draw = (visit: Visit, opened: PasswordPage, refusals: readonly Refusal[] = [], typed: { code?: string | undefined; alone?: boolean } = {}): Reply => {
    if (opened.state === 'unknown') return page(404, unknownLinkPage(frameOf(visit), publicResetOffer(frameOf(visit), visit.portal)));
    const frame = frameOf(visit, opened.locale);
    const token = csrf.token(visit.secret, clock());
    if (opened.state === 'elsewhere') return page(200, elsewherePage(frame, opened.portal));
    if (opened.state !== 'open') return page(410, deadLinkPage(frame, opened.state, token));
    const sent = visit.query.get('sent') === '1' && refusals.length === 0;
    return answered(refusals, passwordPage(frame, { page: opened, csrf: token, refusals, sent, alone: false, ...typed }));
  };

  const open = (visit: Visit) => passwords.set.open(visit.portalId, visit.secret, sessionOf(visit));

  return {
    show: async (visit) => draw(visit, await open(visit)),

    submit: posted(dependencies, async (visit, { password = '', repeat = '', code, press }, visitor) => {
      if (press === 'prove') {
        const proven = await passwords.set.prove(visit.portalId, visit.secret, code ?? '', visitor);
        if (!proven.ok && isReplaced(proven.refusals)) return page(200, renewedPage(frameOf(visit, visitor.locale)));
        if (!proven.ok) return draw(visit, await open(visit), proven.refusals, { code, alone: true });
        return seeOther(inLanguage(linkPath(visit), visitor.locale), [keepSession(visit, proven.value.session, publicUrl)]);
      }
      const session = sessionOf(visit);
      const answer = { password, repeat, ...(session !== '' && { session }), ...(code !== undefined && { code }) };
      const outcome = await passwords.set.submit(visit.portalId, visit.secret, answer, visitor);
      if (outcome.ok) {
        const { portal, procedure, device, given } = outcome.value;
        // Shown in the answer itself, and nowhere else: it is kept by nobody.
        if (given) return page(200, accessPassPage(frameOf(visit, visitor.locale), portal, given));
        const done = inLanguage(`/p/${portal.id}/${procedure === 'acceptInvitation' ? 'welcome' : 'done'}`, visitor.locale);
        // Who has just read the mailbox and knows the password signs in from here, whatever strangers did to the account.
        return seeOther(done, device === undefined ? [] : [cookies.set('device', portal.id, device, deviceKept)]);
      }
      if (isReplaced(outcome.refusals)) return page(200, renewedPage(frameOf(visit, visitor.locale)));
      // A link that died meanwhile says so by its own page. What was typed into the other fields is not sent back: after a wrong code that is asked
      // for and checked first, on its own.
      const alone = outcome.refusals.every(({ field }) => field === 'code');
      return draw(visit, await open(visit), outcome.refusals, { code, alone });
    }),

    sendCode: posted(dependencies, async (visit, _form, visitor) => {
      const outcome = await passwords.set.sendCode(visit.portalId, visit.secret, visitor);
      if (outcome.ok) return seeOther(`${inLanguage(linkPath(visit), visitor.locale)}&sent=1`);
      if (isReplaced(outcome.refusals)) return page(200, renewedPage(frameOf(visit, visitor.locale)));
      return draw(visit, await open(visit), outcome.refusals);
    }),

    renew: posted(dependencies, async (visit, _form, visitor) => {
      await passwords.set.renew(visit.portalId, visit.secret, visitor);
      return page(200, renewedPage(frameOf(visit, visitor.locale)));
    }),
  };
}
