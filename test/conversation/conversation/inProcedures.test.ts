import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute } from '../../../core/foundation/clock.ts';
import { actionsOf, inputsOf } from '../../chat.ts';
import { meets, proves } from '../../enrolling.ts';
import { invites, salesWoman } from '../../inviting.ts';
import { helene, owns, withEstablishments } from '../../managing.ts';
import { codeIn, type Guichet, withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);
const standsIn = (card: Parameters<typeof inputsOf>[0], id: string) => inputsOf(card).find((input) => input.id === id)?.value;

test('ALL-7 TALK-8 what was left half-way is taken up again where it stood, for an hour; a first card or what has solved itself is not offered', () =>
  withGuichet({ locale: 'fr' }, async (its) => {
    const ofSonia = await meets(its, salesWoman, 'fr');
    await ofSonia.says('inviter Grace Hopper grace.hopper@client.example sur rconnect');
    await ofSonia.says('oui');
    await ofSonia.says('Client SA');
    for (const says of ['reprendre', 'Reprendre : Inviter quelqu’un']) {
      await ofSonia.says('annuler');
      assert.deepEqual(verbsOf(ofSonia.card), ['root.takeUp', 'menu.show']);
      await ofSonia.says(says);
      assert.equal(standsIn(ofSonia.card, 'name'), 'Client SA');
    }
    await ofSonia.says('annuler');
    its.passes(hour + 1);
    await ofSonia.presses('root.takeUp');
    assert.ok(!verbsOf(ofSonia.card).includes('invite.company'));
    const { chat } = its;
    await chat.says('mot de passe octopus oublié');
    await chat.says('annuler');
    assert.deepEqual(verbsOf(chat.card), ['menu.show']);
    await chat.says('mot de passe octopus oublié');
    await chat.says('amartin');
    await chat.says('c’est bon j’ai retrouvé mon mot de passe');
    assert.deepEqual(verbsOf(chat.card), ['menu.show']);
  }));

for (const [locale, signsUp, forgot] of [
  ['fr', 'je veux m’inscrire sur octopus', 'mot de passe octopus oublié'],
  ['en', 'I want to sign up for octopus', 'forgot my octopus password'],
] as const)
  for (const [whose, other, leadsTo] of [
    ['the same account is over too', 'amartin', []],
    ['another account is offered', 'bleroy', ['root.continue']],
  ] as const)
    test(`TALK-8 once a password was set, the way to it that was interrupted and is for ${whose}, in ${locale}`, () =>
      withGuichet({ locale }, async ({ chat, mails, page, worker }) => {
        await chat.says(signsUp);
        await chat.presses('signUp.send', { identifier: other });
        await mails();
        await chat.says(forgot);
        await chat.presses('reset.send', { identifier: 'amartin' });
        const sent = await mails();
        await chat.presses('reset.code', { code: codeIn(sent.at(-1)) });
        assert.equal((await (await page(chat.opens())).submits('Grand-Large 25!!')).status, 303);
        await worker.drain();
        chat.hears(locale === 'fr' ? 'Votre mot de passe est enregistré' : 'Your password is set');
        assert.deepEqual(
          verbsOf(chat.card).filter((verb) => verb === 'root.continue'),
          leadsTo,
        );
      }));

