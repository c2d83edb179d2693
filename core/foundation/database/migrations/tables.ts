import type { CreateIndexBuilder, CreateTableBuilder, Kysely } from 'kysely';

/** The columns of a new table, in order; a question mark means that one may be null. What each holds is said in ../schema.ts. */
export type Columns = Readonly<Record<string, 'text' | 'text?' | 'integer' | 'bigint' | 'bigint?'>>;

/** Begins a table with these columns, one of them its key. */
export const newTable = (db: Kysely<unknown>, table: string, columns: Columns, key?: string): CreateTableBuilder<string, string> =>
  Object.entries(columns).reduce<CreateTableBuilder<string, string>>(
    (made, [name, type]) =>
      made.addColumn(name, type.startsWith('text') ? 'text' : type === 'integer' ? 'integer' : 'bigint', (column) => {
        const filled = type.endsWith('?') ? column : column.notNull();
        return name === key ? filled.primaryKey() : filled;
      }),
    db.schema.createTable(table),
  );

/** Begins an index, named after its table and columns where it has no name of its own. */
export const newIndex = (db: Kysely<unknown>, table: string, columns: readonly string[], name = `${table}_${columns.join('_')}`): CreateIndexBuilder<string> =>
  db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns]);
