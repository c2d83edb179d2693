import { anchorOf, recordAnchor } from './auditAnchor.ts';
import { faultIn, linksAfter, type Sealed, sealWithin } from './auditChain.ts';
import { day, type Millis } from './clock.ts';
import { oneAtATime } from './database/locks.ts';
import type { Database, Tx } from './database/schema.ts';
import type { Secrets } from './secrets.ts';

/** How many times records are cut off in one round: more is left for the next. */
const batches = 20;

/** How many records were swept. `stoppedAt`: the record at which it stopped, because it is not as it was written. */
export type AuditSwept = { readonly records: number; readonly stoppedAt?: number };

/**
 * Deletes the records of whole days before an instant from the beginning of the audit, with their links, and records in it where the chain begins now. Only
 * what verifies is deleted, so that nobody gets rid of what they altered; what is sealed under a key that is not known any more is counted.
 */
export async function sweepAudit(db: Database, secrets: Pick<Secrets, 'keyedDigest' | 'matches' | 'keyOf'>, until: Millis, now: Millis): Promise<AuditSwept> {
  const before = Math.floor(until / day) * day;
  let records = 0;
  for (let round = 0; round < batches; round += 1) {
    const cut = await db.transaction().execute((tx) => cutSome(tx, secrets, before, now));
    records += cut.records;
    if (cut.records === 0 || cut.stoppedAt !== undefined) return { ...cut, records };
  }
  return { records };
}

async function cutSome(tx: Tx, secrets: Pick<Secrets, 'keyedDigest' | 'matches' | 'keyOf'>, before: Millis, now: Millis): Promise<AuditSwept> {
  await oneAtATime(tx, 'audit chain');
  const anchor = await anchorOf(tx, secrets);
  const old: Sealed[] = [];
  let unverified = 0;
  let stoppedAt: number | undefined;
  for (const sealed of await linksAfter(tx, anchor?.seq ?? 0)) {
    if (sealed.row && sealed.row.at >= before) break;
    const fault = faultIn(secrets, old.at(-1)?.link ?? anchor, sealed);
    if (fault !== undefined && fault !== 'unknownKey') {
      stoppedAt = sealed.link.auditId;
      break;
    }
    if (fault === 'unknownKey') unverified += 1;
    old.push(sealed);
  }
  const last = old.at(-1)?.link;
  if (last) {
    await recordAnchor(tx, secrets, last, { now, records: old.length, unverified });
    // The anchor is in the chain before its beginning goes.
    await sealWithin(tx, secrets);
    const ids = old.map(({ link }) => link.auditId);
    await tx.deleteFrom('auditChain').where('seq', '<=', last.seq).execute();
    await tx.deleteFrom('auditErasure').where('auditId', 'in', ids).execute();
    await tx.deleteFrom('audit').where('id', 'in', ids).execute();
  }
  return { records: old.length, ...(stoppedAt !== undefined && { stoppedAt }) };
}
