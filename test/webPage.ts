import assert from 'node:assert/strict';

/** What a page answered. */
export type Answered = { readonly status: number; readonly html: string; readonly location: string | undefined };

/** Visits the page of a mailed link as a browser without JavaScript does. The link's host is replaced by the server's own. */
export async function openPage(server: string, link: string, language?: 'fr' | 'en') {
  const { pathname } = new URL(link);
  const visit = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await fetch(`${server}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...(language && { 'accept-language': language }), ...init.headers },
    });
    return { status: response.status, html: await response.text(), location: response.headers.get('location') ?? undefined };
  };
  const first = await visit(pathname);

  const action = /<form id="form"[^>]* action="([^"]+)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? pathname;

  /** The token that the page's form carries now. */
  const token = async (): Promise<string> => /name="csrf" value="([^"]+)"/.exec((await visit(pathname)).html)?.[1] ?? '';
  const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<Answered> =>
    visit(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrf: await token(), ...fields }).toString(),
    });

  return {
    ...first,
    server,
    again: () => visit(pathname),
    /** Chooses a password; typed twice alike unless told otherwise. */
    submits: (password: string, fields: Readonly<Record<string, string>> = {}) => post(action, { password, repeat: password, ...fields }),
    /** «Send code» (IN-7). */
    sendsCode: () => post(`${pathname}/code`, {}),
    /** Asks for a new link. */
    renews: () => post(`${pathname}/renew`, {}),
    shows(word: string | RegExp) {
      assert.match(first.html, typeof word === 'string' ? new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : word);
    },
  };
}
