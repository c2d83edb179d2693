import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, inputsOf } from '../../chat.ts';
import { helene, owns, withEstablishments } from '../../managing.ts';
import { withGuichet } from '../../support.ts';

type Shown = Parameters<typeof actionsOf>[0];
const verbsOf = (card: Shown) => actionsOf(card).map(({ data }) => data?.verb);
const standsIn = (card: Shown, id: string) => inputsOf(card).find((input) => input.id === id)?.value;

for (const [locale, says, yes, which] of [
  ['fr', 'un truc avec mon mot de passe', 'oui', 'laquelle de ces choses'],
  ['en', 'something about my password', 'yes', 'which of these'],
] as const)
  test(`TALK-11 «${yes}» to several choices asks which, and they stay to be chosen`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      const offered = verbsOf(chat.card);
      assert.ok(offered.includes('reset.start') && offered.includes('changePassword.start'), chat.heard);
      await chat.says(yes);
      chat.hears(which);
      assert.deepEqual(verbsOf(chat.card), offered);
      await chat.says('2');
      chat.hears(locale === 'fr' ? 'Changer mon mot de passe' : 'Change my password');
    }));

for (const [locale, wish, says, portal] of [
  ['fr', 'accepter une invitation', 'ada@client.example', 'rconnect'],
  ['en', 'accept an invitation', 'it was sent to ada@client.example', 'rconnect'],
] as const)
  test(`TALK-6 «${says}», said where a portal is asked for, stands on its card`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(wish);
      await chat.says(says);
      assert.deepEqual(new Set(verbsOf(chat.card)), new Set(['portal.choose']));
      await chat.says('glop glop');
      await chat.says(portal);
      assert.equal(standsIn(chat.card, 'email'), 'ada@client.example');
    }));

for (const [locale, adds, rights, not, nobody] of [
  [
    'fr',
    'ajouter paul martin paul.martin@hotel.example à l’hôtel de paris',
    'il a besoin des factures et des réservations',
    'pas les factures',
    'marc ne doit plus voir les réservations',
  ],
  [
    'en',
    'add paul martin paul.martin@hotel.example to the paris hotel',
    'he needs invoices and bookings',
    'not the invoices',
    'marc should no longer see bookings',
  ],
] as const)
  test(`EX-6 TALK-6 a name in small letters, the hotel and the rights are taken from what is said, and a denial ticks nothing, in ${locale}`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await owns(its, helene, locale);
      await chat.says(adds);
      assert.deepEqual([standsIn(chat.card, 'givenName'), standsIn(chat.card, 'familyName')], ['Paul', 'Martin']);
      await chat.says(rights);
      await chat.says(locale === 'fr' ? 'oui' : 'yes');
      chat.hears('H-PARIS');
      assert.equal(standsIn(chat.card, 'rights'), 'reservations,invoices');
      await chat.says(not);
      assert.equal(standsIn(chat.card, 'rights'), 'reservations');
      await chat.says(nobody);
      assert.equal(standsIn(chat.card, 'rights'), 'reservations');
      await chat.says(locale === 'fr' ? 'oui' : 'yes');
      chat.hears('paul.martin@hotel.example');
    }));

test('EX-7 TALK-11 «oui» saves the rights that are ticked, and who is to go is looked for by the name that was said', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('supprimer marc petit de l’extranet');
    await chat.says('paris');
    assert.equal(standsIn(chat.card, 'search'), 'Marc Petit');
    await chat.presses('removeUser.manage');
    await chat.presses('removeUser.rights');
    await chat.says('les factures aussi');
    await chat.says('retire les réservations');
    assert.equal(standsIn(chat.card, 'rights'), 'invoices');
    await chat.presses('removeUser.back');
    await chat.presses('removeUser.rights');
    assert.equal(standsIn(chat.card, 'rights'), 'reservations');
    await chat.says('oui');
    chat.hears('Marc Petit : Réservations');
  }));

test('TALK-4 TALK-12 the form for support takes no short wish and no report into another case', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('contacter le support octopus');
    await chat.says('mon écran est bleu et j’ai perdu le fichier');
    await chat.says('mot de passe extranet oublié');
    chat.hears(/^Octopus/);
    assert.equal(standsIn(chat.card, 'comment'), 'mon écran est bleu et j’ai perdu le fichier');
    assert.ok(verbsOf(chat.card).includes('reset.start'));
    await chat.says('quelqu’un s’est connecté à mon compte à ma place');
    chat.hears('Vous n’avez rien demandé');
  }));
