import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, type Chat, inputsOf, textOf } from '../../chat.ts';
import { helene, owns, withEstablishments } from '../../managing.ts';
import { codeIn, type Guichet, withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);
const standsIn = (card: Parameters<typeof inputsOf>[0], id: string) => inputsOf(card).find((input) => input.id === id)?.value;

/** Each sentence is answered by what helps there, and the step stays: its button is on the card. */
async function areAnswered(chat: Chat, verb: string, said: readonly (readonly [says: string, hears: string])[]): Promise<void> {
  for (const [says, hears] of said) {
    await chat.says(says);
    chat.hears(hears);
    assert.ok(verbsOf(chat.card).includes(verb), says);
  }
}

const asked = {
  fr: [
    ['je ne comprends pas bien ce que je suis supposé indiquer', 'Voici ce qui est demandé'],
    ['faut taper koi la dedans', 'Voici ce qui est demandé'],
    ['Veuillez m’excuser, je ne suis pas certain de savoir quel identifiant indiquer.', 'Compte unifié'],
    ['j’ai aucune idée de ce qu’il faut mettre', 'Pour vous aider'],
    ['en quoi vous avez besoin de mon compte ?', 'Pourquoi cette question'],
    ['qui est-ce qui va lire ça', 'Qui voit ce que vous saisissez'],
    ['je peux fermer teams en attendant ?', 'Ce que vous avez saisi est gardé'],
    ['je peux faire ça depuis mon portable', 'Ouvrez cette conversation sur l’autre appareil'],
    ['en fait c’est pour ma collègue', 'seule la personne qui lit cette boîte peut terminer'],
    ['j’ai une réunion là, on peut finir demain', 'rien ne presse'],
    ['et une fois que c’est envoyé il se passe quoi', 'La suite'],
  ],
  en: [
    ['I do not really understand what I am supposed to fill in', 'What’s being asked'],
    ['haven’t a clue what goes in there', 'What’s being asked'],
    ['may I close this window meanwhile', 'What you’ve entered is kept'],
    ['can I carry on from my mobile', 'Open this chat on the other device'],
    ['actually it’s for a colleague of mine', 'only whoever reads that inbox can finish'],
    ['who is going to read that', 'Who sees what you enter'],
  ],
} as const;

const mailed = {
  fr: [
    ['je vois toujours rien venir dans ma messagerie', 'Toujours rien'],
    ['tjr pa de mail la', 'Toujours rien'],
    ['rien de nouveau dans ma boîte', 'Toujours rien'],
    ['Je me permets de vous signaler que votre courriel ne m’est pas parvenu.', 'Toujours rien'],
    ['le lien me met une erreur quand j’essaie', 'Le lien ne marche plus'],
    ['j’ai cliqué trop tard je pense', 'Le lien ne marche plus'],
    ['l’code passe pas du tout', 'Le code est refusé'],
    ['je peux ouvrir le lien depuis mon portable ?', 'et cette conversation aussi'],
    ['je peux fermer la fenêtre ?', 'je vous y écris dès que c’est fait'],
    ['c’est le compte de mon chef', 'seule la personne qui lit cette boîte'],
    ['nickel, j’ai changé le mot de passe sur la page', 'Pas encore'],
    ['ça fait mon affaire demain plutôt', 'demandez un autre e-mail'],
    ['faudrait m’en renvoyer un', 'Demande renouvelée'],
  ],
  en: [
    ['I cannot find your e-mail anywhere', 'Still nothing'],
    ['mail is not arrived', 'Still nothing'],
    ['I clicked too late I’m afraid', 'link'],
    ['it keeps throwing my code out', 'code'],
    ['does it open on a phone too?', 'opens on a computer or a phone'],
    ['may I close this now', 'I’ll write to you here when it’s done'],
    ['that’s me done on the page', 'Not yet'],
    ['could you fire me another mail please', 'Check your inbox'],
  ],
} as const;

