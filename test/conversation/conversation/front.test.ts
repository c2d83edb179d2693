import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, inputsOf } from '../../chat.ts';
import { codeIn, withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data, verb }) => data?.verb ?? verb);

const forgot = { fr: 'mdp octopus oublié', en: 'forgot my octopus password' } as const;

for (const [locale, says] of [
  ['fr', 'pas moi'],
  ['fr', 'c’est pas moi'],
  ['fr', 'j’ai rien demandé'],
  ['fr', 'j’ai pas demandé ça'],
  ['fr', 'j’ai jamais demandé ça moi'],
  ['en', 'not me'],
  ['en', 'that wasn’t me'],
  ['en', 'I didn’t ask for this'],
] as const)
  for (const at of ['a mail is awaited', 'a password was set', 'nothing is under way'] as const)
    test(`TALK-4 where ${at}, «${says}» reports it: nobody is told to go on`, () =>
      withGuichet({ locale }, async ({ chat, mails, page }) => {
        if (at !== 'nothing is under way') {
          await chat.says(forgot[locale]);
          await chat.presses('reset.send', { identifier: 'amartin' });
          const [mail] = await mails();
          if (at === 'a password was set') {
            await chat.presses('reset.code', { code: codeIn(mail) });
            assert.equal((await (await page(chat.opens())).submits('Grand-Large 25!!')).status, 303);
            await chat.says('menu');
          }
        }
        await chat.says(says);
        chat.hears(locale === 'fr' ? 'Vous n’avez rien demandé' : 'Not your request');
        assert.ok(verbsOf(chat.card).includes('support.start'));
      }));

for (const [locale, says] of [
  ['fr', 'ça s’ouvre pas'],
  ['fr', 'la page est blanche'],
  ['fr', 'zzz'],
  ['fr', 'ok'],
  ['en', 'it does not open'],
  ['en', 'the page is blank'],
  ['en', 'open the page'],
] as const)
  test(`TALK-2 ALL-1 once the code was right, «${says}» brings no code's field back: the page is one click away, and its address is kept nowhere`, () =>
    withGuichet({ locale }, async ({ chat, mails, page, db }) => {
      await chat.says(forgot[locale]);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await chat.presses('reset.code', { code: codeIn((await mails())[0]) });
      const first = chat.opens();
      await chat.says(says);
      assert.deepEqual(inputsOf(chat.card), []);
      if (verbsOf(chat.card).includes('reset.page')) await chat.presses('reset.page');
      const second = chat.opens();
      assert.notEqual(second, first);
      const kept = JSON.stringify(await db.selectFrom('keyv').selectAll().execute());
      for (const url of [first, second]) assert.ok(!kept.includes(url.split('/').at(-1) ?? ''), 'no link is stored');
      assert.equal((await (await page(second)).submits('Grand-Large 25!!')).status, 303);
      await chat.says(locale === 'fr' ? 'c’est fait' : 'done');
      chat.hears(locale === 'fr' ? 'Votre mot de passe est' : 'Your password');
    }));

for (const [locale, asks, says, leads] of [
  ['fr', 'inviter bob@client.example sur rconnect', 'Mes invitations', 'menu.show'],
  ['fr', 'octopus', 'le deuxième', 'signUp.send'],
  ['fr', 'octopus', 'Un autre portail', 'portal.choose'],
  ['fr', 'mdp octopus oublié', 'oui', 'reset.code'],
  ['fr', 'mdp octopus oublié', 'envoie', 'reset.code'],
  ['fr', 'mdp octopus oublié', 'Recevoir l’e-mail', 'reset.code'],
  ['fr', 'mdp octopus oublié', 'retour', 'reset.send'],
  ['en', 'invite bob@client.example to rconnect', 'my invitations', 'menu.show'],
  ['en', 'octopus', 'the second one', 'signUp.send'],
  ['en', 'forgot my octopus password', 'ok', 'reset.code'],
  ['en', 'forgot my octopus password', 'send it', 'reset.code'],
  ['en', 'forgot my octopus password', 'back', 'reset.send'],
] as const)
  test(`TALK-11 below the card of «${asks}», «${says}» does what its button does`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(asks);
      await chat.says(says);
      assert.ok(verbsOf(chat.card).includes(leads), chat.heard);
      if (/^(?:retour|back)$/.test(says)) chat.hears(locale === 'fr' ? 'Il n’y a pas d’étape avant' : 'no step before');
      assert.doesNotMatch(chat.heard, /Avec plaisir|My pleasure/);
    }));

