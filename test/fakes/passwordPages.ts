import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'restify';
import { mountPages } from '../../bot/pages/routes.ts';
import type { Millis } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { accept, type Refusal, refuse } from '../../core/foundation/outcome.ts';
import { createCore } from '../../core/index.ts';
import { checkPassword } from '../../core/passwords/policy.ts';
import type { PasswordPage, SetPassword } from '../../core/passwords/setPassword.ts';
import { type Portal, portalSchema } from '../../core/portal/schema.ts';
import { dependenciesOf } from './dependencies.ts';

/** A portal whose profile has the policy of IN-6 and texts that would break a page that does not escape. */
export const portal: Portal = portalSchema.parse({
  id: 'invgate',
  name: { fr: 'Centre de services <InvGate>', en: 'Service desk <InvGate>' },
  address: 'https://invgate.example.org/login',
  support: { name: 'Team "Desk" & <b>friends</b>', email: 'desk@example.org', phone: '+33 1 23 45 67 89' },
  sender: { name: 'InvGate', address: 'invgate@example.org' },
  identifier: { kind: 'email', label: { fr: 'Adresse e-mail', en: 'E-mail address' } },
  procedures: {},
  password: { minLength: 8, upper: 1, lower: 1, special: 2, letters: 4, digits: 2 },
});

const open = {
  state: 'open',
  portal,
  purpose: 'setPassword',
  identifier: 'alice@example.org',
  locale: 'fr',
  expiresAt: Date.UTC(2026, 7, 7, 12, 5),
  pass: false,
} as const;

/** The links of this fake core, by secret; any other secret is unknown. */
export const links = {
  open,
  reset: { ...open, purpose: 'reset', identifier: `"><script>alert('é')</script>` },
  code: { ...open, code: { by: 'sms', sent: false } },
  expired: { state: 'expired', portal, locale: 'fr' },
  used: { state: 'used', portal, locale: 'en' },
} as const satisfies Record<string, PasswordPage>;

/** Starts the pages on a real server, over a core whose password links are a table, with the real password rules. */
export async function startPages(given: { limit?: boolean; fails?: Error } = {}) {
  const calls: string[] = [];
  const logged: unknown[] = [];
  const time = { now: Date.UTC(2026, 7, 7, 11) as Millis };
  const spent = new Set<string>();
  const pages = new Map<string, PasswordPage>(Object.entries(links));

  const look = (id: string, secret: string): PasswordPage => {
    if (given.fails) throw given.fails;
    if (id !== portal.id) return { state: 'unknown' };
    return spent.has(secret) ? { state: 'used', portal, locale: 'fr' } : (pages.get(secret) ?? { state: 'unknown', portal });
  };

  const setPassword: SetPassword = {
    open: async (id, secret) => look(id, secret),
    sendCode: async (_id, secret, { ip, locale }) => {
      calls.push(`sendCode ${secret} ${locale} ${ip}`);
      return given.limit ? refuse({ key: 'page.fault.title', field: 'code' }) : accept({ by: 'sms' });
    },
    prove: async (_id, secret, code, { locale }) => {
      calls.push(`prove ${secret} ${locale} ${code}`);
      return code === '123456' ? accept({ session: 'session' }) : refuse({ key: 'page.code', field: 'code' });
    },
    submit: async (id, secret, answer, { locale }) => {
      calls.push(`submit ${secret} ${locale} ${JSON.stringify(answer)}`);
      const page = look(id, secret);
      if (page.state !== 'open') return refuse({ key: 'page.used.title' });
      const wrong: Refusal[] = await checkPassword(answer.password, answer.repeat, portal.password, { names: ['alice'] });
      if (page.code && answer.code !== '123456') wrong.push({ key: 'page.code', field: 'code' });
      const [first, ...others] = wrong;
      if (first) return refuse(first, ...others);
      spent.add(secret);
      return accept({ portal, procedure: 'reset', device: undefined });
    },
    renew: async (_id, secret, { locale }) => {
      calls.push(`renew ${secret} ${locale}`);
    },
  };

  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const publicUrl = `http://localhost:${port}`;
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  const core = createCore({ ...dependenciesOf(db, () => time.now), portals: new Map([[portal.id, portal]]) });
  mountPages(server, {
    core: { ...core, passwords: { ...core.passwords, set: setPassword } },
    secretKey: 'a secret key of thirty-two bytes!',
    publicUrl,
    clock: () => time.now,
    ipOf: (request) => request.socket.remoteAddress ?? '',
    log: { error: (...line: unknown[]) => logged.push(line), info: () => undefined },
  });

  return {
    calls,
    logged,
    time,
    publicUrl,
    /** A further link, such as one of the table. */
    add: (secret: string, like: keyof typeof links) => pages.set(secret, links[like]),
    get: (path: string, init: RequestInit = {}) => fetch(`${publicUrl}${path}`, { redirect: 'manual', ...init }),
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await db.destroy();
    },
  };
}

/** The pages, started. */
export type Pages = Awaited<ReturnType<typeof startPages>>;
