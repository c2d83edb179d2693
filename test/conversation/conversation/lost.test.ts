import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, type Chat } from '../../chat.ts';
import { asks, claire, meets, proves } from '../../enrolling.ts';
import { clientChat, invites, salesWoman } from '../../inviting.ts';
import { helene, owns, withEstablishments } from '../../managing.ts';
import { withGuichet } from '../../support.ts';

const verbsOf = ({ card }: Chat) => actionsOf(card).map(({ data }) => data?.verb);
const saysAll = async (chat: Chat, all: readonly string[]) => {
  for (const says of all) await chat.says(says);
};
const nonsense = ['xyzzy plugh', 'frob plugh', 'plugh frob'] as const;

for (const [locale, wish, person, told] of [
  ['fr', 'mdp octopus oublié', 'une personne vous répondra', 'frob xyzzy plugh'],
  ['en', 'forgot my octopus password', 'a person will reply', 'frob xyzzy plugh'],
] as const)
  test(`TALK-5 from the fourth message in a row on that is not understood, only a person is offered, and told what was said, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(wish);
      await saysAll(chat, nonsense);
      await chat.says(told);
      chat.hears(person, /33.1.99.00.20.20/);
      assert.deepEqual(verbsOf(chat), ['support.start', 'root.continue', 'menu.show']);
      await chat.presses('support.start');
      chat.hears(told);
    }));

test('TALK-5 who is not understood is offered what is theirs to do: an administrator the users, an approver the requests', () =>
  withGuichet({ channel: 'msteams' }, async (guichet) => {
    await asks(guichet, ['workplace']);
    const approver = await meets(guichet, claire);
    await saysAll(approver, nonsense.slice(0, 2));
    assert.deepEqual(verbsOf(approver).slice(0, 2), ['support.start', 'decide.start']);
    await approver.presses('decide.start');
    approver.hears('Poste de travail');
    await approver.says('invgate');
    assert.equal(verbsOf(approver)[0], 'decide.start', 'whom a request came to finds them first in the menu');
    await guichet.chat.says('annuler');
    await saysAll(guichet.chat, ['invgate', ...nonsense.slice(0, 2)]);
    assert.ok(!verbsOf(guichet.chat).includes('decide.start'));
  }));

test('TALK-5 EX-10 an administrator who is not understood is offered the users', () =>
  withEstablishments({}, async (guichet) => {
    const chat = await owns(guichet, helene, 'fr');
    await saysAll(chat, ['extranet', ...nonsense.slice(0, 2)]);
    assert.deepEqual(verbsOf(chat).slice(0, 3), ['support.start', 'removeUser.start', 'addUser.start']);
  }));

test('RC-1 the menu offers first to accept an invitation to whom nothing shows as an inviter', () =>
  withGuichet({ channel: 'msteams' }, async (guichet) => {
    await invites(guichet);
    const firstOf = async (chat: Chat) => {
      await chat.says('rconnect');
      return verbsOf(chat).filter((verb) => verb === 'invite.start' || verb === 'acceptInvitation.start');
    };
    assert.deepEqual(await firstOf(clientChat(guichet)), ['acceptInvitation.start', 'invite.start']);
    assert.deepEqual(await firstOf(await meets(guichet, salesWoman)), ['invite.start', 'acceptInvitation.start']);
  }));

for (const [locale, wish, part, missing, safe, never] of [
  [
    'fr',
    'mdp extranet oublié',
    'accueil@etablissement.example.com',
    'Il manque encore : Adresse e-mail',
    'tu es sûr que c’est sécurisé ?',
    'Je ne vois jamais',
  ],
  ['en', 'forgot my extranet password', 'accueil@etablissement.example.com', 'Still missing: E-mail address', 'is it safe?', 'I never see'],
] as const)
  test(`TALK-11 TALK-2 who types one of two answers is asked for the other, and nothing is red; whether it is safe is answered there, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(wish);
      await chat.says(part);
      chat.hears(part, missing);
      assert.doesNotMatch(chat.heard, /obligatoire|required/);
      await chat.says(safe);
      chat.hears(never);
      assert.ok(verbsOf(chat).includes('reset.send'), 'the step stays in front');
      assert.ok(chat.heard.length < 900, chat.heard);
    }));

for (const [locale, says, hears] of [
  ['fr', 'je suis sourd, je peux pas téléphoner', 'Nul besoin de téléphoner'],
  ['fr', 'je suis malvoyante', 'lecteur d’écran'],
  ['en', 'I’m blind', 'screen reader'],
  ['en', 'I am deaf and cannot call', 'No need to phone'],
] as const)
  test(`TALK-2 «${says}» is told that nothing of it is needed here`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      chat.hears(hears);
    }));

for (const [locale, hello] of [
  ['fr', 'Bonjour Alice Martin,'],
  ['en', 'Hello Alice Martin,'],
] as const)
  test(`TALK-13 a mail greets by name whom it is known to go to, in ${locale}`, () =>
    withGuichet({ locale, channel: 'msteams' }, async (guichet) => {
      await proves(guichet);
      const { mails } = guichet.inbox;
      assert.ok(mails.length > 1);
      for (const { text, subject } of mails) assert.ok(text.startsWith(hello), `${subject}\n${text}`);
    }));

for (const [locale, invites, teams, person, reach] of [
  ['fr', 'inviter quelqu’un sur rconnect', 'se fait dans Microsoft Teams', 'parler au support octopus', 'comment vous joindre'],
  ['en', 'invite somebody on rconnect', 'is done in Microsoft Teams', 'talk to octopus support', 'how they can reach you'],
] as const)
  test(`ALL-13 on a channel that names nobody, what needs a name leads to Teams, and support asks how to reach who writes, in ${locale}`, () =>
    withGuichet({ locale, channel: 'webchat', gateway: false }, async ({ chat }) => {
      (await chat.says(invites)).hears(teams);
      (await chat.says(person)).hears(reach);
    }));
