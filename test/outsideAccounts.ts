import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Got, openBrowser, tokenIn, type WebBrowser } from './browser.ts';
import { type Citizen, startIdentityProvider, visitProvider } from './fakes/identityProvider.ts';
import { identifiers, usual } from './signedIn.ts';
import { type Guichet, type Options, withGuichet } from './support.ts';

/** Where Guichet says that its pages are. */
export const publicUrl = 'http://guichet.test';
/** The secret of the client, in the environment. */
export const clientSecret = 'the-secret-of-the-client-guichet';
process.env.OPENID_TEST_SECRET = clientSecret;
process.env.OPENID_OTHER_SECRET = 'the-secret-of-another-client';

/** The address that a provider sends browsers back to. */
export const callbackOf = (portal: string, provider: string, base = publicUrl): string => `${base}/p/${portal}/signin/with/${provider}/callback`;

/** The people of the provider. */
export const citizens: Readonly<Record<string, Citizen>> = { alice: { name: 'Alice Martin' }, bruno: { name: 'Bruno Leroy' } };

/** How a profile refers to a variable of the environment. */
export const reference = (name: string): string => `$\{env:${name}}`;

/** What a profile says of a provider, one line each. */
export const providerLines = (id: string, issuer: string, more: Readonly<Record<string, unknown>> = {}): string =>
  `    - ${JSON.stringify({ id, label: 'Contoso', issuer, clientId: 'guichet', clientSecret: reference('OPENID_TEST_SECRET'), ...more })}\n`;

/** A folder with the profile of a portal that ships, which names these providers. */
export async function profileWith(
  portal: string,
  providers: readonly string[],
  change = (profile: string): string => profile,
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
  const shipped = await readFile(new URL(`../core/portals/${portal}.yaml`, import.meta.url), 'utf8');
  await writeFile(join(folder, `${portal}.yaml`), `${change(shipped)}\nsignIn:\n  openid:\n${providers.join('')}`);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** Runs a test with a Guichet whose portal offers a real provider, called `contoso`. */
export async function withIdentityProvider(
  {
    portal = 'outscale',
    base = publicUrl,
    more = {},
    change,
    ...options
  }: Options & {
    readonly portal?: string;
    readonly base?: string;
    readonly more?: Readonly<Record<string, unknown>>;
    readonly change?: (profile: string) => string;
  },
  story: (guichet: Guichet, provider: Awaited<ReturnType<typeof startIdentityProvider>>) => Promise<void>,
): Promise<void> {
  const client = { id: 'guichet', secret: clientSecret, redirectUris: [callbackOf(portal, 'contoso', base), callbackOf(portal, 'fabrikam', base)] };
  const provider = await startIdentityProvider({ clients: [client], people: citizens });
  const profile = await profileWith(portal, [providerLines('contoso', provider.issuer, more)], change);
  try {
    await withGuichet({ ...options, env: { PUBLIC_URL: base, PORTALS_DIR: profile.folder, ...options.env } }, (guichet) => story(guichet, provider));
  } finally {
    await provider.close();
    await profile.remove();
  }
}

/** Gives a page the cookies of a browser, as if it had been opened there. */
export function hands(browser: WebBrowser, page: { readonly cookies: Map<string, string> }): void {
  for (const [name, value] of browser.jar) page.cookies.set(name.split(' ', 1).join(), value);
}

/** The path and query of an address of ours. */
export const pathOf = (url: URL): string => `${url.pathname}${url.search}`;

/** Leaves for the provider from a page of ours, signs in there under a name, and comes back. */
export async function signsInAt(browser: WebBrowser, issuer: string, path: string, login: string): Promise<Got> {
  const left = await browser.get(path);
  if (left.location === undefined) throw new Error(`${path} does not lead to the provider: ${left.status}\n${left.html}`);
  return await browser.get(pathOf(await visitProvider(issuer)(left.location, { login })));
}

/** The address that a page leads to by itself. */
export const leadsTo = (html: string): string => /http-equiv="refresh" content="0; url=([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

/** The owner of an account links it with somebody of the provider. Returns the page that they come back to, and the browser. */
export async function links(its: Guichet, issuer: string, { login = 'alice', portal = 'outscale', identifier = identifiers.outscale as string } = {}) {
  const browser = openBrowser(its.url);
  await browser.signsIn(portal, identifier, usual);
  const path = `/p/${portal}/account/link/contoso`;
  const leaving = await browser.posts(path, { csrf: tokenIn((await browser.get(path)).html) });
  const back = await visitProvider(issuer)(leadsTo(leaving.html), { login });
  return { browser, leaving, back, got: await browser.get(pathOf(back)) };
}
