import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as oidc from 'openid-client';

// A small portal that signs its people in through Guichet: one file, to read or to begin with.
//
//   npm run dev                              in one terminal: Octopus has this application in its profile then
//   node examples/openid-portal/portal.ts    in another, then open http://127.0.0.1:3990
//
// ISSUER, CLIENT_ID, CLIENT_SECRET and PORT say otherwise. docs/applications.md has the lines of the profile.

const { ISSUER = 'http://localhost:3978/p/octopus/openid', CLIENT_ID = 'example-portal', CLIENT_SECRET, PORT = '3990' } = process.env;
const here = `http://127.0.0.1:${PORT}`;

/** What a browser is in the middle of, and who it is once that is done. A real portal keeps it where a restart does not lose it. */
type Session = {
  begun?: { readonly verifier: string; readonly state: string; readonly nonce: string };
  signedIn?: { readonly name: string; readonly email: string; readonly idToken: string };
};
const sessions = new Map<string, Session>();

/** Guichet, as it describes itself. Asked for once. */
let discovered: Promise<oidc.Configuration> | undefined;
const guichet = (): Promise<oidc.Configuration> => {
  const proof = CLIENT_SECRET ? oidc.ClientSecretBasic(CLIENT_SECRET) : oidc.None();
  // Plain HTTP is for this machine alone.
  const execute = ISSUER.startsWith('http://') ? [oidc.allowInsecureRequests] : [];
  discovered ??= oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, proof, { execute });
  discovered.catch(() => {
    discovered = undefined;
  });
  return discovered;
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function show(response: ServerResponse, status: number, main: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>The example portal</title><h1>The example portal</h1>${main}</html>`);
}

/** A browser's session. It begins anew with each sign-in, so that nobody brings one along for somebody else. */
function sessionOf(request: IncomingMessage, response: ServerResponse, anew = false): Session {
  const known = sessions.get(/\bportal=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
  if (known && !anew) return known;
  const id = randomBytes(32).toString('base64url');
  const session: Session = {};
  sessions.set(id, session);
  response.setHeader('set-cookie', `portal=${id}; Path=/; HttpOnly; SameSite=Lax`);
  return session;
}

function sendTo(response: ServerResponse, address: URL): void {
  response.writeHead(303, { location: address.href });
  response.end();
}

const routes: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse, at: URL) => Promise<void>>> = {
  '/': async (request, response) => {
    const { signedIn } = sessionOf(request, response);
    if (!signedIn) return show(response, 200, '<p>Nobody is signed in.</p><p><a href="/login">Sign in</a></p>');
    show(response, 200, `<p>Hello ${escaped(signedIn.name)}, ${escaped(signedIn.email)}</p><p><a href="/logout">Sign out</a></p>`);
  },

  '/login': async (request, response) => {
    const begun = { verifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce() };
    sessionOf(request, response, true).begun = begun;
    const address = oidc.buildAuthorizationUrl(await guichet(), {
      redirect_uri: `${here}/callback`,
      scope: 'openid profile email',
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
    });
    sendTo(response, address);
  },

  '/callback': async (request, response, at) => {
    const session = sessionOf(request, response);
    const { begun } = session;
    if (!begun) return show(response, 400, '<p>No sign-in is under way here.</p>');
    delete session.begun;
    const checks = { pkceCodeVerifier: begun.verifier, expectedState: begun.state, expectedNonce: begun.nonce, idTokenExpected: true };
    const tokens = await oidc.authorizationCodeGrant(await guichet(), at, checks);
    const claims = tokens.claims();
    const me = await oidc.fetchUserInfo(await guichet(), tokens.access_token, claims?.sub ?? '');
    session.signedIn = { name: me.name ?? me.sub, email: me.email ?? '', idToken: tokens.id_token ?? '' };
    sendTo(response, new URL(here));
  },

  '/logout': async (request, response) => {
    const session = sessionOf(request, response);
    const idToken = session.signedIn?.idToken;
    delete session.signedIn;
    const hint = idToken === undefined ? {} : { id_token_hint: idToken };
    sendTo(response, oidc.buildEndSessionUrl(await guichet(), { ...hint, post_logout_redirect_uri: `${here}/` }));
  },
};

createServer((request, response) => {
  const at = new URL(request.url ?? '/', here);
  const route = request.method === 'GET' ? routes[at.pathname] : undefined;
  if (!route) return show(response, 404, '<p>There is nothing here.</p>');
  route(request, response, at).catch((fault: unknown) => {
    // What came back may hold a code: the reason is for the log, and nothing of it for the browser.
    console.error(fault instanceof Error ? fault.message : fault);
    show(response, 502, '<p>Signing in did not work. <a href="/login">Try again</a></p>');
  });
}).listen(Number(PORT), '127.0.0.1', () => console.log(`The example portal is at ${here}, and signs people in at ${ISSUER}`));
