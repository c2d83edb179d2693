import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute } from '../../../core/foundation/clock.ts';
import { actionsOf } from '../../chat.ts';
import { linkIn, withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);

for (const [locale, says] of [
  ['fr', 'je ne veux pas réinitialiser mon mot de passe octopus'],
  ['fr', 'ne supprime pas mon compte'],
  ['fr', 'surtout pas débloquer mon compte extranet'],
  ['fr', 'je n’ai pas oublié mon mot de passe'],
  ['fr', 'inutile de réinitialiser mon mdp octopus'],
  ['en', 'I do not want to reset my password'],
  ['en', 'please don’t delete my account'],
  ['en', 'we are not creating an organisation on outscale'],
] as const)
  test(`TALK-1 «${says}» begins nothing and is answered in kind`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      await chat.says(says);
      chat.hears(locale === 'fr' ? 'je n’y touche pas' : 'I leave that alone');
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
    }));

for (const [locale, says, begins] of [
  ['fr', 'pas oublié, je veux le changer', 'Modifier le mot de passe'],
  ['en', 'I did not forget it, I want to change it', 'Change the password'],
] as const)
  test(`TALK-1 «${says}» denies one thing and begins the other`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says('extranet');
      await chat.says(says);
      chat.hears(begins);
    }));

for (const [locale, says, sorry] of [
  ['fr', 'ça ne marche pas', 'Désolé que cela ne marche pas'],
  ['fr', 'rien ne fonctionne, c’est nul', 'Désolé que cela ne marche pas'],
  ['fr', 'j’en ai marre', 'Désolé que cela ne marche pas'],
  ['en', 'it doesn’t work', 'Sorry that it does not work'],
  ['en', 'I’m stuck', 'Sorry that it does not work'],
] as const)
  test(`TALK-2 at rest «${says}» is answered by what it is about, and a person`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      chat.hears(sorry);
      for (const verb of ['reset.start', 'support.start']) assert.ok(verbsOf(chat.card).includes(verb), verb);
    }));

test('TALK-2 TALK-3 a complaint while a mail is awaited is answered by what helps there, and what was typed is kept', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    assert.equal((await mails()).length, 1);
    await chat.says('ça ne marche pas');
    chat.hears('qu’est-ce qui bloque', 'amartin');
    for (const verb of ['reset.again', 'reset.back', 'reset.support']) assert.ok(verbsOf(chat.card).includes(verb), verb);
    assert.equal((await mails()).length, 0);
  }));

for (const [locale, says, heard] of [
  ['fr', 'je n’ai rien reçu', 'Toujours rien'],
  ['fr', 'j’ai vérifié les spams, y a rien', 'Toujours rien'],
  ['fr', 'le lien est expiré', 'Le lien ne marche plus'],
  ['fr', 'le code est refusé', 'Le code est refusé'],
  ['fr', 'c’est fait', 'Pas encore'],
  ['en', 'I have not received anything', 'Still nothing?'],
  ['en', 'it says the link has expired', 'The link no longer works'],
  ['en', 'the code is wrong', 'The code is refused'],
  ['en', 'done', 'Not yet'],
] as const)
  test(`TALK-3 while a mail is awaited «${says}» belongs to that wait, known account or not`, async () => {
    const cards: string[] = [];
    for (const identifier of ['amartin', 'nobody7'])
      await withGuichet({ locale }, async ({ chat, mails }) => {
        await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
        await chat.presses('reset.send', { identifier });
        await mails();
        await chat.says(says);
        chat.hears(heard);
        cards.push(chat.heard.replaceAll(identifier, '…'));
        await chat.presses('reset.again');
        chat.hears(locale === 'fr' ? 'Demande renouvelée' : 'Asked again');
      });
    assert.equal(cards[0], cards[1], 'the same for a stranger (ALL-4)');
  });

test('TALK-3 «renvoie le mail» sends it again at once; «j’ai changé d’adresse» goes back; «c’est fait» goes on where the page is done', () =>
  withGuichet({}, async ({ chat, mails, page }) => {
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    await mails();
    await chat.says('renvoie le mail stp');
    chat.hears('Demande renouvelée');
    const [mail] = await mails();
    assert.equal((await (await page(linkIn(mail))).submits('Grand-Large 25!!')).status, 303);
    await chat.says('c’est fait');
    chat.hears('Votre mot de passe est enregistré');
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    await chat.says('je me suis trompé d’adresse');
    assert.ok(verbsOf(chat.card).includes('reset.send'));
  }));

