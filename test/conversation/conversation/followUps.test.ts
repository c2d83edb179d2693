import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, inputsOf, textOf } from '../../chat.ts';
import { codeIn, type Guichet, withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);
const standsIn = (card: Parameters<typeof inputsOf>[0], id: string) => inputsOf(card).find((input) => input.id === id)?.value;

const waits = async ({ chat, mails }: Guichet, identifier: string): Promise<void> => {
  await chat.says(chat.locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
  await chat.presses('reset.send', { identifier });
  await mails();
};

const questions = {
  fr: [
    ['à quelle adresse ?', 'l’adresse enregistrée sur le compte'],
    ['vous l’avez envoyé où', 'l’adresse enregistrée sur le compte'],
    ['c’est quoi l’adresse enregistrée ?', 'je ne la montre pas'],
    ['c’est qui l’expéditeur', 'no-reply@octopus.example.org'],
    ['pourquoi pas par sms', 'par e-mail, car'],
    ['faut attendre combien', /10\s+minutes/],
    ['combien de temps ça prend', /10\s+minutes/],
    ['est-ce que mon compte existe', 'je ne peux pas le dire ici'],
    ['j’ai pas accès à mes mails', 'Le support vérifie qui vous êtes'],
    ['j’ai plus cette boîte', 'Le support vérifie qui vous êtes'],
    ['je peux le faire demain ?', 'demandez un autre e-mail'],
    ['c’est urgent', 'appelez le support d’Octopus'],
    ['qui verra mon adresse ?', 'Seuls la voient ceux qui s’en occupent'],
    ['j’ai pas de téléphone', 'un téléphone n’est pas nécessaire'],
    ['c’est quoi un compte unifié', 'Compte unifié'],
    ['je trouve pas le bouton', 'le bouton au milieu de l’e-mail'],
    ['le lien ne s’ouvre pas', 'le bouton au milieu de l’e-mail'],
    ['reçu', 'Suivez le lien qu’il contient'],
    ['ok j’ai le mail', 'Suivez le lien qu’il contient'],
    ['c’est bon je l’ai', 'Suivez le lien qu’il contient'],
    ['le mot de passe est trop court d’après eux', 'au moins 4 caractères'],
  ],
  en: [
    ['which address?', 'the address on record for the account'],
    ['who sends it', 'no-reply@octopus.example.org'],
    ['can I get it by text instead?', 'the inbox on record'],
    ['how long does it take', /10\s+minutes/],
    ['does my account exist?', 'I can’t say that here'],
    ['no access to that mailbox', 'Support will check who you are'],
    ['can I do it tomorrow?', 'ask for another e-mail'],
    ['it’s urgent', 'call support for Octopus'],
    ['who will see my address?', 'those who handle it'],
    ['I have no phone', 'You don’t need a phone here'],
    ['I can’t find the button', 'the button in the middle of the e-mail'],
    ['got it', 'Follow the link in it'],
    ['it says the password is too short', 'at least 4 characters'],
  ],
} as const;

for (const locale of ['fr', 'en'] as const)
  test(`TALK-3 what people ask while an e-mail is waited for is answered there, and the wait goes on, in ${locale}`, () =>
    withGuichet({ locale }, async (guichet) => {
      const { chat, db } = guichet;
      await waits(guichet, 'amartin');
      for (const [says, hears] of questions[locale]) {
        await chat.says(says);
        chat.hears(hears);
        assert.ok(verbsOf(chat.card).includes('reset.code'), says);
        assert.ok(
          verbsOf(chat.card).some((verb) => verb === 'reset.support' || verb === 'support.start'),
          says,
        );
      }
      assert.equal((await db.selectFrom('request').select('id').execute()).length, 1);
    }));

for (const [locale, says, hears] of [
  ['fr', 'bonne nouvelle ça a marché', 'Tant mieux'],
  ['fr', 'j’ai réussi à me connecter', 'Tant mieux'],
  ['fr', 'j’ai retrouvé mon mot de passe finalement', 'Tant mieux'],
  ['fr', 'c’est bon je m’en souviens', 'Tant mieux'],
  ['fr', 'arrêtez de m’envoyer des mails', 'je n’envoie plus rien'],
  ['fr', 'je ne veux pas réinitialiser finalement', 'Annulé'],
  ['en', 'good news, I am in', 'Glad to hear it'],
  ['en', 'I remember it now', 'Glad to hear it'],
  ['en', 'stop sending me emails!!', 'I’ll send nothing more'],
  ['en', 'don’t send me more mails', 'I’ll send nothing more'],
] as const)
  test(`TALK-1 TALK-3 «${says}» leaves what it is about`, () =>
    withGuichet({ locale }, async (guichet) => {
      await waits(guichet, 'amartin');
      await guichet.chat.says(says);
      guichet.chat.hears(hears, locale === 'fr' ? 'J’ai arrêté' : 'I’ve stopped');
    }));

for (const [locale, says, hears] of [
  ['fr', 'je veux pas m’inscrire finalement', /J’ai arrêté «\s+S’inscrire/],
  ['en', 'I don’t want to sign up after all', 'I’ve stopped “Sign Up'],
] as const)
  test(`TALK-1 «${says}», said in the middle of it, leaves it`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'm’inscrire sur invgate' : 'sign up on invgate');
      await chat.says(says);
      chat.hears(hears);
    }));

