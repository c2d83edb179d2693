import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { z } from 'zod';
import { shippedPortals } from '../core/portal/index.ts';
import { type Got, openBrowser, type WebBrowser } from './browser.ts';
import { freePort } from './fakes/daemon.ts';
import { type Guichet, guichet, type Options } from './support.ts';
import { alices } from './twoFactor.ts';

/** Where the application of these tests is: nobody answers there, as the tests read where they are sent. */
export const callback = 'http://127.0.0.1:9/callback?kept=1';
export const loggedOut = 'http://127.0.0.1:9/out';
const secret = 'a secret of the tests, of 32 characters';

const openid = `
openid:
  clients:
    - id: shop
      name: { fr: La boutique, en: The shop }
      redirectUris: ['${callback}', 'http://127.0.0.1:9/other']
      postLogoutUris: ['${loggedOut}']
      secret: \${env:SHOP_SECRET}
      scopes: [profile, email, groups]
    - id: phone
      name: The phone
      redirectUris: ['http://127.0.0.1:9/phone']
      scopes: [profile]
    - id: forms
      name: The forms
      redirectUris: ['http://127.0.0.1:9/forms']
      secret: \${env:FORMS_SECRET}
  keysEvery: 90d
`;

/** A folder with these portals' shipped profiles, to which applications were added. */
export async function withClients(portals: readonly string[], text: string = openid): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-openid-'));
  for (const portal of portals) await writeFile(join(folder, `${portal}.yaml`), (await readFile(join(shippedPortals, `${portal}.yaml`), 'utf8')) + text);
  return folder;
}

const tokens = z.looseObject({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string(),
  token_type: z.string(),
  expires_in: z.number(),
  scope: z.string(),
});
export type Tokens = z.output<typeof tokens>;

/** A Guichet whose OUTSCALE and Octopus have applications. The library has the system's clock, which is moved together with ours. */
export async function provider(options: Options = {}) {
  const folder = await withClients(['outscale']);
  const port = await freePort();
  Object.assign(process.env, { SHOP_SECRET: secret, FORMS_SECRET: `${secret} too` });
  const its = await guichet({
    ...options,
    env: {
      ...{ PORT: `${port}`, PUBLIC_URL: `http://127.0.0.1:${port}`, PORTALS_DIR: folder },
      ...options.env,
    },
  });
  if (!options.again) mock.timers.enable({ apis: ['Date'], now: its.now() });
  const issuer = `${its.config.publicUrl}/p/outscale/openid`;
  return {
    ...its,
    issuer,
    secret,
    passes: (millis: number) => {
      its.passes(millis);
      mock.timers.setTime(its.now());
    },
    /** `at`: the address of a bot, where several serve the same. */
    application: (browser = openBrowser(its.url), at = issuer) => application(its, at, browser),
    async close() {
      mock.timers.reset();
      await its.close();
      await rm(folder, { recursive: true });
    },
  };
}

export type Provider = Awaited<ReturnType<typeof provider>>;

/** Where a browser got to: a page, or back at the application. */
export type Shown = Got & { readonly path: string; readonly back?: URL | undefined };

/** A client of the provider that does by hand what a library would, so that it can also do it wrongly. */
export function application(its: Pick<Guichet, 'url' | 'config'>, issuer: string, browser: WebBrowser) {
  const verifier = randomBytes(32).toString('base64url');
  const usual = {
    client_id: 'shop',
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'of the tests',
    nonce: 'a nonce of the tests',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  type Changes = Readonly<Record<string, string | undefined>>;
  const form = (fields: Changes) => new URLSearchParams(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const basic = (client: string, password: string) =>
    `Basic ${Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(password)}`).toString('base64')}`;
  const post = (path: string, fields: Changes, authorization: string | undefined = basic('shop', secret)) =>
    fetch(`${issuer}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) },
      body: form(fields),
    });

  /** Goes where a browser is sent, until it leaves Guichet or is shown a page. */
  const follow = async (from: string): Promise<Shown> => {
    for (let at = from, hops = 0; hops < 12; hops += 1) {
      const got = await browser.get(at);
      if (got.location === undefined) return { ...got, path: at };
      const next = new URL(got.location, `${its.config.publicUrl}${at}`);
      if (next.origin !== new URL(its.config.publicUrl).origin) return { ...got, path: at, back: next };
      at = `${next.pathname}${next.search}`;
    }
    throw new Error(`${from} leads nowhere`);
  };

  const self = {
    issuer,
    browser,
    verifier,
    post,
    basic,
    follow,
    /** Asks to sign in; `changes` of the usual request, undefined takes something out. */
    asks: (changes: Changes = {}) => follow(`${new URL(issuer).pathname}/auth?${form({ ...usual, ...changes })}`),
    /** Signs in where a page for it is shown. */
    async signsIn(changes: Changes = {}, password: string = alices.password, identifier: string = alices.identifier): Promise<Shown> {
      const shown = await self.asks(changes);
      assert.match(shown.path, /\/signin\?/, shown.back?.href ?? shown.html);
      return await self.types(shown, { identifier, password, remember: 'no' });
    },
    /** Fills in a page's form and goes where that leads. */
    async types(shown: { html: string; path: string }, fields: Readonly<Record<string, string>>): Promise<Shown> {
      const action = /<form id="form"[^>]* action="([^"]+)"/.exec(shown.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const csrf = /name="csrf" value="([^"]+)"/.exec(shown.html)?.[1] ?? '';
      const sent = await browser.posts(action, { csrf, ...fields });
      if (sent.location === undefined) return { ...sent, path: action };
      return await follow(sent.location);
    },
    /** The code that a browser came back with. */
    codeIn(shown: { back?: URL | undefined; html: string }): string {
      const code = shown.back?.searchParams.get('code');
      assert.ok(code, `no code: ${shown.back?.href ?? shown.html}`);
      return code;
    },
    exchange: (code: string, changes: Changes = {}, authorization?: string) =>
      post('/token', { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier, ...changes }, authorization),
    refresh: (refresh_token: string, changes: Changes = {}) => post('/token', { grant_type: 'refresh_token', refresh_token, ...changes }),
    /** Signs in and gets tokens. */
    async gets(changes: Changes = {}): Promise<Tokens> {
      const shown = await self.asks(changes);
      const back = shown.back ? shown : await self.types(shown, { identifier: alices.identifier, password: alices.password, remember: 'no' });
      return await self.read(await self.exchange(self.codeIn(back)));
    },
    async read(response: Response): Promise<Tokens> {
      const body: unknown = await response.json();
      assert.equal(response.status, 200, JSON.stringify(body));
      return tokens.parse(body);
    },
    userinfo: (token: string) => fetch(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } }),
  };
  return self;
}

/** What a refused request of an application says. */
export async function errorIn(response: Response): Promise<string> {
  assert.ok(response.status >= 400, `${response.status}`);
  return z.object({ error: z.string() }).parse(await response.json()).error;
}
