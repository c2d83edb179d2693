import { createRemoteJWKSet, type ExportedJWKSCache, errors, type JWTVerifyGetKey, jwksCache, jwtVerify } from 'jose';
import { z } from 'zod';
import { isLoopback } from '../core/foundation/clearText.ts';
import { day, minute, second } from '../core/foundation/clock.ts';

/** What a channel's tokens are checked against. Defaults to the public cloud. */
export type ChannelAuthority = { readonly issuer: string; readonly openIdMetadataUrl: string };

/** The Bot Framework's public cloud. */
export const publicCloud: ChannelAuthority = {
  issuer: 'https://api.botframework.com',
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
};

/** Whether an activity's bearer token is one that the channel signed for this bot and this service address; `unavailable` if its keys cannot be read. */
export type ChannelToken = (
  authorization: string,
  activity: { readonly channelId: string; readonly serviceUrl: string },
) => Promise<'holds' | 'unavailable' | { readonly fails: string }>;

/** How far the channel's clock may be off, as its documentation says. */
const skew = 5 * minute;
/** How long the channel's keys are used before they are read again, and how long reading may take. */
const fresh = day;
const patience = 2 * second;

const metadata = z.object({
  issuer: z.string(),
  jwks_uri: z.url().refine((text) => text.startsWith('https:') || isLoopback(new URL(text).hostname)),
});
const endorsed = z.looseObject({ kid: z.string(), endorsements: z.array(z.string()) });

class KeysUnavailable extends Error {}

/**
 * Checks tokens of a channel: signature, issuer, audience, times (`exp` is required), service address, and that the key is endorsed for the channel
 * that the activity names. Keys without endorsements are good for none.
 */
export function createChannelToken(appId: string, { issuer, openIdMetadataUrl }: ChannelAuthority = publicCloud): ChannelToken {
  const keys = createKeys(openIdMetadataUrl, issuer);
  return async (authorization, { channelId, serviceUrl }) => {
    const [, token = ''] = /^Bearer ([\w.-]+)$/.exec(authorization) ?? [];
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
        issuer,
        audience: appId,
        algorithms: ['RS256'],
        clockTolerance: skew / second,
        requiredClaims: ['exp', 'serviceurl'],
      });
      if (payload.serviceurl !== serviceUrl) return { fails: 'it is for another service address' };
      if (!keys.endorsementsOf(protectedHeader.kid).includes(channelId)) return { fails: 'its key is not endorsed for this channel' };
      return 'holds';
    } catch (fault) {
      if (fault instanceof KeysUnavailable) return 'unavailable';
      if (fault instanceof errors.JOSEError) return { fails: fault.code };
      throw fault;
    }
  };
}

/** The channel's keys. Read when they are first needed, again after a day, and for keys that are unknown once in half a minute at most. */
function createKeys(openIdMetadataUrl: string, issuer: string) {
  const cache: ExportedJWKSCache = { uat: 0, jwks: { keys: [] } };
  let opened: Promise<JWTVerifyGetKey> | undefined;

  const open = async (): Promise<JWTVerifyGetKey> => {
    const response = await fetch(openIdMetadataUrl, { redirect: 'error', signal: AbortSignal.timeout(patience) });
    const read = metadata.parse(await response.json());
    if (read.issuer !== issuer) throw new Error('The metadata are those of another issuer');
    return createRemoteJWKSet(new URL(read.jwks_uri), { timeoutDuration: patience, cacheMaxAge: fresh, [jwksCache]: cache });
  };

  const find: JWTVerifyGetKey = async (header, token) => {
    try {
      opened ??= open().catch((fault: unknown) => {
        // The next token tries again.
        opened = undefined;
        throw fault;
      });
      return await (await opened)(header, token);
    } catch (fault) {
      if (fault instanceof errors.JWKSNoMatchingKey || fault instanceof errors.JWKSMultipleMatchingKeys || fault instanceof errors.JOSENotSupported)
        throw fault;
      throw new KeysUnavailable('The channel’s keys cannot be read', { cause: fault });
    }
  };

  return {
    find,
    /** The channels that a key is good for. */
    endorsementsOf: (kid: string | undefined): readonly string[] => {
      const found = cache.jwks.keys.map((key) => endorsed.safeParse(key).data).find((key) => key !== undefined && key.kid === kid);
      return found?.endorsements ?? [];
    },
  };
}
