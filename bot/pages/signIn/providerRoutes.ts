import type { Refusal } from '../../../core/foundation/outcome.ts';
import { flowLives, providersOf, type Returned, type Wish } from '../../../core/identities/index.ts';
import type { Core } from '../../../core/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { deviceKept, isRecent } from '../../../core/signIn/index.ts';
import { agentLabel } from '../agent.ts';
import { answered } from '../answered.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import { inLanguage } from '../layout.ts';
import { keepSession } from '../pageSession.ts';
import { page, type Reply, seeOther, unframed } from '../reply.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import { leavingPage, linkAccountPage, providerProblemPage } from './providerPages.ts';
import { type Holder, readTarget, type SignedIn, type SignedInDependencies, secondStepPath, signInPath, targetPath } from './signedIn.ts';

/** What signing in at OpenID providers leans on. */
export type ProviderDependencies = SignedInDependencies & Pick<Core, 'identities' | 'invitations'>;

const invitationPath = (portal: Portal, link: string): string => `/p/${portal.id}/invitation/${link}`;

/** Where a browser that came back goes next. Each is an address of ours: none is taken from the request. */
const placeOf = (portal: Portal, wish: Wish | undefined): string => {
  if (wish?.for === 'invitation') return invitationPath(portal, wish.link);
  return wish?.for === 'account' ? targetPath(portal, readTarget(wish.target)) : targetPath(portal, 'account');
};

/**
 * The routes of signing in at an OpenID provider (SSO-1): leaving for it, from the sign-in or from an invitation; coming back; and linking an account of
 * it. What a browser comes back with is checked in the core.
 */
