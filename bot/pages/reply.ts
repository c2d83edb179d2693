import type { ServerResponse } from 'node:http';
import { unbrokenHtml } from '../../core/foundation/unbroken.ts';
import type { Html } from './html.ts';

/** What a route answers; `sendReply` adds what every answer has. `writes`: what writes the body bit by bit, in place of one that is there already. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
  readonly writes?: (to: ServerResponse) => Promise<void>;
};

const teams = "'self' https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft";

/**
 * The content policy of a page: its styles and scripts come from files of ours, unless it names the hashes of those written in it; who may frame it
 * is Teams, unless it says nobody; its forms lead nowhere else, unless it says where.
 */
export const contentPolicy = ({ styles = "'self'", scripts = "'self'", frames = teams, forms = "'self'" } = {}): string =>
  `default-src 'none'; style-src ${styles}; script-src ${scripts}; connect-src 'self'; img-src 'self' data:; form-action ${forms}; base-uri 'none'; frame-ancestors ${frames}`;

/** Headers of every page: nothing from elsewhere, nothing inline, framed by Teams alone, kept nowhere, and no address with a secret sent on. */
const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': contentPolicy(),
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-get=(), usb=()',
};

/** A page, with the headers that guard it. */
export const page = (status: number, document: Html, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { ...pageHeaders, ...headers },
  body: unbrokenHtml(document.markup, 'class="whole"'),
});

/** A file that does not change under its address; under another address than its own it is asked for again each time. */
export const file = (type: string, body: string, lasting: boolean): Reply => ({
  status: 200,
  headers: { 'Content-Type': type, 'Cache-Control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache' },
  body,
});

/** What a script of ours asks for; kept nowhere. */
export const json = (value: object): Reply => ({
  status: 200,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(value),
});

/** A table that the browser saves under a name. */
export const saved = (name: string, csv: string): Reply => ({
  status: 200,
  headers: {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': contentPolicy({ frames: "'none'" }),
  },
  body: csv,
});

/** The same table, written bit by bit by whoever has it. */
export const savedAsItComes = (name: string, writes: NonNullable<Reply['writes']>): Reply => ({ ...saved(name, ''), writes });

/** Sends the browser to GET another address (303), so that a reload posts nothing again; with the cookies that it is to keep or to forget. */
export const seeOther = (location: string, cookies: string[] = []): Reply => ({
  status: 303,
  headers: { ...pageHeaders, Location: location, ...(cookies.length > 0 && { 'Set-Cookie': cookies }) },
  body: '',
});

/** The same reply, framed by nobody, not even by Teams: a page that a session opens could be clicked through a frame that hides it. `forms`: where its forms may lead. */
export const unframed = (reply: Reply, forms?: string): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'Content-Security-Policy': contentPolicy({ frames: "'none'", ...(forms !== undefined && { forms }) }) },
});

/** Writes a reply; to HEAD, Node itself leaves the body out. Done once all of it is written, or whoever asked is gone. */
export async function sendReply(response: ServerResponse, reply: Reply): Promise<void> {
  const headers = { ...reply.headers, 'X-Content-Type-Options': 'nosniff' };
  if (reply.writes && response.req.method !== 'HEAD') {
    response.writeHead(reply.status, headers);
    return await reply.writes(response);
  }
  response.writeHead(reply.status, { ...headers, ...(!reply.writes && { 'Content-Length': Buffer.byteLength(reply.body) }) });
  response.end(reply.body);
}
