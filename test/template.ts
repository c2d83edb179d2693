import { sql } from 'kysely';
import { migrate } from '../core/foundation/database/migrate.ts';
import { openDatabase } from '../core/foundation/database/open.ts';

/** The address of a database on a PostgreSQL server. */
export const databaseOf = (server: string, name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href;

/** Makes a database on a PostgreSQL server that has the tables and nothing else, to be copied. */
export async function makeTemplate(server: string, name: string): Promise<void> {
  const admin = await openDatabase(server);
  await sql.raw(`create database ${name}`).execute(admin);
  await admin.destroy();
  const db = await openDatabase(databaseOf(server, name));
  await migrate(db);
  await db.destroy();
}