for (const [locale, says, to] of [
  ['fr', 'bleroy', 'bleroy'],
  ['fr', 'CORP\\bleroy', 'CORP\\bleroy'],
  ['fr', 'bruno.leroy@corp.example', 'bruno.leroy@corp.example'],
  ['fr', 'je me suis trompé c’est bleroy', 'bleroy'],
  ['en', 'wrong person, it’s bleroy not amartin', 'bleroy'],
] as const)
  test(`TALK-11 another account, «${says}», written while the e-mail is waited for stands on the card that sends it`, () =>
    withGuichet({ locale }, async (guichet) => {
      const { chat, db } = guichet;
      await waits(guichet, 'amartin');
      await chat.says(says);
      chat.hears('amartin', to.replace('\\', '\\\\'));
      assert.equal(standsIn(chat.card, 'identifier'), to);
      assert.equal((await db.selectFrom('request').select('id').execute()).length, 1, 'nothing is sent unasked');
      await chat.says(locale === 'fr' ? 'oui' : 'yes');
      assert.ok(verbsOf(chat.card).includes('reset.again'));
      assert.ok(textOf(chat.card).includes(to.replace('\\', '\\\\')));
    }));

test('TALK-11 another address at a code or a sign-up’s e-mail stands on the card before, without the other’s name', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('je voudrais un catalogue invgate');
    await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
    await chat.says('non c’est bruno.leroy@corp.example');
    assert.equal(standsIn(chat.card, 'identifier'), 'bruno.leroy@corp.example');
    await chat.says('tout annuler');
    await chat.says('m’inscrire sur invgate');
    await chat.presses('signUp.address', { email: 'jean.dupont@corp.example', entity: 'siege', givenName: 'Jean', familyName: 'Dupont' });
    await chat.says('oups jeanne.dupond@corp.example');
    assert.equal(standsIn(chat.card, 'email'), 'jeanne.dupond@corp.example');
    assert.equal(standsIn(chat.card, 'givenName'), '');
  }));

for (const [locale, says, hears] of [
  ['fr', 'ça s’ouvre pas', 'La page ne s’ouvre pas'],
  ['fr', 'la page est blanche', 'La page ne s’ouvre pas'],
  ['fr', 'je peux pas le faire ici ?', 'La page ne s’ouvre pas'],
  ['fr', 'il refuse mon nouveau mot de passe', 'au moins 4 caractères'],
  ['fr', 'c’est fait', 'Je ne vois rien d’enregistré'],
  ['fr', 'ça marche pas', 'qu’est-ce qui bloque'],
  ['en', 'the page is blank', 'The page doesn’t open'],
  ['en', 'can I do it here?', 'The page doesn’t open'],
  ['en', 'it says the password is too short', 'at least 4 characters'],
] as const)
  test(`TALK-2 once the code was right, «${says}» is answered by what helps at the page, which stays one click away`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      await chat.presses('reset.send', { identifier: 'amartin' });
      await chat.presses('reset.code', { code: codeIn((await mails())[0]) });
      await chat.says(says);
      chat.hears(hears);
      assert.ok(verbsOf(chat.card).includes('reset.page'));
    }));

for (const [locale, says, hears, verb] of [
  ['fr', 'mauvais portail, je voulais dire invgate', 'InvGate Service Desk · Étape 1 sur 3', 'reset.send'],
  ['fr', 'ah non, c’est pour l’extranet', 'Extranet · Étape 1 sur 3', 'reset.send'],
  ['en', 'oops wrong portal, I meant invgate', 'InvGate Service Desk · Step 1 of 3', 'reset.send'],
  ['en', 'wrong portal, extranet', 'Extranet · Step 1 of 3', 'reset.send'],
] as const)
  test(`TALK-8 «${says}» begins the same at the portal meant, and what is typed next is for it`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      await chat.says(says);
      chat.hears(hears);
      assert.ok(verbsOf(chat.card).includes(verb));
      await chat.says('alice.martin@corp.example');
      chat.hears('alice.martin@corp.example');
      assert.doesNotMatch(chat.heard, /Octopus/);
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      assert.ok(!verbsOf(chat.card).includes('root.continue'), 'the mistaken one is not offered again');
    }));

