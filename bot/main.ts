import { existsSync } from 'node:fs';
import './compileCache.ts';

// Imported only here. Static imports are read, and their types stripped, before any line runs, so before there is a cache.
const [{ start }, { loadConfig }, { second }] = await Promise.all([import('./compose.ts'), import('./config.ts'), import('../core/foundation/clock.ts')]);

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const running = await start(loadConfig(process.env));
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      // What still hangs after this is not waited for.
      setTimeout(() => process.exit(1), 15 * second).unref();
      void running.stop().then(() => process.exit(0));
    });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
