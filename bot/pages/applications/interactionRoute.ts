import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Interaction, InteractionResults } from 'oidc-provider';
import type { Applications } from '../../../core/applications/index.ts';
import type { Signed } from '../../../core/signIn/index.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import { inLanguage } from '../layout.ts';
import { page, type Reply, seeOther, unframed } from '../reply.ts';
import { type SignedInDependencies, secondStepPath, signInPath } from '../signIn/signedIn.ts';
import { frameOf, type Route } from '../visit.ts';
import { authTime } from './provider.ts';
import type { Providers } from './providers.ts';
import { refusedPage } from './refusedPage.ts';

type Asked = Pick<Interaction, 'uid' | 'iat' | 'prompt' | 'params' | 'session'>;

/**
 * Where the library sends who has to sign in: on to our sign-in, and back to the library from there. Who has an open session is not asked again, unless the
 * application wants it.
 */
export function interactionRoute(
  { signIn, cookies, clock, applications }: Pick<SignedInDependencies, 'signIn' | 'cookies' | 'clock'> & { readonly applications: Applications },
  providers: Providers,
): Route {
  /** Whether a sign-in from before does not count. */
  const wantsNew = ({ prompt, params, session: noted }: Asked, session: Signed): boolean => {
    const has = (reason: string) => prompt.reasons.includes(reason);
    const age = Number(params.max_age ?? Number.POSITIVE_INFINITY);
    return (
      has('login_prompt') ||
      (has('max_age') && (age === 0 || clock() - session.createdAt > age * 1000)) ||
      // The application means somebody else than who is signed in.
      (has('id_token_hint') && noted?.accountId === session.accountId) ||
      // Whoever locked it, the owner's own browser passes the lock by its password.
      session.account.locked
    );
  };

  return async (visit) => {
    const { portal, request } = visit;
    const provider = await providers(portal);
    if (!portal || !provider) return page(404, unknownLinkPage(frameOf(visit)));
    const uid = visit.path.slice(visit.path.lastIndexOf('/') + 1);
    const asked = await provider.interactionDetails(request, new ServerResponse(request)).catch(lost);
    if (!asked || asked.uid !== uid) return unframed(page(410, refusedPage(frameOf(visit), 'expired')));

    const locale = visit.asked ?? visit.preferred;
    const secret = cookies.read(request, 'session', portal.id);
    const session = secret === undefined ? undefined : await signIn.sessions.find({ portal: portal.id, secret });
    const to = (path: string): Reply => unframed(seeOther(inLanguage(path, locale)));
    if (!session) return to(signInPath(portal, `application.${uid}`));
    if (session.state !== 'open') return to(secondStepPath(portal, `application.${uid}`));
    const begun = (await applications.records(portal.id).sessionOf('Interaction', uid)) !== session.id && session.createdAt >= asked.iat * 1000;
    if (wantsNew(asked, session) && !begun) return to(`${signInPath(portal, `application.${uid}`)}&again=1`);
    const amr = await applications.methods(session);
    return unframed(seeOther(await finish(provider, request, resultOf(asked, session, amr))));
  };
}

/** It has expired, or began in another browser. */
const lost = (fault: unknown): undefined => {
  if (fault instanceof Error && fault.name === 'SessionNotFound') return undefined;
  throw fault;
};

const finish = (provider: NonNullable<Awaited<ReturnType<Providers>>>, request: IncomingMessage, result: InteractionResults): Promise<string> =>
  provider.interactionResult(request, new ServerResponse(request), result);

/** Consent is given by the profile: an application that asks for it all the same gets it. */
const resultOf = ({ prompt }: Asked, session: Signed, amr: string[]): InteractionResults =>
  prompt.name === 'consent' ? { consent: {} } : { login: { accountId: session.accountId, ts: authTime(session), amr, remember: false } };
