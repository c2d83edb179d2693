import { second } from '../foundation/clock.ts';
import { NoAnswer, RetryAfter, Undeliverable } from '../foundation/outbox/faults.ts';
import type { Texter } from '../ports.ts';

/**
 * Sends text messages through an HTTP gateway: POSTs `{"to", "text", "id"}` as JSON to an address which may hold credentials
 * (`https://user:password@host/path`). Any 2xx means sent; `id` stays the same at each attempt.
 */
export function createSmsGateway(address: string): Texter {
  const { username, password, ...gateway } = split(address);
  const credentials = username === '' ? {} : { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  return {
    send: async (sms) => {
      const response = await answerOf(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...credentials },
        body: JSON.stringify(sms),
        redirect: 'error',
        signal: AbortSignal.timeout(10 * second),
      });
      await response.body?.cancel();
      if (response.ok) return;
      const said = `the SMS gateway answered ${response.status}`;
      const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
      if ((response.status === 429 || response.status === 503) && wait >= 0) throw new RetryAfter(wait * second, said);
      if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429) throw new Undeliverable(said);
      throw response.status >= 500 ? new NoAnswer(said) : new Error(said);
    },
  };
}

async function answerOf(...request: Parameters<typeof fetch>): Promise<Response> {
  try {
    return await fetch(...request);
  } catch (error) {
    throw new NoAnswer('the SMS gateway does not answer', { cause: error });
  }
}

/** Takes the credentials out of the address, where `fetch` accepts none. */
function split(address: string): { url: string; username: string; password: string } {
  const url = new URL(address);
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = '';
  url.password = '';
  return { url: url.href, username, password };
}
