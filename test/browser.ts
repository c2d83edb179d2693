import assert from 'node:assert/strict';
import type { Answered } from './webPage.ts';

/** A browser's response. */
export type Got = Answered & { readonly headers: Headers; readonly cookies: string[] };

/** A browser without JavaScript that keeps cookies: one for each person and device of a test. Follows redirects if asked to. */
export function openBrowser(server: string, { language = 'fr', agent = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' } = {}) {
  /** By name, and path if it is not the whole site. */
  const jar = new Map<string, string>();

  const cookiesFor = (path: string): string =>
    [...jar]
      .map(([kept, value]) => ({ name: kept.split(' ')[0], below: kept.split(' ')[1] ?? '/', value }))
      .filter(({ below }) => path.startsWith(below))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');

  const request = async (path: string, init: RequestInit = {}): Promise<Got> => {
    const response = await fetch(`${server}${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        'accept-language': language,
        'user-agent': agent,
        ...(jar.size > 0 && { cookie: cookiesFor(path) }),
        ...init.headers,
      },
    });
    const cookies = response.headers.getSetCookie();
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      const [, below = '/'] = /;\s*path=([^;]+)/i.exec(cookie) ?? [];
      const kept = below === '/' ? name : `${name} ${below}`;
      if (/;\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(cookie)) jar.delete(kept);
      else jar.set(kept, value);
    }
    return {
      status: response.status,
      html: await response.text(),
      location: response.headers.get('location') ?? undefined,
      headers: response.headers,
      cookies,
    };
  };

  /** Follows a stream of server-sent events. */
  const streams = async (path: string) => {
    const stopped = new AbortController();
    const response = await fetch(`${server}${path}`, { headers: { 'accept-language': language, cookie: cookiesFor(path) }, signal: stopped.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return {
      status: response.status,
      headers: response.headers,
      /** The next event that says something: its kind and data. Undefined once the stream has ended. */
      async next(): Promise<{ readonly event: string; readonly data: string } | undefined> {
        for (;;) {
          const at = text.indexOf('\n\n');
          const block = text.slice(0, Math.max(0, at));
          if (at >= 0) text = text.slice(at + 2);
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data !== undefined) return { event: /^event: (.*)$/m.exec(block)?.[1] ?? 'message', data };
          if (at >= 0) continue;
          const more = await reader?.read();
          if (!more || more.done) return undefined;
          text += more.value;
        }
      },
      close: () => stopped.abort(),
    };
  };

  const browser = {
    jar,
    streams,
    get: (path: string) => request(path),
    /** Opens a page, following redirects. */
    async opens(path: string): Promise<Got & { readonly path: string }> {
      for (let at = path, hops = 0; hops < 5; hops += 1) {
        const got = await request(at);
        if (got.location === undefined) return { ...got, path: at };
        at = got.location;
      }
      throw new Error(`${path} leads nowhere.`);
    },
    /** Posts these fields unchanged. */
    posts: (path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
      request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    /** Fills in the form of a page and submits it. */
    async sends(path: string, fields: Readonly<Record<string, string>>): Promise<Got> {
      const page = await browser.opens(path);
      const action = /<form id="form"[^>]* action="([^"]+)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? page.path;
      const [form = ''] = /<form id="form"[\s\S]*?<\/form>/.exec(page.html) ?? [];
      const once = /name="once" value="([^"]+)"/.exec(form)?.[1];
      return await browser.posts(action, { csrf: tokenIn(page.html), ...(once !== undefined && { once }), ...fields });
    },
    /** Signs in on the page that the requested one redirects to. */
    signsIn: (portal: string, identifier: string, password: string, remember = 'no') =>
      browser.sends(`/p/${portal}/signin`, { identifier, password, remember }),
  };
  return browser;
}

export type WebBrowser = ReturnType<typeof openBrowser>;

/** The token of a page's forms. */
export const tokenIn = (html: string): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** Asserts that a browser is, or is not, signed in to a portal. */
export async function isSignedIn(browser: WebBrowser, portal: string, signedIn: boolean): Promise<void> {
  const { status, location } = await browser.get(`/p/${portal}/account`);
  assert.equal(status, signedIn ? 200 : 303, location);
}
