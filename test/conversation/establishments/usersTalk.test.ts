import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chat, inputsOf } from '../../chat.ts';
import { establishment, helene, owns, usersIn, withEstablishments } from '../../managing.ts';
import type { Guichet } from '../../support.ts';

/** Hélène stands at the card of Marc, in H-PARIS. */
async function atMarc(its: Guichet, locale: 'fr' | 'en'): Promise<Chat> {
  const chat = await owns(its, helene, locale);
  await chat.says(locale === 'fr' ? 'supprimer un utilisateur extranet' : 'delete a user extranet');
  await chat.says('H-PARIS');
  return await chat.says('Marc Petit');
}

for (const { locale, odd, asksClick, sure, wrong, others, place, who, takes, instead } of [
  {
    locale: 'fr',
    odd: 'le truc bleu là-bas',
    asksClick: 'un « oui » ne suffit pas ici',
    sure: 'Supprimer Marc Petit ?',
    wrong: ['non attends, mauvaise personne', 'c’est pas lui'],
    others: /quelqu’un d’autre[\s\S]*Les utilisateurs de H-PARIS/,
    place: 'c’est celui de Bruges',
    who: ['c’est qui', 'c’est lequel, ce Marc ?'],
    takes: 'enlève-lui les réservations',
    instead: 'non, Hélène',
  },
  {
    locale: 'en',
    odd: 'the blue thing over there',
    asksClick: 'a “yes” isn’t enough here',
    sure: 'Delete Marc Petit?',
    wrong: ['no wait wrong person', 'not him', "hang on, that's not who I meant"],
    others: /somebody else[\s\S]*The users of H-PARIS/,
    place: "it's the Bruges one",
    who: ['which marc', "who's that?"],
    takes: 'take away his reservations',
    instead: 'no, Hélène',
  },
] as const) {
  test(`EX-7 TALK-11 once something was not understood, no «yes» deletes or asks to: a click does, in ${locale}`, () =>
    withEstablishments({ locale }, async (its) => {
      const yes = locale === 'fr' ? 'oui' : 'yes';
      const chat = await atMarc(its, locale);
      await chat.says(odd);
      (await chat.says(yes)).hears(asksClick);
      (await chat.says(yes)).hears(asksClick);
      await chat.presses('removeUser.ask');
      chat.hears(sure);
      await chat.says(odd);
      (await chat.says(yes)).hears(asksClick);
      assert.equal((await usersIn(its, 'H-PARIS')).length, 2);
      await chat.presses('removeUser.remove');
      assert.equal((await usersIn(its, 'H-PARIS')).length, 1);
    }));

  test(`EX-7 TALK-2 at the card of a user «${wrong[0]}» goes back to the list, «${place}» to that establishment, «${who[0]}» says who it is, in ${locale}`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await atMarc(its, locale);
      for (const says of wrong) {
        (await chat.says(says)).hears(others);
        await chat.says('Marc Petit');
      }
      for (const says of who) (await chat.says(says)).hears('Marc Petit', 'marc.petit@hotel.example', 'H-PARIS');
      await chat.presses('removeUser.ask');
      (await chat.says(wrong[0])).hears(others);
      await chat.says('Marc Petit');
      await chat.presses('removeUser.ask');
      (await chat.says(instead)).hears('Hélène Roux');
      assert.doesNotMatch(chat.heard, /Marc/);
      (await chat.says(place)).hears('H-BRUGES', 'Léa Nowak');
      assert.equal((await usersIn(its, 'H-PARIS')).length, 2);
    }));

  test(`EX-7 TALK-6 «${takes}» at the card that deletes goes to the rights, in ${locale}`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await atMarc(its, locale);
      await chat.presses('removeUser.ask');
      (await chat.says(locale === 'fr' ? 'change plutôt ses droits' : "change marc's rights")).hears(locale === 'fr' ? 'Droits d’accès' : 'Access rights');
      await chat.presses('removeUser.back');
      (await chat.says(takes)).hears(locale === 'fr' ? 'Droits d’accès' : 'Access rights');
      await chat.presses('removeUser.back');
      (await chat.says(locale === 'fr' ? 'supprime-moi' : 'delete me')).hears(locale === 'fr' ? 'vous supprimer vous-même' : 'can’t delete yourself');
    }));
}

/** What is said of the rights of somebody new, and what is ticked then. */
const rightsSaid = [
  ['tout', 'reservations,tariffs,invoices,administration'],
  ['enlève les tarifs', 'reservations,invoices,administration'],
  ['rien', ''],
  ['factures et tarifs', 'invoices,tariffs'],
  ['pas les tarifs finalement', 'invoices'],
  ['réservations', 'invoices,reservations'],
  ['seulement factures', 'invoices'],
  ['everything but not user management', 'invoices,reservations,tariffs'],
  ['untick rates', 'invoices,reservations'],
  ['décoche tout', ''],
] as const;

