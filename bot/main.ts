import { existsSync } from 'node:fs';
import './compileCache.ts';

// Imported dynamically: static imports are read, and their types stripped, before any line runs, so before the cache is enabled.
const [{ start }, { loadConfig }, { routeConsole }, { second }] = await Promise.all([
  import('./compose.ts'),
  import('./config.ts'),
  import('./consoleLog.ts'),
  import('../core/foundation/clock.ts'),
]);

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const running = await start(loadConfig(process.env));
  // From here on: what keeps it from starting is said as it is.
  routeConsole(running.log);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      // Exit even if something still hangs by then.
      setTimeout(() => process.exit(1), 15 * second).unref();
      void running.stop().then(() => process.exit(0));
    });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
