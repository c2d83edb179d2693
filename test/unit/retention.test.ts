import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../bot/config.ts';
import { day } from '../../core/foundation/clock.ts';
import { keptKinds } from '../../core/privacy/index.ts';
import { pagesWithTables, withTable } from '../../docs/retention.ts';

const root = join(import.meta.dirname, '../..');
const key = { SECRET_KEY: 'Zf5jZQ0yQ9u1m2b8pXr4s7v6w3t5k1n0' };

for (const [path, which] of Object.entries(pagesWithTables))
  test(`OPS-5 ${path} says what is ${which}${which === 'kept' ? ' how long' : ' of people'}`, async () => {
    const page = await readFile(join(root, path), 'utf8');
    assert.equal(page, withTable(page, which), 'run node docs/retention.ts');
  });

test('OPS-5 .env.example has each setting with its default', async () => {
  const example = await readFile(join(root, '.env.example'), 'utf8');
  for (const { setting, days } of keptKinds) assert.match(example, new RegExp(`^# ${setting}=${days}$`, 'm'));
});

test('OPS-5 an operator sets how long each kind is kept', () => {
  assert.deepEqual(loadConfig({ ...key, REQUEST_DAYS: '7', SESSION_DAYS: '0' }).keptFor, { ...loadConfig(key).keptFor, requests: 7 * day });
  for (const [name, value] of [
    ['REQUEST_DAYS', '0'],
    ['REQUEST_DAYS', 'a week'],
    ['PERSON_DAYS', '3'],
    ['CASE_DAYS', '1e9'],
    ['FEEDBACK_DAYS', '1.5'],
  ])
    assert.throws(() => loadConfig({ ...key, [name ?? '']: value }), new RegExp(`${name}: `));
});
