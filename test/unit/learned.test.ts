import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIntents } from '../../core/conversation/intent.ts';
import { readWeights } from '../../core/conversation/learned/classifier.ts';
import { featuresOf } from '../../core/conversation/learned/features.ts';
import {
  digestOf,
  learnedWeights,
  learnFrom,
  likeliest,
  readExamples,
  readStepExamples,
  stepWeights,
  type Taught,
  writeWeights,
} from '../../core/conversation/learned/index.ts';
import { createWishes } from '../../core/conversation/wishes.ts';
import { followUps, moods } from '../../core/conversation/words/moods.ts';
import { wordsOf } from '../../core/conversation/words/read.ts';
import { procedures } from '../../core/foundation/procedures.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';

const { portals } = await loadPortals([shippedPortals], {});
const examples = readExamples();

for (const [what, taught, weights] of [
  ['messages mean', examples, learnedWeights()],
  ['people come back with at a step', readStepExamples(portals), stepWeights()],
] as const)
  test(`what was learned of what ${what} is from the examples as they stand, and still holds for them`, () => {
    assert.equal(weights.from, digestOf(taught), 'run npm run intents -- --learn');
    const { hear } = createWishes(portals);
    const others = taught.filter(({ text, meaning }) => likeliest(text, hear(text), weights)[0]?.meaning !== meaning);
    assert.ok(others.length <= 0.03 * taught.length, `run npm run intents -- --learn\n${others.map(({ text }) => text).join('\n')}`);
  });

test('the same examples teach the same, and what is written is read again', () => {
  const few = examples.filter((_, at) => at % 40 === 0);
  const [once, again] = [learnFrom(few, portals), learnFrom(few, portals)].map(writeWeights);
  assert.equal(once, again);
  assert.equal(writeWeights(readWeights(once ?? '')), once);
});

/** The meanings of examples, each of which has one. */
function meaningsOf(taught: readonly Taught[]): string[] {
  const meaningOf = new Map<string, string>();
  for (const { text, meaning } of taught) {
    const words = wordsOf(text).join(' ') || text;
    assert.equal(meaningOf.get(words) ?? meaning, meaning, text);
    meaningOf.set(words, meaning);
  }
  return [...new Set(meaningOf.values())].sort();
}

test('each example is a sentence of one meaning, and each meaning is one that is answered', () => {
  assert.deepEqual(meaningsOf(examples), [...procedures, ...moods, 'help', 'cancel', 'menu', 'account', 'question', 'none'].sort());
  const known: ReadonlySet<string> = new Set([...followUps, 'answer', 'else']);
  assert.deepEqual(
    meaningsOf(readStepExamples(portals)).filter((meaning) => !known.has(meaning)),
    [],
  );
});

test('a sentence that nobody foresaw is understood by what it shares with others', () => {
  const intentOf = createIntents(portals);
  const begun = ['mon mdp octopuss est partti de ma tete', 'wich rights do I need to aks for the network catalog'].map((text) => intentOf(text));
  assert.deepEqual(
    begun.map(({ procedure, confident }) => ({ procedure, confident })),
    [
      { procedure: 'reset', confident: true },
      { procedure: 'enroll', confident: true },
    ],
  );
});

test('TALK-4 what was learned can hold back what the words would begin', () => {
  const intent = createIntents(portals)('un faux technicien m’a demandé de réinitialiser mon mot de passe');
  assert.equal(intent.mood, 'abuse');
});

test('words that sound alike share what was learned', () => {
  const { hear } = createWishes(portals);
  const soundsOf = (text: string) => [...featuresOf(text, hear(text)).keys()].filter((feature) => feature.startsWith('*'));
  assert.deepEqual(soundsOf('jé oublier mon mo de passe'), soundsOf('jé oublié mon mot de passes'));
});

for (const [says, means] of [
  ['merci d’avoir relancé mon approbateur', 'thanks'],
  ['thank you for adding my colleague', 'thanks'],
  ['merci de relancer mon approbateur', 'myRequests'],
  ['doesn’t open at all', 'complaint'],
  ['je suis cliente de My rConnect et je n’ai plus mon mot de passe', 'reset'],
  ['jveux pa changer mon mdp', 'denial'],
  ['il n’a jamais été question de supprimer Paul', 'denial'],
] as const)
  test(`TALK-1 TALK-2 «${says}» means ${means}`, () => {
    const { mood, procedure } = createIntents(portals)(says);
    assert.equal(mood ?? procedure, means);
  });

test('TALK-6 an address that is added to a wish wishes for nothing else', () => {
  const { nearest } = createIntents(portals)('it was sent to ada@client.example');
  assert.deepEqual(nearest, []);
});
