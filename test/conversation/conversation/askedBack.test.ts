import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, inputsOf } from '../../chat.ts';
import { meets, proves } from '../../enrolling.ts';
import { salesWoman } from '../../inviting.ts';
import { helene, owns, withEstablishments } from '../../managing.ts';
import { codeIn, withGuichet } from '../../support.ts';

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

test('TALK-4 TALK-8 TALK-12 the form for support takes no wish and no report into its case: it waits, as it stands, and is offered back', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('contacter le support octopus');
    await chat.says('inscris-moi sur invgate avec jean.dupont@corp.example');
    assert.equal(standsIn(chat.card, 'email'), 'jean.dupont@corp.example');
    await chat.says('annuler');
    await chat.says('continue');
    chat.hears(/^Octopus/);
    await chat.says('mon écran est bleu et j’ai perdu le fichier');
    await chat.says('mot de passe extranet oublié');
    chat.hears('Je garde votre demande au support', 'Extranet');
    assert.ok(verbsOf(chat.card).includes('reset.send'));
    await chat.says('oui envoie');
    await chat.says('annuler');
    assert.deepEqual(await mails(), [], 'a yes sends nothing but what is in front');
    await chat.presses('root.continue');
    chat.hears(/^Octopus/);
    assert.equal(standsIn(chat.card, 'comment'), 'mon écran est bleu et j’ai perdu le fichier');
    await chat.says('quelqu’un s’est connecté à mon compte à ma place');
    chat.hears('Vous n’avez rien demandé');
  }));

for (const [locale, wish, list, goesOn] of [
  ['fr', 'mot de passe octopus oublié', 'mes demandes', 'Reprendre : Mot de passe oublié – Octopus'],
  ['en', 'forgot my octopus password', 'my account', 'Continue: Forgot my password – Octopus'],
] as const)
  test(`TALK-8 «${list}» in the middle of something offers to go on, and its code counts all the same`, () =>
    withGuichet({ locale }, async (its) => {
      const { chat } = its;
      await chat.says(wish);
      await chat.presses('reset.send', { identifier: 'amartin' });
      const code = codeIn((await its.mails()).at(-1));
      await chat.says(list);
      const [first] = actionsOf(chat.card);
      assert.equal(first?.title, goesOn);
      // What is said below a list is no answer to what waits behind it.
      await chat.says('bleroy');
      assert.doesNotMatch(chat.heard, /bleroy/);
      await chat.says(list);
      await chat.says(code);
      chat.hears(locale === 'fr' ? 'Le code est bon' : 'The code is correct');
    }));

for (const [locale, says, sends, missing] of [
  ['fr', 'je voudrais m’inscrire sur invgate, jean dupont, jean.dupont@corp.example', 'envoie', /Il manque encore\s: Votre entité\./],
  ['en', 'I would like to sign up on invgate, jean dupont, jean.dupont@corp.example', 'send', /Still missing: Your entity\./],
] as const)
  test(`TALK-11 «${sends}» at a form that lacks one field names that one, and not the first`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      await chat.says(sends);
      chat.hears(missing);
    }));

for (const [locale, says, groups] of [
  ['fr', 'il me faut poste de travail sur invgate, mais pas le réseau', 'workplace'],
  ['fr', 'accès réseau invgate sans les données sensibles', 'network'],
  ['en', 'I need workplace on invgate, but not network', 'workplace'],
] as const)
  test(`TALK-1 TALK-6 «${says}» ticks what is wanted alone`, () =>
    withGuichet({ locale }, async (guichet) => {
      const { chat, mails } = guichet;
      await chat.says(says);
      await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
      await chat.presses('enroll.code', { code: codeIn((await mails()).at(-1)) });
      assert.equal(standsIn(chat.card, 'groups'), groups, chat.heard);
    }));

test('TALK-6 TALK-11 catalogues are ticked by short names, and a list of one’s requests does not say that none was made', () =>
  withGuichet({}, async (guichet) => {
    const { chat } = guichet;
    await proves(guichet);
    await chat.says('poste de travail et applis métier');
    assert.equal(standsIn(chat.card, 'groups'), 'workplace,applications');
    await chat.says('qui décide ?');
    chat.hears('Chaque catalogue a ses approbateurs');
    await chat.says('oui');
    await chat.says('mes demandes');
    chat.hears('Rien n’est encore parti');
    await chat.says('reprendre');
    await chat.says('oui');
    await chat.says('mes demandes');
    chat.hears('demandée le 20 novembre 2026');
  }));

for (const [locale, says, missing] of [
  ['fr', 'c’est rempli', 'Il manque encore : Prénom, Nom'],
  ['en', 'it’s filled in', 'Still missing: First name, Last name'],
] as const)
  test(`TALK-11 «${says}» goes on where a form is filled in, and else says what is missing`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'm’inscrire sur invgate' : 'sign up on invgate');
      await chat.says(locale === 'fr' ? 'siège' : 'head office');
      await chat.says('zoe.petit@corp.example');
      await chat.says(says);
      chat.hears(missing);
      await chat.says(locale === 'fr' ? 'prénom Zoé, nom Petit' : 'first name Zoé, last name Petit');
      await chat.says(says);
      chat.hears('zoe.petit@corp.example');
      assert.ok(verbsOf(chat.card).includes('signUp.code'), chat.heard);
    }));

