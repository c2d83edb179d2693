import type { Selectable } from 'kysely';
import { type Anchor, anchorOf } from './auditAnchor.ts';
import { type Erasure, erasureIn, isErased } from './auditErasure.ts';
import { manyWrite, oneAtATime } from './database/locks.ts';
import type { Database, Schema, Tx } from './database/schema.ts';
import type { Secrets } from './secrets.ts';

export type AuditRow = Selectable<Schema['audit']>;
type Link = Selectable<Schema['auditChain']>;

/** How many records are read, sealed or cut off at once. */
const batch = 500;
/** Where many write, transactions that began earlier may commit later: so far back, in records, is looked for ones that are not in the chain yet. */
const lookBack = 10_000;

/** What is digested of a record: all of it, in one order. */
export const contentOf = ({ id, at, actor, channel, action, portal, subject, outcome, detail }: AuditRow): string =>
  JSON.stringify([id, at, actor, channel, action, portal, subject, outcome, detail]);

const linkText = (before: string, { seq, auditId, content }: Pick<Link, 'seq' | 'auditId' | 'content'>): string =>
  JSON.stringify([before, seq, auditId, content]);

/**
 * Puts the records that are not in the chain yet at its end, each with a digest of itself and one of it and the link before, both under SECRET_KEY
 * (OPS-4). Done apart from the turns, so that none waits for another. Returns how many.
 */
export async function sealAudit(db: Database, secrets: Pick<Secrets, 'keyedDigest'>): Promise<number> {
  // Mostly there is nothing new, and nothing is locked or written to see that.
  if ((await unsealed(db, 1)).length === 0) return 0;
  for (let sealed = 0; ; ) {
    const some = await db.transaction().execute((tx) => sealSome(tx, secrets));
    sealed += some;
    if (some < batch) return sealed;
  }
}

/** Seals all that is not in the chain yet, in the transaction at hand. */
export async function sealWithin(tx: Tx, secrets: Pick<Secrets, 'keyedDigest'>): Promise<void> {
  while ((await sealSome(tx, secrets)) === batch);
}

async function sealSome(tx: Tx, secrets: Pick<Secrets, 'keyedDigest'>): Promise<number> {
  await oneAtATime(tx, 'audit chain');
  const last = await tx.selectFrom('auditChain').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const rows = await unsealed(tx, batch);
  if (rows.length === 0) return 0;
  let before = last?.digest ?? '';
  const links = rows.map((row, at): Link => {
    const link = { seq: (last?.seq ?? 0) + at + 1, auditId: row.id, content: secrets.keyedDigest('audit record', contentOf(row)) };
    before = secrets.keyedDigest('audit link', linkText(before, link));
    return { ...link, digest: before };
  });
  await tx.insertInto('auditChain').values(links).execute();
  return rows.length;
}

/** The first records that are not in the chain yet, in order. */
export async function unsealed(db: Database, limit: number): Promise<AuditRow[]> {
  return await db
    .selectFrom('audit')
    .selectAll()
    .where('id', '>', (await newestSealed(db)) - (manyWrite(db) ? lookBack : 0))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('auditChain').select('seq').whereRef('auditChain.auditId', '=', 'audit.id'))))
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** The highest id of a record in the chain; 0 if there is none. */
const newestSealed = async (db: Database): Promise<number> =>
  (await db.selectFrom('auditChain').select('auditId').orderBy('auditId', 'desc').limit(1).executeTakeFirst())?.auditId ?? 0;

/** Something about the audit that is not as it was written. `at`: the id of the record. */
export type AuditFault = {
  readonly what: 'changed' | 'removed' | 'inserted' | 'linkRemoved' | 'linkChanged' | 'shortened' | 'unknownKey';
  readonly at: number;
};

/** What looking at the whole audit found. */
export type AuditVerdict = {
  readonly faults: readonly AuditFault[];
  /** Records in the chain. */
  readonly sealed: number;
  /** Records after its end: a running bot seals them within seconds. */
  readonly unsealed: number;
  /** Records that were deleted from the beginning because they had been kept long enough. */
  readonly swept: number;
  /** What was erased of whom: people are gone from records that are still there. */
  readonly erasures: readonly Erasure[];
  /** The end of the chain, to be kept elsewhere: whoever takes records from its end cannot make another. Empty if there is none. */
  readonly head: string;
};