test('TALK-11 the button of what was interrupted, typed, brings it back at its step', () =>
  withGuichet({ locale: 'fr' }, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    await chat.says('menu');
    await chat.says('Reprendre : Mot de passe oublié');
    chat.hears('Consultez votre messagerie', 'amartin');
  }));

for (const [locale, says] of [
  ['fr', 'bizarre'],
  ['fr', 'jdurand'],
  ['en', 'whatever7'],
] as const)
  test(`TALK-8 below a menu «${says}» is no answer to the procedure behind it, which does not come back by itself`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      await chat.says(forgot[locale]);
      await chat.says('menu');
      await chat.says(says);
      assert.ok(verbsOf(chat.card).includes('root.continue'));
      assert.ok(!verbsOf(chat.card).includes('reset.send'));
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
    }));

for (const [locale, both, says] of [
  ['fr', 'mdp octopus oublié et compte extranet bloqué', 'la suite'],
  ['fr', 'mdp octopus oublié et compte extranet bloqué', 'oui'],
  ['en', 'forgot my octopus password and my extranet account is locked', 'next'],
  ['en', 'forgot my octopus password and my extranet account is locked', 'yes'],
] as const)
  test(`TALK-12 when the first ends, «${says}» begins the second wish; until then it stays offered`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(both);
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      assert.ok(verbsOf(chat.card).includes('unlock.start'));
      await chat.says(says);
      assert.ok(verbsOf(chat.card).includes('unlock.send'), chat.heard);
    }));

for (const [locale, says, hears] of [
  ['fr', '😡', 'Désolé'],
  ['fr', '👎', 'Désolé'],
  ['en', '🤬', 'Sorry'],
] as const)
  test(`TALK-2 «${says}» is a complaint, not thanks`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      chat.hears(hears);
      assert.ok(verbsOf(chat.card).includes('support.start'));
    }));

for (const [locale, says] of [
  ['fr', 'j’ai pas de compte'],
  ['fr', 'et si j’ai pas de compte ?'],
  ['en', 'I have no account'],
  ['en', 'I don’t have an account'],
] as const)
  test(`TALK-3 ALL-4 while a mail is awaited «${says}» offers a first access, and tells of no account`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(forgot[locale]);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await chat.says(says);
      assert.ok(
        verbsOf(chat.card).some((verb) => verb === 'signUp.send' || verb === 'signUp.start'),
        chat.heard,
      );
    }));

test('TALK-10 ALL-8 «help» in a French chat is answered in French; «parla italiano?» in both languages', () =>
  withGuichet({ locale: 'fr' }, async ({ chat }) => {
    await chat.says('help');
    chat.hears('Ce que je sais faire');
    for (const other of ['parla italiano?', 'sprechen Sie deutsch', '¿habla español?']) {
      await chat.says(other);
      assert.ok(verbsOf(chat.card).includes('language.en') && verbsOf(chat.card).includes('language.fr'), other);
    }
  }));

for (const [locale, asks, why, adds] of [
  ['fr', 'je voudrais un catalogue invgate', 'c’est pour remplacer Paul pendant son congé', 'en fait rajoute Données sensibles'],
  ['en', 'I want a catalogue on invgate', 'it is to stand in for Paul while he is away', 'oh and please add Sensitive data too'],
] as const)
  test(`TALK-11 «${why}» answers the question of the summary, and «${adds}» keeps what was ticked`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(asks);
      await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
      await chat.presses('enroll.code', { code: codeIn((await mails())[0]) });
      await chat.says(locale === 'fr' ? 'le premier' : 'the first');
      await chat.says(locale === 'fr' ? 'oui' : 'yes');
      await chat.says(why);
      assert.equal(inputsOf(chat.card).find(({ id }) => id === 'justification')?.value, why);
      await chat.says(adds);
      assert.equal(
        inputsOf(chat.card)
          .find(({ id }) => id === 'groups')
          ?.value.split(',').length,
        2,
        chat.heard,
      );
    }));