for (const [locale, says, next, buttons] of [
  ['fr', 'retrouver mon compte unifié', 'et maintenant ?', '« Réinitialiser le mot de passe »'],
  ['en', 'find my unified account', 'what now', '“Reset the password”'],
] as const)
  test(`TALK-2 OC-2 «${next}» at a card of buttons names them, and the account that was found leads to its password`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      await chat.says(next);
      chat.hears(buttons);
      await chat.says('amartin');
      assert.equal(standsIn(chat.card, 'identifier'), 'amartin');
      assert.ok(verbsOf(chat.card).includes('reset.send'));
    }));

for (const [locale, says] of [
  ['fr', 'quel est mon numéro de dossier'],
  ['fr', 'j’ai oublié de dire que c’est urgent'],
  ['en', 'what is my case number'],
  ['en', 'i forgot to say that it is urgent'],
] as const)
  test(`ALL-10 «${says}», just after a case was handed over, shows it and opens no other`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'parler au support octopus' : 'talk to octopus support');
      await chat.says(locale === 'fr' ? 'la page affiche une erreur 500 depuis lundi' : 'the page has shown error 500 since monday');
      await chat.says(locale === 'fr' ? 'envoie' : 'send');
      await chat.says(says);
      chat.hears(locale === 'fr' ? 'Le support répond par e-mail' : 'Support replies by e-mail');
      assert.ok(!verbsOf(chat.card).includes('support.send'));
    }));

test('EX-3 TALK-6 user name and address in one message stand in both fields', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mot de passe extranet oublié');
    await chat.says('accueil@hotel.example et l’e-mail c’est direction@hotel.example');
    assert.deepEqual([standsIn(chat.card, 'identifier'), standsIn(chat.card, 'email')], ['accueil@hotel.example', 'direction@hotel.example']);
  }));

test('EX-5 TALK-7 the account that is replaced and its name are filled in with one’s own', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('changer mon adresse de connexion');
    assert.deepEqual(
      ['old', 'givenName', 'familyName', 'email'].map((id) => standsIn(chat.card, id)),
      ['helene.roux@hotel.example', 'Hélène', 'Roux', ''],
    );
  }));

test('TALK-2 a change that is not done here offers a new password, which ends in the same', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('changer mon mot de passe octopus');
    await chat.presses('reset.start');
    assert.ok(verbsOf(chat.card).includes('reset.send'));
  }));

for (const [locale, removes, yes, adds] of [
  ['fr', 'supprimer marc petit de l’hôtel de Paris', 'oui', 'ajouter Bob Stone bob@hotel.example à H-PARIS'],
  ['en', 'remove marc petit from the Paris hotel', 'yes', 'add Bob Stone bob@hotel.example to H-PARIS'],
] as const)
  test(`EX-7 TALK-11 «${yes}» to the only one who was found asks for the removal, and «${adds}» is no search`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await owns(its, helene, locale);
      await chat.says(removes);
      // Where it is asked back, the hotel that was named is kept.
      if (!verbsOf(chat.card).includes('removeUser.manage')) await chat.says(yes);
      chat.hears('H-PARIS');
      await chat.says(yes);
      chat.hears(locale === 'fr' ? 'Supprimer Marc Petit' : 'Delete Marc Petit');
      await chat.presses('removeUser.back');
      await chat.presses('removeUser.list');
      await chat.says(adds);
      assert.deepEqual([standsIn(chat.card, 'email'), standsIn(chat.card, 'givenName')], ['bob@hotel.example', 'Bob']);
    }));

for (const [locale, invites, says, note] of [
  ['fr', 'inviter un client sur rconnect', 'ajoute un mot : à bientôt sur le portail', 'à bientôt sur le portail'],
  ['en', 'invite a client to rconnect', 'add a note: see you soon on the portal', 'see you soon on the portal'],
] as const)
  test(`RC-1 TALK-6 «${says}» is the line of the invitation, at the step that asks for it and before`, () =>
    withEstablishments({ locale }, async (its) => {
      const chat = await meets(its, salesWoman, locale);
      await chat.says(invites);
      await chat.says('Ada Lovelace <ada@client.example>');
      await chat.says(says);
      await chat.presses('invite.company', { name: 'Client SA' });
      assert.equal(standsIn(chat.card, 'note'), note);
      await chat.says(says.replace(note, `${note} !`));
      assert.equal(standsIn(chat.card, 'note'), `${note} !`);
    }));

for (const [locale, says, none, hears] of [
  ['fr', 'créer une organisation outscale', 'j’en ai pas', 'Sans ce compte'],
  ['en', 'create an organisation on outscale', 'i don’t have one', 'Without that account'],
] as const)
  test(`OU-1 TALK-2 «${none}» where an account is to be proven says what it takes, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      await chat.says(none);
      chat.hears(hears);
    }));
