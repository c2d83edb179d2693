import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Millis } from '../../core/foundation/clock.ts';

/**
 * What a browser keeps for a portal: its session, a random value that its sign-in form is bound to, the name of who signed in last (OC-6), what it
 * is known by as a browser that has signed in before, a sign-in at an OpenID provider that is under way, what it is known by as one that came back from there, and the link of the invitation it goes back to.
 */
export type CookieKind = 'session' | 'form' | 'name' | 'device' | 'provider' | 'known' | 'invitation';

/** The cookies of the sign-in. */
export type Cookies = {
  /** Undefined where the browser sent none, or one that we never set. */
  read(request: IncomingMessage, kind: CookieKind, portal: string): string | undefined;
  /** The value of a `Set-Cookie` header; without a time the cookie goes with the browser. */
  set(kind: CookieKind, portal: string, value: string, kept?: Millis): string;
  /** The value of a `Set-Cookie` header that takes it away. */
  clear(kind: CookieKind, portal: string): string;
};

// No portal's id begins with an underscore: the names of two portals never meet.
const names = {
  session: 'guichet-',
  form: 'guichet_form-',
  name: 'guichet_name-',
  device: 'guichet_device-',
  known: 'guichet_known-',
  provider: 'guichet_provider-',
  invitation: 'guichet_invitation-',
} as const;
const secret = /^[\w-]{43}$/;
const values = {
  session: secret,
  form: secret,
  name: /^[^\p{Cc}]{1,254}$/u,
  known: /^[\w-]{22}\.[0-9a-z]{1,11}\.[\w.-]{43,64}$/,
  device: /^[\w-]{22}\.[0-9a-z]{1,11}\.[\w.-]{43,64}$/,
  provider: /^[\w-]{1,20}\.[\w-]{43,2000}$/,
  invitation: secret,
} as const;

/** `__Host-` cookies where the pages are served by https, so that no other host and no plain connection can set them (RFC 6265bis, 4.1.3.2). */
export function createCookies(publicUrl: string): Cookies {
  const secure = publicUrl.startsWith('https:');
  const nameOf = (kind: CookieKind, portal: string) => `${secure ? '__Host-' : ''}${names[kind]}${portal}`;
  const set: Cookies['set'] = (kind, portal, value, kept) =>
    stringifySetCookie({
      name: nameOf(kind, portal),
      value,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      ...(kept !== undefined && { maxAge: Math.floor(kept / 1000) }),
    });
  return {
    read: (request, kind, portal) => {
      const value = parseCookie(request.headers.cookie ?? '')[nameOf(kind, portal)];
      return value !== undefined && values[kind].test(value) ? value : undefined;
    },
    set,
    clear: (kind, portal) => set(kind, portal, '', 0),
  };
}
