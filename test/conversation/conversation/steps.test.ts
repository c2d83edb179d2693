import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, inputsOf, textOf } from '../../chat.ts';
import { codeIn, linkIn, withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);

for (const [locale, says, hears, offers] of [
  ['fr', 'je ne sais pas', ['Pour vous aider', 'Compte unifié', 'jdupont'], 'forgotIdentifier.start'],
  ['fr', 'c’est quoi mon identifiant ?', ['Voici ce qui est demandé', 'Compte unifié'], 'forgotIdentifier.start'],
  ['fr', 'je dois mettre quoi là ?', ['Voici ce qui est demandé'], 'forgotIdentifier.start'],
  ['fr', 'pourquoi ?', ['Pourquoi cette question'], 'support.start'],
  ['fr', 'pourquoi vous me demandez ça', ['Pourquoi cette question'], 'support.start'],
  ['fr', 'ça ne marche pas', ['qu’est-ce qui bloque'], 'support.start'],
  ['en', 'what is that', ['What’s being asked'], 'forgotIdentifier.start'],
  ['en', 'no idea', ['Here’s some help'], 'forgotIdentifier.start'],
  ['en', 'what should i type here', ['What’s being asked'], 'forgotIdentifier.start'],
  ['en', 'why do you need this', ['Why this question'], 'support.start'],
  ['en', 'I’m stuck', ['what’s wrong'], 'support.start'],
] as const)
  test(`TALK-2 where a field is asked for «${says}» is answered by what helps there, and the field stays`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      const before = chat.card;
      await chat.says(says);
      chat.hears(...hears);
      assert.ok(verbsOf(chat.card).includes('reset.send'));
      assert.ok(verbsOf(chat.card).includes(offers), offers);
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
      // What was typed on the card before can still be sent from there.
      await chat.presses('reset.send', { identifier: 'amartin' }, { card: before });
      chat.hears('amartin');
    }));

for (const [locale, says, hears] of [
  ['fr', 'je n’ai pas le code', 'Toujours rien'],
  ['fr', 'code refusé', 'Le code est refusé'],
  ['fr', 'c’est quoi ce code', 'Voici ce qui est demandé'],
  ['fr', 'pourquoi un code ?', 'Pourquoi cette question'],
  ['fr', 'renvoyez-le', 'Consultez'],
  ['fr', 'combien de temps ça prend ?', 'Combien de temps'],
  ['en', 'I did not get the code', 'Still nothing'],
  ['en', 'wrong code it says', 'The code is refused'],
  ['en', 'send me another code', 'Check your inbox'],
] as const)
  test(`TALK-2 TALK-3 where a code is waited for «${says}» is answered by what helps there`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(locale === 'fr' ? 'je voudrais un catalogue invgate' : 'I want a catalogue on invgate');
      await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
      const [mail] = await mails();
      await chat.says(says);
      chat.hears(hears);
      assert.ok(verbsOf(chat.card).includes('enroll.code'));
      const [newer] = await mails();
      await chat.says(locale === 'fr' ? `le code c’est ${codeIn(newer ?? mail).replace(/(\d{3})/, '$1 ')} voilà` : `code is ${codeIn(newer ?? mail)}.`);
      assert.ok(verbsOf(chat.card).includes('enroll.pick'), chat.heard);
    }));

test('TALK-11 catalogues are chosen by place, by a part of the name, both at once; «oui» goes on, «retour» goes back, «aucun» unticks all and asks what else', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('je voudrais un catalogue invgate');
    await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
    await chat.presses('enroll.code', { code: codeIn((await mails())[0]) });
    const chosen = () => JSON.stringify(chat.card.body).match(/"id":"groups".*?"value":"([^"]*)"/)?.[1];
    await chat.says('la deuxième');
    const second = chosen();
    assert.ok(second !== undefined && !second.includes(','), second);
    await chat.says('les deux');
    assert.ok(chosen()?.includes(','), chosen());
    await chat.says('aucun');
    chat.hears('Rien de cela');
    assert.equal(inputsOf(chat.card).find(({ id }) => id === 'groups')?.value ?? '', '', 'none stays ticked');
    await chat.says('je ne sais pas lequel');
    chat.hears('Pour vous aider');
    await chat.says('la deuxième');
    await chat.says('oui');
    assert.ok(verbsOf(chat.card).includes('enroll.confirm'), textOf(chat.card));
    await chat.says('retour');
    assert.ok(verbsOf(chat.card).includes('enroll.pick'));
    await chat.says('ok vas-y');
    await chat.says('pourquoi ?');
    chat.hears('Pourquoi cette question');
  }));

