import { Socket } from 'node:net';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresDriver,
  type RawBuilder,
  sql,
  type TransactionSettings,
} from 'kysely';
import { Pool, types } from 'pg';
import { type Millis, minute, second } from '../clock.ts';

/** Connections of one process; PostgreSQL takes a hundred in all unless told otherwise. */
const connections = 10;
/** What no limit of the server's can tell of: a network that swallows the question or the answer. */
const silence = 12 * second;

/**
 * Kysely's PostgreSQL dialect over a pool of `pg`. A fault is told soon, as Teams waits for no click longer than three seconds: a
 * connection or a lock that cannot be had after two, a statement that does not end after ten. Whatever broke, the next statement gets a
 * connection that works as soon as there is one.
 */
export function createPostgresDialect(url: string): Dialect {
  const sockets = openSockets();
  const pool = new Pool({
    connectionString: url,
    application_name: 'guichet',
    max: connections,
    stream: sockets.open,
    keepAlive: true,
    connectionTimeoutMillis: 2 * second,
    options: '-c synchronous_commit=off',
    lock_timeout: 2 * second,
    statement_timeout: 10 * second,
    idle_in_transaction_session_timeout: minute,
    // Instants and counts are integers far below 2^53, which `pg` would hand over as texts.
    types: { getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) },
  });
  // A connection that breaks between two statements would end the process where nobody listens; the next statement tells of it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const dialect = new PostgresDialect({ pool });
  return {
    createAdapter: () => new PatientAdapter(sockets.wait),
    createDriver: () => new DurableDriver({ pool }),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

/** Sockets that break when nothing comes over them for so long: `pg` then makes others. */
function openSockets() {
  const open = new Set<Socket>();
  let patience = silence;
  return {
    open: (): Socket => {
      const socket = new Socket();
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      const late = Object.assign(new Error('PostgreSQL does not answer.'), { code: 'ETIMEDOUT' });
      return socket.setTimeout(patience, () => socket.destroy(late));
    },
    /** From now on the silence may last so long; 0 is for ever. */
    wait: (millis: Millis): void => {
      patience = millis;
      for (const socket of open) socket.setTimeout(millis);
    },
  };
}

/** As on SQLite: transactions are on the disk once committed; single statements, such as a conversation's state, may be lost when the power fails. */
class DurableDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await super.beginTransaction(connection, settings);
    await connection.executeQuery(CompiledQuery.raw('set local synchronous_commit = on'));
  }
}

type LockArguments = Parameters<PostgresAdapter['acquireMigrationLock']>;

/** Migrations take the time that they need, and wait as long for those of another process. */
class PatientAdapter extends PostgresAdapter {
  readonly #wait: (millis: Millis) => void;
  constructor(wait: (millis: Millis) => void) {
    super();
    this.#wait = wait;
  }
  override async acquireMigrationLock(...[db, options]: LockArguments): Promise<void> {
    this.#wait(0);
    await setLimits(db, sql`'0'`);
    await super.acquireMigrationLock(db, options);
  }
  override async releaseMigrationLock(...[db, options]: LockArguments): Promise<void> {
    await super.releaseMigrationLock(db, options);
    await setLimits(db, sql`reset_val`);
    this.#wait(silence);
  }
}

const setLimits = (db: Kysely<unknown>, to: RawBuilder<unknown>) =>
  sql`select set_config(name, ${to}, false) from pg_settings where name in ('lock_timeout', 'statement_timeout')`.execute(db);
