import { anchorOf } from './auditAnchor.ts';
import { type AuditFault, faultIn, headOf, linksAfter, unsealed } from './auditChain.ts';
import type { Millis } from './clock.ts';
import type { Database } from './database/schema.ts';
import type { Secrets } from './secrets.ts';

/** How many records at the end of the chain are looked at. */
const atTheEnd = 200;

/** What looking at the end of the audit found. */
export type AuditEnd = {
  readonly faults: readonly AuditFault[];
  /** The end of the chain; empty if there is none. */
  readonly head: string;
  /** Records that are not in it yet, the first five hundred of them, and when the oldest was written. */
  readonly unsealed: number;
  readonly oldestUnsealed: Millis | undefined;
};

/** Verifies the latest records of the audit alone, which is quick however long it is. `verifyAudit` sees more: records put in before, and an end that was cut off. */
export async function verifyAuditEnd(db: Database, secrets: Pick<Secrets, 'matches' | 'keyOf'>): Promise<AuditEnd> {
  const last = await db.selectFrom('auditChain').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const anchor = await anchorOf(db, secrets);
  const begin = anchor?.seq ?? 0;
  const after = Math.max(begin, (last?.seq ?? 0) - atTheEnd);
  const links = await linksAfter(db, after);
  // The first of them leans on one before, which is not looked at, unless it begins the chain.
  let before = after > begin ? links.shift()?.link : anchor;
  const faults: AuditFault[] = [];
  for (const sealed of links) {
    const what = faultIn(secrets, before, sealed);
    if (what !== undefined) faults.push({ what, at: sealed.link.auditId });
    before = sealed.link;
  }
  const waiting = await unsealed(db, 500);
  return { faults, head: before ? headOf(before) : '', unsealed: waiting.length, oldestUnsealed: waiting[0]?.at };
}
