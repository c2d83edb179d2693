import { spawnSync } from 'node:child_process';
import { skipWithout } from './fakes/daemon.ts';
import { startPostgres } from './fakes/postgres.ts';

// The contract and conversation tests once more, with the records on PostgreSQL: the server of TEST_DATABASE_URL, where databases may be
// created, or one of this run's own. What befalls a file of SQLite's is left out; test/servers/ has what befalls PostgreSQL.
const suites = ['test/contract/*.test.ts', 'test/conversation/!(faults|killed).test.ts'];

const given = process.env.TEST_DATABASE_URL;
const missing = given === undefined && skipWithout('postgres');
if (missing) {
  console.log(`The tests on PostgreSQL were left out: ${missing}. TEST_DATABASE_URL names a server elsewhere.`);
} else {
  const server = given === undefined ? await startPostgres() : undefined;
  const url = given ?? server?.url ?? '';
  console.log('The contract and conversation tests, on PostgreSQL:');
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--test', ...suites], {
    env: { ...process.env, TEST_DATABASE_URL: url },
    stdio: 'inherit',
  });
  await server?.close();
  process.exitCode = status ?? 1;
}
