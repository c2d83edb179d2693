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

/** Connections of one process. PostgreSQL allows a hundred in total by default. */
const connections = 10;
/** How long a socket may stay silent. No server-side limit notices a network that drops the query or its result. */
const silence = 12 * second;

/**
 * Kysely's PostgreSQL dialect over a pool of `pg`. Faults surface quickly, because Teams gives a click three seconds: two seconds to get a
 * connection or a lock, ten for a statement. After a failure the next statement gets a working connection as soon as there is one.
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
    // Instants and counts are integers far below 2^53. By default `pg` would return them as strings.
    types: { getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) },
  });
  // An idle connection that breaks would end the process if nobody listened. The next statement reports it.
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

/** Sockets that are destroyed after a time of silence. `pg` then makes new ones. */
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
    /** Sets how long sockets may stay silent from now on. 0 means for ever. */
    wait: (millis: Millis): void => {
      patience = millis;
      for (const socket of open) socket.setTimeout(millis);
    },
  };
}

/** As on SQLite: committed transactions are on disk, but single statements, such as a conversation's state, may be lost in a power failure. */
class DurableDriver extends PostgresDriver {
  readonly #guarded = new WeakSet<DatabaseConnection>();

  /** PostgreSQL refuses a statement with NUL in a text, wherever somebody typed or forged it. Nothing stored matches what stands in its place. */
  override async acquireConnection(...options: Parameters<PostgresDriver['acquireConnection']>): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection(...options);
    if (this.#guarded.has(connection)) return connection;
    this.#guarded.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = (query, ...more) =>
      execute(query.parameters.some(holdsNul) ? { ...query, parameters: query.parameters.map(storable) } : query, ...more);
    return connection;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await super.beginTransaction(connection, settings);
    await connection.executeQuery(CompiledQuery.raw('set local synchronous_commit = on'));
  }
}

const nul = '\0';
const holdsNul = (value: unknown): boolean => typeof value === 'string' && value.includes(nul);
const storable = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll(nul, '\ufffd') : value);

type LockArguments = Parameters<PostgresAdapter['acquireMigrationLock']>;

/** Migrations run without time limits, including while they wait for another process's migration. */
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