for (const [locale, says, begins, leaves] of [
  ['fr', 'compte unifié octopus oublié', 'mon compte octopus est bloqué', 'annuler'],
  ['en', 'I forgot my octopus unified account', 'my octopus account is locked', 'cancel'],
] as const)
  test(`TALK-8 an account that was told is over: nothing leads back to it, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      chat.hears('amartin');
      await chat.says(begins);
      await chat.says(leaves);
      assert.deepEqual(verbsOf(chat.card), ['menu.show']);
    }));

for (const [locale, wish, says, hears] of [
  ['fr', 'je veux le catalogue réseau sur invgate', 'prépare l’arrivée de Paul Durand lundi à la comptabilité', 'chacun demande ses accès lui-même'],
  ['fr', 'je veux le catalogue réseau sur invgate', 'non c’est pour Paul', 'chacun demande ses accès lui-même'],
  ['en', 'I want the network catalogue on invgate', 'please prepare Paul Durand’s arrival on Monday', 'people ask for access themselves'],
  ['en', 'I want the network catalogue on invgate', 'not for me, it’s for Paul Durand', 'people ask for access themselves'],
] as const)
  test(`GOV-5 TALK-2 in the middle of one’s own request «${says}» is no reason for it: it says who can ask, and the request waits`, () =>
    withGuichet({ locale }, async (its) => {
      const { chat } = its;
      await proves(its);
      await chat.says(wish);
      for (const step of ['enroll.pick', 'enroll.confirm']) {
        assert.ok(verbsOf(chat.card).includes(step));
        await chat.says(says);
        chat.hears(hears);
        assert.deepEqual(verbsOf(chat.card).slice(0, 2), ['support.start', 'root.continue']);
        await chat.presses('root.continue');
        if (step === 'enroll.pick') await chat.presses('enroll.pick', { groups: 'network' });
      }
      assert.equal(standsIn(chat.card, 'justification'), '');
    }));

/** Hélène's form for a new user of H-PARIS. */
const adds = async (its: Guichet, locale: 'fr' | 'en' = 'fr') => {
  const chat = await owns(its, helene, locale);
  await chat.says(locale === 'fr' ? 'ajouter un utilisateur à l’extranet de paris' : 'add a user to the extranet in Paris');
  return chat;
};
const namesOn = (card: Parameters<typeof inputsOf>[0]) => [standsIn(card, 'givenName'), standsIn(card, 'familyName')];

test('TALK-6 TALK-11 a name written alone stands in every form that asks for one, whatever its words mean; a part of it is corrected', () =>
  withEstablishments({ locale: 'fr' }, async (its) => {
    const chat = await adds(its);
    for (const [says, ...names] of [
      ['Zoé Blanc', 'Zoé', 'Blanc'],
      ['Marie-Claude Le Goff', 'Marie-Claude', 'Le Goff'],
      ['prénom : Jean', 'Jean', 'Le Goff'],
      ['Jean Petit', 'Jean', 'Petit'],
      ['c’est pas Petit c’est Petite', 'Jean', 'Petite'],
      ['Durand, pas Petite', 'Jean', 'Durand'],
    ] as const) {
      await chat.says(says);
      assert.deepEqual(namesOn(chat.card), names, says);
    }
    await chat.says('Jean Durand');
    chat.hears('C’est bien ce qui est noté');
    for (const says of ['Mail Bloqué', 'Bonjour']) await chat.says(says);
    await chat.presses('root.continue');
    assert.deepEqual(namesOn(chat.card), ['Jean', 'Durand']);
    const ofSonia = await meets(its, salesWoman, 'fr');
    await ofSonia.says('inviter un client sur rconnect');
    await ofSonia.says('grace hopper');
    assert.deepEqual(namesOn(ofSonia.card), ['Grace', 'Hopper']);
    await ofSonia.says('grace@client.example');
    await ofSonia.says('Client SA');
    await ofSonia.says('oui');
    ofSonia.hears('Grace Hopper', 'Client SA');
  }));

test('TALK-6 at the card of the company the name of the invited person is no company', () =>
  withGuichet({ locale: 'en' }, async (its) => {
    const ofSonia = await meets(its, salesWoman, 'en');
    await ofSonia.says('invite a client to rconnect');
    await ofSonia.says('grace.hopper@client.example');
    await ofSonia.says('Grace Hopper');
    assert.equal(standsIn(ofSonia.card, 'name'), '');
    await ofSonia.says('Acme Industries');
    assert.equal(standsIn(ofSonia.card, 'name'), 'Acme Industries');
    await ofSonia.says('yes');
    ofSonia.hears('Grace Hopper', 'Acme Industries');
  }));

test('TALK-11 where one belongs is a choice: «je suis à la direction régionale»', () =>
  withGuichet({ locale: 'fr' }, async ({ chat }) => {
    await chat.says('inscription invgate');
    await chat.says('je suis à la direction régionale');
    assert.equal(standsIn(chat.card, 'entity'), 'regions');
    await chat.says('I work at the head office');
    assert.equal(standsIn(chat.card, 'entity'), 'siege');
  }));

test('TALK-11 of one’s own invitations one is named, by its place or by who it is for, from the list and from anywhere; what is done stays a press', () =>
  withGuichet({ locale: 'fr' }, async (its) => {
    await invites(its, 'ada.lovelace@client.example');
    its.passes(minute);
    const chat = await invites(its, 'Grace Hopper <grace.hopper@client.example>');
    const revokes = () => actionsOf(chat.card).filter(({ data }) => data?.verb === 'invite.revoke').length;
    for (const [says, who] of [
      ['la deuxième', 'ada.lovelace'],
      ['la première', 'Grace Hopper'],
      ['relance ada', 'ada.lovelace'],
      ['supprime l’invitation de grace', 'Grace Hopper'],
    ] as const) {
      await chat.says('mes invitations');
      await chat.says(says);
      chat.hears('La voici', who);
      assert.equal(revokes(), 1, says);
    }
    for (const says of ['annule l’invitation de Grace', 'resend the invitation to Grace']) {
      await chat.says('menu');
      await chat.says(says);
      chat.hears('Grace Hopper');
      assert.equal(revokes(), 1, says);
    }
    assert.deepEqual(new Set((await its.db.selectFrom('invitation').select('status').execute()).map(({ status }) => status)), new Set(['sent']));
  }));

test('GOV-8 TALK-11 the one of one’s requests that is named is shown, and «retirer» withdraws it', () =>
  withGuichet({ locale: 'fr' }, async (its) => {
    const { chat, db } = its;
    await proves(its);
    await chat.says('je voudrais un catalogue invgate');
    await chat.presses('enroll.pick', { groups: 'workplace,sensitive-data' });
    await chat.presses('enroll.confirm', { justification: 'pour l’audit', until: '' });
    await chat.says('retire la demande de données sensibles');
    chat.hears('Données sensibles');
    assert.deepEqual(verbsOf(chat.card), ['myRequests.nudge', 'myRequests.withdraw', 'menu.show']);
    await chat.says('retirer');
    const rows = await db.selectFrom('enrollment').select(['groupId', 'status']).orderBy('groupId').execute();
    assert.deepEqual(
      rows.map(({ groupId, status }) => `${groupId} ${status}`),
      ['sensitive-data withdrawn', 'workplace pending'],
    );
  }));

for (const [locale, begins, says, hears, stands] of [
  ['fr', 'mot de passe octopus oublié, mon compte est amartin', 'j’ai pas reçu le mail et en plus je me suis trompé d’adresse', 'Étape 1', 'amartin'],
  ['fr', 'mot de passe octopus oublié, mon compte est amartin', 'rien reçu, je me suis gouré c’est bleroy', 'Plutôt ce compte', 'bleroy'],
  ['fr', 'mot de passe octopus oublié, mon compte est amartin', 'le lien est mort, renvoyez-en un autre', 'Demande renouvelée', undefined],
  ['en', 'I forgot my octopus password, my account is amartin', 'nothing came and I also made a typo in my account, it’s bleroy', 'bleroy', 'bleroy'],
] as const)
  test(`TALK-2 TALK-3 of two things said of a mail the one that leads further counts: «${says}»`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(begins);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await chat.says(says);
      chat.hears(hears);
      assert.equal(standsIn(chat.card, 'identifier'), stands);
    }));

for (const [locale, begins, says, next, answers] of [
  ['fr', 'mot de passe octopus oublié', 'j’ai rien reçu, et mon compte extranet est bloqué aussi', 'Débloquer mon compte – Extranet', 'Toujours rien'],
  ['en', 'I forgot my octopus password', 'the link is dead and my outscale account is locked too', 'Unlock my account – OUTSCALE', 'The link no longer works'],
] as const)
  test(`TALK-12 TALK-3 what is said of a mail is answered, and the wish beside it kept: «${says}»`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(begins);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await chat.says(says);
      chat.hears(next, answers);
      assert.ok(verbsOf(chat.card).includes('reset.code'));
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      assert.ok(verbsOf(chat.card).includes('unlock.start'));
    }));

test('TALK-3 TALK-8 below the menu «c’est fait» and «j’ai rien reçu» are about the mail that is still waited for', () =>
  withGuichet({ locale: 'fr' }, async ({ chat }) => {
    await chat.says('mot de passe octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    for (const [says, hears] of [
      ['c’est fait', 'Pas encore'],
      ['j’ai rien reçu', 'Toujours rien'],
    ] as const) {
      await chat.says('menu');
      await chat.says(says);
      chat.hears(hears);
      assert.ok(verbsOf(chat.card).includes('reset.code'));
    }
  }));

test('TALK-11 “done” sends a form that is filled in, and says what is missing of one that is not', () =>
  withGuichet({ locale: 'en' }, async ({ chat }) => {
    await chat.says('sign up to invgate, Jean Dupont jean.dupont@corp.example');
    await chat.says('done');
    assert.ok(verbsOf(chat.card).includes('signUp.address'));
    await chat.says('head office');
    await chat.says('done');
    assert.ok(verbsOf(chat.card).includes('signUp.code'));
  }));

test('TALK-4 whose account it is, written below the card of a report, goes on with the report', () =>
  withGuichet({ locale: 'fr' }, async ({ chat }) => {
    await chat.says('j’ai reçu un code octopus que je n’ai pas demandé');
    await chat.says('amartin');
    assert.equal(standsIn(chat.card, 'comment'), 'j’ai reçu un code octopus que je n’ai pas demandé');
    await chat.presses('support.stop');
    assert.equal(standsIn(chat.card, 'identifier'), 'amartin');
  }));

test('TALK-6 a few words that come near a wish are no part of a case; what only support can do waits for its portal', () =>
  withGuichet({ locale: 'fr' }, async ({ chat }) => {
    await chat.says('je veux supprimer mon compte');
    await chat.says('octopus');
    assert.equal(standsIn(chat.card, 'comment'), 'je veux supprimer mon compte');
    await chat.says('mes droits');
    assert.equal(standsIn(chat.card, 'comment'), 'je veux supprimer mon compte');
  }));

test('TALK-6 TALK-11 who is to be removed may be named before the portal; the portal, named again, is nobody', () =>
  withEstablishments({ locale: 'fr' }, async (its) => {
    const { chat } = its;
    await chat.says('je voudrais supprimer un utilisateur');
    await chat.says('marc petit');
    chat.hears('C’est noté');
    const ofHelene = await owns(its, helene);
    await ofHelene.says('supprimer un utilisateur');
    await ofHelene.says('marc petit');
    await ofHelene.says('extranet');
    await ofHelene.says('reprendre');
    await ofHelene.says('paris');
    ofHelene.hears('Marc Petit');
  }));

for (const [locale, signUp, person, wrong, left, comment] of [
  [
    'fr',
    's’inscrire invgate',
    'je veux parler à quelqu’un du support',
    'je me suis trompée d’adresse',
    'pas ajouté à votre demande',
    'mon badge ne passe plus depuis hier',
  ],
  [
    'en',
    'sign up invgate',
    'I want to talk to support',
    'i typed the wrong address',
    'left that out of your message',
    'my badge has been refused since yesterday',
  ],
] as const)
  test(`TALK-2 TALK-8 a letter to support leads back to what it interrupted, and takes no correction of that for a part of it, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(signUp);
      await chat.says(person);
      await chat.says(comment);
      (await chat.says(wrong)).hears(left, comment);
      assert.doesNotMatch(JSON.stringify(chat.card), new RegExp(wrong));
      await chat.presses('support.return');
      assert.ok(actionsOf(chat.card).some(({ data }) => String(data?.verb).startsWith('signUp.')));
    }));

