import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const component = z.object({
  name: z.string(),
  version: z.string(),
  purl: z.string(),
  properties: z.array(z.object({ name: z.string() })).default([]),
  hashes: z.array(z.object({ alg: z.string(), content: z.string().regex(/^[0-9a-f]+$/) })).default([]),
  licenses: z
    .array(z.object({ license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(), expression: z.string().optional() }))
    .default([]),
});
const bill = z.object({ bomFormat: z.literal('CycloneDX'), components: z.array(component).min(50) });

const made = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'pipe'] });
/** What production installs. With `--omit=dev` npm also leaves out what both production and development need. */
const components = bill.parse(JSON.parse(made)).components.filter(({ properties }) => !properties.some(({ name }) => name === 'cdx:npm:package:development'));
const nameOf = ({ name, version }: z.output<typeof component>) => `${name}@${version}`;

test('the bill of materials names each package of production with its version and what its archive must hash to', async () => {
  const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  for (const name of Object.keys(dependencies))
    assert.ok(
      components.some((each) => each.purl.startsWith(`pkg:npm/${name.replace('@', '%40')}@`)),
      name,
    );
  assert.deepEqual(components.filter(({ hashes }) => !hashes.some(({ alg }) => alg === 'SHA-512')).map(nameOf), []);
});

test('every package of production may be used and passed on freely', () => {
  const free = new Set([
    'MIT',
    'MIT-0',
    'ISC',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'Unlicense',
    '(AFL-2.1 OR BSD-3-Clause)',
  ]);
  // Their package.json is older than the field; the licence in the package is MIT.
  const inTheirFiles = new Set(['cldrjs', 'escape-regexp-component']);
  const others = components.filter(
    ({ name, licenses }) =>
      !(inTheirFiles.has(name) || (licenses.length > 0 && licenses.every(({ license, expression }) => free.has(license?.id ?? expression ?? '')))),
  );
  assert.deepEqual(others.map(nameOf), []);
});

test('production stands on releases; what is none comes with Microsoft’s SDK', () => {
  const unreleased = components.filter(({ version }) => version.includes('-')).map(({ name }) => name);
  assert.deepEqual(unreleased.sort(), ['botbuilder-dialogs-adaptive-runtime-core', 'botbuilder-stdlib', 'web-streams-polyfill']);
});