for (const [locale, said] of [
  [
    'fr',
    [
      ['octopus svp', /Octopus · Étape 1 sur 3/],
      ['ben non, pas octopus, invgate', /InvGate Service Desk · Étape 1 sur 3/],
      ['je me suis trompé de portail', /pour quel portail/],
      ['extranet', /Extranet · Étape 1 sur 3/],
    ],
  ],
  [
    'en',
    [
      ['octopus please', /Octopus · Step 1 of 3/],
      ['oh it’s invgate actually', /InvGate Service Desk · Step 1 of 3/],
      ['wrong portal', /for which portal/],
      ['extranet', /Extranet · Step 1 of 3/],
    ],
  ],
] as const)
  test(`TALK-8 TALK-11 the portal in front, another one meant, and a wrong one alone keep what is wanted, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      for (const [says, hears] of said) {
        await chat.says(says);
        chat.hears(hears);
      }
      assert.ok(verbsOf(chat.card).includes('reset.send'));
    }));

for (const [locale, says, hears] of [
  ['fr', 'et l’autre ?', 'Débloquer mon compte'],
  ['en', 'what about the other one?', 'Unlock my account'],
] as const)
  test(`TALK-12 «${says}» begins the second wish`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(
        locale === 'fr' ? 'mot de passe octopus oublié et compte extranet bloqué' : 'forgot my octopus password and my extranet account is locked',
      );
      await chat.says(says);
      chat.hears(hears, locale === 'fr' ? 'Extranet · Étape 1' : 'Extranet · Step 1');
    }));

test('TALK-5 twice not understood at a step says what is asked there, a third time in other words', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.says('le zigouigoui clignote');
    await chat.says('le bidule violet tousse');
    chat.hears('Je ne comprends toujours pas', 'ce que vous saisissez d’habitude pour ouvrir Octopus');
    assert.ok(verbsOf(chat.card).includes('support.start'));
    await chat.says('le machin rose ronfle');
    chat.hears('Je ne vous suis pas');
    assert.ok(verbsOf(chat.card).includes('root.continue'));
  }));

for (const [locale, says, hears] of [
  ['fr', 'c’est quoi mon entité', 'la partie de l’organisation qui vous emploie'],
  ['fr', 'combien de temps ça prend', 'Deux ou trois minutes'],
  ['fr', 'qui verra mon adresse ?', 'Seuls la voient'],
  ['fr', 'j’ai plus accès à cette boîte', 'une adresse professionnelle que vous lisez'],
  ['en', 'what is my entity', 'the part of the organisation that employs you'],
  ['en', 'how long does it take', 'Two or three minutes'],
  ['en', 'who will see my address?', 'those who handle it'],
] as const)
  test(`TALK-2 at the form of a sign-up «${says}» is answered there`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'm’inscrire sur invgate' : 'sign up on invgate');
      await chat.says(says);
      chat.hears(hears);
      assert.ok(verbsOf(chat.card).includes('signUp.address'));
    }));

for (const [says, hears] of [
  ['what app', 'authenticator app, such as'],
  ['why do you need this?', 'it’s no longer enough'],
  ['I have no phone', 'One of your recovery codes takes the place'],
  ['the link does not open', 'The page doesn’t open'],
] as const)
  test(`TALK-2 at two-factor sign-in «${says}» is answered there`, () =>
    withGuichet({ locale: 'en' }, async ({ chat }) => {
      await chat.says('turn on two factor outscale');
      await chat.says(says);
      chat.hears(hears);
      assert.ok(verbsOf(chat.card).includes('twoFactor.finish'));
    }));

test('TALK-11 where one’s account was found, another address is looked with', () =>
  withGuichet({ locale: 'en', channel: 'msteams' }, async ({ chat }) => {
    await chat.says('find my unified account');
    await chat.says('bruno.leroy@corp.example');
    assert.equal(standsIn(chat.card, 'email'), 'bruno.leroy@corp.example');
    await chat.says('ok');
    chat.hears('Check your inbox');
    await chat.says('alice.martin@corp.example');
    assert.equal(standsIn(chat.card, 'email'), 'alice.martin@corp.example');
  }));
