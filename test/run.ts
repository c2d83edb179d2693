import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How many processes run at once. */
const concurrency = 3;

/** How many test files share a process at most. To load the bot takes a second or two of the processor, which they pay once. */
const sharing = 8;

type Tests = {
  /** Patterns of the files that share processes. */
  readonly shared: readonly string[];
  /** Patterns of those that run each in one of its own: they start servers, browsers or bots, which run beside each other. */
  readonly alone?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
};

/** Runs test files with Node's own runner. Settles with its exit code. */
export async function runTests({ shared, alone = [], env = {} }: Tests): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-tests-'));
  try {
    const files = globSync(shared).sort();
    const apart = new Set(globSync(alone));
    const groups = Array.from({ length: Math.max(concurrency, Math.ceil(files.length / sharing)) }, (_, at) => join(folder, `${at}.test.mjs`));
    for (const [at, group] of groups.entries()) {
      // Neighbours take alike long, so they are dealt out.
      const dealt = files.filter((file, n) => n % groups.length === at && !apart.has(file));
      await writeFile(group, dealt.map((file) => `import ${JSON.stringify(pathToFileURL(resolve(file)))};\n`).join(''));
    }
    const runner = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--test', `--test-concurrency=${concurrency}`, ...groups, ...alone], {
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    const [code] = await once(runner, 'exit');
    return code ?? 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}
