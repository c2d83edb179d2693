import { parseCookie, stringifySetCookie } from 'cookie';
import { linkPath, type Visit } from './visit.ts';

const name = 'proven';

/** The secret of the session in which this page's visitor has proven a mailbox; empty where there is none. */
export const sessionOf = ({ request }: Visit): string => parseCookie(request.headers.cookie ?? '')[name] ?? '';

/** The value of the `Set-Cookie` header that keeps such a session: for this page alone, out of reach of scripts, gone with the browser. */
export const keepSession = (visit: Visit, session: string, publicUrl: string): string =>
  stringifySetCookie({
    name,
    value: session,
    path: linkPath(visit),
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
  });
