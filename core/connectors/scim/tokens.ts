import { z } from 'zod';
import type { ScimSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';

/** A token is renewed before it ends, so that none ends on the way. */
const margin = 60_000;

const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().default(300) });

/** The token of a service: one that was given, or those of the client credentials grant, each fetched once for everybody (RFC 6749, 4.4). */
export function createTokens({ token, oauth }: Pick<ScimSettings, 'token' | 'oauth'>): {
  current(signal: AbortSignal): Promise<string>;
  /** Forgets a token that was refused; false where there is no other. */
  drop(refused: string): boolean;
} {
  let held: { readonly token: Promise<string>; text?: string; until: number } | undefined;

  const ask = async (signal: AbortSignal): Promise<z.output<typeof granted>> => {
    if (!oauth) throw new DirectoryMisconfigured('directory has neither token nor oauth');
    const { tokenUrl, clientId, clientSecret, scope } = oauth;
    const response = await fetch(tokenUrl, {
      method: 'POST',
      redirect: 'error',
      signal,
      // Encoded as a form before it is encoded as Basic (RFC 6749, 2.3.1).
      headers: { accept: 'application/json', authorization: `Basic ${Buffer.from(`${form(clientId)}:${form(clientSecret)}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }),
    });
    const { host } = new URL(tokenUrl);
    if (response.status >= 500 || response.status === 429) throw new DirectoryUnavailable(`${host} answered ${response.status}`);
    const parsed = granted.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !parsed.success) throw new DirectoryMisconfigured(`${host} gives no token (${response.status}): see directory.oauth`);
    return parsed.data;
  };

  return {
    current: async (signal) => {
      if (token !== undefined) return token;
      const now = performance.now();
      if (!held || held.until <= now) {
        const asked = ask(signal);
        const own: NonNullable<typeof held> = { token: asked.then((grant) => grant.access_token), until: Number.POSITIVE_INFINITY };
        held = own;
        asked.then(
          ({ access_token, expires_in }) => {
            own.text = access_token;
            own.until = performance.now() + Math.max(expires_in * 1_000 - margin, expires_in * 500);
          },
          () => {
            if (held === own) held = undefined;
          },
        );
      }
      return await held.token;
    },
    drop: (refused) => {
      if (token !== undefined) return false;
      // Of many who were refused at once, one asks for another.
      if (held?.text === refused) held = undefined;
      return true;
    },
  };
}

const form = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
