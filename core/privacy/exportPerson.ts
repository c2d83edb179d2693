import type { Database, Schema } from '../foundation/database/schema.ts';
import { findAll, type Row } from './find.ts';
import { type Held, holdings } from './holdings.ts';
import type { Meant, Subject } from './subject.ts';

/** What the records hold of somebody, to be given to them (GDPR, articles 15 and 20). */
export type PersonExport = {
  readonly about: readonly { readonly kind: Meant['kind']; readonly id: string; readonly name: string; readonly address: string | null }[];
  readonly addresses: readonly string[];
  /** By table, as docs/privacy.md describes them. */
  readonly held: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
};

/** Stands where something is kept of them that is given to nobody. */
export const keptSecret = '(kept, and given to nobody)';

/** Collects everything that the records hold of somebody. Instants are ISO 8601; what is kept as JSON is given as such. Changes nothing. */
export async function exportPerson(db: Database, { subject, known }: { readonly subject: Subject; readonly known: readonly Meant[] }): Promise<PersonExport> {
  const found = await findAll(db, subject);
  const held = Object.fromEntries([...found].map(([table, rows]) => [table, rows.map((row) => shown(table, row))]));
  return { about: known.map(({ kind, id, name, address }) => ({ kind, id, name, address })), addresses: subject.addresses, held };
}

function shown(table: keyof Schema, row: Row): Record<string, unknown> {
  const columns: Readonly<Record<string, Held>> | 'nobody' = holdings[table];
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, columns === 'nobody' ? value : given(columns[column], value)]));
}

function given(held: Held | undefined, value: string | number | null): unknown {
  if (value === null || held === undefined) return value;
  if (held === 'secret') return keptSecret;
  if (held === 'instant') return new Date(Number(value)).toISOString();
  return held === 'json' && typeof value === 'string' ? withoutSeals(parsed(value)) : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The sealed link or code of a job that waits. */
const withoutSeals = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'secret' in value && typeof value.secret === 'string' ? { ...value, secret: keptSecret } : value;
