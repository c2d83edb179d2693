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
      chat.hears(locale === 'fr' ? 'je n’y touche pas' : 'I’ll leave that alone');
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
  ['en', 'it doesn’t work', 'Sorry, it isn’t working'],
  ['en', 'I’m stuck', 'Sorry, it isn’t working'],
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

for (const [locale, says, of] of [
  ['fr', 'le code est refusé', /la page web envoie/],
  ['en', 'the code is wrong', /the web page sends/],
] as const)
  test(`TALK-3 a refused code is told apart from the page's only where the portal's page sends one, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      for (const [portal, sends] of [
        ['octopus', false],
        ['invgate', true],
      ] as const) {
        await chat.says(locale === 'fr' ? `mdp ${portal} oublié` : `forgot my ${portal} password`);
        await chat.presses('reset.send', { identifier: portal === 'octopus' ? 'amartin' : 'alice.martin@corp.example' });
        await chat.says(says);
        assert.equal(of.test(chat.heard), sends, portal);
      }
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
        chat.hears(locale === 'fr' ? 'Demande renouvelée' : 'Requested again');
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
  ['en', 'I didn’t ask for this password email', 'Not your request'],
  ['en', 'someone is trying to get into my account', 'Not your request'],
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

for (const [locale, first, second] of [
  ['fr', 'connard', 'va te faire foutre'],
  ['fr', 'blorp fnord', 'connard'],
  ['fr', 'invitation', 'blorp fnord'],
  ['en', 'you idiot', 'blorp fnord'],
  ['en', 'fuck off', 'you are useless, moron'],
] as const)
  for (const inside of [false, true])
    test(`TALK-5 «${first}», then «${second}» ${inside ? 'within a procedure' : 'at rest'}: a person is offered first, and nothing is taken for an answer`, () =>
      withGuichet({ locale }, async ({ chat, db }) => {
        if (inside) await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
        await chat.says(first);
        await chat.says(second);
        chat.hears(locale === 'fr' ? 'Je ne comprends toujours pas' : 'I still don’t get it');
        assert.equal(verbsOf(chat.card)[0], 'support.start');
        if (inside) {
          await chat.presses('root.continue');
          assert.ok(verbsOf(chat.card).includes('reset.send'));
        }
        assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
      }));

test('TALK-11 what is offered where a sentence was not clear can be chosen by its place', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('octopus');
    await chat.says('un truc sur mon mot de passe');
    const [first] = verbsOf(chat.card).filter((verb) => String(verb).endsWith('.start'));
    await chat.says('le premier');
    assert.ok(verbsOf(chat.card).some((verb) => String(verb).startsWith(String(first).split('.')[0] ?? '')));
  }));

for (const [locale, says, left] of [
  ['fr', 'mdp octopus oublié', 'Mot de passe oublié'],
  ['fr', 'je voudrais m’inscrire sur invgate', 'S’inscrire'],
  ['fr', 'première connexion octopus', 'M’inscrire au service'],
  ['fr', 'compte extranet bloqué', ''],
  ['fr', 'changer mon mot de passe extranet', 'Modifier le mot de passe'],
  ['fr', 'je veux un catalogue invgate', ''],
  ['fr', 'créer notre organisation outscale', 'Création d’une organisation'],
  ['fr', 'ajouter un utilisateur extranet', ''],
  ['fr', 'supprimer un utilisateur extranet', 'Supprimer l’utilisateur'],
  ['fr', 'changer l’adresse e-mail de mon compte extranet', ''],
  ['fr', 'accepter mon invitation rconnect', ''],
  ['fr', 'activer la double authentification outscale', ''],
  ['fr', 'parler au support octopus', ''],
  ['en', 'forgot my octopus password', 'Forgot my password'],
  ['en', 'I want to delete a user on the extranet', ''],
] as const)
  test(`TALK-8 «${says}» can be left: what was left is said, once`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      chat.hears(locale === 'fr' ? 'Annulé' : 'Cancelled', left);
      assert.equal(chat.heard.split(locale === 'fr' ? 'J’ai arrêté' : 'I’ve stopped').length, 2, chat.heard);
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      chat.hears(locale === 'fr' ? 'rien en cours' : 'nothing');
    }));

for (const [locale, resumes] of [
  ['fr', 'reprendre'],
  ['fr', 'on reprend'],
  ['fr', 'reprendre : mot de passe oublié'],
  ['en', 'resume'],
] as const)
  test(`TALK-8 «${resumes}» takes up what was interrupted, with what was typed`, () =>
    withGuichet({ locale }, async ({ chat, mails }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      await chat.presses('reset.send', { identifier: 'amartin' });
      await mails();
      await chat.says(locale === 'fr' ? 'je voudrais m’inscrire sur invgate' : 'sign me up on invgate');
      await chat.says(locale === 'fr' ? 'annuler' : 'cancel');
      chat.hears(locale === 'fr' ? 'Annulé' : 'Cancelled');
      await chat.says(resumes);
      chat.hears('amartin');
      assert.ok(verbsOf(chat.card).includes('reset.again'));
    }));

test('TALK-8 «reprendre» where nothing is under way says so', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('reprendre');
    chat.hears('rien à reprendre');
  }));

test('TALK-8 «tout annuler» leaves all that is under way and says once what it left', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mdp octopus oublié');
    await chat.says('je voudrais m’inscrire sur invgate');
    await chat.says('tout annuler');
    chat.hears(/J’ai tout arrêté\s: «.*», «.*»/);
    await chat.says('annuler');
    chat.hears('rien en cours');
  }));

test('TALK-9 a picture, a voice message and a file each get a fitting answer; an edited message counts where the first was not understood', () =>
  withGuichet({}, async ({ chat }) => {
    const attached = (contentType: string, name: string, text = '') =>
      chat.says(text, { attachments: [{ contentType, name, contentUrl: 'https://example.org/x' }] });
    await attached('image/png', 'capture.png');
    chat.hears('images');
    await attached('application/vnd.microsoft.teams.file.download.info', 'memo.m4a');
    chat.hears('vocaux');
    await attached('application/pdf', 'notice.pdf');
    chat.hears('fichiers');
    await attached('image/png', 'capture.png', 'regardez donc ce bidule');
    chat.hears('images');
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

for (const [how, first, ends] of [
  ['is cancelled', 'mot de passe octopus oublié et compte extranet bloqué', 'annuler'],
  ['is cancelled with all else', 'mot de passe octopus oublié et compte extranet bloqué', 'tout annuler'],
  ['cannot be had there', 'changer mon mot de passe octopus et compte extranet bloqué', undefined],
  ['is refused', 'inviter un client sur rconnect et compte extranet bloqué', undefined],
  ['is a list', 'voir mes demandes invgate et compte extranet bloqué', undefined],
] as const)
  test(`TALK-12 the second wish is offered where the first ${how}, once`, () =>
    withGuichet(how === 'is refused' ? { channel: 'webchat' } : {}, async ({ chat }) => {
      await chat.says(first);
      if (how.endsWith('all else')) await chat.says('je voudrais m’inscrire sur invgate');
      if (ends) await chat.says(ends);
      assert.ok(verbsOf(chat.card).includes('unlock.start'), chat.heard);
      await chat.presses('unlock.start');
      chat.hears('Extranet');
      await chat.says('annuler');
      assert.ok(!verbsOf(chat.card).includes('unlock.start'), 'once');
    }));

test('TALK-12 a third wish in between does not forget the second', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mot de passe octopus oublié et compte extranet bloqué');
    await chat.says('je voudrais parler au support octopus');
    await chat.says('annuler');
    assert.ok(verbsOf(chat.card).includes('unlock.start'));
  }));

for (const [locale, wish, at, said] of [
  [
    'fr',
    'mdp octopus oublié',
    'seule la personne qui lit cette boîte',
    [
      ['ma collègue a oublié son mot de passe', 'Pour quelqu’un d’autre'],
      ['codes d’accès', 'Que voulez-vous dire'],
      ['dsl', 'Pas de souci'],
      ['ok à demain', 'À bientôt'],
      ['peut-être', 'Que voulez-vous dire'],
      ['qui est cette Sonia', 'Je ne connais personne'],
      ['pourquoi moi', 'figure parmi ses approbateurs'],
      ['ça dépend', 'prenons les choses dans l’ordre'],
      ['👍🏽', 'Tant mieux'],
      ['elle dit que son lien est expiré', 'Seule la personne à qui est le compte'],
      ['mon compte octopus est désactivé', 'Seul le support peut'],
      ['mon compte est pas activé', 'Un compte pas encore actif'],
      ['j’ai donné mon mot de passe à quelqu’un', 'Choisissez un autre mot de passe maintenant'],
      ['on m’a volé mon ordinateur', 'Prévenez le support sans attendre'],
      ['un collègue est décédé', 'Toutes mes condoléances'],
      ['ya une panne octopus ?', 'assistance.octopus@example.org'],
      ['ça dit accès refusé', 'votre compte n’a pas ce droit'],
      ['je suis daltonien', 'lecteur d’écran'],
    ],
  ],
  [
    'en',
    'forgot my octopus password',
    'only whoever reads that inbox',
    [
      ['what is bruno’s password', 'For somebody else'],
      ['access codes', 'What do you mean'],
      ['sorry', 'No worries'],
      ['🙏', 'My pleasure'],
      ['see you tomorrow', 'See you soon'],
      ['it depends', 'What do you mean'],
      ['is this company real', 'I know nobody'],
      ['why me', 'named among its approvers'],
      ['maybe', 'let’s take it from the top'],
      ['she says the link expired', 'Only the account’s owner'],
      ['my octopus account has been disabled', 'Only support can'],
      ['account not activated', 'Not active yet'],
      ['I gave my password to someone', 'Choose another password now'],
      ['my laptop was stolen', 'Tell support straight away'],
      ['my colleague passed away', 'My condolences'],
      ['is octopus down?', 'assistance.octopus@example.org'],
      ['403 forbidden', 'doesn’t have that right'],
      ['the text is too small for me', 'screen reader'],
    ],
  ],
] as const)
  test(`TALK-2 TALK-4 what is told of others, of thefts, leaks, deaths and outages, and of an account that is disabled or not active, is answered as what it is, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat, db }) => {
      for (const [says, hears] of said) {
        await chat.says(says);
        chat.hears(hears);
        assert.ok(!verbsOf(chat.card).includes('reset.send'), says);
      }
      await chat.says(wish);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await chat.says(said[0][0]);
      chat.hears(at);
      assert.ok(verbsOf(chat.card).includes('reset.code'));
      assert.equal((await db.selectFrom('request').select('id').execute()).length, 1);
    }));
