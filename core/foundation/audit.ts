import type { Actor } from './actor.ts';
import type { Millis } from './clock.ts';
import type { Database } from './database/schema.ts';
import { watcherOf } from './watch.ts';

/** Something that was done, or refused. */
export type AuditRecord = {
  readonly at: Millis;
  readonly actor: Actor;
  /** `<procedure>.<step>`. */
  readonly action: string;
  readonly portal: string;
  /** For whom: `account:<id>`, `new:<portal>:<key>`, `none:<portal>:<what was typed>`, `case:<reference>`. */
  readonly subject: string;
  /** `ok`, or the key of the refusal. */
  readonly outcome: string;
  /** Other details for an auditor. Never a password, a code or a link. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
};

/** Records who did what, for whom, when, from which channel, and the outcome (ALL-9). Pass the transaction of the action itself. */
export const audit = (db: Database, record: AuditRecord): Promise<void> => auditAll(db, [record]);

/** The same for many records at once. */
export async function auditAll(db: Database, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(rowOf);
  await db.insertInto('audit').values(rows).execute();
  for (const row of rows) watcherOf(db)?.audited(row);
}

function rowOf({ at, actor, action, portal, subject, outcome, detail = {} }: AuditRecord) {
  const from = { ...(actor.tenant !== undefined && { tenant: actor.tenant }), ...(actor.ip !== undefined && { ip: actor.ip }) };
  const row = { at, actor: actor.person, channel: actor.channel, action, portal, subject: kept(subject), outcome };
  return { ...row, detail: JSON.stringify({ ...from, ...detail }) };
}

const addresses = /^none:[^:]*:([^\s@:]+@[^\s@:]+ )?[^\s@:]+@[^\s@:]+\.\p{L}{2,}$/u;

/** Text that matched no account may be a password typed into the wrong field, so only addresses are kept. */
const kept = (subject: string): string => (subject.startsWith('none:') && !addresses.test(subject) ? `${subject.split(':', 2).join(':')}:?` : subject);
