import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepNotUnderstood, listNotUnderstood } from '../../core/conversation/notUnderstood.ts';
import { redact } from '../../core/conversation/redact.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';

const atRest = { locale: 'fr', step: 'rest' } as const;

async function records() {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  return db;
}

for (const [said, kept] of [
  ['je suis Jean Dupont et le bidule clignote', 'je suis [name] et le bidule clignote'],
  ['je suis jean dupont', 'je suis [name]'],
  ['je suis bloqué dans le bidule', 'je suis bloqué dans le bidule'],
  ['My name is Ann Lee and the gizmo hums', 'My name is [name] and the gizmo hums'],
  ['I’m Zoë O’Neil', 'I’m [name]'],
  ['je m’appelle marc', 'je m’appelle [name]'],
  ['le bidule de Mme Le Goff', 'le bidule de Mme [name]'],
  ['Le bidule clignote. Cordialement, Marc Petit', 'Le bidule clignote. Cordialement, [name]'],
  ['le bidule pour Karim', 'le bidule pour [name]'],
  ['écrivez à jean.dupont@corp.example ou <a@b.c>', 'écrivez à [@] ou [@]'],
  ['le bidule 06 12 34 56 78 et 73282932000074', 'le bidule [number] et [number]'],
  ['mon matricule amartin12', 'mon matricule [id]'],
  ['voir https://x.example/link/abc?code=1 et www.x.example', 'voir [link] et [link]'],
  ['écrivez à jean.dupont＠corp.example ou à jean.dupont\u200b@corp.example', 'écrivez à [@] ou à [@]'],
  ['le bidule ０６１２３４５６７８, ٠٦١٢٣٤٥٦٧٨ et 06·12·34·56·78', 'le bidule [number], [number] et [number]'],
  ['voir www．x.example', 'voir [link]'],
  ['le bidule\n\u202eviolet\tclignote 3 fois', 'le bidule violet clignote 3 fois'],
] as const)
  test(`«${said}» is kept as «${kept}»`, () => assert.equal(redact(said), kept));

test('a sentence is kept once and counted, at most 200 characters of it, and nothing of who said it', async () => {
  const db = await records();
  await keepNotUnderstood(db, 'le bidule clignote', atRest, 1);
  await keepNotUnderstood(db, ' le  bidule clignote ', atRest, 2);
  await keepNotUnderstood(db, `🙂${'zig '.repeat(400)}`, { locale: 'en', step: 'rest' }, 3);
  await keepNotUnderstood(db, '🙂 12', { locale: 'en', step: 'rest' }, 4);
  const [first, second, ...others] = await listNotUnderstood(db);
  assert.deepEqual({ ...first }, { text: 'le bidule clignote', locale: 'fr', step: 'rest', count: 2 });
  assert.equal(second?.text.length, 200);
  assert.deepEqual(others, []);
  await db.destroy();
});

test('a sentence is counted for each step at which it was said', async () => {
  const db = await records();
  for (const [step, now] of [
    ['rest', 1],
    ['reset.ask', 2],
    ['reset.ask', 3],
  ] as const)
    await keepNotUnderstood(db, 'le bidule clignote', { locale: 'fr', step }, now);
  assert.deepEqual(
    (await listNotUnderstood(db)).map(({ step, count }) => [step, count]),
    [
      ['reset.ask', 2],
      ['rest', 1],
    ],
  );
  await db.destroy();
});

test('of more than 5,000 sentences the oldest go', async () => {
  const db = await records();
  for (let from = 0; from < 5_000; from += 500)
    await db
      .insertInto('unheard')
      .values(Array.from({ length: 500 }, (_, n) => ({ text: `kept ${from + n}`, locale: 'fr', step: 'rest', count: 1, lastAt: 10 + from + n })))
      .execute();
  await keepNotUnderstood(db, 'le bidule clignote', atRest, 20_000);
  const rows = await listNotUnderstood(db);
  assert.equal(rows.length, 5_000);
  assert.ok(!rows.some(({ text }) => text === 'kept 0'));
  assert.ok(rows.some(({ text }) => text === 'le bidule clignote'));
  await db.destroy();
});