test('EX-6 TALK-1 TALK-11 the rights of somebody new are ticked and unticked by saying so, and “none” leaves none', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene, 'fr');
    await chat.says('ajouter un utilisateur extranet');
    await chat.presses('addUser.add', {
      organisation: await establishment(its, 'H-PARIS'),
      email: 'nina.vidal@hotel.example',
      givenName: 'Nina',
      familyName: 'Vidal',
    });
    for (const [says, ticked] of rightsSaid) {
      await chat.says(says);
      assert.equal(inputsOf(chat.card).find(({ id }) => id === 'rights')?.value ?? '', ticked, says);
    }
  }));

for (const [locale, says, family] of [
  ['fr', 'son nom c’est Vidale', 'Vidale'],
  ['en', 'her surname is Vidale', 'Vidale'],
] as const)
  test(`EX-6 TALK-6 «${says}» corrects the last name of who is added, and no other field, in ${locale}`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await owns(its, helene, locale);
      await chat.says(locale === 'fr' ? 'ajouter Nina Vidal nina.vidal@hotel.example extranet' : 'add Nina Vidal nina.vidal@hotel.example extranet');
      await chat.says(says);
      assert.deepEqual(
        inputsOf(chat.card).flatMap(({ id, value }) => (/Name$/.test(id) ? [value] : [])),
        ['Nina', family],
      );
    }));

for (const { locale, add, named, both, there, elsewhere, already, given, rights, admin, less, becomes, start, whom } of [
  {
    locale: 'fr',
    add: 'ajouter un utilisateur',
    named: 'ajouter un utilisateur nina.vidal@hotel.example Nina Vidal H-PARIS',
    both: 'à Paris pis à Bruges',
    there: 'à Paris',
    elsewhere: 'à Lyon',
    already: 'il a déjà un compte',
    given: 'ajouter un utilisateur existant marc.petit@hotel.example H-BRUGES',
    rights: 'donne aussi les factures à Marc Petit à Paris',
    admin: 'rends marc administrateur',
    less: 'enlève les réservations à marc petit',
    becomes: 'marc.petit@hotel.example devient marc.durand@hotel.example',
    start: 'changer une adresse de connexion',
    whom: 'pour marc petit',
  },
  {
    locale: 'en',
    add: 'add a user',
    named: 'add a user nina.vidal@hotel.example Nina Vidal H-PARIS',
    both: 'in Paris and Bruges',
    there: 'in Paris',
    elsewhere: 'in Lyon',
    already: 'he already has an account',
    given: 'add an existing user marc.petit@hotel.example H-BRUGES',
    rights: 'give Marc Petit invoices too in Paris',
    admin: 'make marc an admin',
    less: 'take reservations away from Marc Petit',
    becomes: 'marc.petit@hotel.example becomes marc.durand@hotel.example',
    start: 'change a sign-in address',
    whom: 'for Marc Petit',
  },
] as const)
  test(`EX-5 EX-6 EX-8 TALK-6 an establishment is no part of a name and never guessed; who is there already has their rights or address changed, in ${locale}`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await owns(its, helene, locale);
      const stands = (...ids: string[]) => ids.map((id) => inputsOf(chat.card).find((field) => field.id === id)?.value);
      const paris = await establishment(its, 'H-PARIS');
      const leaves = () => chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      await chat.says(named);
      assert.deepEqual(stands('organisation', 'givenName', 'familyName'), [paris, 'Nina', 'Vidal']);
      await leaves();
      await chat.says(add);
      (await chat.says(both)).hears(locale === 'fr' ? 'Un établissement à la fois' : 'One establishment at a time');
      await chat.says('Nina Vidal');
      await chat.says('nina.vidal@hotel.example');
      (await chat.says('ok')).hears(locale === 'fr' ? 'Il manque encore' : 'Still missing');
      await chat.says(there);
      assert.deepEqual(stands('organisation'), [paris]);
      (await chat.says(elsewhere)).hears(locale === 'fr' ? 'aucun établissement de ce nom' : 'an establishment of that name');
      assert.deepEqual(stands('organisation', 'familyName'), ['', 'Vidal']);
      await chat.says(already);
      await chat.says('H-BRUGES, marc.petit@hotel.example');
      assert.deepEqual(stands('establishment', 'email'), ['H-BRUGES', 'marc.petit@hotel.example']);
      await leaves();
      await chat.says(given);
      assert.deepEqual(stands('establishment', 'email'), ['H-BRUGES', 'marc.petit@hotel.example']);
      for (const [says, ticked] of [
        [rights, 'reservations,invoices'],
        [admin, 'reservations,administration'],
        [less, ''],
      ] as const) {
        await leaves();
        await chat.says(says);
        chat.hears('Marc Petit', 'H-PARIS');
        assert.deepEqual(stands('rights'), [ticked], says);
      }
      assert.ok((await usersIn(its, 'H-PARIS')).includes('marc.petit@hotel.example member reservations'));
      await leaves();
      await chat.says(becomes);
      assert.deepEqual(stands('organisation', 'old', 'email', 'familyName'), [paris, 'marc.petit@hotel.example', 'marc.durand@hotel.example', 'Petit']);
      await leaves();
      await chat.says(start);
      await chat.says(whom);
      assert.deepEqual(stands('organisation', 'old', 'givenName'), [paris, 'marc.petit@hotel.example', 'Marc']);
    }));
