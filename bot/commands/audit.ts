import { type AuditFault, verifyAudit } from '../../core/foundation/auditChain.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { emailKey, identifierKey } from '../../core/foundation/identifiers.ts';
import { bareAddress } from '../../core/foundation/pasted.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { auditTable } from '../recordTables.ts';
import { readOptions } from './options.ts';
import { overRecords, plain, tell } from './records.ts';

const help = `npm run audit -- [--portal <id>] [--since <date>] [--account <id>] [--json | --csv <file>]
npm run audit -- --verify [--head <end>]

Who did what, for whom, when, from which channel, with what outcome; oldest first.
--account takes an identifier, an address, or the id that the records have. --since takes ISO 8601, such as 2026-11-20
or 2026-11-20T08:00:00Z. --json writes one record a line; --csv a file that opens in Excel and starts no formula there.
--verify looks whether a record was altered, removed, put in or put in another order since it was written, and says where. It prints the end of
the chain: kept elsewhere and given with --head, it shows too whether records were cut off the end. Needs SECRET_KEY.`;

const { values } = readOptions({
  options: {
    portal: { type: 'string' },
    since: { type: 'string' },
    account: { type: 'string' },
    json: { type: 'boolean' },
    csv: { type: 'string' },
    verify: { type: 'boolean' },
    head: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(help);
else if (values.verify) await overRecords((db) => verify(db, values.head));
else
  await overRecords(async (db) => {
    const { portal, account } = values;
    const since = values.since === undefined ? 0 : Date.parse(values.since);
    if (Number.isNaN(since)) throw new Error(`--since ${values.since} is no date: write it as 2026-11-20 or 2026-11-20T08:00:00Z`);
    const subjects = account === undefined ? [] : await subjectsOf(db, account);
    const records = await db
      .selectFrom('audit')
      .selectAll()
      .where('at', '>=', since)
      .$if(portal !== undefined, (some) => some.where('portal', '=', portal ?? ''))
      .$if(account !== undefined, (some) => some.where('subject', 'in', subjects))
      .orderBy('at')
      .orderBy('id')
      .execute();
    if (records.length === 0) console.error('No record is like that.');
    if (values.json)
      for (const { at, ...record } of records) console.log(JSON.stringify({ at: new Date(at).toISOString(), ...record, detail: JSON.parse(record.detail) }));
    else {
      const rows = records.map((record) => auditTable.lineOf(record).map(plain));
      await tell(values.csv, auditTable.head, rows);
    }
  });

const meanings: Readonly<Record<AuditFault['what'], string>> = {
  changed: 'was altered',
  removed: 'was removed',
  inserted: 'was put in later',
  linkRemoved: 'comes after links of the chain that were removed',
  linkChanged: 'is not where it was in the chain',
  shortened: 'is the last one now: records after it were removed',
  unknownKey: 'and others are sealed under a key that is not known here: set SECRET_KEY_PREVIOUS to it',
};

async function verify(db: Database, head: string | undefined): Promise<void> {
  const { SECRET_KEY, SECRET_KEY_PREVIOUS } = process.env;
  if (!SECRET_KEY) throw new Error('Set SECRET_KEY to the one that the bot runs with');
  const found = await verifyAudit(db, createSecrets(SECRET_KEY, SECRET_KEY_PREVIOUS || undefined), head);
  for (const { what, at } of found.faults) console.error(`record ${at} ${meanings[what]}`);
  if (found.swept > 0) console.log(`The first ${found.swept} records were swept, having been kept long enough; the chain goes on from there.`);
  for (const { reference, by, at, records } of found.erasures)
    console.log(`${reference}: somebody was erased from ${records} records by ${plain(by)} on ${new Date(at).toISOString()}.`);
  console.log(`${found.sealed} records are in the chain, ${found.unsealed} are not yet: a running bot seals them within seconds.`);
  if (found.head !== '') console.log(`The chain ends with ${found.head}`);
  if (found.faults.length > 0) process.exitCode = 1;
  else console.log(head === undefined ? 'None was altered, removed or put in.' : 'None was altered, removed or put in, and none is missing since that end.');
}

/** The accounts that somebody means: by id, also of one that is gone, by identifier or by address. */
async function subjectsOf(db: Database, typed: string): Promise<string[]> {
  const account = bareAddress(typed);
  const rows = await db
    .selectFrom('account')
    .select('id')
    .where((row) => row.or([row('identifierKey', '=', identifierKey(account)), row('emailKey', '=', emailKey(account))]))
    .execute();
  return [account, ...rows.map(({ id }) => id)].map((id) => `account:${id}`);
}
