import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, inputsOf } from '../../chat.ts';
import { proves } from '../../enrolling.ts';
import { clientChat, invitationIn, invites } from '../../inviting.ts';
import { helene, owns, withEstablishments } from '../../managing.ts';
import { codeIn, withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);
const standsIn = (card: Parameters<typeof inputsOf>[0], id: string) => inputsOf(card).find((input) => input.id === id)?.value;

for (const [locale, says] of [
  ['fr', 'j’ai oublié de mettre le numéro de tva'],
  ['fr', 'j’ai oublié'],
  ['en', 'I forgot to tell you something'],
] as const)
  test(`ALL-7 «${says}» stops nothing`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'm’inscrire sur invgate' : 'sign up on invgate');
      await chat.says(says);
      assert.doesNotMatch(chat.heard, /Annulé|Cancelled|J’ai arrêté|I’ve stopped/);
    }));

test('TALK-11 only what reads like a reason becomes the reason that approvers read', () =>
  withGuichet({}, async (guichet) => {
    const { chat } = guichet;
    await proves(guichet);
    await chat.says('poste de travail');
    await chat.says('oui');
    for (const says of ['pour combien de temps je l’ai ?', 'alors ?', 'relance les', 'finalement je garde', 'pourquoi il a refusé']) {
      await chat.says(says);
      if (verbsOf(chat.card).includes('enroll.confirm')) assert.equal(standsIn(chat.card, 'justification'), '', says);
      else await chat.presses('root.continue');
    }
    await chat.says('pour remplacer Paul');
    assert.equal(standsIn(chat.card, 'justification'), 'pour remplacer Paul');
  }));

test('IN-1 an address that was typed leaves the entity to be chosen, which can be typed too', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('m’inscrire sur invgate');
    await chat.says('jean.dupont@corp.example');
    assert.equal(standsIn(chat.card, 'email'), 'jean.dupont@corp.example');
    assert.ok(verbsOf(chat.card).includes('signUp.address'));
    await chat.says('siège');
    assert.equal(standsIn(chat.card, 'entity'), 'siege');
    assert.equal(standsIn(chat.card, 'email'), 'jean.dupont@corp.example');
  }));

test('RC-5 terms are not refused on a word that was typed: it is asked back', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    await invites(its);
    const [mail] = await its.mails();
    assert.ok(invitationIn(mail));
    const chat = clientChat(its);
    await chat.says('accepter une invitation rconnect');
    await chat.presses('acceptInvitation.address', { email: 'ada@client.example' });
    await chat.presses('acceptInvitation.code', { code: codeIn((await its.mails()).at(-1)) });
    for (const says of ['non', 'je suis pas d’accord']) {
      await chat.says(says);
      chat.hears('Refuser l’invitation');
      assert.equal((await its.db.selectFrom('invitation').select('status').executeTakeFirstOrThrow()).status, 'opened');
      await chat.says('retour');
      assert.ok(verbsOf(chat.card).includes('acceptInvitation.agree'));
    }
    await chat.says('non');
    await chat.says('oui');
    assert.equal((await its.db.selectFrom('invitation').select('status').executeTakeFirstOrThrow()).status, 'refused');
  }));

for (const [locale, says] of [
  ['fr', 'c’est bon ?'],
  ['en', 'ok?'],
] as const)
  test(`TALK-11 «${says}» asks, and sends nothing`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(locale === 'fr' ? 'parler au support octopus' : 'talk to octopus support');
      await chat.says(locale === 'fr' ? 'la page affiche une erreur 500 depuis lundi' : 'the page has shown error 500 since monday');
      await chat.says(says);
      assert.ok(verbsOf(chat.card).includes('support.send'));
      assert.deepEqual(await mails(), []);
    }));

test('EX-6 TALK-6 the establishment that a sentence names is chosen', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    const paris = (await its.db.selectFrom('organisation').select('id').where('name', '=', 'H-PARIS').executeTakeFirstOrThrow()).id;
    await chat.says('je veux ajouter Paul Martin, paul.martin@hotel.example, à l’hôtel de Paris sur l’extranet');
    assert.equal(standsIn(chat.card, 'organisation'), paris);
    await chat.says('annuler');
    await chat.says('ajouter un utilisateur extranet');
    await chat.says('Paul Martin paul.martin@hotel.example pour Paris');
    assert.deepEqual([standsIn(chat.card, 'organisation'), standsIn(chat.card, 'email')], [paris, 'paul.martin@hotel.example']);
    await chat.says('annuler');
    await chat.says('supprimer un utilisateur de l’hôtel de paris sur l’extranet');
    chat.hears('Les utilisateurs de H-PARIS');
  }));

for (const [locale, says] of [
  ['fr', 'je peux pas juste te le donner ici le mot de passe ? ça serait Soleil2024'],
  ['en', 'can’t I give you the password here? let’s say Sunshine2024'],
] as const)
  test(`ALL-1 «${says}» is heard as a password, and kept nowhere`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      await chat.says(says);
      chat.hears(locale === 'fr' ? 'N’écrivez jamais de mot de passe ici' : 'Never write a password here');
      const kept = [await db.selectFrom('keyv').selectAll().execute(), await db.selectFrom('unheard').selectAll().execute()];
      assert.doesNotMatch(JSON.stringify(kept), /Soleil2024|Sunshine2024/);
    }));

test('TALK-6 a wish told in pieces is put together: what it is, then where', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('c’est mon mot de passe');
    await chat.says('le zigouigoui clignote');
    await chat.says('octopus');
    assert.ok(verbsOf(chat.card).some((verb) => verb === 'reset.send' || verb === 'reset.start'));
    chat.hears('Octopus');
    assert.doesNotMatch(chat.heard, /Que souhaitez-vous faire/);
  }));

test('TALK-11 six digits, once a code went off, are that code, whatever card is in front', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const [mail] = await mails();
    await chat.says('retour');
    await chat.says(codeIn(mail));
    chat.hears('Le code est bon');
  }));

test('TALK-3 «attends» at a step is left time, and the card stays', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.says('attends');
    assert.equal(chat.heard, 'Prenez votre temps, je garde tout.');
  }));

test('TALK-1 in the middle of something, a wish that only another portal has is asked back', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('ajouter un utilisateur extranet');
    await chat.says('je voudrais demander un accès à un catalogue');
    assert.ok(verbsOf(chat.card).includes('enroll.start'), chat.heard);
    assert.ok(!verbsOf(chat.card).includes('enroll.prove'));
  }));
