import { z } from 'zod';
import type { ScimSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';
import { createKeptToken, type Granted, type KeptToken } from '../keptToken.ts';
import { createQuiet } from '../quiet.ts';
import { readAnswer } from '../service.ts';

/** `token_type`: no other than a bearer token is sent (RFC 6749, 7.1). */
const granted = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .optional(),
  expires_in: z.coerce.number().positive().catch(300),
});

/** The token of a service: one that was given, or those of the client credentials grant (RFC 6749, 4.4). */
export function createTokens({ token, oauth }: Pick<ScimSettings, 'token' | 'oauth'>): KeptToken {
  if (token !== undefined) return { current: async () => token, drop: () => false };
  const host = oauth ? new URL(oauth.tokenUrl).host : '';
  const quiet = createQuiet(host);
  return createKeptToken(async (signal): Promise<Granted> => {
    quiet.check();
    if (!oauth) throw new DirectoryMisconfigured('directory has neither token nor oauth');
    const { tokenUrl, clientId, clientSecret, scope } = oauth;
    const response = await fetch(tokenUrl, {
      method: 'POST',
      // Whoever it points to would be sent the secret.
      redirect: 'manual',
      signal,
      // Encoded as a form before it is encoded as Basic (RFC 6749, 2.3.1).
      headers: { accept: 'application/json', authorization: `Basic ${Buffer.from(`${form(clientId)}:${form(clientSecret)}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }),
    });
    const { status, ok, headers } = response;
    const { body } = await readAnswer(response);
    quiet.answered(status, headers.get('retry-after'));
    if (status >= 500 || status === 429) throw new DirectoryUnavailable(`${host} answered ${status}`);
    if (status >= 300 && status < 400) throw new DirectoryMisconfigured(`${host} points elsewhere (${status}): correct directory.oauth.tokenUrl`);
    const parsed = granted.safeParse(body);
    if (!ok || !parsed.success) throw new DirectoryMisconfigured(`${host} gives no bearer token (${status}): see directory.oauth`);
    return { token: parsed.data.access_token, lives: parsed.data.expires_in * 1_000 };
  });
}

const form = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
