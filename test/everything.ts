import { sql } from 'kysely';
import type { Database } from '../core/foundation/database/schema.ts';

/** Every row of every table, as JSON. */
export async function everything(db: Database): Promise<{ readonly table: string; readonly row: string }[]> {
  const all: { table: string; row: string }[] = [];
  for (const { name } of await db.introspection.getTables()) {
    if (name.startsWith('kysely_')) continue;
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(db);
    all.push(...rows.map((row) => ({ table: name, row: JSON.stringify(row) })));
  }
  return all;
}
