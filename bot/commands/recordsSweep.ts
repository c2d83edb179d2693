import { createSecrets } from '../../core/foundation/secrets.ts';
import { createSweep, keptKinds, whyAuditStays } from '../../core/privacy/index.ts';
import { readKeptFor } from '../keptFor.ts';
import { readOptions } from './options.ts';
import { overRecords, table } from './records.ts';

const help = `npm run records:sweep

Deletes what has been kept long enough, as each running bot does every hour, and says how much of which kind. For where the
bot works as a user who may not delete from the audit: run it as the owner of the tables, say every night. Needs SECRET_KEY,
and the settings that the bot has. Done again, it goes on where it was.`;

const { values } = readOptions({ options: { help: { type: 'boolean', short: 'h' } } });

if (values.help) console.log(help);
else
  await overRecords(async (db) => {
    const { SECRET_KEY, SECRET_KEY_PREVIOUS } = process.env;
    if (!SECRET_KEY) throw new Error('Set SECRET_KEY to the one that the bot runs with');
    const { keptFor, faults } = readKeptFor(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value?.trim())));
    if (faults.length > 0) throw new Error(faults.join('\n'));
    const swept = await createSweep({ db, secrets: createSecrets(SECRET_KEY, SECRET_KEY_PREVIOUS || undefined), keptFor })(Date.now());
    const rows: Readonly<Record<string, number>> = swept.rows;
    console.log(
      table(
        ['deleted', 'what', 'setting'],
        keptKinds.map(({ kind, what, setting }) => [String(rows[kind] ?? 0), what, setting]),
      ),
    );
    const stays = whyAuditStays(swept);
    if (stays !== undefined) throw new Error(stays);
  });
