import type { DifferenceRow, ReviewedRow } from '../core/access/index.ts';
import type { AuditRecord } from '../core/console/index.ts';

/** A table of the records for spreadsheets, the same from the command line and from the console: its columns, and how a row is written. */
export type RecordTable<T> = { readonly head: readonly string[]; readonly lineOf: (row: T) => string[] };

/** An instant in a file; empty where there is none. */
const instant = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

/** The audit. */
export const auditTable: RecordTable<AuditRecord> = {
  head: ['at', 'actor', 'channel', 'action', 'portal', 'subject', 'outcome', 'detail'],
  lineOf: ({ at, actor, channel, action, portal, subject, outcome, detail }) => [instant(at), actor, channel, action, portal, subject, outcome, detail],
};

/** Who decided what about whom in the reviews of access. */
export const reviewTable: RecordTable<ReviewedRow> = {
  head: ['review', 'portal', 'group', 'begunAt', 'endedAt', 'name', 'email', 'decision', 'decidedBy', 'decidedAt', 'reason'],
  lineOf: ({ review, portal, group, begunAt, endedAt, name, email, decision, decidedBy, decidedAt, reason }) => [
    ...[review, portal, group, instant(begunAt), instant(endedAt), name, email],
    ...[decision ?? '', decidedBy ?? '', instant(decidedAt), reason ?? ''],
  ],
};

/** Where a directory and the records differ about access. */
export const differenceTable: RecordTable<DifferenceRow> = {
  head: ['portal', 'group', 'kind', 'identifier', 'name', 'email', 'foundAt', 'lookedAt'],
  lineOf: ({ portal, group, kind, identifier, name, email, foundAt, lookedAt }) => [
    ...[portal, group, kind, identifier, name, email, instant(foundAt), instant(lookedAt)],
  ],
};
