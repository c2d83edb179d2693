import type { Database } from '../../core/foundation/database/schema.ts';
import { emailKey, identifierKey } from '../../core/foundation/identifiers.ts';
import { bareAddress } from '../../core/foundation/pasted.ts';
import { readOptions } from './options.ts';
import { overRecords, plain, table } from './records.ts';

const help = `npm run audit -- [--portal <id>] [--since <date>] [--account <id>] [--json]

Who did what, for whom, when, from which channel, with what outcome; oldest first.
--account takes an identifier, an address, or the id that the records have. --since takes ISO 8601, such as 2026-11-20
or 2026-11-20T08:00:00Z. --json writes one record a line.`;

const { values } = readOptions({
  options: {
    portal: { type: 'string' },
    since: { type: 'string' },
    account: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(help);
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
    const shown = records.map(({ at, ...record }) => ({ at: new Date(at).toISOString(), ...record }));
    if (shown.length === 0) console.error('No record is like that.');
    if (values.json) for (const record of shown) console.log(JSON.stringify({ ...record, detail: JSON.parse(record.detail) }));
    else {
      const rows = shown.map(({ at, actor, channel, action, portal, subject, outcome, detail }) =>
        [at, actor, channel, action, portal, subject, outcome, detail].map(plain),
      );
      console.log(table(['at', 'actor', 'channel', 'action', 'portal', 'subject', 'outcome', 'detail'], rows));
    }
  });

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
