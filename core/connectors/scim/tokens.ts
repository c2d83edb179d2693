import { z } from 'zod';
import type { ScimSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';
import { createKeptToken, type Granted, type KeptToken } from '../keptToken.ts';

const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().default(300) });

/** The token of a service: one that was given, or those of the client credentials grant (RFC 6749, 4.4). */
export function createTokens({ token, oauth }: Pick<ScimSettings, 'token' | 'oauth'>): KeptToken {
  if (token !== undefined) return { current: async () => token, drop: () => false };
  return createKeptToken(async (signal): Promise<Granted> => {
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
    return { token: parsed.data.access_token, lives: parsed.data.expires_in * 1_000 };
  });
}

const form = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
