import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identifierIn } from '../../core/conversation/given/identifier.ts';
import { createIntents } from '../../core/conversation/intent.ts';
import { weigh } from '../../core/conversation/learned/weigh.ts';
import { createWishes } from '../../core/conversation/wishes.ts';
import { spokenIn } from '../../core/conversation/words/spoken.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';

const { portals } = await loadPortals([shippedPortals], {});
const intentOf = createIntents(portals);
const { hear } = createWishes(portals);

for (const [says, portal] of [
  ['mot de passe octopuce perdu', 'octopus'],
  ['in gate mot de passe oublié', 'invgate'],
  ['out scale, forgot my password', 'outscale'],
  ['mon compte extra net est bloqué', 'extranet'],
] as const)
  test(`«${says}» names ${portal}, as it sounds or in two words`, () => assert.equal(intentOf(says).portal, portal));

for (const [says, is] of [
  ['octopus d’abord', 'APPROVE'],
  ['regardez ce qui se passe', 'INSULT'],
  ['je fais mon stage', 'EXPIRED'],
  ['the clock is ticking', 'LOCKED'],
  ['restez avec moi', 'RESET'],
] as const)
  test(`a word of «${says}» that is a word itself is no misspelling`, () => assert.equal(hear(says).ideas.has(is), false));

for (const [says, language] of [
  ['accès réseau invgate jusqu’au 15 décembre', 'fr'],
  ['acces reseau invgate jusqu’au 15 decembre', 'fr'],
  ['the network catalogue until the end of December', 'en'],
  ['invite Hélène Lefèvre', undefined],
  ['octopus', undefined],
] as const)
  test(`ALL-8 «${says}» is in ${language ?? 'no language that it tells'}`, () => assert.equal(spokenIn(says), language));

test('TALK-2 beside the answer to a complaint stands what may fail', () => {
  const { mood, nearest } = intentOf('depuis ce matin le truc à six chiffres de mon téléphone me fait tourner en bourrique');
  assert.equal(mood, 'complaint');
  assert.ok(nearest.length > 0);
});

test('what the portal named does not have is not begun there', () => {
  const { confident, nearest } = intentOf('donner l’accès my rconnect à jean.roux@client.example');
  assert.equal(confident, false);
  assert.ok(nearest.includes('invite'));
});

test('TALK-1 what may be a denial begins nothing: what it would begin is asked back', () => {
  const worded = { procedure: 'none', confident: false, nearest: [] } as const;
  const circumstances = { mayAnswer: false, doubtful: false, ownWords: false, lacks: new Set<string>(), instead: false };
  const begun = (denial: number) =>
    weigh(
      worded,
      [
        { meaning: 'reset', share: 1 - denial },
        { meaning: 'denial', share: denial },
      ],
      circumstances,
    );
  assert.deepEqual([begun(0.18).confident, begun(0.18).nearest], [false, ['reset']]);
  assert.equal(begun(0.05).confident, true);
});

for (const says of ['bug', 'broken', 'merde'])
  test(`«${says}» alone is a mood, at rest`, () => assert.notEqual(intentOf(says).mood ?? intentOf(says).nothing, undefined));

test('«déconnecte-moi de partout» is about one’s sessions, and names no account', () => {
  assert.equal(intentOf('déconnecte-moi de partout').procedure, 'account');
  assert.equal(identifierIn('déconnecte moi de partout', [...portals.values()]), undefined);
});

for (const says of ['je suis Hélène', 'bonjour, je suis hélène', 'I’m Paul Martin'])
  test(`«${says}» is an introduction`, () => assert.equal(intentOf(says).nothing, 'smallTalk'));

for (const says of ['je suis bloqué', 'je suis paumée']) test(`«${says}» is no introduction`, () => assert.notEqual(intentOf(says).nothing, 'smallTalk'));