/**
 * Looks through the audit for records that were altered, removed, put in or put in another order, and for an end that was cut off, if `head` is an
 * earlier end that was kept elsewhere. What is sealed under a key that is not known counts once, as it cannot be verified. A beginning that was swept and
 * people who were erased are no faults (OPS-5).
 */
export async function verifyAudit(db: Database, secrets: Pick<Secrets, 'matches' | 'keyOf'>, head?: string): Promise<AuditVerdict> {
  const faults: AuditFault[] = [];
  const erasures: Erasure[] = [];
  const anchor = await anchorOf(db, secrets);
  let before: Anchor | undefined = anchor;
  let at = 0;
  let unknown = false;
  let kept = head === undefined || head === '' || isSwept(anchor, head);
  for (;;) {
    const links = await linksAfter(db, before?.seq ?? 0);
    for (const sealed of links) {
      const { link, row } = sealed;
      if (headOf(link) === head) kept = true;
      const faulty = faultIn(secrets, before, sealed);
      if (faulty !== 'unknownKey' || !unknown) faults.push(...(faulty === undefined ? [] : [{ what: faulty, at: link.auditId }]));
      unknown ||= faulty === 'unknownKey';
      const erasure = faulty === undefined && row ? erasureIn(row) : undefined;
      if (erasure) erasures.push(erasure);
      before = link;
      at = link.auditId;
    }
    if (links.length < batch) break;
  }
  if (!kept) faults.push({ what: 'shortened', at });
  const strangers = await db
    .selectFrom('audit')
    .leftJoin('auditChain', 'auditChain.auditId', 'audit.id')
    .select('audit.id')
    .where('auditChain.seq', 'is', null)
    .orderBy('audit.id')
    .execute();
  const newest = await newestSealed(db);
  const inserted = strangers.filter(({ id }) => id <= newest);
  faults.push(...inserted.map(({ id }) => ({ what: 'inserted' as const, at: id })));
  const swept = anchor?.seq ?? 0;
  const ends = before ? headOf(before) : '';
  return { faults, sealed: (before?.seq ?? 0) - swept, swept, erasures, unsealed: strangers.length - inserted.length, head: ends };
}

/** A link as the end of the chain, as an operator keeps it elsewhere. */
export const headOf = ({ seq, digest }: Anchor): string => `${seq}:${digest}`;

/** The end of the chain, as `verifyAudit` gives it. */
export async function headOfAudit(db: Database): Promise<string> {
  const last = await db.selectFrom('auditChain').select(['seq', 'digest']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ? headOf(last) : '';
}

/** An end that was kept elsewhere so long ago that its link is swept cannot be looked for any more. */
const isSwept = (anchor: Anchor | undefined, head: string): boolean =>
  anchor !== undefined && (headOf(anchor) === head || Number(head.split(':', 1)[0]) < anchor.seq);

/** A link with its record, and what stands for its content since a person was erased from it. */
export type Sealed = { readonly link: Link; readonly row: AuditRow | undefined; readonly erased: string | undefined };

/** The next links after one, in order. */
export async function linksAfter(db: Database, seq: number): Promise<Sealed[]> {
  const links = await db.selectFrom('auditChain').selectAll().where('seq', '>', seq).orderBy('seq').limit(batch).execute();
  const ids = links.map(({ auditId }) => auditId);
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('audit').selectAll().where('id', 'in', ids).execute();
  const erased = await db.selectFrom('auditErasure').select(['auditId', 'content']).where('auditId', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const instead = new Map(erased.map(({ auditId, content }) => [auditId, content]));
  return links.map((link) => ({ link, row: byId.get(link.auditId), erased: instead.get(link.auditId) }));
}

/** What is wrong with a record and its link, after the link before. */
export function faultIn(
  secrets: Pick<Secrets, 'matches' | 'keyOf'>,
  before: Anchor | undefined,
  { link, row, erased }: Sealed,
): AuditFault['what'] | undefined {
  if (link.seq !== (before?.seq ?? 0) + 1) return 'linkRemoved';
  if ([link.content, link.digest].some((digest) => secrets.keyOf(digest) === 'unknown')) return 'unknownKey';
  if (!secrets.matches('audit link', linkText(before?.digest ?? '', link), link.digest)) return 'linkChanged';
  if (!row) return 'removed';
  const content = contentOf(row);
  return secrets.matches('audit record', content, link.content) || isErased(secrets, { was: link.content, content, erased }) ? undefined : 'changed';
}
