import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');

/** What a page names as a test: its title and its file. */
const named = (page: string) => [...page.matchAll(/\[([^\]]+)\]\(\.\.\/(test\/[\w./-]+)\)/g)].map(([, title = '', file = '']) => ({ title, file }));

/** The text of a file as titles are read: with its escapes resolved. */
const asRead = (source: string): string => source.replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

test('docs/security.md names no test that does not exist', async () => {
  const tests = named(await read('docs/security.md'));
  assert.ok(tests.length >= 50, `${tests.length}`);
  const missing: string[] = [];
  for (const { title, file } of tests) {
    const source = existsSync(new URL(file, root)) ? asRead(await read(file)) : '';
    if (!source.includes(title)) missing.push(`${file}: ${title}`);
  }
  assert.deepEqual(missing, []);
});

test('the table of ASVS has each chapter of version 5.0 once, and each that applies has a test', async () => {
  const rows = [...(await read('docs/security.md')).matchAll(/^\| V(\d+) [^|]+\| ([^|]+) \| [^|]+ \| (.+) \|$/gm)];
  assert.deepEqual(
    rows.map(([, chapter]) => Number(chapter)),
    Array.from({ length: 17 }, (_, at) => at + 1),
  );
  for (const [row, , applies = '', tests = ''] of rows) assert.equal(named(tests).length > 0, applies !== 'no', row);
});

test('SECURITY.md says how to report and which versions get mends', async () => {
  const page = await read('SECURITY.md');
  for (const heading of ['Reporting a vulnerability', 'Supported versions']) assert.ok(page.includes(`## ${heading}`));
});
