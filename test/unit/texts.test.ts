import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translate } from '../../core/foundation/i18n.ts';
import { en } from '../../core/foundation/locales/en/index.ts';
import { fr } from '../../core/foundation/locales/fr/index.ts';
import { joined } from '../../core/foundation/spokenText.ts';
import { loadPortals, shippedPortals } from '../../core/portal/index.ts';

for (const [locale, at, date, dateTime] of [
  ['fr', '2026-11-28T18:36:00Z', '28 novembre 2026', '28 novembre 2026 à 19\u00a0h\u00a036'],
  ['fr', '2027-03-31T22:05:00Z', '1er avril 2027', '1er avril 2027 à 0\u00a0h\u00a005'],
  ['en', '2026-11-28T18:36:00Z', '28 November 2026', '28 November 2026 at 19:36'],
  ['en', '2027-03-31T22:05:00Z', '1 April 2027', '1 April 2027 at 00:05'],
] as const)
  test(`TALK-13 ${at} in ${locale} is written as that language writes dates and times`, () => {
    const t = translate(locale);
    assert.deepEqual([t.date(Date.parse(at)), t.date(Date.parse(at), 'dateTime')], [date, dateTime]);
  });

for (const [before, name, said] of [
  ['à', 'l’Extranet', 'à l’Extranet'],
  ['à', 'le Guichet unique', 'au Guichet unique'],
  ['de', 'le Guichet unique', 'du Guichet unique'],
  ['à', 'les Achats', 'aux Achats'],
  ['de', 'les Achats', 'des Achats'],
  ['de', 'Octopus', 'd’Octopus'],
  ['de', 'Élodie Martin', 'd’Élodie Martin'],
  ['de', 'Yves Martin', 'd’Yves Martin'],
  ['de', 'Yann Martin', 'de Yann Martin'],
  ['de', 'alice@corp.example', 'de alice@corp.example'],
  ['de', 'My rConnect', 'de My rConnect'],
  ['à', 'Octopus', 'à Octopus'],
] as const)
  test(`TALK-13 «${before}» before «${name}» reads «${said}»`, () => {
    assert.equal(joined(before, name), said);
  });

test('TALK-13 a name in a sentence is joined to the word before it', () => {
  const list = (organisation: string) => translate('fr')('users.list.title', { organisation });
  assert.equal(list('Hôtel du Port'), 'Les utilisateurs d’Hôtel du Port');
  assert.equal(list('Résidence'), 'Les utilisateurs de Résidence');
});

const { portals } = await loadPortals([shippedPortals]);

for (const [locale, id, signIn, welcome] of [
  ['fr', 'extranet', 'Se connecter à l’Extranet', 'Bienvenue sur l’Extranet'],
  ['en', 'extranet', 'Sign in to the Extranet', 'Welcome to the Extranet'],
  ['fr', 'octopus', 'Se connecter à Octopus', 'Bienvenue sur Octopus'],
  ['en', 'octopus', 'Sign in to Octopus', 'Welcome to Octopus'],
] as const)
  test(`TALK-13 in ${locale}, ${id} has its article in a sentence`, () => {
    const portal = portals.get(id);
    assert.ok(portal);
    const t = translate(locale);
    assert.deepEqual([t('done.signIn', t.named(portal)), t('accept.welcome.title', t.named(portal))], [signIn, welcome]);
  });

const textsOf = (catalogue: object): [key: string, text: string][] =>
  Object.entries(catalogue).flatMap(([key, said]: [string, unknown]) =>
    (typeof said === 'string' ? [said] : Object.values(Object(said)).map(String)).map((text): [string, string] => [key, text]),
  );

/** What the profiles that ship say in a language, wherever in them, with where that is. */
const profiled = (language: 'fr' | 'en', value: unknown, at: string): [key: string, text: string][] =>
  Object.entries(Object(typeof value === 'string' ? {} : value)).flatMap(([key, inside]): [string, string][] =>
    // A support team is called what it is called.
    key === language && typeof inside === 'string' ? (at.endsWith('support.name') ? [] : [[at, inside]]) : profiled(language, inside, `${at}.${key}`),
  );

