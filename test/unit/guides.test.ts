import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const inDocs = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
/** What operators and developers read. */
const guides = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...inDocs];
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

/** A heading as its anchor is written. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsIn = (page: string): Set<string> => new Set([...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));

for (const guide of guides)
  test(`${guide} names no command, page or heading that there is not`, async () => {
    const page = await read(guide);
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(await read('package.json')));
    for (const [, command = ''] of page.matchAll(/npm run ([a-z][\w:-]*)/g)) assert.ok(command in scripts, `npm run ${command}`);
    for (const [, to = ''] of page.replace(/```[\s\S]*?```/g, '').matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
      const [path = '', anchor] = to.split('#');
      const target = path === '' ? guide : join(dirname(guide), path);
      assert.ok(existsSync(join(root, target)), `${to}: there is no ${target}`);
      if (anchor !== undefined && target.endsWith('.md')) assert.ok(anchorsIn(await read(target)).has(anchor), `${to}: there is no such heading`);
    }
  });

test('docs/first-day.md names no setting that there is not', async () => {
  const [page, settings] = [await read('docs/first-day.md'), await read('.env.example')];
  for (const [, name = ''] of page.matchAll(/`([A-Z][A-Z_]{4,})(?==|`)/g)) assert.ok(settings.includes(name), name);
});
