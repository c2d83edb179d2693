import { type SqlBool, sql } from 'kysely';
import { type AuditSwept, sweepAudit } from '../foundation/auditSweep.ts';
import { day, type Millis } from '../foundation/clock.ts';
import { manyWrite } from '../foundation/database/locks.ts';
import { isForbidden } from '../foundation/database/postgresFaults.ts';
import type { Database } from '../foundation/database/schema.ts';
import { sweepDifferences, sweepNotices, sweepOutbox, sweepSessions } from '../foundation/database/sweep.ts';
import type { Secrets } from '../foundation/secrets.ts';
import type { KeptFor, KeptKind } from './retention.ts';
import { type Rule, rules } from './rules.ts';

/** How many rows one transaction looks at, and how many times a rule is asked in one round: more is left for the next. */
const batch = 500;
const batches = 20;

/** Where a rule goes on in the next round, so that what stays is not looked at again and again. */
type Place = { readonly since: Millis; readonly key: string };

/** What one round did. */
export type Swept = {
  /** How many rows of each kind were deleted. */
  readonly rows: Readonly<Partial<Record<KeptKind, number>>>;
  /** Why the audit was not swept: from this record on it is not as it was written, or the database user may not delete from it. */
  readonly auditStays?: { readonly at: number } | 'forbidden';
};

type Sweeping = { readonly db: Database; readonly secrets: Secrets; readonly keptFor: KeptFor };

/**
 * Makes the sweep of the records: each call deletes what has been kept long enough, in batches short enough that nobody waits long for one. A round
 * looks at so many rows at most, whatever stays. Any number of processes may sweep at once.
 */
export function createSweep({ db, secrets, keptFor }: Sweeping): (now: Millis) => Promise<Swept> {
  const places = new Map<Rule, Place>();
  return async (now) => {
    const rows: Partial<Record<KeptKind, number>> = {};
    const count = (kind: KeptKind, deleted: number) => {
      if (deleted > 0) rows[kind] = (rows[kind] ?? 0) + deleted;
    };
    for (const rule of rules) count(rule.kept, await sweepRule(db, rule, now - keptFor[rule.kept], places));
    count('outbox', (await sweepOutbox(db, now - keptFor.outbox)) + (await sweepNotices(db, now - keptFor.outbox)));
    for (const table of ['session', 'consoleSession'] as const) count('sessions', await sweepSessions(db, table, now - keptFor.sessions));
    await sweepDifferences(db, now - keptFor.outbox, now - 2 * day);
    await db.deleteFrom('factorProof').where('until', '<=', now).execute();
    await db
      .deleteFrom('turnClaim')
      .where('until', '<', now - day)
      .execute();
    const audit = await sweptAudit(db, secrets, now - keptFor.audit, now);
    if (audit === 'forbidden') return { rows, auditStays: audit };
    count('audit', audit.records);
    return { rows, ...(audit.stoppedAt !== undefined && { auditStays: { at: audit.stoppedAt } }) };
  };
}

/** On PostgreSQL the bot may be a user who adds to the audit and deletes nothing from it. */
async function sweptAudit(db: Database, secrets: Secrets, until: Millis, now: Millis): Promise<AuditSwept | 'forbidden'> {
  try {
    return await sweepAudit(db, secrets, until, now);
  } catch (error) {
    if (isForbidden(error)) return 'forbidden';
    throw error;
  }
}

/** Why the audit was not swept, and what to do. Undefined if it was. */
export function whyAuditStays({ auditStays }: Swept): string | undefined {
  if (auditStays === undefined) return undefined;
  return auditStays === 'forbidden'
    ? 'The audit is not swept, as the user of DATABASE_URL may not delete from it: run npm run records:sweep as the owner of the tables'
    : `The audit is not swept from record ${auditStays.at} on, which is not as it was written: see npm run audit -- --verify`;
}

async function sweepRule(db: Database, rule: Rule, before: Millis, places: Map<Rule, Place>): Promise<number> {
  let deleted = 0;
  for (let round = 0; round < batches; round += 1) {
    const some = await candidates(db, rule, before, places.get(rule));
    const last = some.at(-1);
    if (last) deleted += await sweepSome(db, rule, before, some);
    if (!last || some.length < batch) {
      places.delete(rule);
      return deleted;
    }
    places.set(rule, last);
  }
  return deleted;
}

/** The next rows in order that may be too old; of an unindexed table the next rows. */
async function candidates(db: Database, { table, key, since, indexed, only }: Rule, before: Millis, after: Place | undefined): Promise<Place[]> {
  const [id, at] = [sql.ref<string>(`${table}.${key}`), sql.ref<Millis>(`${table}.${since}`)];
  const from = sql`select ${at} as since, ${id} as key from ${sql.table(table)}`;
  const { rows } = await (indexed
    ? sql<Place>`${from} where ${at} < ${before} and ${only ?? sql`1 = 1`} ${after ? sql`and (${at}, ${id}) > (${after.since}, ${after.key})` : sql``} order by ${at}, ${id} limit ${batch}`
    : sql<Place>`${from} ${after ? sql`where ${id} > ${after.key}` : sql``} order by ${id} limit ${batch}`
  ).execute(db);
  return rows;
}

/** Deletes those of the candidates that are too old and needed by nothing, with what goes with them. */
async function sweepSome(db: Database, rule: Rule, before: Millis, some: readonly Place[]): Promise<number> {
  const { table, key, since, only, unless, with: others = [], stays } = rule;
  return await db.transaction().execute(async (tx) => {
    const id = sql.ref(`${table}.${key}`);
    const { rows } = await sql<{ key: string }>`
      select ${id} as key from ${sql.table(table)}
      where ${id} in (${sql.join(some.map((place) => place.key))}) and ${sql.ref(`${table}.${since}`)} < ${before}
        and ${only ?? always} and not ${unless?.(before) ?? sql<SqlBool>`1 = 0`}
      ${manyWrite(tx) ? sql`for update skip locked` : sql``}`.execute(tx);
    if (rows.length === 0) return 0;
    const keys = sql.join(rows.map((row) => row.key));
    let gone = 0;
    for (const [other, column, those] of others) {
      const { numAffectedRows = 0n } = await sql`delete from ${sql.table(other)} where ${sql.ref(column)} in (${keys}) and ${those ?? always}`.execute(tx);
      gone += Number(numAffectedRows);
    }
    if (stays) return gone;
    await sql`delete from ${sql.table(table)} where ${sql.ref(key)} in (${keys}) ${table === 'unheard' ? sql`and ${sql.ref(since)} < ${before}` : sql``}`.execute(
      tx,
    );
    return rows.length;
  });
}

const always = sql<SqlBool>`1 = 1`;
