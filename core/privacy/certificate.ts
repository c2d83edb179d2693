import { z } from 'zod';
import { erasedAction } from '../foundation/auditErasure.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { Certificate } from './erasePerson.ts';

/** What the record of an erasure says of it. Those of an older version count rows alone. */
const counts = z.record(z.string(), z.number()).catch({});
const told = z.object({ records: z.number().catch(0), deleted: z.string().catch('{}'), changed: z.string().catch('{}') });

/** The certificate of an erasure, as the audit has it: it can be given again for as long as the record is kept. Undefined if there was none. */
export async function certificateOf(db: Database, pseudonym: string): Promise<Certificate | undefined> {
  const row = await db
    .selectFrom('audit')
    .leftJoin('auditChain', 'auditChain.auditId', 'audit.id')
    .select(['at', 'actor', 'detail', 'seq', 'digest'])
    .where('subject', '=', pseudonym)
    .where('action', '=', erasedAction)
    .executeTakeFirst();
  if (!row) return undefined;
  const { records, deleted, changed } = told.parse(JSON.parse(row.detail));
  const head = row.seq === null || row.digest === null ? '' : `${row.seq}:${row.digest}`;
  return { pseudonym, at: row.at, by: row.actor, deleted: counts.parse(JSON.parse(deleted)), changed: counts.parse(JSON.parse(changed)), records, head };
}
