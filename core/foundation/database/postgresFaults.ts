import { z } from 'zod';

/**
 * The states (postgresql.org/docs/current/errcodes-appendix.html) of a server that cannot serve just now: connection, authorisation,
 * resources, shutdown, system and storage; or a statement that lost a lock, a deadlock or its time, or found the database read-only.
 */
const states = /^(08|28|53|57P|58)|^(XX00[12]|3D000|25006|25P03|40001|40P01|55P03|57014)$/;
/** A server that is not there, as the operating system says it. */
const sockets = /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|NOENT)$/;
/** What `pg` says itself, without a code. */
const sayings = /^(Connection terminated|timeout e|Client has encountered a connection error)/;

const coded = z.object({ code: z.string() });

/** Whether a fault means that PostgreSQL cannot serve just now. Kept apart from `pg`, which only those load who use it. */
export function isPostgresUnavailable(error: unknown): boolean {
  const { code } = coded.safeParse(error).data ?? {};
  if (code !== undefined) return states.test(code) || sockets.test(code);
  return error instanceof Error && sayings.test(error.message);
}
