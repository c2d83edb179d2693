import { sql } from 'kysely';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { headOfAudit, sealWithin } from '../foundation/auditChain.ts';
import { erasedAction } from '../foundation/auditErasure.ts';
import type { Millis } from '../foundation/clock.ts';
import { manyWrite, oneAtATime } from '../foundation/database/locks.ts';
import { isForbidden } from '../foundation/database/postgresFaults.ts';
import type { Database, Schema, Tx } from '../foundation/database/schema.ts';
import { newReference, type Secrets } from '../foundation/secrets.ts';
import { eraseFromAudit } from './eraseAudit.ts';
import { type Change, type ErasePlan, planErase } from './erasePlan.ts';
import { allRecordsAbout, newestRecord, type Row, recordsAbout } from './find.ts';
import { finders } from './finders.ts';
import type { Subject } from './subject.ts';

/** What stands for somebody who is erased. */
export const newPseudonym = (): string => `erased:${newReference()}`;

/** What was erased, for whoever asked for it, and for the file. It does not say who it was. */
export type Certificate = {
  /** What stands for them from now on, in the audit too. */
  readonly pseudonym: string;
  readonly at: Millis;
  readonly by: string;
  /** How many rows of each table were deleted, and of how many they were erased. */
  readonly deleted: Readonly<Record<string, number>>;
  readonly changed: Readonly<Record<string, number>>;
  readonly records: number;
  /** The end of the audit's chain with the record of this erasure. */
  readonly head: string;
};

type Erasing = { readonly db: Database; readonly secrets: Secrets };
/** Whom to erase. `pseudonym`: the one that was promised before, if one was. */
type Whom = { readonly subject: Subject; readonly own: boolean; readonly by: Actor; readonly now: Millis; readonly pseudonym?: string };

/**
 * Erases somebody, all or nothing: a killed process leaves everything as it was. Returns the plan alone where something under way is in the way or nothing
 * is held any more.
 */
export async function erasePerson({ db, secrets }: Erasing, { subject, own, by, now, pseudonym = newPseudonym() }: Whom): Promise<ErasePlan | Certificate> {
  // SQLite has one writer, and a running bot would wait while a long audit is looked through: only what comes meanwhile is looked for in the transaction.
  const seen = manyWrite(db) ? 0 : await newestRecord(db);
  const before = await allRecordsAbout(db, subject, seen);
  const done = db.transaction().execute(async (tx) => {
    await oneAtATime(tx, 'audit chain');
    await sealWithin(tx, secrets);
    const records = [...before, ...(await recordsAbout(tx, subject, seen))];
    const plan = await planErase(tx, { subject, pseudonym, own, now, records });
    if (plan.obstacles.length > 0 || isEmpty(plan)) return plan;
    for (const [table, rows] of plan.deletes) await remove(tx, table, rows);
    for (const [table, changes] of plan.changes) await change(tx, table, changes);
    const erasedFrom = await eraseFromAudit(tx, secrets, plan.audit, { subject, pseudonym });
    const deleted = counted(plan.deletes);
    const changed = counted(plan.changes);
    const rows = [...Object.values(deleted), ...Object.values(changed)].reduce((all, some) => all + some, 0);
    const detail = { records: erasedFrom, rows, deleted: JSON.stringify(deleted), changed: JSON.stringify(changed) };
    await audit(tx, { at: now, actor: by, action: erasedAction, portal: '', subject: pseudonym, outcome: 'ok', detail });
    await sealWithin(tx, secrets);
    return { pseudonym, at: now, by: by.person, deleted, changed, records: erasedFrom, head: await headOfAudit(tx) };
  });
  return await done.catch((error: unknown) => {
    if (!isForbidden(error)) throw error;
    throw new Error('Nothing was erased, as the user of DATABASE_URL may not change the audit: run it as the owner of the tables', { cause: error });
  });
}

/** Whether nothing is held of them that could be erased. */
export const isEmpty = ({ deletes, changes, audit: records }: ErasePlan): boolean => deletes.size + changes.size + records.length === 0;

/** How many rows of each table. */
export const counted = (rows: ReadonlyMap<keyof Schema, readonly unknown[]>): Record<string, number> =>
  Object.fromEntries([...rows].map(([table, some]) => [table, some.length]));

const byKey = (table: keyof Schema, row: Row) =>
  sql.join(
    (finders[table]?.key ?? []).map((column) => sql`${sql.ref(column)} = ${row[column]}`),
    sql` and `,
  );

async function remove(tx: Tx, table: keyof Schema, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    await sql`delete from ${sql.table(table)} where ${byKey(table, row)}`.execute(tx);
    if (table === 'enrollment')
      for (const part of ['approver', 'approvalCard', 'enrollmentNote'] as const)
        await tx.deleteFrom(part).where('enrollmentId', '=', String(row.id)).execute();
  }
}

async function change(tx: Tx, table: keyof Schema, changes: readonly Change[]): Promise<void> {
  for (const { row, to } of changes) {
    const set = sql.join(Object.entries(to).map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
    await sql`update ${sql.table(table)} set ${set} where ${byKey(table, row)}`.execute(tx);
  }
}
