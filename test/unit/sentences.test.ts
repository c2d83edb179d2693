import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createIntents } from '../../core/conversation/intent.ts';
import { sentenceSchema, takenAs } from '../../core/conversation/intentFigures.ts';
import { lexicons } from '../../core/conversation/words/conversation.ts';
import { asides, elsewhere, meanings } from '../../core/conversation/words/meanings.ts';
import { followUpMeanings, moodMeanings } from '../../core/conversation/words/moods.ts';
import { meant } from '../../core/conversation/words/phrases.ts';
import { procedures } from '../../core/foundation/procedures.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';

const root = join(import.meta.dirname, '../..');
const { portals } = await loadPortals([shippedPortals], {});
const intentOf = createIntents(portals);

for (const file of [
  'sentences.jsonl',
  'heldout.jsonl',
  'heldout2.jsonl',
  'heldout3.jsonl',
  'heldout4.jsonl',
  'heldout5.jsonl',
  'heldout6.jsonl',
  'heldout7.jsonl',
]) {
  const sentences = readFileSync(join(root, 'test/intents', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => sentenceSchema.parse(JSON.parse(line)));

  test(`${file}: at least 95 % are taken right or rightly asked back, at most 1 % is begun wrongly`, () => {
    const taken = sentences.map((sentence) => ({ text: sentence.text, taking: takenAs(sentence, intentOf(sentence.text)) }));
    const those = (...takings: string[]) => taken.filter(({ taking }) => takings.includes(taking)).map(({ text }) => text);
    assert.ok(those('right', 'asked').length >= 0.95 * taken.length, those('wrong', 'missed').join('\n'));
    assert.ok(those('wrong').length <= 0.01 * taken.length, those('wrong').join('\n'));
  });

  test(`${file} has every procedure in both languages, and no sentence twice`, () => {
    for (const procedure of [...procedures, 'help', 'cancel', 'none'])
      for (const locale of ['fr', 'en']) assert.ok(sentences.filter((each) => each.procedure === procedure && each.locale === locale).length >= 2, procedure);
    assert.equal(new Set(sentences.map(({ text }) => text)).size, sentences.length);
  });
}

test('each idea that a meaning speaks of is said in both languages', () => {
  const used = [...Object.values(meanings), ...Object.values(asides), ...Object.values(moodMeanings), ...Object.values(followUpMeanings), elsewhere]
    .flatMap(meant)
    .flatMap(({ ideas, more, without }) => [...ideas, ...more, ...without])
    .filter((idea) => /^\p{Lu}/u.test(idea) && !['PORTAL', 'ADDRESSEE', 'SOMEONE'].includes(idea));
  for (const { ideas } of lexicons)
    assert.deepEqual(
      [...new Set(used)].filter((idea) => ideas[idea] === undefined),
      [],
    );
  assert.deepEqual(
    lexicons.flatMap(({ ideas }) => Object.keys(ideas)).filter((idea) => !used.includes(idea)),
    [],
  );
});

test('a portal’s own words are enough to be understood: no code', async () => {
  const [own] = [...portals.values()];
  assert.ok(own);
  const added = {
    ...own,
    id: 'zebra',
    name: 'Zébrure',
    words: ['zebra'],
    procedures: { ...own.procedures, enroll: { path: [], words: ['gommettes rayées'] } },
  };
  const read = createIntents(new Map([...portals, ['zebra', added]]));
  assert.deepEqual(
    ['mdp zebra oublié', 'je voudrais des gommettes rayées sur Zebrure']
      .map((text) => read(text))
      .map(({ procedure, portal, confident }) => ({ procedure, portal, confident })),
    [
      { procedure: 'reset', portal: 'zebra', confident: true },
      { procedure: 'enroll', portal: 'zebra', confident: true },
    ],
  );
});

test('npm run intents prints the four figures and the confusions, and names a bad line', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'own.jsonl');
  const lines = [
    '{"text":"mdp octopus oublié","locale":"fr","procedure":"reset","portal":"octopus"}',
    'no JSON',
    '{"text":"ok","locale":"fr","procedure":"none","portal":null}',
  ];
  writeFileSync(
    file,
    [
      ...lines,
      '{"text":"mot de passe","locale":"fr","procedure":"reset","portal":null}',
      '{"text":"météo","locale":"fr","procedure":"unlock","portal":null}',
    ].join('\n'),
  );
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'bot/commands/intents.ts'), file], { encoding: 'utf8' });
  assert.equal(status, 0);
  assert.match(stdout, /^right 2 50\.0 %\nasked 1 25\.0 %\nwrong 0 0\.0 %\nmissed 1 25\.0 %\n\n/);
  assert.match(stdout, /^reset +1 +· +1$/m);
  assert.match(stderr, /line 2/);
});
