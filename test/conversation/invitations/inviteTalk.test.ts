import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chat, inputsOf } from '../../chat.ts';
import { meets } from '../../enrolling.ts';
import { clientChat, invites, provesMailbox, salesWoman } from '../../inviting.ts';
import { withGuichet } from '../../support.ts';

/** What stands in a field of the card in front. */
const standsIn = (chat: Chat, id: string): string | undefined => inputsOf(chat.card).find((field) => field.id === id)?.value;

for (const { locale, invite, notYet, may, company, called, french, other, right, cancels } of [
  {
    locale: 'fr',
    invite: 'je voudrais inviter un client sur rconnect',
    notYet: ['elle a reçu ?', 'renvoie-lui', 'rien reçu'],
    may: 'qui peut inviter des gens ?',
    company: 'pourquoi la ville ?',
    called: 'sa société s’appelle Hopper Ltd à Lyon',
    french: 'elle est anglaise',
    other: 'attends l’adresse est fausse c’est grace@client.example',
    right: 'elle peut consulter les factures',
    cancels: 'en fait annule cette invitation',
  },
  {
    locale: 'en',
    invite: 'I want to invite a client to rConnect',
    notYet: ['did she get it?', 'resend it', 'has she accepted'],
    may: 'who can invite people',
    company: 'why do you need the city',
    called: "her company's called Hopper Ltd in Lyon",
    french: "she's French",
    other: "wait the address is wrong it's grace@client.example",
    right: 'can she see invoices',
    cancels: 'actually cancel that invitation',
  },
] as const)
  test(`RC-1 TALK-2 TALK-6 before an invitation goes off: nothing was sent, who may invite, a company by its name, another address, a right, in ${locale}`, () =>
    withGuichet({ channel: 'msteams', locale }, async (its) => {
      const chat = await meets(its, salesWoman, locale);
      await chat.says(invite);
      for (const says of notYet) (await chat.says(says)).hears(locale === 'fr' ? 'Rien n’est encore parti' : 'Nothing has been sent yet');
      (await chat.says(may)).hears(locale === 'fr' ? 'vous en faites partie' : 'you’re one of them');
      (await chat.says(company)).hears(locale === 'fr' ? 'Seul le nom' : 'Only the name is required');
      // «Analytique SARL» is nobody’s name.
      (await chat.says('Analytique SARL')).hears(locale === 'fr' ? 'noté pour la suite' : 'Noted for later');
      await chat.says(called);
      assert.equal(standsIn(chat, 'givenName'), '');
      (await chat.says(french)).hears(locale === 'fr' ? 'noté pour la suite' : 'Noted for later');
      await chat.says('grace.hopper@client.example');
      assert.deepEqual([standsIn(chat, 'name'), standsIn(chat, 'city')], ['Hopper Ltd', 'Lyon']);
      await chat.says(right);
      assert.equal(standsIn(chat, 'rights'), 'invoices');
      await chat.says(other);
      assert.equal(standsIn(chat, 'email'), 'grace@client.example');
      await chat.presses('invite.who', { email: 'grace@client.example' });
      await chat.presses('invite.company', { name: 'Hopper Ltd', city: 'Lyon', rights: 'invoices' });
      assert.equal(standsIn(chat, 'language'), locale === 'fr' ? 'en' : 'fr');
      (await chat.says(cancels)).hears(locale === 'fr' ? 'Annulé' : 'Cancelled');
      assert.deepEqual(await its.mails(), []);
    }));

