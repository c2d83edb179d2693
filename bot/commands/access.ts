import { accessReport, beginReview, differenceKinds, differenceList, reviewReport } from '../../core/access/index.ts';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { audit } from '../../core/foundation/audit.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { withoutSecrets } from '../../core/foundation/outbox/enqueue.ts';
import { groupOf } from '../../core/portal/index.ts';
import { differenceTable, reviewTable } from '../recordTables.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles, portalNamed } from './profiles.ts';
import { overRecords, plain, tell } from './records.ts';

const help = `npm run access -- report [--portal <id>] [--by <name>] [--json | --csv <file>]
npm run access -- differences [--portal <id>] [--group <id>] [--kind <kind>] [--json | --csv <file>]
npm run access -- review <portal> <group> [--by <name>]
npm run access -- review --report [--portal <id>] [--group <id>] [--json | --csv <file>]

report           who has what, since when, by whose decisions, until when, and when it was reviewed last: all access that
                 Guichet gave and that stands. The audit says who took it: --by, or else the system's user.
differences      where a directory and the records differ, as last night's look found it: missing (Guichet gave it, and somebody
                 took it out of the directory), given (the directory has it from others), notRemoved (it is over, and still in
                 the directory), notGiven (it was approved, and has not reached the directory). The last two are tried again
                 each night; what others did is left alone.
review           begins the review of who is in a group; a running bot reads the members and asks the reviewers within
                 seconds. One a group is open at a time. The audit says who began it: --by, or else the system's user.
review --report  who decided what about whom, the latest review first. Where nobody answered, no name stands by the decision.
                 --json writes one record a line; --csv a file that opens in Excel and starts no formula there.`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    report: { type: 'boolean' },
    portal: { type: 'string' },
    group: { type: 'string' },
    kind: { type: 'string' },
    json: { type: 'boolean' },
    csv: { type: 'string' },
    by: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [verb, portalId, groupId, ...more] = positionals;

if (values.help) console.log(help);
else if (verb === 'report' && portalId === undefined) await overRecords(standing);
else if (verb === 'differences' && portalId === undefined) await overRecords(differing);
else if (verb === 'review' && values.report && portalId === undefined) await overRecords(reported);
else if (verb === 'review' && portalId !== undefined && groupId !== undefined && more.length === 0) await overRecords((db) => begins(db, portalId, groupId));
else {
  console.error(help);
  process.exitCode = 1;
}

async function begins(db: Database, portalNameOf: string, groupNamed: string): Promise<void> {
  const portal = portalNamed(await loadProfiles(), portalNameOf);
  const group = groupOf(portal, groupNamed);
  if (!group) throw new Error(`${portal.id} has no group ${plain(groupNamed)}. It has: ${portal.groups.map(({ id }) => id).join(', ') || 'none'}`);
  const begun = await beginReview({ db, secrets: withoutSecrets }, portal, group, operatorNamed(operatorName(values.by)), Date.now());
  if (!begun.isNew) throw new Error(`A review of ${group.id} is open already, ${begun.reference}, since ${instant(begun.begunAt)}: it goes on`);
  console.log(`Review ${begun.reference} of ${group.id} at ${portal.id} has begun; a running bot reads who is in it and asks the reviewers`);
}

async function standing(db: Database): Promise<void> {
  const portal = values.portal ?? '';
  // Before it is given: what cannot be recorded is not given.
  await audit(db, { at: Date.now(), actor: operatorNamed(operatorName(values.by)), action: 'access.reported', portal, subject: 'access', outcome: 'ok' });
  const rows: string[][] = [];
  for await (const row of accessReport(db, values.portal)) {
    const at = {
      ...{ since: instant(row.since), provisionedAt: instant(row.provisionedAt), missingSince: instant(row.missingSince) },
      ...{ until: instant(row.until), reviewedAt: instant(row.reviewedAt) },
    };
    if (values.json) console.log(JSON.stringify({ ...row, ...at }));
    else
      rows.push(
        [
          row.portal,
          row.group,
          row.identifier,
          row.name,
          row.email,
          at.since,
          row.reference,
          row.approvedBy.join(', '),
          at.until,
          at.reviewedAt,
          row.reviewedBy,
          at.missingSince,
        ].map((cell) => plain(cell ?? '')),
      );
  }
  const head = ['portal', 'group', 'identifier', 'name', 'email', 'since', 'reference', 'approvedBy', 'until', 'reviewedAt', 'reviewedBy', 'missingSince'];
  if (!values.json) await tell(values.csv, head, rows);
}

async function differing(db: Database): Promise<void> {
  const { portal, group, kind } = values;
  if (kind !== undefined && !differenceKinds.some((each) => each === kind))
    throw new Error(`There is no kind ${plain(kind)}: it is one of ${differenceKinds.join(', ')}`);
  const rows: string[][] = [];
  for await (const row of differenceList(db, { portal, group })) {
    if (kind !== undefined && row.kind !== kind) continue;
    const at = { foundAt: instant(row.foundAt), lookedAt: instant(row.lookedAt) };
    if (values.json) console.log(JSON.stringify({ ...row, ...at }));
    else rows.push(differenceTable.lineOf(row).map(plain));
  }
  if (!values.json) await tell(values.csv, differenceTable.head, rows);
}

async function reported(db: Database): Promise<void> {
  const { portal, group } = values;
  const rows: string[][] = [];
  for await (const row of reviewReport(db, { portal, group })) {
    const { begunAt, endedAt, decidedAt, ...said } = row;
    const at = { begunAt: instant(begunAt), endedAt: instant(endedAt), decidedAt: instant(decidedAt) };
    if (values.json) console.log(JSON.stringify({ ...said, ...at }));
    else rows.push(reviewTable.lineOf(row).map(plain));
  }
  if (!values.json) await tell(values.csv, reviewTable.head, rows);
}

function instant(at: number): string;
function instant(at: number | null): string | null;
function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
