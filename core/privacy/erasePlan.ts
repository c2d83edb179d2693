import type { Millis } from '../foundation/clock.ts';
import type { Database, Schema, Tx } from '../foundation/database/schema.ts';
import { type AccountsGone, accountsGone } from './accountsGone.ts';
import { type Erased, fates } from './fates.ts';
import { allRecordsAbout, conversationsShowing, entriesOf, type Found, findAll, newestRecord, type Row } from './find.ts';
import { obstaclesIn } from './obstacles.ts';
import type { Subject } from './subject.ts';

/** A row that stays, with what it says of somebody changed. */
export type Change = { readonly row: Row; readonly to: Row };

/** What erasing somebody does, before it is done. */
export type ErasePlan = Pick<AccountsGone, 'stays'> & {
  /** Why it is not done now. */
  readonly obstacles: readonly string[];
  readonly deletes: ReadonlyMap<keyof Schema, readonly Row[]>;
  readonly changes: ReadonlyMap<keyof Schema, readonly Change[]>;
  /** Records of the audit in which a pseudonym takes their place. */
  readonly audit: readonly Row[];
};

/** How somebody is erased. `own`: with their accounts in Guichet's own tables. `records`: those of the audit, where they were found before. */
export type Erasing = { readonly subject: Subject; readonly pseudonym: string; readonly own: boolean; readonly now: Millis; readonly records?: readonly Row[] };

/** Plans it while others get their turn: the audit is looked through a part at a time. */
export async function planErasePatiently(db: Database, erasing: Erasing): Promise<ErasePlan> {
  return await planErase(db, { ...erasing, records: await allRecordsAbout(db, erasing.subject, await newestRecord(db)) });
}

/** Plans what erasing somebody does. Changes nothing. */
export async function planErase(db: Database | Tx, { subject, pseudonym, own, now, records }: Erasing): Promise<ErasePlan> {
  const found = await findAll(db, subject, records && new Map([['audit', records]]));
  const { gone, stays, obstacles } = await accountsGone(db, subject, own);
  const erased: Erased = { subject, pseudonym, gone, goneMembers: await membersOf(db, gone), standing: await standingOf(db, found, gone) };
  const deletes = new Map<keyof Schema, readonly Row[]>();
  const changes = new Map<keyof Schema, readonly Change[]>();
  for (const [table, fate] of entriesOf(fates)) {
    const rows = (found.get(table) ?? []).map((row) => ({ row, to: fate(row, erased) }));
    const going = rows.flatMap(({ row, to }) => (to === 'goes' ? [row] : []));
    const changing = rows.flatMap(({ row, to }) => (typeof to === 'string' || isSame(row, to) ? [] : [{ row, to }]));
    if (going.length > 0) deletes.set(table, going);
    if (changing.length > 0) changes.set(table, changing);
  }
  const theirs = deletes.get('keyv') ?? [];
  const others = (await conversationsShowing(db, subject)).filter(({ key }) => theirs.every((row) => row.key !== key));
  // Those begin anew, too.
  if (theirs.length + others.length > 0) deletes.set('keyv', [...theirs, ...others]);
  return { stays, obstacles: [...obstaclesIn(found, subject, now), ...obstacles], deletes, changes, audit: found.get('audit') ?? [] };
}

const isSame = (row: Row, to: Row): boolean => Object.entries(to).every(([column, value]) => row[column] === value);

async function membersOf(db: Database | Tx, gone: ReadonlySet<string>): Promise<Set<string>> {
  if (gone.size === 0) return new Set();
  const rows = await db
    .selectFrom('organisationMember')
    .select('id')
    .where('accountId', 'in', [...gone])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Who gave access is kept as long as the access stands. */
async function standingOf(db: Database | Tx, found: Found, gone: ReadonlySet<string>): Promise<Set<string>> {
  const ids = (found.get('enrollment') ?? []).map(({ id }) => String(id));
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom('membership').select(['enrollmentId', 'accountId']).where('enrollmentId', 'in', ids).execute();
  return new Set(rows.flatMap(({ enrollmentId, accountId }) => (enrollmentId === null || gone.has(accountId) ? [] : [enrollmentId])));
}
