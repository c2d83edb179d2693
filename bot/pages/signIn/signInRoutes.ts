import { day } from '../../../core/foundation/clock.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { newSecret } from '../../../core/foundation/secrets.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { keptFor, type Remember, readRemember } from '../../../core/signIn/index.ts';
import { agentLabel } from '../agent.ts';
import { answered } from '../answered.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import { inLanguage } from '../layout.ts';
import { posted } from '../posted.ts';
import { page, type Reply, seeOther, unframed } from '../reply.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import { formsFor, readTarget, type SignedIn, type SignedInDependencies, secondStepPath, signInPath, targetPath } from './signedIn.ts';
import { signInPage } from './signInPage.ts';

/** What the sign-in needs. */
export type SignInDependencies = SignedInDependencies;

/** A name is remembered for so long after it was used. */
const nameKept = 365 * day;

/** The routes of the sign-in: the form, and what it leads to. */
export function signInRoutes(dependencies: SignInDependencies, signedIn: SignedIn): { readonly [route in 'show' | 'submit' | 'signOut']: Route } {
  const { cookies, csrf, clock } = dependencies;
  const { page: begin, sessions } = dependencies.signIn;

  const draw = (visit: Visit, portal: Portal, typed: { identifier: string; remember: Remember }, refusals: readonly Refusal[] = []): Reply => {
    const old = cookies.read(visit.request, 'form', portal.id);
    const form = old ?? newSecret();
    const said = (['out', 'over'] as const).find((known) => known === visit.query.get('said'));
    const target = readTarget(visit.query.get('return'));
    const frame = { ...frameOf(visit), here: signInPath(portal, target) };
    const drawn = signInPage(frame, { portal, csrf: csrf.token(form, clock()), refusals, ...typed, target, again: visit.query.get('again') === '1', said });
    return unframed(answered(refusals, drawn, old === undefined ? { 'Set-Cookie': cookies.set('form', portal.id, form) } : {}), formsFor(portal, target));
  };

  return {
    show: async (visit) => {
      const { portal, request } = visit;
      if (!portal) return page(404, unknownLinkPage(frameOf(visit)));
      const secret = cookies.read(request, 'session', portal.id);
      const session = secret === undefined ? undefined : await sessions.find({ portal: portal.id, secret });
      const locale = visit.asked ?? visit.preferred;
      // An application may want the password again.
      const again = visit.query.get('again') !== null;
      if (session?.state === 'open' && !again) return unframed(seeOther(inLanguage(targetPath(portal, readTarget(visit.query.get('return'))), locale)));
      const name = cookies.read(request, 'name', portal.id);
      return draw(visit, portal, { identifier: name ?? '', remember: name === undefined ? 'no' : 'name' });
    },

    submit: posted(
      dependencies,
      async (visit, form, { ip, locale }) => {
        const { portal, request } = visit;
        if (!portal) return page(404, unknownLinkPage(frameOf(visit)));
        const identifier = (form.identifier ?? '').slice(0, 254);
        const remember = readRemember(form.remember);
        const arriving = {
          ip,
          locale,
          agent: agentLabel(request.headers['user-agent']),
          before: cookies.read(request, 'session', portal.id),
          device: cookies.read(request, 'device', portal.id),
        };
        const begun = await begin(portal, { identifier, password: form.password ?? '', remember }, arriving);
        if (!begun.ok) return draw(visit, portal, { identifier, remember }, begun.refusals);
        const target = readTarget(visit.query.get('return'));
        const { secret, state, device } = begun.value;
        return unframed(
          seeOther(inLanguage(state === 'second' ? secondStepPath(portal, target) : targetPath(portal, target), locale), [
            signedIn.keep(portal, secret, keptFor(remember, state === 'second')),
            ...signedIn.knows(portal, device),
            remember === 'no' ? cookies.clear('name', portal.id) : cookies.set('name', portal.id, identifier, nameKept),
            cookies.clear('form', portal.id),
          ]),
        );
      },
      (visit) => cookies.read(visit.request, 'form', visit.portalId),
    ),

    signOut: signedIn.does('account', async (_visit, { portal, ticket }, _form, visitor) => {
      await sessions.signOut(ticket, visitor);
      return seeOther(inLanguage(`${signInPath(portal, 'account')}&said=out`, visitor.locale), [cookies.clear('session', portal.id)]);
    }),
  };
}
