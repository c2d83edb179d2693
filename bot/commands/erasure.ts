import { type Certificate, counted, type ErasePlan } from '../../core/privacy/index.ts';
import { plain } from './records.ts';

const counts = (rows: Readonly<Record<string, number>>): string =>
  Object.entries(rows)
    .map(([table, n]) => `${n} ${table}`)
    .join(', ') || 'nothing';

/** What erasing somebody would do, for a terminal. */
export function previewOf(plan: ErasePlan, named: readonly string[]): string {
  return [
    `Would be deleted: ${counts(counted(plan.deletes))}.`,
    `Would stay without them: ${counts(counted(plan.changes))}.`,
    `A pseudonym would take their place in ${plan.audit.length} records of the audit.`,
    ...staying(plan, named),
  ].join('\n');
}

/** What stays, and why. */
const staying = ({ stays }: Pick<ErasePlan, 'stays'>, named: readonly string[]): string[] => [
  ...stays.map(({ what, why }) => `Stays: ${plain(what)}: ${why}.`),
  ...named.map((portal) => `Stays: the profile of ${portal} names them: take the address out of the file and restart.`),
  'Stays: what is not in the records: the log, mails that were sent, messages in Teams, back-ups.',
];

/** What was done, to be kept. It does not say who it was. */
export function certificateText(done: Certificate, stays: ErasePlan['stays'], named: readonly string[]): string {
  return [
    `Certificate of erasure ${done.pseudonym}`,
    `Done on ${new Date(done.at).toISOString()} by ${plain(done.by)}, in one transaction.`,
    `Deleted: ${counts(done.deleted)}.`,
    `Stays without them: ${counts(done.changed)}.`,
    `In ${done.records} records of the audit ${done.pseudonym} stands in their place. Its chain verifies, and ends with`,
    done.head,
    ...staying({ stays }, named),
  ].join('\n');
}
