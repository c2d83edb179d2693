import { z } from 'zod';

/**
 * SQLSTATEs of a server that cannot serve just now (postgresql.org/docs/current/errcodes-appendix.html): connection, authorisation, resources,
 * shutdown, system and storage; or of a statement that ran into a lock timeout, a deadlock, a statement timeout or a read-only database.
 */
const states = /^(08|28|53|57P|58)|^(XX00[12]|3D000|25006|25P03|40001|40P01|55P03|57014)$/;
/** The operating system's error codes for a server that cannot be reached. */
const sockets = /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|NOENT)$/;
/** Messages of `pg` itself, which have no code. */
const sayings = /^(Connection terminated|timeout e|Client has encountered a connection error)/;

const coded = z.object({ code: z.string() });

/** Whether a fault means that PostgreSQL cannot serve just now. In a file of its own, so that checking does not load `pg`. */
export function isPostgresUnavailable(error: unknown): boolean {
  const { code } = coded.safeParse(error).data ?? {};
  if (code !== undefined) return states.test(code) || sockets.test(code);
  return error instanceof Error && sayings.test(error.message);
}

/** Whether a fault means that the database user may not do this (42501: insufficient privilege). */
export const isForbidden = (error: unknown): boolean => coded.safeParse(error).data?.code === '42501';
