import { isIP } from 'node:net';

/** Whether a host name or address can only be reached from this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

/** Whether a host may be spoken to without TLS: this machine, a socket of it, and the hosts that the operator names. */
export const mayBeInClear = (host: string, named: readonly string[]): boolean =>
  host.startsWith('/') || isLoopback(host.toLowerCase()) || named.includes(host.toLowerCase());

/** Parameters of an SMTP address that leave TLS as it is. Others turn it off, or name another server. */
const harmless = new Set(['name', 'authMethod', 'maxConnections', 'maxMessages', 'rateDelta', 'rateLimit']);
/** Those that name another server than the address does. */
const elsewhere = ['service', 'proxy'];

/**
 * What to write in place of an address that would be spoken to in clear, or without verifying who answers, on a host that is not on this machine and
 * not `named` (ASVS 5.0, 12.3). Undefined if all is well. `smtp://` is well: the mailer requires STARTTLS.
 */
export function inClear(address: string, named: readonly string[]): string | undefined {
  if (/^(sqlite|inbox):/.test(address)) return undefined;
  // As `pg` does: without a host, one is taken from the environment.
  const url = URL.parse(address) ?? URL.parse(address.replace('@/', '@localhost/'));
  if (!url) return 'an address that can be read';
  const postgres = /^postgres(ql)?:$/.test(url.protocol);
  if (url.hostname === '' && !postgres) return 'the name of its host';
  const parameters = [...url.searchParams.keys()];
  const smtp = `no parameters but ${[...harmless].join(', ')}`;
  if (url.protocol.startsWith('smtp') && elsewhere.some((name) => parameters.includes(name))) return smtp;
  // `pg` reads the last of several.
  const host = decodeURIComponent((postgres && url.searchParams.getAll('host').at(-1)) || url.hostname || (postgres && process.env.PGHOST) || 'localhost');
  if (mayBeInClear(host, named)) return undefined;
  switch (url.protocol) {
    case 'http:':
      return 'https://';
    case 'redis:':
      return 'rediss://';
    case 'smtp:':
    case 'smtps:':
      return parameters.every((name) => harmless.has(name)) ? undefined : smtp;
    case 'postgres:':
    case 'postgresql:':
      // `pg` verifies with `require` and `verify-ca` too, and will not from version 9 on, nor does it now with `uselibpqcompat`.
      return new Set(parameters).size === parameters.length && !parameters.includes('uselibpqcompat') && url.searchParams.get('sslmode') === 'verify-full'
        ? undefined
        : '?sslmode=verify-full at its end';
    default:
      return undefined;
  }
}
