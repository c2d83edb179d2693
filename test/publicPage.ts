import assert from 'node:assert/strict';
import { solve } from './solving.ts';
import type { Guichet } from './support.ts';
import type { Answered } from './webPage.ts';

/** Visits a public page like a browser, from an address (behind one proxy, if the bot trusts one). */
export function visitPublic(guichet: Pick<Guichet, 'url'>, path: string, { language = 'fr', from }: { language?: 'fr' | 'en'; from?: string } = {}) {
  // A connection per request: solving blocks this process, and a kept connection may have closed unnoticed by the next use.
  const headers = { connection: 'close', 'accept-language': language, ...(from !== undefined && { 'x-forwarded-for': from }) };
  const get = async (where: string): Promise<Answered> => answered(await fetch(`${guichet.url}${where}`, { redirect: 'manual', headers }));
  const post = async (fields: Readonly<Record<string, string>>, over: Readonly<Record<string, string>> = {}): Promise<Answered> =>
    answered(
      await fetch(`${guichet.url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded', ...over },
        body: new URLSearchParams(fields).toString(),
      }),
    );
  return {
    get: () => get(path),
    at: get,
    /** A fresh solution of this page's check. */
    solves: async (of = path): Promise<string> => solve(JSON.parse((await get(`${of}/challenge`)).html)),
    token: async (): Promise<string> => {
      const token = /name="csrf" value="([^"]+)"/.exec((await get(path)).html)?.[1];
      assert.ok(token, 'the page has no form');
      return token;
    },
    posts: post,
    /** Fills in the form and submits it, solving the check unless a solution is given. */
    async submits(fields: Readonly<Record<string, string>>): Promise<Answered> {
      return await post({ csrf: await this.token(), ...(fields.human === undefined && { human: await this.solves() }), ...fields });
    },
  };
}

const answered = async (response: Response): Promise<Answered> => ({
  status: response.status,
  html: await response.text(),
  location: response.headers.get('location') ?? undefined,
});