for (const locale of ['fr', 'en'] as const)
  test(`TALK-2 TALK-3 where an account is asked for and a mail waited for, what nobody foresaw is answered there, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat, db, mails }) => {
      await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
      await areAnswered(chat, 'reset.send', asked[locale]);
      assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
      await chat.presses('reset.send', { identifier: 'amartin' });
      await areAnswered(chat, 'reset.code', mailed[locale]);
      // What goes off again was asked for.
      assert.equal((await mails()).length, 2);
    }));

const proves = async ({ chat, mails }: Guichet): Promise<void> => {
  await chat.says('je voudrais un catalogue invgate');
  await chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
  await chat.presses('enroll.code', { code: codeIn((await mails())[0]) });
};

test('TALK-2 TALK-11 at the catalogues and the summary what nobody foresaw is answered there, «et aussi» adds, a reason given early is kept, and a long yes sends', () =>
  withGuichet({}, async (its) => {
    const { chat, db } = its;
    await proves(its);
    await areAnswered(chat, 'enroll.pick', [
      ['ça donne accès à quoi le premier', 'Voici ce qui est demandé'],
      ['j’ai pas compris la différence entre tous ces catalogues', 'Voici ce qui est demandé'],
      ['ça passe par qui ensuite ?', 'Chaque catalogue a ses approbateurs, désignés'],
      ['c’est pour ma collègue', 'Ce que vous faites ici est pour vous'],
    ]);
    const ticks: readonly (readonly [string, string])[] = [
      ['poste de travail', 'workplace'],
      ['et aussi le réseau', 'workplace,network'],
      ['ajoute les applis métier en plus', 'workplace,network,applications'],
      ['plutôt juste le réseau', 'network'],
    ];
    for (const [says, ticked] of ticks) {
      await chat.says(says);
      assert.equal(standsIn(chat.card, 'groups'), ticked, says);
    }
    await chat.says('c’est pour remplacer Paul pendant son congé');
    await chat.says('c’est bon j’ai choisi');
    assert.equal(standsIn(chat.card, 'justification'), 'pour remplacer Paul pendant son congé');
    await chat.says('les applications métier aussi');
    assert.equal(standsIn(chat.card, 'groups'), 'network,applications');
    await chat.says('ok on continue');
    await chat.says('et si j’envoie il se passe quoi');
    chat.hears('La suite');
    await chat.says('oui mais attends');
    assert.deepEqual(await db.selectFrom('enrollment').select('id').execute(), [], 'what holds something back sends nothing');
    await chat.says('c’est parfait comme ça, tu peux envoyer');
    chat.hears('demandes sont parties');
    assert.deepEqual(
      (await db.selectFrom('enrollment').select('justification').execute()).map(({ justification }) => justification),
      ['pour remplacer Paul pendant son congé', 'pour remplacer Paul pendant son congé'],
    );
  }));

test('TALK-2 after a question of ours, what is asked about the step brings it back', () =>
  withGuichet({}, async (its) => {
    const { chat } = its;
    await proves(its);
    await chat.says('mot de passe');
    assert.ok(!verbsOf(chat.card).includes('enroll.pick'));
    await chat.says('ça donne accès à quoi le premier');
    chat.hears('Voici ce qui est demandé');
    assert.ok(verbsOf(chat.card).includes('enroll.pick'));
  }));

for (const [locale, says, hears] of [
  ['fr', 'prépare l’arrivée de Paul Durand à la comptabilité lundi', 'Ici, chacun demande ses accès lui-même'],
  ['fr', 'je voudrais le catalogue réseau pour Léa Bernard', 'Ici, chacun demande ses accès lui-même'],
  ['en', 'please prepare the arrival of Paul Durand on Monday', 'Here, people ask for access themselves'],
] as const)
  test(`GOV-5 where nobody can be asked for, «${says}» begins nothing of one’s own, and offers it`, () =>
    withGuichet({ locale, channel: 'msteams' }, async ({ chat }) => {
      await chat.says(says);
      chat.hears(hears);
      assert.deepEqual(verbsOf(chat.card).sort(), ['enroll.start', 'menu.show', 'support.start']);
    }));

test('TALK-6 «donne à léa les droits factures» is about the one portal that has that right', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('menu');
    await chat.says('donne à léa les droits factures');
    chat.hears('Extranet');
    assert.ok(!verbsOf(chat.card).includes('portal.choose'), chat.heard);
  }));

test('TALK-6 who is to be deleted may be named before the establishment is chosen', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('supprimer un utilisateur de l’extranet');
    await chat.says('marc petit');
    chat.hears('noté');
    await chat.says('paris');
    chat.hears('Marc Petit');
    assert.doesNotMatch(chat.heard, /Hélène Roux/);
  }));

test('GOV-2 TALK-2 at the card for an absence questions are answered, and days fill it', () =>
  withGuichet({ channel: 'msteams' }, async ({ chat }) => {
    await chat.says('je pars en congé, qui valide à ma place');
    for (const [says, hears] of [
      ['c’est quoi ce que je dois mettre là', 'Dites quand vous partez'],
      ['pourquoi je dois faire ça', 'Pour que personne n’attende votre retour'],
      ['pas le temps, plus tard', 'La carte reste ici'],
    ] as const) {
      await chat.says(says);
      chat.hears(hears);
    }
    await chat.says('du 3 au 17 décembre, Claire Fontaine');
    assert.match(standsIn(chat.card, 'from') ?? '', /-12-03$/);
    assert.match(standsIn(chat.card, 'to') ?? '', /-12-17$/);
  }));

for (const [locale, wish, says, reason] of [
  [
    'fr',
    'je veux un compte invgate',
    ['pourquoi mon adresse est refusée ?', 'j’ai que gmail', 'ça marche pas', 'pourquoi ?', 'blorp fnord zut'],
    'gmail.com est une messagerie personnelle',
  ],
  [
    'en',
    'sign up for invgate',
    ['it refuses my email', 'what’s wrong with my address', 'I only have gmail', 'why?', 'blorp fnord zut'],
    'gmail.com is a personal mail service',
  ],
] as const)
  test(`TALK-2 right after an answer was refused, a complaint and what is not understood are told why, and the reason stays on the card, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(wish);
      await chat.says('bob@gmail.com');
      for (const each of says) {
        await chat.says(each);
        assert.equal(textOf(chat.card).split(reason).length, 3, `${each}: above, and at the field`);
        assert.ok(verbsOf(chat.card).includes('support.start'), each);
      }
      // A term is explained, whatever was refused.
      await chat.says(locale === 'fr' ? 'pourquoi mon entité ?' : 'why do you need my entity');
      chat.hears(locale === 'fr' ? 'Selon l’entité' : 'depends on the entity');
      await chat.says('bob@corp.example');
      assert.ok(!chat.heard.includes(reason));
    }));

