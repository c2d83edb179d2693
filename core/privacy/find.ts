import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { literally } from '../foundation/database/literally.ts';
import type { Database, Schema } from '../foundation/database/schema.ts';
import { type Finder, finders } from './finders.ts';
import type { Subject } from './subject.ts';

/** A row as it stands in its table. */
export type Row = Readonly<Record<string, string | number | null>>;

/** The rows that are about somebody, by table; tables with none are left out. */
export type Found = ReadonlyMap<keyof Schema, readonly Row[]>;

/** Finds everything that the records hold of somebody. Tables whose rows are `known` are not searched. */
export async function findAll(db: Database, subject: Subject, known: Found = new Map()): Promise<Found> {
  const found = new Map<keyof Schema, readonly Row[]>();
  for (const [table, finder] of entriesOf(finders)) {
    const rows = known.get(table) ?? (await rowsAbout(db, table, finder, subject));
    if (rows.length > 0) found.set(table, rows);
  }
  return found;
}

/** So many records of the audit are looked at before others get their turn: SQLite answers while everything else waits. */
const step = 20_000;

/** Finds all records of the audit that are about somebody, a part at a time. `until`: the newest of them that is looked at. */
export async function allRecordsAbout(db: Database, subject: Subject, until: number): Promise<Row[]> {
  const found: Row[] = [];
  for (let from = 0; from < until; from += step) {
    if (finders.audit) found.push(...(await rowsAbout(db, 'audit', finders.audit, subject, sql`id > ${from} and id <= ${Math.min(from + step, until)}`)));
    await setImmediate();
  }
  return found;
}

/** The id of the newest record of the audit; 0 if there is none. */
export const newestRecord = async (db: Database): Promise<number> =>
  (await db.selectFrom('audit').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 0;

/** Finds the records of the audit that are about somebody, and come after one. */
export const recordsAbout = async (db: Database, subject: Subject, after: number): Promise<Row[]> =>
  finders.audit ? await rowsAbout(db, 'audit', finders.audit, subject, sql`id > ${after}`) : [];

/** Finds the rows of one table, or of those rows that fulfil a condition. */
async function rowsAbout(
  db: Database,
  table: keyof Schema,
  { key, exact, texts = [] }: Finder,
  subject: Subject,
  only: RawBuilder<SqlBool> = sql`1 = 1`,
): Promise<Row[]> {
  const rows = await select(db, table, sql`${exact(subject)} and ${only}`);
  const names = new Set(rows.map((row) => nameOf(key, row)));
  if (texts.length === 0 || subject.texts.length === 0) return rows;
  const terms = texts.flatMap((column) => subject.texts.map((text) => holds(column, text)));
  const mentioned = await select(db, table, sql`(${sql.join(terms, sql` or `)}) and ${only}`);
  // The database finds parts of longer addresses too.
  const others = mentioned.filter((row) => !names.has(nameOf(key, row)) && texts.some((column) => isMentioned(subject, row[column])));
  return [...rows, ...others];
}

/** Whether a text mentions somebody. */
export const isMentioned = ({ mentions }: Subject, text: string | number | null | undefined): boolean => typeof text === 'string' && text.search(mentions) >= 0;

const nameOf = (key: readonly string[], row: Row): string => JSON.stringify(key.map((column) => row[column]));

async function select(db: Database, table: keyof Schema, term: RawBuilder<SqlBool>): Promise<Row[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)} where ${term}`.execute(db);
  return rows;
}

/** Where the conversations of others stand, if what they show names somebody: on an approver's list, say. */
export async function conversationsShowing(db: Database, { names }: Subject): Promise<Row[]> {
  if (names.length === 0) return [];
  const shows = names.map((name) => sql<SqlBool>`value like ${`%${literally(name)}%`} escape '\\'`);
  return await select(db, 'keyv', sql`key like 'conversation::%' and (${sql.join(shows, sql` or `)})`);
}

const holds = (column: string, text: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`lower(${sql.ref(column)}) like ${`%${literally(text.toLowerCase())}%`} escape '\\'`;

/** The entries of a record by table, which the compiler knows as texts alone. */
export const entriesOf = <V>(record: Partial<Record<keyof Schema, V>>): [keyof Schema, V][] => Object.entries(record) as [keyof Schema, V][];
