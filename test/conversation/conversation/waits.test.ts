import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, type Chat, inputsOf } from '../../chat.ts';
import { withEstablishments } from '../../managing.ts';
import { withGuichet } from '../../support.ts';

const verbsOf = ({ card }: Chat) => actionsOf(card).map(({ data }) => data?.verb);
const standsIn = ({ card }: Chat, id: string) => inputsOf(card).find((input) => input.id === id)?.value;

for (const [locale, wish, trouble, forgot] of [
  ['fr', 'je veux changer mon mot de passe extranet', 'ça dit mot de passe incorrect', ['j’ai oublié l’ancien en fait', 'je sais plus l’actuel']],
  ['en', 'change my extranet password', 'it says wrong password', ['actually I forgot the old one', 'I don’t know my current one']],
] as const)
  for (const says of forgot)
    test(`TALK-2 EX-2 «${says}», where a known password is changed, begins the reset; one that is refused is explained`, () =>
      withEstablishments({ locale }, async ({ chat }) => {
        await chat.says(wish);
        await chat.says(trouble);
        chat.hears(locale === 'fr' ? 'Verr. maj.' : 'Caps Lock');
        assert.ok(verbsOf(chat).includes('changePassword.finish'));
        await chat.says(says);
        assert.ok(verbsOf(chat).includes('reset.send'), chat.heard);
      }));

for (const [locale, wish, nothing, wrong, sent, notSent] of [
  ['fr', 'mdp octopus oublié', 'j’ai rien reçu', 'c’est pas à moi cette adresse', 'L’e-mail est déjà parti', 'Rien n’est encore parti'],
  ['en', 'forgot my octopus password', 'I got nothing', 'that’s not my address', 'has already been sent', 'Nothing has been sent yet'],
] as const)
  test(`TALK-3 a mail is spoken of as it is: none where none went off, and one that did is still waited for at the card that corrects the account, in ${locale}`, () =>
    withGuichet({ locale, channel: 'msteams' }, async ({ chat }) => {
      await chat.says(wish);
      await chat.says(nothing);
      chat.hears(notSent);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await chat.says(wrong);
      chat.hears(sent);
      assert.ok(verbsOf(chat).includes('reset.send'));
      for (const again of locale === 'fr' ? ['le compte est pas le bon', 'mauvaise boîte'] : ['it’s not the right account', 'wrong mailbox']) {
        await chat.says(again);
        chat.hears(sent);
      }
      await chat.says(nothing);
      assert.ok(verbsOf(chat).includes('reset.again'), chat.heard);
    }));

for (const [locale, wish, group, noCode, digits] of [
  ['fr', 'mdp octopus oublié', 'je voudrais un catalogue invgate', 'Je n’ai pas encore envoyé de code', 'Un code comporte'],
  ['en', 'forgot my octopus password', 'I want a catalogue on invgate', 'I haven’t sent a code here yet', '6 digits'],
] as const)
  test(`TALK-11 a word takes the place of an account only to be confirmed, and digits are a code and no address, in ${locale}`, () =>
    withGuichet({ locale, channel: 'msteams' }, async ({ chat, db }) => {
      await chat.says(wish);
      await chat.says('simpler');
      assert.equal(standsIn(chat, 'identifier'), 'simpler');
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
      await chat.says(group);
      await chat.says('132152');
      chat.hears(noCode);
      assert.equal(standsIn(chat, 'identifier'), 'alice.martin@corp.example');
      await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
      for (const few of ['123', '12345678']) {
        await chat.says(few);
        chat.hears(digits);
        assert.ok(verbsOf(chat).includes('enroll.code'), few);
      }
    }));

for (const [locale, wish, then, noted, other, resume] of [
  [
    'fr',
    'reset mon mot de passe invgate',
    'et puis après inscris-moi au catalogue poste de travail',
    'ensuite',
    'débloquer mon compte extranet',
    'reprends invgate',
  ],
  ['en', 'reset my invgate password', 'and then enrol me in the workplace catalogue', 'after', 'unlock my extranet account', 'back to invgate'],
] as const)
  test(`TALK-12 TALK-8 what is wanted afterwards waits, and «${resume}» puts what was begun there in front again, in ${locale}`, () =>
    withGuichet({ locale, channel: 'msteams' }, async ({ chat }) => {
      await chat.says(wish);
      await chat.says(then);
      chat.hears(noted);
      assert.ok(verbsOf(chat).includes('reset.send'), chat.heard);
      await chat.says(other);
      assert.ok(verbsOf(chat).includes('unlock.send'));
      await chat.says(resume);
      assert.ok(verbsOf(chat).includes('reset.send'), chat.heard);
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      assert.ok(verbsOf(chat).includes('enroll.start'), 'the second wish is offered');
    }));

for (const [locale, wish, back, left, which] of [
  ['fr', 'mot de passe oublié', 'retour', 'je laisse cela', 'le truc pour les tickets'],
  ['en', 'I forgot my password', 'go back', 'I’ll leave that', 'the thing with the tickets'],
] as const)
  test(`TALK-11 the question which portal is withdrawn by «${back}», and answered by a description, in ${locale}`, () =>
    withGuichet({ locale, channel: 'msteams' }, async ({ chat }) => {
      await chat.says(wish);
      await chat.says(back);
      chat.hears(left);
      await chat.says(wish);
      await chat.says(which);
      chat.hears('InvGate');
      assert.ok(verbsOf(chat).includes('reset.send'), chat.heard);
    }));

for (const [locale, wish, says] of [
  ['fr', 'c’est quoi mon compte unifié octopus', ['c’est pas amartin', 'pas celui-là']],
  ['en', 'what’s my unified account on octopus', ['it’s not amartin', 'none of these']],
] as const)
  for (const each of says)
    test(`OC-2 TALK-1 «${each}», of the account that was found, looks with another address; nothing is said to be replaced`, () =>
      withGuichet({ locale, channel: 'msteams' }, async ({ chat }) => {
        await chat.says(wish);
        chat.hears('amartin');
        await chat.says('bruno.leroy@corp.example');
        chat.hears('bruno.leroy@corp.example');
        assert.doesNotMatch(chat.heard, /J’ai remplacé|I’ve replaced/);
        await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
        await chat.says(wish);
        await chat.says(each);
        assert.ok(verbsOf(chat).includes('forgotIdentifier.send'), chat.heard);
      }));