for (const [locale, asks, tells, more, beside, moves, kept] of [
  [
    'fr',
    'contacter le support octopus',
    'la page affiche une erreur 500 depuis lundi',
    'ajoute que mon collègue a la même',
    [
      ['ils vont voir quoi ?', 'Il ne voit pas le reste'],
      ['comment je joins une capture d’écran', 'ni image ni fichier'],
      ['je veux parler à quelqu’un', 'assistance.octopus@example.org'],
      ['ce robot ne comprend rien du tout', 'qu’est-ce qui bloque'],
      ['je ne veux pas réinitialiser mon mot de passe', 'je n’ai rien changé'],
      ['merci', 'Avec plaisir'],
      ['rien d’autre', 'Il ne reste qu’à l’envoyer'],
      ['je peux voir le message avant ?', 'Rien n’est encore parti'],
      ['y a un numéro de téléphone ?', 'assistance.octopus@example.org'],
      ['c’est pas ça', 'pas ajouté à votre demande'],
      ['ne l’envoie pas encore', 'je garde tout'],
    ],
    ['c’est pour invgate', 'Support InvGate'],
    ['ne l’envoie pas', 'Annulé'],
  ],
  [
    'en',
    'talk to octopus support',
    'the page has shown error 500 since monday',
    'add that my colleague sees it too',
    [
      ['what will they see', 'don’t see the rest'],
      ['how do I attach a screenshot', 'can’t attach pictures'],
      ['I want to talk to a human', 'assistance.octopus@example.org'],
      ['this bot doesn’t understand anything I say', 'what’s wrong'],
      ['I don’t want to reset my password', 'I’ve changed nothing'],
      ['thanks', 'My pleasure'],
      ['nothing else', 'all that’s left is to send it'],
      ['is this sent already?', 'Nothing has gone off yet'],
      ['is there a phone number?', 'assistance.octopus@example.org'],
      ['that’s not it', 'left that out of your message'],
      ['don’t send it yet', 'keep everything'],
    ],
    ['it’s for invgate', 'InvGate support'],
    ['don’t send it', 'Cancelled'],
  ],
] as const)
  test(`ALL-10 TALK-1 TALK-2 a letter to support takes what is told to support, and nothing that is asked or said of it, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(asks);
      await chat.says(tells);
      await chat.says(more);
      const written = standsIn(chat.card, 'comment');
      assert.deepEqual(written?.split('\n'), [tells, more.replace(/^ajoute que |^add that /, '')]);
      for (const [says, hears] of [...beside, moves]) {
        (await chat.says(says)).hears(hears);
        assert.ok([written, undefined].includes(standsIn(chat.card, 'comment')), says);
      }
      await chat.says(locale === 'fr' ? 'enlève la dernière phrase' : 'remove the last sentence');
      assert.equal(standsIn(chat.card, 'comment'), tells);
      const trip = locale === 'fr' ? 'je suis en déplacement demain, répondez avant midi' : 'why is my account closed?';
      await chat.says(trip);
      assert.equal(standsIn(chat.card, 'comment'), `${tells}\n${trip}`);
      (await chat.says(kept[0])).hears(kept[1]);
      assert.deepEqual(await mails(), []);
    }));

for (const [locale, asks, corrections] of [
  ['fr', 's’inscrire sur invgate', ['attends, change le nom de la société', 'le nom est faux', 'y a une erreur dans mon prénom']],
  ['en', 'sign up invgate', ['wait, change the company name', 'my name’s spelt wrong', 'fix my first name']],
] as const)
  test(`ALL-10 TALK-2 a correction at a step opens no letter to support, and changes no field to what is wrong with it, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(asks);
      for (const says of corrections) {
        await chat.says(says);
        assert.ok(verbsOf(chat.card).includes('signUp.address'), says);
        assert.equal(standsIn(chat.card, 'familyName'), 'Martin');
      }
      await chat.says(locale === 'fr' ? 'je veux parler à quelqu’un du support' : 'I want to talk to support');
      await chat.says(corrections[1]);
      await chat.says('amartin');
      assert.equal(standsIn(chat.card, 'comment'), '');
      await chat.says(locale === 'fr' ? 'oui envoie' : 'yes send it');
      assert.deepEqual(await mails(), []);
    }));

for (const [locale, asks, tells, sends, after] of [
  [
    'fr',
    'contacter le support octopus',
    'la page affiche une erreur 500 depuis lundi',
    'envoie',
    [
      ['c’est quoi le numéro de suivi', 'Le support répond par e-mail'],
      ['j’ai oublié de dire que mon écran est noir', 'Pour la compléter'],
      ['j’ai retrouvé finalement', 'Tant mieux'],
    ],
  ],
  [
    'en',
    'talk to octopus support',
    'the page has shown error 500 since monday',
    'send',
    [
      ['what’s the tracking number', 'Support replies by e-mail'],
      ['I forgot to say that it’s on my phone', 'To add something'],
      ['actually I found it', 'Glad to hear it'],
    ],
  ],
] as const)
  test(`ALL-10 once a letter went off, its number, what was forgotten and that it is settled are answered with the case, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(asks);
      await chat.says(tells);
      await chat.says(sends);
      const [reference] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(chat.heard) ?? [];
      for (const [says, hears] of after) (await chat.says(says)).hears(hears, reference ?? 'a reference');
      assert.equal((await mails()).length, 1);
    }));
