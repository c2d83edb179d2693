import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { hour, type Millis } from '../../core/foundation/clock.ts';

/** Proves that a form came from our page: the secret of a link in its address is the capability, so no cookie is needed (Teams shows the page in a frame). */
export type Csrf = {
  /** A token for the forms of one link's page; good for this hour and the 24 after it. */
  token(secret: string, now: Millis): string;
  /** Whether this token was made for this link, in time. */
  holds(secret: string, token: string, now: Millis): boolean;
};

/** Tokens signed with HMAC-SHA-256 under the application's secret key. Those under the previous one hold too: pages stay open while it changes. */
export function createCsrf(secretKey: string, previous = secretKey): Csrf {
  const sign = (secret: string, at: number, key = secretKey) => {
    const digest = createHash('sha256').update(secret).digest('base64url');
    return createHmac('sha256', key).update(`csrf:${digest}:${at}`).digest('base64url');
  };
  return {
    token(secret, now) {
      const at = Math.floor(now / hour);
      return `${at}.${sign(secret, at)}`;
    },
    holds(secret, token, now) {
      const [, written, signature] = /^(\d{1,9})\.([\w-]{43})$/.exec(token) ?? [];
      if (written === undefined || signature === undefined) return false;
      const at = Number(written);
      const age = Math.floor(now / hour) - at;
      // One hour ahead: another instance's clock may have turned the hour a moment earlier.
      const made = (key: string) => timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, at, key)));
      return age >= -1 && age <= 24 && (made(secretKey) || made(previous));
    },
  };
}

/**
 * Whether a browser says that this request began on another site.
 * Our `Referrer-Policy: no-referrer` makes browsers send `Origin: null` with our own forms (Fetch, 3.2), so null alone proves nothing.
 */
export function isForeign(
  headers: { readonly origin?: string | undefined; readonly 'sec-fetch-site'?: string | string[] | undefined },
  publicUrl: string,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && headers.origin !== 'null' && headers.origin !== new URL(publicUrl).origin;
}