for (const [locale, says, heard] of [
  ['fr', 'j’ai reçu un mail de réinitialisation que je n’ai pas demandé', 'Vous n’avez rien demandé'],
  ['fr', 'quelqu’un essaie d’entrer dans mon compte', 'Vous n’avez rien demandé'],
  ['en', 'I didn’t ask for this password email', 'You did not ask for this'],
  ['en', 'someone is trying to get into my account', 'You did not ask for this'],
] as const)
  test(`TALK-4 «${says}» begins no reset: it says what is safe and goes to support with what was said`, () =>
    withGuichet({ locale }, async ({ chat, db, mails }) => {
      await chat.says('octopus');
      await chat.says(says);
      chat.hears(heard);
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
      await chat.presses('support.start');
      assert.ok(JSON.stringify(chat.card).includes(says.slice(0, 20)), 'what was said stands on the card');
      await chat.presses('support.send', { comment: says });
      const [mail] = await mails();
      assert.ok(mail?.text.includes(says), mail?.text);
    }));

test('TALK-4 a report that was not sent within the hour stands on no later card for support', async () => {
  for (const [waits, kept] of [
    [59 * minute, true],
    [61 * minute, false],
  ] as const)
    await withGuichet({}, async (its) => {
      await its.chat.says('je n’ai pas demandé ce mail, quelqu’un essaie d’entrer dans mon compte octopus, dossier 99');
      its.passes(waits);
      await its.chat.says('je veux parler à un humain octopus');
      assert.equal(JSON.stringify(its.chat.card).includes('dossier 99'), kept);
    });
});

test('TALK-5 after two messages in a row that were not understood a person is offered; one that is understood begins anew', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('le zigouigoui clignote');
    chat.hears('Je n’ai pas compris');
    await chat.says('blorp fnord');
    chat.hears('Je ne comprends toujours pas');
    assert.equal(verbsOf(chat.card)[0], 'support.start');
    await chat.says('menu');
    await chat.says('blorp fnord');
    chat.hears('Je n’ai pas compris');
  }));

test('TALK-8 «tout annuler» leaves all that is under way and says once what it left', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.says('je voudrais m’inscrire sur invgate');
    await chat.says('tout annuler');
    chat.hears(/Tout est quitté\s: «.*», «.*»/);
    await chat.says('annuler');
    chat.hears('rien en cours');
  }));

test('TALK-9 a picture, a voice message and a file each get a fitting answer; an edited message counts where the first was not understood', () =>
  withGuichet({}, async ({ chat }) => {
    const attached = (contentType: string, name: string) => chat.says('', { attachments: [{ contentType, name, contentUrl: 'https://example.org/x' }] });
    await attached('image/png', 'capture.png');
    chat.hears('images');
    await attached('application/vnd.microsoft.teams.file.download.info', 'memo.m4a');
    chat.hears('vocaux');
    await attached('application/pdf', 'notice.pdf');
    chat.hears('fichiers');
    await chat.says('mdp octopuce oublieteux zz');
    await chat.says('blorp fnord');
    await chat.says('mdp octopus oublié', { type: 'messageUpdate' });
    chat.hears('Étape 1 sur 3');
  }));

for (const says of [
  'Hola, olvidé mi contraseña',
  'Ich habe mein Passwort vergessen',
  'ho dimenticato la password, grazie',
  'şifremi unuttum',
  'Я забыл пароль',
])
  test(`TALK-10 «${says}» is answered in French and in English, with both as buttons`, () =>
    withGuichet({}, async ({ chat }) => {
      await chat.says(says);
      chat.hears('Je parle français et anglais', 'I speak French and English');
      await chat.presses('language.en');
      chat.hears('Which portal is it about?');
    }));

for (const [answer, meant] of [
  ['2', 1],
  ['la deuxième', 1],
  ['la dernière', -1],
  ['octopus', 'Octopus'],
] as const)
  test(`TALK-11 a choice is typed as «${answer}», and what was wanted goes on there`, () =>
    withGuichet({}, async ({ chat }) => {
      await chat.says('mdp oublié');
      const titles = actionsOf(chat.card).flatMap(({ data, title }) => (data?.verb === 'portal.choose' ? [title ?? ''] : []));
      await chat.says(answer);
      chat.hears(new RegExp(`^${typeof meant === 'number' ? titles.at(meant) : meant} · Étape 1`));
    }));

for (const word of ['octopus', 'nul', 'menu', 'merci'])
  test(`TALK-11 «${word}» is not taken for an identifier`, () =>
    withGuichet({}, async ({ chat, db }) => {
      await chat.says('mdp octopus oublié');
      await chat.says(word);
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
    }));

test('TALK-12 two wishes in one message are both kept: the second is offered when the first ends', () =>
  withGuichet({}, async ({ chat, mails, page }) => {
    await chat.says('mot de passe octopus oublié et compte extranet bloqué');
    chat.hears('J’ai aussi noté', 'Octopus · Étape 1 sur 3');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const [mail] = await mails();
    assert.equal((await (await page(linkIn(mail))).submits('Grand-Large 25!!')).status, 303);
    await chat.says('c’est fait');
    chat.hears('Votre mot de passe est enregistré');
    await chat.presses('unlock.start');
    chat.hears('Extranet');
  }));