for (const [locale, says, hears] of [
  ['fr', 'et maintenant ?', 'terminé de mon côté'],
  ['fr', 'je n’arrive pas à me connecter', 'voyons cela'],
  ['fr', 'ça ne marche toujours pas', 'voyons cela'],
  ['fr', 'ça marche toujours pas avec le nouveau mot de passe', 'voyons cela'],
  ['fr', 'merci', 'Avec plaisir'],
  ['en', 'what now?', 'All done on my side'],
  ['en', 'still can’t get in', 'let’s look at it'],
] as const)
  test(`TALK-2 when all is done «${says}» is answered by what helps then, and begins nothing`, () =>
    withGuichet({ locale }, async ({ chat, mails, page, db }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      await chat.presses('reset.send', { identifier: 'amartin' });
      assert.equal((await (await page(linkIn((await mails())[0]))).submits('Grand-Large 25!!')).status, 303);
      await mails();
      await chat.says(says);
      chat.hears(hears);
      assert.equal((await db.selectFrom('request').select('id').execute()).length, 1);
    }));

test('TALK-2 a wish for what is already under way goes on with it, with what was typed kept', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    await mails();
    await chat.says('j’ai oublié mon mot de passe');
    chat.hears('amartin');
    assert.ok(verbsOf(chat.card).includes('reset.again'));
  }));

for (const [locale, asks, says, more, sends] of [
  ['fr', 'parler au support octopus', 'la page affiche une erreur 500 depuis lundi', 'et mon collègue a la même', ['envoie', 'oui envoie le stp', 'oui']],
  ['en', 'talk to octopus support', 'the page has shown error 500 since monday', 'and my colleague sees it too', ['send', 'yes send it please', 'yes']],
] as const)
  for (const send of sends)
    test(`TALK-11 what is written for support is added to, never replaced, and «${send}» sends all of it`, () =>
      withGuichet({ locale }, async ({ chat, mails }) => {
        await chat.says(asks);
        await chat.says(send);
        assert.ok(verbsOf(chat.card).includes('support.send'), 'with nothing written yet, nothing is sent');
        assert.deepEqual(await mails(), []);
        await chat.says(says);
        await chat.says(more);
        chat.hears(says, more);
        await chat.says(send);
        const [mail, ...others] = await mails();
        assert.equal(mail?.to, 'assistance.octopus@example.org');
        for (const word of [says, more]) assert.ok(mail?.text.includes(word), word);
        assert.deepEqual(others, []);
      }));

for (const says of ['mon compte c’est amartin merci', 'C’est amartin2 mon identifiant', 'it’s amartin thanks'])
  test(`TALK-11 «${says}» stands in the field that asks for it`, () =>
    withGuichet({}, async ({ chat }) => {
      await chat.says('mdp octopus oublié');
      await chat.says(says);
      assert.match(JSON.stringify(chat.card.body), /"amartin2?"/);
      assert.ok(verbsOf(chat.card).includes('reset.send'), chat.heard);
    }));

for (const word of [
  'octopus',
  'connard',
  'espèce de con',
  'pourquoi',
  'bizarre',
  'rien',
  'zut',
  'demain',
  'why',
  'nothing',
  'moron',
  'ouiii',
  '🤬',
  'aide',
  'retour',
  'n’importequoi',
])
  for (const asks of [
    'mdp octopus oublié',
    'je voudrais m’inscrire sur invgate',
    'accepter mon invitation rconnect',
    'je veux un catalogue invgate',
    'ajouter un utilisateur extranet',
  ])
    test(`TALK-11 «${word}» is no answer where «${asks}» asks for an identifier or an address`, () =>
      withGuichet({}, async ({ chat, db }) => {
        await chat.says(asks);
        await chat.says(word);
        assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
        assert.ok(!/Avec plaisir|My pleasure/.test(chat.heard), chat.heard);
      }));

for (const says of ['le code c’est CODE merci', 'here you go: CODE', 'le code est CODE ?', 'CODE.', 'ok c’est bon, CODE'])
  test(`TALK-11 «${says}» gives the code that is asked for`, () =>
    withGuichet({}, async ({ chat, mails }) => {
      await chat.says('je voudrais un catalogue invgate');
      await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
      await chat.says(says.replace('CODE', codeIn((await mails())[0])));
      assert.ok(verbsOf(chat.card).includes('enroll.pick'), chat.heard);
    }));
