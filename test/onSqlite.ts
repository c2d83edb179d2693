import { runTests } from './run.ts';

// Every test once, with the records on SQLite.
process.exitCode = await runTests({
  shared: ['test/{unit,contract,conversation}/**/*.test.ts'],
  alone: ['test/{directory,servers,e2e}/**/*.test.ts'],
});
