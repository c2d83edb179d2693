import { z } from 'zod';
import { system } from './actor.ts';
import { audit } from './audit.ts';
import type { Millis } from './clock.ts';
import type { Database, Schema, Tx } from './database/schema.ts';
import type { Secrets } from './secrets.ts';

/** The link after which the chain begins, once its beginning has been swept. */
export type Anchor = Pick<Schema['auditChain'], 'seq' | 'digest'>;

const action = 'audit.swept';
const subject = 'audit';
const swept = z.object({ seq: z.number(), digest: z.string(), signature: z.string() });
const signed = ({ seq, digest }: Anchor): string => JSON.stringify([seq, digest]);

/**
 * Records in the audit that its beginning is swept up to a link. It is signed: any record that somebody adds to the audit is sealed, so being in the
 * chain alone proves nothing. `unverified`: how many records were under a key that is not known any more.
 */
export async function recordAnchor(
  tx: Tx,
  secrets: Pick<Secrets, 'keyedDigest'>,
  anchor: Anchor,
  { now, records, unverified }: { readonly now: Millis; readonly records: number; readonly unverified: number },
): Promise<void> {
  const detail = { seq: anchor.seq, digest: anchor.digest, records, unverified, signature: secrets.keyedDigest('audit anchor', signed(anchor)) };
  await audit(tx, { at: now, actor: system, action, portal: '', subject, outcome: 'ok', detail });
}

/** Where the chain begins. Undefined if nothing was swept so far. */
export async function anchorOf(db: Database, secrets: Pick<Secrets, 'matches'>): Promise<Anchor | undefined> {
  const rows = await db.selectFrom('audit').select('detail').where('subject', '=', subject).where('action', '=', action).orderBy('id', 'desc').execute();
  for (const { detail } of rows) {
    const anchor = parsed(detail);
    if (anchor && secrets.matches('audit anchor', signed(anchor), anchor.signature)) return { seq: anchor.seq, digest: anchor.digest };
  }
  return undefined;
}

function parsed(detail: string): z.output<typeof swept> | undefined {
  try {
    return swept.safeParse(JSON.parse(detail)).data;
  } catch {
    return undefined;
  }
}
