import { readFile } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, connect as connectTls } from 'node:tls';
import { Client } from 'ldapts';
import { type Clock, minute, second } from '../../foundation/clock.ts';
import type { LdapSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';
import { code, faultOf, isPassing, resultOf } from './faults.ts';
import { createLine, type Line } from './line.ts';

/** Who needs the directory is told within three seconds that it cannot be had (DIR-8). */
const patience = 2.8 * second;
/** Of that, the most that one of several servers may take to be connected. */
const perServer = second;
/** A server that failed is tried last for this long. */
const avoidedFor = 30 * second;
/** A service account that was refused is not tried again sooner: that might lock it. */
const refusedFor = 30 * second;
/** For this long after the service account was let in, its password is taken to hold. */
const provenFor = 30 * second;
/** Firewalls forget connections that say nothing. */
const idleFor = minute;
/** How long a page of many entries may take: nobody waits for it, and the server may have to look at all that it has. */
const perAnswer = 30 * second;

type Connection = { readonly client: Client; readonly line: Line };
type Held = Connection & { readonly server: string; usedAt: number };

/** Connections to the servers of one directory; none is opened before it is needed. */
export type Connections = {
  /**
   * Does something with a connection of the service account. What only reads (`again`) is done again, once, where a connection that had been kept
   * turns out to be cut. Expected result codes are thrown as they came; everything else as the port says.
   */
  use<T>(task: (client: Client) => Promise<T>, options: { readonly again: boolean }): Promise<T>;
  /** Compares a password by a bind. Throws what the bind did. */
  tryBind(name: string, password: string): Promise<void>;
  /** Does something with the rights of somebody else, over a connection of their own. */
  as<T>(name: string, password: string, task: (client: Client) => Promise<T>): Promise<T>;
  /** Reads much, with a connection of its own beside the pool, for as long as each answer comes in time. */
  walk<T>(task: (client: Client) => AsyncIterable<T>): AsyncIterable<T>;
  close(): Promise<void>;
};

/** Opens nothing yet. `tell` is given what an operator has to see to, and what failed. */
export function createConnections(settings: LdapSettings, clock: Clock, tell: (message: string) => void): Connections {
  const failedAt = new Map<string, number>();
  let refused: { readonly at: number; readonly fault: DirectoryMisconfigured } | undefined;
  let provenAt = Number.NEGATIVE_INFINITY;
  let proof: Promise<void> | undefined;
  let authority: Promise<string> | undefined;

  const tls = async (host: string): Promise<ConnectionOptions> => {
    const name = settings.serverName ?? host;
    // A file that could not be read is read again the next time.
    if (settings.ca !== undefined)
      authority ??= readFile(settings.ca, 'utf8').catch((error: Error) => {
        authority = undefined;
        const message = `directory.ca cannot be read: ${error.message}`;
        tell(message);
        throw new DirectoryMisconfigured(message);
      });
    const ca = await authority;
    return { host: name, ...(isIP(name) === 0 && { servername: name }), ...(ca !== undefined && { ca }), minVersion: 'TLSv1.2' };
  };

  /** A connection to one server, nobody bound. */
  const openTo = async (url: string, limit: number, timeout: number): Promise<Connection> => {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
    const secure = await tls(host);
    const line = createLine();
    const once = <A extends unknown[], R extends Socket>(open: (...args: A) => R) => {
      let opened = false;
      return (...args: A): R => {
        // ldapts would connect again by itself, with nobody bound and, after StartTLS, in clear.
        if (opened) throw new DirectoryUnavailable(`${url}: the connection was lost`);
        opened = true;
        return line.watch(open(...args));
      };
    };
    const client = new Client({
      url,
      timeout,
      connectTimeout: limit,
      ...(/^ldaps:/i.test(url) && { tlsOptions: { ...secure, host } }),
      createConnection: once(connect) as typeof connect,
      // The name that is verified may differ from the host that is connected to.
      createSecureConnection: once(((port: number | ConnectionOptions, at?: string, options?: ConnectionOptions) =>
        typeof port === 'object' ? connectTls(port) : connectTls({ ...options, ...secure, host: at ?? host, port, checkServerIdentity: identity(secure) })) as (
        ...args: unknown[]
      ) => ReturnType<typeof connectTls>) as typeof connectTls,
    });
    try {
      if (settings.startTls && !/^ldaps:/i.test(url)) await within(limit, client.startTLS({ ...secure, checkServerIdentity: identity(secure) }), url);
      return { client, line };
    } catch (error) {
      await abandon({ client, line });
      throw error;
    }
  };

  /** Tries the servers in turn, those that failed lately last, and prepares the connection with `first`. */
  const open = async (deadline: number, first: (client: Client) => Promise<void>, timeout = patience): Promise<Held> => {
    const lately = (url: string) => ((failedAt.get(url) ?? Number.NEGATIVE_INFINITY) > clock() - avoidedFor ? 1 : 0);
    const servers = settings.servers.toSorted((one, other) => lately(one) - lately(other));
    let failure: DirectoryUnavailable | undefined;
    for (const url of servers) {
      const left = deadline - performance.now();
      if (left <= 0) break;
      const limit = servers.length > 1 ? Math.min(left, perServer) : left;
      let connection: Connection | undefined;
      try {
        connection = await openTo(url, limit, timeout);
        await within(limit, first(connection.client), url);
        failedAt.delete(url);
        return { ...connection, server: url, usedAt: clock() };
      } catch (error) {
        if (connection) await abandon(connection);
        // An answer that another server would give as well.
        if (error instanceof DirectoryMisconfigured || (resultOf(error) !== undefined && !isPassing(error))) throw error;
        const fault = faultOf(url, error);
        tell(fault.message);
        failedAt.set(url, clock());
        if (failure === undefined || fault instanceof DirectoryMisconfigured) failure = fault;
      }
    }
    throw failure ?? new DirectoryUnavailable(`${servers.join(', ')}: no answer within ${patience / second} s`);
  };

  /** Binds as the service account. While its password is not known to hold, one tries and the others wait: many wrong ones at once would lock it. */
  const asService = async (client: Client): Promise<void> => {
    while (proof) await proof.catch(() => undefined);
    if (refused && refused.at > clock() - refusedFor) throw refused.fault;
    if (provenAt > clock() - provenFor) return await bindService(client);
    proof = bindService(client).finally(() => {
      proof = undefined;
    });
    await proof;
  };

  const bindService = async (client: Client): Promise<void> => {
    try {
      await client.bind(settings.bind.dn, settings.bind.password);
      refused = undefined;
      provenAt = clock();
    } catch (error) {
      if (resultOf(error) !== code.invalidCredentials) throw error;
      const fault = new DirectoryMisconfigured(`the service account ${settings.bind.dn} is refused: ${reasonOf(error)}`);
      refused = { at: clock(), fault };
      provenAt = Number.NEGATIVE_INFINITY;
      tell(fault.message);
      throw fault;
    }
  };

  const pool = createPool(settings.connections, clock, (deadline) => open(deadline, asService));
  // Each bind replaces the one before; nothing else is ever asked over these. The root entry, which everybody may read, is asked to connect.
  const binders = createPool(settings.connections, clock, (deadline) =>
    open(deadline, async (client) => void (await client.search('', { scope: 'base', attributes: ['1.1'] }))),
  );

  const through = async <T>(from: Pool, again: boolean, task: (client: Client) => Promise<T>): Promise<T> => {
    const deadline = performance.now() + patience;
    for (let tries = 0; ; tries += 1) {
      const { held, kept } = await from.take(deadline);
      let keep = false;
      try {
        const value = await within(deadline - performance.now(), task(held.client), held.server);
        keep = true;
        return value;
      } catch (error) {
        keep = resultOf(error) !== undefined && !isPassing(error);
        if (keep) throw error;
        if (!(again && kept && tries === 0 && deadline - performance.now() > 0)) {
          const fault = faultOf(held.server, error);
          failedAt.set(held.server, clock());
          tell(fault.message);
          throw fault;
        }
      } finally {
        from.give(held, keep);
      }
    }
  };

  return {
    use: (task, { again }) => through(pool, again, task),
    tryBind: (name, password) => through(binders, true, (client) => client.bind(name, password)),
    as: async (name, password, task) => {
      const deadline = performance.now() + patience;
      const held = await open(deadline, (opened) => opened.bind(name, password));
      try {
        return await within(deadline - performance.now(), task(held.client), held.server);
      } catch (error) {
        if (resultOf(error) !== undefined && !isPassing(error)) throw error;
        throw faultOf(held.server, error);
      } finally {
        await abandon(held);
      }
    },
    walk: async function* (task) {
      const held = await open(performance.now() + patience, asService, perAnswer);
      try {
        yield* task(held.client);
      } catch (error) {
        const fault = faultOf(held.server, error);
        if (isPassing(error)) failedAt.set(held.server, clock());
        tell(fault.message);
        throw fault;
      } finally {
        await abandon(held);
      }
    },
    close: async () => void (await Promise.all([pool.close(), binders.close()])),
  };
}

type Pool = {
  take(deadline: number): Promise<{ readonly held: Held; readonly kept: boolean }>;
  give(held: Held, keep: boolean): void;
  close(): Promise<void>;
};

/** At most `most` connections at once; who finds none waits for one, no longer than their deadline. */
function createPool(most: number, clock: Clock, open: (deadline: number) => Promise<Held>): Pool {
  const idle: Held[] = [];
  const waiting = new Set<() => void>();
  let out = 0;
  let closed = false;

  const next = (): void => {
    const [first] = waiting;
    if (first) {
      waiting.delete(first);
      first();
    } else out -= 1;
  };

  return {
    take: async (deadline) => {
      if (closed) throw new DirectoryUnavailable('the directory was closed');
      if (out < most) out += 1;
      else
        await new Promise<void>((go, fail) => {
          const timer = setTimeout(() => {
            waiting.delete(turn);
            fail(new DirectoryUnavailable('all connections to the directory are busy'));
          }, deadline - performance.now());
          const turn = () => {
            clearTimeout(timer);
            go();
          };
          waiting.add(turn);
        });
      try {
        // The one used last is the least likely to have been cut.
        for (let held = idle.pop(); held; held = idle.pop()) {
          if (isOpen(held) && held.usedAt > clock() - idleFor) return { held, kept: true };
          await abandon(held);
        }
        return { held: await open(deadline), kept: false };
      } catch (error) {
        next();
        throw error;
      }
    },
    give: (held, keep) => {
      held.usedAt = clock();
      if (keep && !closed && isOpen(held)) idle.push(held);
      else void abandon(held);
      next();
    },
    close: async () => {
      closed = true;
      await Promise.all(idle.splice(0).map(abandon));
    },
  };
}

const isOpen = ({ client, line }: Connection): boolean => client.isConnected && !line.lost;

/** Ends a connection, whatever state it is in, and waits for no answer. */
async function abandon(connection: Connection): Promise<void> {
  if (isOpen(connection)) await connection.client.unbind().catch(() => undefined);
  connection.line.end();
}

/** Gives up on what takes longer. */
async function within<T>(limit: number, task: Promise<T>, server: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new DirectoryUnavailable(`${server}: no answer in time`)), Math.max(0, limit));
  });
  task.catch(() => undefined);
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Compares a certificate with the name that the profile gives, whatever host was connected to. */
const identity =
  ({ host = '' }: ConnectionOptions): NonNullable<ConnectionOptions['checkServerIdentity']> =>
  (_, certificate) =>
    checkServerIdentity(host, certificate);

const reasons: Readonly<Record<string, string>> = {
  '52e': 'its password is wrong, or there is no such account',
  '525': 'there is no such account',
  '532': 'its password has expired',
  '533': 'it is disabled',
  '701': 'it has expired',
  '773': 'its password must be changed first',
  '775': 'it is locked',
};

/** Why a bind failed, for an operator: Active Directory says it in a number after `data`. */
export const reasonOf = (error: unknown): string =>
  reasons[dataOf(error) ?? ''] ?? 'its password is wrong or has expired, it is locked, or there is no such account';

/** That number. */
export const dataOf = (error: unknown): string | undefined => /\bdata ([0-9a-f]+)/i.exec(error instanceof Error ? error.message : '')?.[1]?.toLowerCase();
