import type { CreateIndexBuilder, CreateTableBuilder, Kysely } from 'kysely';

/** The columns of a new table, in order. A question mark makes one nullable. They are described in ../schema.ts. */
export type Columns = Readonly<Record<string, 'text' | 'text?' | 'integer' | 'bigint' | 'bigint?'>>;

/** Starts a table with these columns, one of them its key. */
export const newTable = (db: Kysely<unknown>, table: string, columns: Columns, key?: string): CreateTableBuilder<string, string> =>
  Object.entries(columns).reduce<CreateTableBuilder<string, string>>(
    (made, [name, type]) =>
      made.addColumn(name, type.startsWith('text') ? 'text' : type === 'integer' ? 'integer' : 'bigint', (column) => {
        const filled = type.endsWith('?') ? column : column.notNull();
        return name === key ? filled.primaryKey() : filled;
      }),
    db.schema.createTable(table),
  );

/** Starts an index, named after its table and columns unless it is given a name. */
export const newIndex = (db: Kysely<unknown>, table: string, columns: readonly string[], name = `${table}_${columns.join('_')}`): CreateIndexBuilder<string> =>
  db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns]);