for (const [locale, catalogue, kinds] of [
  [
    'fr',
    fr,
    [
      ['«message» for an e-mail', /\bmessages? (?:est (?:parti|envoyé)|vient|a été|partent|de réinitialisation)|(?:ignorez|ouvrez) ce message/i],
      ['«nécessaire» of a field', /\(nécessaire\)|champ est nécessaire|seul.* est nécessaire/i],
      ['«assistance» where the rest says «support»', /assistance/i],
      ['«prouver» a thing that is confirmed or checked', /(?<!ap)prouv/i],
      ['«de moi-même», «tout seul»', /de moi-même|tout seul/i],
      ['«faites envoyer un code»', /faites envoyer/i],
      ['«vient de partir à»', /de partir à/i],
      ['the folder of junk by another name', /indésirables/i],
      ['a time such as 19:36', /\d:\d\d/],
      ['a breaking or a narrow space before «: ; ? ! »», after ««»', /[ \u202f][;?!»]|[ \u202f]:(?= |$)|«[^\u00a0]/],
    ],
  ],
  [
    'en',
    en,
    [
      ['“mail” for an e-mail', /(?<!e-|personal )\bmails?\b|\bmailed\b|ignore this message/i],
      ['“by myself”, “by itself”', /by (?:my|it)self/i],
      ['“has just left for”', /just left/i],
      ['a needed field', /field is needed|\(needed\)|fields are needed/i],
      ['“This is not the code”, “wish”, “put right”, “nothing waits”', /is not the code|wish|put right|nothing waits|\bof late\b/i],
      ['“type” where the rest says “enter”', /^type |\. Type |: type /i],
      ['“meanwhile”, “is no”', /\bmeanwhile\b|\b(?:is|are) no (?:address|user)/i],
      ['a request that “has started”, “the access of” somebody', /request.* ha(?:s|ve) started|the access of \{who/i],
      ['a time such as 7:36 PM', /\d:\d\d ?[AP]M/i],
    ],
  ],
] as const)
  for (const [kind, pattern] of kinds)
    test(`TALK-13 nothing in ${locale} reads so: ${kind}`, () => {
      assert.deepEqual(
        [...textsOf(catalogue), ...[...portals.values()].flatMap((portal) => profiled(locale, portal, portal.id))].filter(([, text]) => pattern.test(text)),
        [],
      );
    });

test('TALK-13 in chat, English is as a colleague writes it: it contracts, and what is to come is not in the present', () => {
  const isWritten = (key: string) => /^(?:mail|page|sms|event|human|console|identity|tie)\b/.test(key);
  const stiff =
    /\bI (?:am|will)\b|(?<!Do )\bI have (?!to\b)|\b(?:do|does|did|is|are|was|were|has|have|could|should|would|can) ?not\b|(?<!invited )\b(?:you|we|they) will\b|(?<!,) it is (?![,.]|and\b)|I tell you|support takes over|are told by|is told by|I pick up/i;
  assert.deepEqual(
    textsOf(en).filter(([key, text]) => !isWritten(key) && stiff.test(text)),
    [],
  );
});

test('TALK-13 a button of ours is in one language: English has no French in brackets', () => {
  const own = ['agree', 'confirm', 'submit', 'search', 'choose', 'review', 'existing', 'button'];
  const wrong = [...portals.values()].flatMap(({ id, procedures }) =>
    Object.values(procedures).flatMap((options) =>
      Object.entries(Object(options)).flatMap(([name, text]: [string, unknown]) =>
        own.includes(name) && /\(/.test(String(Object(text).en ?? '')) ? [`${id} ${name}`] : [],
      ),
    ),
  );
  assert.deepEqual(wrong, []);
});
