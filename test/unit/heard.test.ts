import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identifierIn } from '../../core/conversation/given/identifier.ts';
import { createIntents } from '../../core/conversation/intent.ts';
import { weigh } from '../../core/conversation/learned/weigh.ts';
import { createWishes } from '../../core/conversation/wishes.ts';
import { callForCaution } from '../../core/conversation/words/cautions.ts';
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
  for (const says of ['ajouter un utilisateur sur my rconnect', 'I need to add a colleague to my rconnect'])
    assert.equal(intentOf(says).confident, false, says);
});

test('TALK-1 what may be a denial begins nothing: what it would begin is asked back', () => {
  const worded = { procedure: 'none', confident: false, nearest: [] } as const;
  const circumstances = { mayAnswer: false, doubtful: false, ownWords: false, lacks: new Set<string>(), instead: false, cautious: false };
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

test('TALK-1 what may deny or ask begins only what all but nothing speaks against', () => {
  const worded = { procedure: 'reset', confident: true, nearest: ['reset'] } as const;
  const circumstances = { mayAnswer: false, doubtful: false, ownWords: false, lacks: new Set<string>(), instead: false };
  const learned = [
    { meaning: 'reset', share: 0.8 },
    { meaning: 'unlock', share: 0.2 },
  ];
  const begun = (cautious: boolean) => weigh(worded, learned, { ...circumstances, cautious });
  assert.equal(begun(false).confident, true);
  assert.deepEqual([begun(true).confident, begun(true).nearest], [false, ['reset', 'unlock']]);
});

for (const [says, calls] of [
  ['je ne veux rien perdre', true],
  ['qui a parlé de réinitialiser', true],
  ['bonjour, combien de clients puis-je inviter', true],
  ['how long does an invitation last', true],
  ['why would I reset it', true],
  ['je n’arrive pas à me connecter', false],
  ['I cannot remember my password', false],
  ['comment inviter un client ?', false],
  ['how do I invite a client?', false],
] as const)
  test(`«${says}» ${calls ? 'calls' : 'does not call'} for caution`, () => assert.equal(callForCaution(hear(says).words), calls));

for (const says of [
  'mon mot de passe expire quand',
  'combien de caractères doit faire le mot de passe ?',
  'combien d’essais avant que le compte se bloque ?',
  'qui décide pour le catalogue réseau ?',
  'when does my password expire?',
  'how many clients can be invited?',
  'what happens if I delete a user?',
])
  test(`«${says}» is a question, and begins nothing`, () => {
    const { confident, question } = intentOf(says);
    assert.deepEqual({ confident, question }, { confident: false, question: true });
  });

for (const says of [
  'my account isn’t locked',
  'my account isnt locked',
  'mon compte n’est pas bloqué',
  'gardez ma demande où elle est',
  'why would I sign up?',
])
  test(`TALK-1 «${says}» denies`, () => assert.equal(intentOf(says).mood, 'denial'));

for (const says of [
  'déconnectez-moi de tous mes appareils',
  'à quoi j’ai accès en ce moment ?',
  'close all my sessions',
  'where am I signed in?',
  'je suis connecté où',
  'where am I logged in',
])
  test(`«${says}» is about one’s own account`, () => assert.equal(intentOf(says).procedure, 'account'));

for (const [says, language] of [
  ['tu parles anglais ?', 'en'],
  ['do you speak french?', 'fr'],
  ['est-ce que vous comprenez le français', 'fr'],
] as const)
  test(`ALL-8 «${says}» goes on in ${language}`, () => assert.equal(intentOf(says).language, language));

for (const says of [
  "she's French",
  'elle est française',
  'he speaks English',
  'elle parle anglais',
  'my client is English',
  'je suis anglais',
  "she's only French",
])
  test(`ALL-8 «${says}» says it of somebody, and switches nothing`, () => assert.equal(intentOf(says).language, undefined));

for (const [says, portal] of [
  ['la plateforme des hôtels', 'extranet'],
  ['le truc des tickets', 'invgate'],
  ['le portail client', 'rconnect'],
  ['the hotel one', 'extranet'],
  ['the thing with the tickets', 'invgate'],
] as const)
  test(`«${says}» describes ${portal}, and asks for nothing yet`, () => {
    const { portal: named, confident, nearest, mood } = intentOf(says);
    assert.deepEqual({ named, confident, nearest, mood }, { named: portal, confident: false, nearest: [], mood: undefined });
  });

for (const [says, first, second] of [
  ['changer mon mot de passe outscale et extranet', 'changePassword', 'changePassword'],
  ['mot de passe octopus oublié et invgate', 'reset', 'reset'],
  ['please unlock extranet and invgate', 'unlock', 'unlock'],
] as const)
  test(`TALK-12 «${says}» wishes for the same at both`, () => {
    const intent = intentOf(says);
    assert.deepEqual([intent.procedure, intent.second?.procedure], [first, second]);
  });

for (const [says, means] of [
  ['j’ai oublié de dire que mon compte extranet est bloqué', 'unlock'],
  ['I forgot to mention that I want to invite a client on rconnect', 'invite'],
] as const)
  test(`«${says}» forgets no password, and means ${means}`, () => assert.equal(intentOf(says).procedure, means));

for (const says of ['sorry about that', 'je rigole', 'just kidding']) test(`«${says}» is small talk`, () => assert.equal(intentOf(says).nothing, 'smallTalk'));

for (const says of ['va te faire voir', 'you’re completely useless'])
  test(`TALK-2 «${says}» is no call for help`, () => assert.equal(intentOf(says).mood, 'insult'));

for (const says of ['bug', 'broken', 'merde'])
  test(`«${says}» alone is a mood, at rest`, () => assert.notEqual(intentOf(says).mood ?? intentOf(says).nothing, undefined));

test('«déconnecte-moi de partout» is about one’s sessions, and names no account', () => {
  assert.equal(intentOf('déconnecte-moi de partout').procedure, 'account');
  assert.equal(identifierIn('déconnecte moi de partout', [...portals.values()]), undefined);
});

for (const says of ['Jean Durand', 'Sonia Lambert']) test(`«${says}» is a name, and no other language`, () => assert.equal(intentOf(says).mood, undefined));

for (const says of ['je suis Hélène', 'bonjour, je suis hélène', 'I’m Paul Martin'])
  test(`«${says}» is an introduction`, () => assert.equal(intentOf(says).nothing, 'smallTalk'));

for (const says of ['je suis bloqué', 'je suis paumée']) test(`«${says}» is no introduction`, () => assert.notEqual(intentOf(says).nothing, 'smallTalk'));

for (const [says, begins] of [
  ['merci, débloque aussi extranet', 'unlock'],
  ['thanks, one more thing: unlock my extranet', 'unlock'],
  ['Merci beaucoup ! Je voudrais changer mon mot de passe extranet', 'changePassword'],
  ["I don't want a reset, I want to unlock octopus", 'unlock'],
  ["don't reset octopus, reset invgate", 'reset'],
  ['merci, compte débloqué', 'none'],
  ['thanks, password reset', 'none'],
  ['thanks for nothing', 'none'],
] as const)
  test(`TALK-2 TALK-12 «${says}» ${begins === 'none' ? 'begins nothing' : 'is a wish after thanks, or after what is not wanted'}`, () =>
    assert.equal(intentOf(says).procedure, begins));
test('TALK-2 “thanks for nothing” is a complaint', () => assert.equal(intentOf('thanks for nothing').mood, 'complaint'));

for (const [says, portal] of [
  ['pas extranet, octopus', 'octopus'],
  ['octopus not octopus I mean invgate', 'invgate'],
  ['ne réinitialise pas octopus mais invgate', 'invgate'],
  ["don't reset octopus but extranet", 'extranet'],
  ['en fait c’est pas l’extranet c’est outscale', 'outscale'],
] as const)
  test(`TALK-1 «${says}» means ${portal} in place of the other, at rest and at a step of the other`, () => {
    assert.equal(intentOf(says).portal, portal);
    const step = { portal: 'rconnect', procedure: 'reset', answers: new Set(['otherPortal'] as const) } as const;
    assert.equal(intentOf(says, step).portal, portal);
  });
test('TALK-1 «je n’ai pas besoin d’octopus» names no other portal, and denies', () => assert.equal(intentOf('je n’ai pas besoin d’octopus').mood, 'denial'));

test('TALK-2 what is said of somebody else’s account is about them, and begins nothing of one’s own', () => {
  for (const says of [
    'ma collègue a oublié son mot de passe',
    'mon collègue est bloqué, vous pouvez l’aider',
    'mon mari a perdu son mot de passe octopus',
    'c’est pour mon patron',
    'elle a rien reçu',
    'il dit que son lien est expiré',
    'quel est le mot de passe de Sophie',
    'réinitialise le mot de passe de jdupont',
    'le compte de Julie est verrouillé',
    'do it for my colleague bruno',
    'my assistant is locked out of the extranet',
    'she says the link expired',
    'reset the password of bleroy',
    'what is bruno’s password',
    'one of my coworkers forgot her username',
  ])
    assert.equal(intentOf(says).followUp, 'forElse', says);
  for (const says of [
    'ma collègue connaît mon mot de passe',
    'mon chef a refusé ma demande',
    'il me dit lien expiré',
    'il est bloqué',
    'comment on change son mot de passe',
    'supprime le compte de Sophie',
    'my colleague needs an account',
    'a colleague told me that my password expired',
    'reset the password of octopus',
    'my boss approved it but I can’t get in',
  ])
    assert.notEqual(intentOf(says).followUp, 'forElse', says);
});

test('TALK-2 at a step about somebody, they are that person', () => {
  const invited = { portal: 'rconnect', answers: new Set(['theirs'] as const) };
  for (const says of ['elle a rien reçu', 'she says the link expired']) assert.notEqual(intentOf(says, invited).followUp, 'forElse', says);
});

test('TALK-1 TALK-10 what only sounds like a denial denies nothing, and a text message is no foreign language', () => {
  for (const says of ['that’s what I said', 'je suis d’accord finalement', 'pourquoi pas juste modifier', 'mon numéro c’est 03 20 00 00 00'])
    assert.notEqual(intentOf(says).mood, 'denial', says);
  for (const says of ['slt jpe pa me co a octo', 'bsr jari pa a me co', 'jpx pa me co dsl']) {
    assert.notEqual(intentOf(says).mood, 'otherLanguage', says);
    assert.ok(intentOf(says).nearest.includes('reset') || intentOf(says).mood === 'complaint', says);
  }
  assert.equal(intentOf('slt jpe pa me co a octo').portal, 'octopus');
});

test('TALK-4 access codes alone, or not there yet, report nothing: which are lacking is asked', () => {
  for (const says of ['codes d’accès', 'access codes', 'je n’ai pas encore mes codes'])
    assert.deepEqual(intentOf(says).nearest, ['forgotIdentifier', 'reset', 'signUp'], says);
});