export function providerRoutes(
  dependencies: ProviderDependencies,
  signedIn: SignedIn,
): { readonly [route in 'start' | 'fromInvitation' | 'callback' | 'toInvitation' | 'showLink' | 'submitLink']: Route } {
  const { cookies, clock, ipOf, publicUrl } = dependencies;
  const { pages } = dependencies.identities;

  const labelOf = (visit: Visit, portal: Portal): string => {
    const provider = providersOf(portal).find(({ id }) => id === visit.provider);
    return provider ? frameOf(visit).t.of(provider.label) : '';
  };

  const startOf = (visit: Visit, portal: Portal, wish: Wish | undefined): string => {
    const own = `signin/with/${encodeURIComponent(visit.provider)}`;
    if (wish?.for === 'invitation') return `${invitationPath(portal, wish.link)}/with/${encodeURIComponent(visit.provider)}`;
    if (wish?.for === 'tie') return `/p/${portal.id}/account/link/${encodeURIComponent(visit.provider)}`;
    return `/p/${portal.id}/${own}?return=${readTarget(wish?.for === 'account' ? wish.target : null)}`;
  };

  const problem = (visit: Visit, portal: Portal, wish: Wish | undefined, refusal: Refusal): Reply => {
    if (refusal.key === 'identity.none') return page(404, unknownLinkPage(frameOf(visit)));
    const again = { label: 'again', to: startOf(visit, portal, wish) } as const;
    const other =
      wish?.for === 'invitation'
        ? ({ label: 'invitation', to: invitationPath(portal, wish.link) } as const)
        : ({ label: 'password', to: signInPath(portal, readTarget(wish?.for === 'account' ? wish.target : null)) } as const);
    const nobody = refusal.key === 'identity.unknown' || refusal.key === 'accept.otherAccount';
    const ties = providersOf(portal).some(({ id, ties }) => id === visit.provider && ties);
    const document = providerProblemPage(
      { ...frameOf(visit), here: startOf(visit, portal, wish) },
      {
        refusal,
        provider: labelOf(visit, portal),
        title: wish?.for === 'tie' ? 'tie' : 'signIn',
        hint: !nobody ? undefined : wish?.for === 'invitation' ? 'invitation' : ties ? 'tie' : undefined,
        ways: wish?.for === 'tie' ? [again] : nobody ? [other, again] : [again, other],
      },
    );
    const status = refusal.key === 'identity.unavailable' ? 503 : refusal.key === 'identity.wait' ? 429 : 422;
    return page(status, document);
  };

  const leave = async (visit: Visit, wish: Exclude<Wish, { for: 'tie' }>): Promise<Reply> => {
    const { portal } = visit;
    if (!portal) return page(404, unknownLinkPage(frameOf(visit)));
    // An application wants a new sign-in, whoever is signed in at the provider.
    const fresh = visit.query.get('again') === '1';
    const sent = await pages.begin(portal, visit.provider, wish, { fresh, locale: visit.asked ?? visit.preferred });
    if (!sent.ok) return unframed(problem(visit, portal, wish, sent.refusals[0]));
    return unframed(seeOther(sent.value.address, [cookies.set('provider', portal.id, sent.value.cookie, flowLives)]));
  };

  /** Where the session that was opened leads: past the second factor first, where that is to be passed. */
  const arrive = async (visit: Visit, portal: Portal, wish: Wish, opened: { readonly secret: string; readonly state: 'second' | 'open' }): Promise<Reply> => {
    const locale = visit.asked ?? visit.preferred;
    const session = signedIn.keep(portal, opened.secret, undefined);
    if (opened.state === 'second') {
      const to = wish.for === 'invitation' ? 'invitation' : readTarget(wish.for === 'account' ? wish.target : null);
      const kept = wish.for === 'invitation' ? [cookies.set('invitation', portal.id, wish.link, flowLives)] : [];
      return seeOther(inLanguage(secondStepPath(portal, to), locale), [session, ...kept]);
    }
    const next = inLanguage(placeOf(portal, wish), locale);
    if (wish.for !== 'invitation') return seeOther(next, [session]);
    const ticket = { portal: portal.id, secret: opened.secret };
    const own = await dependencies.invitations.page.proveSignedIn(portal.id, wish.link, ticket, { ip: ipOf(visit.request), locale });
    // Signed in, and the invitation is another's, or over: its page says which.
    if (!own.ok && own.refusals[0].key !== 'accept.otherAccount') return seeOther(next, [session]);
    if (!own.ok) return withCookie(problem(visit, portal, wish, own.refusals[0]), session);
    const proof = keepSession({ ...visit, kind: 'invitation', secret: wish.link }, own.value.session, publicUrl);
    return seeOther(`${next}&proven=1`, [session, proof]);
  };

  const returned = async (visit: Visit, portal: Portal, { wish, outcome }: Returned): Promise<Reply> => {
    if (!outcome.ok) {
      const [refusal] = outcome.refusals;
      if (refusal.key === 'session.over') return seeOther(inLanguage(`${signInPath(portal, 'account')}&said=over`, visit.asked ?? visit.preferred));
      return problem(visit, portal, wish, refusal);
    }
    if (outcome.value === 'tied') return seeOther(`${inLanguage(targetPath(portal, 'account'), visit.asked ?? visit.preferred)}&said=linked`);
    return wish ? await arrive(visit, portal, wish, outcome.value) : notFound(visit);
  };

  const drawLink = (visit: Visit, holder: Holder, refusals: readonly Refusal[] = []): Reply => {
    const provider = providersOf(holder.portal).find(({ id, ties }) => id === visit.provider && ties);
    if (!provider) return notFound(visit);
    const frame = frameOf(visit);
    const factor = holder.portal.procedures.twoFactor !== undefined && !provider.proves;
    const asksPassword = !isRecent(holder.session, clock());
    return answered(refusals, linkAccountPage(frame, holder, { provider: frame.t.of(provider.label), asksPassword, factor, refusals }));
  };

  return {
    start: (visit) => leave(visit, { for: 'account', target: readTarget(visit.query.get('return')) }),

    fromInvitation: (visit) => leave(visit, { for: 'invitation', link: visit.secret }),

    callback: async (visit) => {
      const { portal, request, query } = visit;
      if (!portal) return notFound(visit);
      const back = { cookie: cookies.read(request, 'provider', portal.id), query };
      const locale = visit.asked ?? visit.preferred;
      const arriving = {
        ip: ipOf(request),
        locale,
        agent: agentLabel(request.headers['user-agent']),
        before: cookies.read(request, 'session', portal.id),
        known: cookies.read(request, 'known', portal.id),
      };
      const finished = await pages.finish(portal, visit.provider, back, arriving);
      const reply = withCookie(await returned(visit, portal, finished), cookies.clear('provider', portal.id));
      return unframed(finished.known === undefined ? reply : withCookie(reply, cookies.set('known', portal.id, finished.known, deviceKept)));
    },

    toInvitation: async (visit) => {
      const { portal, request } = visit;
      if (!portal) return notFound(visit);
      const link = cookies.read(request, 'invitation', portal.id);
      const to = link === undefined ? targetPath(portal, 'account') : invitationPath(portal, link);
      return seeOther(inLanguage(to, visit.asked ?? visit.preferred), [cookies.clear('invitation', portal.id)]);
    },

    showLink: signedIn.shows('account', async (visit, holder) => drawLink(visit, holder)),

    submitLink: signedIn.does('account', async (visit, holder, { password = '' }, visitor) => {
      const { portal, ticket } = holder;
      const sent = await pages.beginTie(portal, visit.provider, { ticket, password, visitor });
      if (sent.ok) {
        const { address, cookie } = sent.value;
        const leaving = page(200, leavingPage(frameOf(visit), { provider: labelOf(visit, portal), address }));
        return withCookie(leaving, cookies.set('provider', portal.id, cookie, flowLives));
      }
      const [refusal] = sent.refusals;
      return refusal.key.startsWith('identity.') ? problem(visit, portal, { for: 'tie', session: '' }, refusal) : drawLink(visit, holder, sent.refusals);
    }),
  };
}

const notFound = (visit: Visit): Reply => page(404, unknownLinkPage(frameOf(visit)));

/** The same reply, with one more cookie to keep or to forget. */
const withCookie = (reply: Reply, cookie: string): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'Set-Cookie': [reply.headers['Set-Cookie'] ?? [], cookie].flat() },
});
