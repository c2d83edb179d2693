import assert from 'node:assert/strict';

/** A page's response. */
export type Answered = { readonly status: number; readonly html: string; readonly location: string | undefined };

/** Visits a mailed link's page like a browser without JavaScript, with its own cookies. The link's host is replaced by the server's. */
export async function openPage(server: string, link: string, language?: 'fr' | 'en') {
  const { pathname } = new URL(link);
  const cookies = new Map<string, string>();
  const visit = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await fetch(`${server}${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        ...(language && { 'accept-language': language }),
        ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...init.headers,
      },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return {
      status: response.status,
      html: (await response.text()).replace(/<span class="whole">(.*?)<\/span>/g, '$1'),
      location: response.headers.get('location') ?? undefined,
    };
  };
  const first = await visit(pathname);

  const action = /<form id="form"[^>]* action="([^"]+)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? pathname;

  const tokenIn = (html: string): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const post = async (path: string, fields: Readonly<Record<string, string>>, token?: string): Promise<Answered> =>
    visit(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrf: token ?? tokenIn((await visit(pathname)).html), ...fields }).toString(),
    });

  return {
    ...first,
    server,
    path: pathname,
    cookies,
    /** The token that the page's form carried when it was opened. */
    token: tokenIn(first.html),
    again: () => visit(pathname),
    /** Sets a password, typed twice alike unless told otherwise. */
    submits: (password: string, fields: Readonly<Record<string, string>> = {}) => post(action, { password, repeat: password, ...fields }),
    /** Submits the page's form, with its current token or the one given. */
    posts: (fields: Readonly<Record<string, string>>, token?: string) => post(action, fields, token),
    /** «Send code» (IN-7). */
    sendsCode: (token?: string) => post(`${pathname}/code`, {}, token),
    /** Asks for a new link. */
    renews: () => post(`${pathname}/renew`, {}),
    shows(word: string | RegExp) {
      assert.match(first.html, typeof word === 'string' ? new RegExp(RegExp.escape(word)) : word);
    },
  };
}