for (const [locale, wish, said] of [
  [
    'fr',
    'mdp extranet oublié',
    [
      ['combien d’essais j’ai ?', 'Au bout de 5 mots de passe faux'],
      ['c’est la mauvaise adresse je crois', 'Rien n’est encore parti'],
      ['ça ouvre quand ?', 'l’Extranet est déjà ouvert'],
    ],
  ],
  [
    'en',
    'forgot my extranet password',
    [
      ['how many tries do I have', 'After 5 wrong passwords'],
      ['it’s the wrong address I think', 'Nothing has been sent yet'],
      ['is it open already?', 'is open already'],
    ],
  ],
] as const)
  test(`TALK-2 EX-3 where an account is asked for, how many tries there are, when it opens and a wrong address are answered there, in ${locale}`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(wish);
      await areAnswered(chat, 'reset.send', said);
    }));

for (const [locale, says, hears] of [
  ['fr', ['non', 'c’est bloqué maintenant', 'qui l’a bloqué ?'], ['l’e-mail est parti', 'Un compte se verrouille au bout de 10', 'Un compte se verrouille']],
  ['en', ['no', 'it’s locked now', 'who locked it'], ['the e-mail is on its way', 'An account locks after 10', 'An account locks']],
] as const)
  for (const channel of ['msteams', 'webchat'] as const)
    test(`TALK-3 ALL-13 a mail that went off is never said to be nothing, a lock is explained, and the code is asked for only where it can be entered, in ${locale} on ${channel}`, () =>
      withGuichet({ locale, channel }, async ({ chat }) => {
        await chat.says(locale === 'fr' ? 'mdp octopus oublié' : 'forgot my octopus password');
        await chat.presses('reset.send', { identifier: 'amartin' });
        const fields = inputsOf(chat.card).map(({ id }) => id);
        await areAnswered(
          chat,
          'reset.again',
          says.map((each, at) => [each, hears[at] ?? '']),
        );
        await chat.says(locale === 'fr' ? 'c’est fait' : 'done');
        assert.deepEqual(
          inputsOf(chat.card).map(({ id }) => id),
          fields,
        );
      }));

test('TALK-2 IN-12 who asks at a step when the portal opens is told the day', () =>
  withGuichet({ locale: 'fr' }, async ({ chat }) => {
    await chat.says('je veux un compte invgate');
    await areAnswered(chat, 'signUp.address', [['quand est-ce que ça ouvre ?', '2 avril 2027']]);
  }));

test('TALK-5 what twice was not understood names the choices that the step has', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene, 'fr');
    await chat.says('changer mon adresse de connexion extranet');
    const own = textOf(chat.card);
    await chat.says('blorp fnord');
    await chat.says('fnord plugh');
    chat.hears('Je ne comprends toujours pas');
    assert.doesNotMatch(chat.heard, /boutons de cette carte/, own);
  }));
