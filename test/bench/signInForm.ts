import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

const agent = new Agent({ keepAlive: true });

/** A sign-in form that is filled in again and again, each time from another address. */
export type SignInForm = {
  /** Sends it; the time in milliseconds. Throws where the answer is not the expected one. */
  signsIn(identifier: string, password: string, expected: 'in' | 'refused'): Promise<number>;
};

let visitors = 0;

/** Opens the form of Octopus, or the one at another of its addresses. */
export async function openSignIn(bot: string, path = '/p/octopus/signin'): Promise<SignInForm> {
  const page = await fetch(`${bot}${path}`);
  const cookie = page.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  return {
    signsIn: async (identifier, password, expected) => {
      const body = new URLSearchParams({ csrf, identifier, password, remember: 'no' }).toString();
      visitors += 1;
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        cookie,
        'x-forwarded-for': `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`,
      };
      const began = performance.now();
      return await new Promise((done, fail) => {
        request(`${bot}${path}`, { method: 'POST', agent, headers }, (response) => {
          if (response.statusCode !== (expected === 'in' ? 303 : 422)) fail(new Error(`The sign-in answered ${response.statusCode}.`));
          text(response).then(() => done(performance.now() - began), fail);
        })
          .on('error', fail)
          .end(body);
      });
    },
  };
}
