import { type Selectable, sql } from 'kysely';
import type { Database, Schema } from '../foundation/database/schema.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { bareAddress } from '../foundation/pasted.ts';

/** What an auditor looks for. Empty texts look for nothing. */
export type AuditSearch = {
  /** An address, an account's name, a case, the reference of a request, an organisation or a review, or what a record has as its subject or actor. */
  readonly whom: string;
  readonly portal: string;
  /** A procedure (`reset`), or one of its steps (`reset.completed`). */
  readonly action: string;
  readonly outcome: '' | 'ok' | 'refused';
  /** Undefined: from the newest on; else records before the one with this id. */
  readonly before?: number;
};

export type AuditRecord = Selectable<Schema['audit']>;

/** Records, newest first, and whether older ones are like that too. `names`: what accounts and people in them are called, by what records call them. */
export type AuditPage = { readonly records: readonly AuditRecord[]; readonly older: boolean; readonly names: ReadonlyMap<string, string> };

/** Searches the audit, `limit` records at a time. */
export async function searchAudit(db: Database, search: AuditSearch, limit: number): Promise<AuditPage> {
  const found = await (await readerOf(db, search, limit + 1))(search.before);
  const records = found.slice(0, limit);
  return { records, older: found.length > limit, names: await calledIn(db, records) };
}

/** So many records are read at once where all that are found are wanted: more would hold up whatever else is done meanwhile. */
const bit = 200;

/** Everything that a search finds, newest first, bit by bit. */
export async function* allOfAudit(db: Database, search: AuditSearch): AsyncGenerator<readonly AuditRecord[]> {
  const read = await readerOf(db, search, bit);
  for (let before = search.before; ; ) {
    const found = await read(before);
    if (found.length > 0) yield found;
    before = found.at(-1)?.id;
    if (found.length < bit) return;
  }
}

/** Reads the newest records that a search finds, before the one with an id, if one is named. */
async function readerOf(db: Database, search: AuditSearch, limit: number): Promise<(before: number | undefined) => Promise<AuditRecord[]>> {
  const { whom, portal, action, outcome } = search;
  const some = (only: readonly Only[], before: number | undefined) =>
    only
      .reduce((found, [column, value]) => found.where(column, '=', value), db.selectFrom('audit').selectAll())
      .$if(before !== undefined, (found) => found.where('id', '<', before ?? 0))
      .$if(portal !== '', (found) => found.where('portal', '=', portal))
      .$if(outcome !== '', (found) => found.where('outcome', outcome === 'ok' ? '=' : '!=', 'ok'))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  // The newest of each name and each action are read by an index; many at once would be sorted first, however many there are.
  const whose: readonly (readonly Only[])[] =
    whom === '' ? [[]] : (await namesOf(db, whom)).flatMap((name) => [[['subject', name]], [['actor', name]]] as const);
  const done: readonly (readonly Only[])[] = action === '' ? [[]] : (await actionsLike(db, action)).map((each) => [['action', each]] as const);
  return async (before) => {
    const rows = new Map<number, AuditRecord>();
    for (const who of whose) for (const what of done) for (const row of await some([...who, ...what], before)) rows.set(row.id, row);
    return [...rows.values()].sort((one, other) => other.id - one.id).slice(0, limit);
  };
}

type Only = readonly ['subject' | 'actor' | 'action', string];

/** The actions that were ever recorded and begin with what was typed, up to a full stop. The index is asked for one after the other, not for all records. */
async function actionsLike(db: Database, typed: string): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`with recursive known(action) as (select min(action) from audit union all
    select (select min(action) from audit where audit.action > known.action) from known where known.action is not null)
    select action from known where action is not null`.execute(db);
  return rows.flatMap(({ action }) => (action === typed || action.startsWith(`${typed}.`) ? [action] : []));
}

/** So many names are looked up at once. */
const batch = 500;

async function calledIn(db: Database, records: readonly AuditRecord[]): Promise<Map<string, string>> {
  const all = [...new Set(records.flatMap(({ actor, subject }) => [actor, subject]))];
  const names = new Map<string, string>();
  for (let from = 0; from < all.length; from += batch) {
    const some = all.slice(from, from + batch);
    const ids = some.flatMap((name) => (name.startsWith('account:') ? [name.slice('account:'.length)] : []));
    // PostgreSQL takes no empty list.
    const accounts = ids.length === 0 ? [] : await db.selectFrom('account').select(['id', 'identifier']).where('id', 'in', ids).execute();
    for (const { id, identifier } of accounts) names.set(`account:${id}`, identifier);
    for (const { id, name, emailKey: email } of await db.selectFrom('person').select(['id', 'name', 'emailKey']).where('id', 'in', some).execute())
      names.set(id, email ?? name ?? id);
  }
  return names;
}

/** What the reference of a request, an organisation or a review is about: whose request it is, and the others themselves. */
async function referredTo(db: Database, reference: string): Promise<string[]> {
  const asked = await db.selectFrom('enrollment').select(['accountId', 'organisationId']).where('reference', '=', reference).executeTakeFirst();
  if (asked) return [asked.organisationId === null ? `account:${asked.accountId}` : `organisation:${asked.organisationId}`];
  const organisation = await db.selectFrom('organisation').select('id').where('reference', '=', reference).executeTakeFirst();
  const review = await db.selectFrom('review').select('id').where('reference', '=', reference).executeTakeFirst();
  return [...(organisation ? [`organisation:${organisation.id}`] : []), ...(review ? [`review:${review.id}`] : [])];
}

/** What records call whom a text may mean: as it stands, as a case or a reference, and the accounts and people of an address or a name. */
async function namesOf(db: Database, typed: string): Promise<string[]> {
  const text = bareAddress(typed);
  const accounts = await db
    .selectFrom('account')
    .select('id')
    .where((row) => row.or([row('identifierKey', '=', identifierKey(text)), row('emailKey', '=', emailKey(text)), row('id', '=', text)]))
    .execute();
  const people = await db.selectFrom('person').select('id').where('emailKey', '=', emailKey(text)).execute();
  const said = [typed, text, `case:${text}`, ...(await referredTo(db, text.toUpperCase()))];
  // What a record says, such as «approver:» before an address, is no label to be left out.
  return [...new Set([...said, ...accounts.map(({ id }) => `account:${id}`), ...people.map(({ id }) => id)])];
}