for (const { locale, who, never, rather, missing, phone, street, moved, fields, wrong } of [
  {
    locale: 'fr',
    who: 'qui est Sonia ?',
    never: 'j’ai rien demandé',
    rather: 'je préfère pas',
    missing: 'ça me dit qu’il manque un champ',
    phone: 'mon tel 03 20 00 00 00',
    street: '12 rue des Cartes 59000 Lille',
    moved: 'notre adresse a changé',
    fields: ['code postal 59100', 'tva FR40303265045'],
    wrong: 'oups je me suis trompée de personne',
  },
  {
    locale: 'en',
    who: 'who is Sonia',
    never: 'I never asked for this',
    rather: "I'd rather not",
    missing: "it says something's missing",
    phone: 'my phone is 03 20 00 00 00',
    street: '12 rue des Cartes 59000 Lille',
    moved: 'our address changed',
    fields: ['postcode 59100', 'my VAT is FR40303265045'],
    wrong: 'oops wrong person',
  },
] as const)
  test(`RC-4 RC-5 TALK-2 TALK-6 who is invited hears who invites and that nothing is created without them; the form takes what is typed, in ${locale}`, () =>
    withGuichet({ channel: 'msteams', locale }, async (its) => {
      const sonia = await invites(its, undefined, locale);
      (await sonia.says(wrong)).hears(locale === 'fr' ? 'Révoquez-la ici' : 'Revoke it here', 'Ada Lovelace');
      await its.mails();
      const chat = clientChat(its, locale);
      await provesMailbox(its, chat);
      (await chat.says(who)).hears('Sonia Lambert', locale === 'fr' ? 'vous invite sur' : 'invited you');
      (await chat.says(never)).hears(locale === 'fr' ? 'rien n’est créé sans votre accord' : 'nothing is created without your agreement');
      (await chat.says(rather)).hears(locale === 'fr' ? 'Refuser l’invitation' : 'Decline the invitation');
      await chat.says(locale === 'fr' ? 'quelque chose de bleu' : 'the blue thing');
      (await chat.says(locale === 'fr' ? 'oui' : 'yes')).hears(locale === 'fr' ? 'ne suffit pas' : 'isn’t enough');
      await chat.presses('acceptInvitation.back');
      await chat.presses('acceptInvitation.agree');
      (await chat.says(missing)).hears(locale === 'fr' ? 'Ce qui manque' : 'still missing');
      await chat.says(phone);
      await chat.says(street);
      // A question of ours in between hides no field.
      await chat.says(moved);
      for (const says of fields) await chat.says(says);
      assert.deepEqual(
        ['phone', 'street', 'postalCode', 'city', 'vat'].map((id) => standsIn(chat, id)),
        ['03 20 00 00 00', '12 rue des Cartes', '59100', 'Lille', 'FR40303265045'],
      );
      (await chat.says(locale === 'fr' ? 'enregistre' : 'save it')).hears(locale === 'fr' ? 'Rien n’est encore créé' : 'Nothing has been created yet');
      const [kept] = await its.db.selectFrom('invitation').select('company').execute();
      assert.match(kept?.company ?? '', /59100.*FR40303265045/);
    }));

for (const { locale, invite, fewer, company, onlyRight, rename, note, language, next, send, asked } of [
  {
    locale: 'fr',
    invite: 'je voudrais inviter un client sur rconnect',
    fewer: ['non enlève bob', 'juste ada'],
    company: 'Analytique SARL, Lille',
    onlyRight: 'elle peut juste commander',
    rename: 'attends, change le nom de la société',
    note: 'ajoute un mot personnel : à lundi',
    language: 'en anglais s’il te plaît, elle ne parle pas français',
    next: 'suivant',
    send: 'envoie',
    asked: 'invite Grace Hopper (grace.hopper@client.example) de Hopper Ltd, Lyon sur rConnect pour qu’elle voie les factures',
  },
  {
    locale: 'en',
    invite: 'I want to invite a client to rConnect',
    fewer: ['no remove bob', 'only ada'],
    company: 'Analytique SARL, Lille',
    onlyRight: 'she can only place orders',
    rename: 'wait, change the company name',
    note: 'add a personal note: see you Monday',
    language: 'in english please, she doesn’t speak French',
    next: 'next',
    send: 'send',
    asked: 'invite Grace Hopper (grace.hopper@client.example) of Hopper Ltd, Lyon to rConnect so she can see invoices',
  },
] as const)
  test(`RC-1 TALK-6 TALK-11 what an inviter says is on the cards: whom to leave out, the company, a right, the note and its language; “send” sends that, in ${locale}`, () =>
    withGuichet({ channel: 'msteams', locale }, async (its) => {
      const chat = await meets(its, salesWoman, locale);
      await chat.says(invite);
      await chat.says('ada@client.example, bob@client.example, carl@client.example');
      await chat.says(fewer[0]);
      assert.equal(standsIn(chat, 'email'), 'ada@client.example\ncarl@client.example');
      await chat.says(fewer[1]);
      assert.equal(standsIn(chat, 'email'), 'ada@client.example');
      await chat.says(next);
      await chat.says(company);
      await chat.says(next);
      chat.hears(locale === 'fr' ? 'Aucun droit n’est accordé' : 'No right is granted');
      await chat.says(rename);
      assert.deepEqual([standsIn(chat, 'name'), standsIn(chat, 'city')], ['Analytique SARL', 'Lille']);
      await chat.says(rename);
      assert.equal(standsIn(chat, 'name'), 'Analytique SARL');
      await chat.says(onlyRight);
      assert.equal(standsIn(chat, 'rights'), 'orders');
      await chat.says(next);
      assert.doesNotMatch(chat.heard, /Aucun droit|No right/);
      await chat.says(note);
      await chat.says(language);
      if (locale === 'en') chat.hears('That’s what I have');
      assert.equal(standsIn(chat, 'language'), 'en');
      await chat.says(send);
      const mail = (await its.mails()).find(({ to }) => to === 'ada@client.example');
      assert.match(mail?.text ?? '', /à lundi|see you Monday/);
      await chat.says(asked);
      await chat.says(next);
      assert.deepEqual([standsIn(chat, 'name'), standsIn(chat, 'city'), standsIn(chat, 'rights')], ['Hopper Ltd', 'Lyon', 'invoices']);
    }));
