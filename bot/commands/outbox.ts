import { operatorNamed } from '../../core/foundation/actor.ts';
import { listGivenUp, retryGivenUp } from '../../core/foundation/outbox/givenUp.ts';
import { operatorName, readOptions } from './options.ts';
import { overRecords, plain, tell } from './records.ts';

const help = `npm run outbox [-- --csv <file>]  what was given up, and what is held for a person's next message; --csv writes a file that
                                  opens in Excel and starts no formula there
npm run outbox -- retry <id>|all [--by <name>]
                                  puts it back to work; the audit says who did: --by, or else the system's user`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: { by: { type: 'string' }, csv: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const [verb, id] = positionals;

if (values.help) console.log(help);
else if (verb === undefined)
  await overRecords(async (db) => {
    const jobs = await listGivenUp(db);
    if (jobs.length === 0) console.log('Nothing was given up.');
    else
      await tell(
        values.csv,
        ['id', 'since', 'kind', 'status', 'attempts', 'reason', 'error'],
        jobs.map((job) => [job.id, new Date(job.createdAt).toISOString(), job.kind, job.status, String(job.attempts), job.reason, job.error ?? ''].map(plain)),
      );
  });
else if (verb === 'retry' && id !== undefined)
  await overRecords(async (db) => {
    const again = await retryGivenUp(db, id === 'all' ? 'all' : { id }, Date.now(), operatorNamed(operatorName(values.by)));
    if (again === 0 && id !== 'all') throw new Error(`No job ${id} was given up: see npm run outbox`);
    console.log(`${again} put back to work; a running bot does it within five seconds`);
  });
else {
  console.error(help);
  process.exitCode = 1;
}
