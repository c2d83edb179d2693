import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, inputsOf, textOf } from '../../chat.ts';
import { asks, claire, meets, nadia, proves } from '../../enrolling.ts';
import { invites, salesWoman } from '../../inviting.ts';
import { helene, owns, withEstablishments } from '../../managing.ts';
import { begins, withOrganisations } from '../../organising.ts';
import { withGuichet } from '../../support.ts';

const verbsOf = (card: Parameters<typeof actionsOf>[0]) => actionsOf(card).map(({ data }) => data?.verb);
const standsIn = (card: Parameters<typeof inputsOf>[0], id: string) => inputsOf(card).find((input) => input.id === id)?.value;

const picked = [
  ['2 et 3', 'applications,network'],
  ['les deux premiers', 'workplace,applications'],
  ['la dernière', 'sensitive-data'],
  ['premier et dernier', 'workplace,sensitive-data'],
  ['1,2,4', 'workplace,applications,sensitive-data'],
  ['tout sauf le réseau', 'workplace,applications,sensitive-data'],
  ['appli métier', 'applications'],
  ['poste de travail et réseau', 'workplace,network'],
  ['juste le réseau svp', 'network'],
  ['the last two', 'network,sensitive-data'],
  ['network and sensitive data', 'network,sensitive-data'],
] as const;

test('TALK-6 TALK-11 several catalogues are ticked by their places and parts of their names, and taken away by naming them', () =>
  withGuichet({}, async (guichet) => {
    const { chat } = guichet;
    await proves(guichet);
    for (const [says, ticked] of picked) {
      await chat.says('tous');
      await chat.says('enlève poste de travail, applications métier, réseau et données sensibles');
      assert.equal(standsIn(chat.card, 'groups'), '', says);
      await chat.says(says);
      assert.equal(standsIn(chat.card, 'groups'), ticked, says);
    }
    await chat.says('pas le réseau');
    assert.equal(standsIn(chat.card, 'groups'), 'sensitive-data');
    await chat.says('poste de travail et applications métier');
    await chat.says('non pas les applis métier');
    assert.equal(standsIn(chat.card, 'groups'), 'sensitive-data,workplace');
    await chat.says('enlève poste de travail');
    assert.equal(standsIn(chat.card, 'groups'), 'sensitive-data');
    await chat.says('oui');
    await chat.says('rajoute applications métier et enlève données sensibles');
    assert.equal(standsIn(chat.card, 'groups'), 'applications');
  }));

/** What was ticked before, what is said, and what is ticked then: places are those of the card, and what is denied is never ticked. */
const repicked = [
  ['poste de travail, données sensibles', 'les deux premiers', 'workplace,applications'],
  ['poste de travail', 'non juste le premier et le quatrième', 'workplace,sensitive-data'],
  ['réseau', 'sauf données sensibles', 'network'],
  ['réseau, données sensibles', 'sauf données sensibles', 'network'],
  ['réseau, données sensibles', 'pas les données sensibles finalement', 'network'],
  ['poste de travail, réseau', 'rien', ''],
  ['poste de travail, réseau', 'clear', ''],
  ['poste de travail, réseau', 'vide la liste', ''],
  ['poste de travail, réseau', 'remets à zéro', ''],
  ['poste de travail, réseau', 'untick everything', ''],
  ['', 'finalement tous', 'workplace,applications,network,sensitive-data'],
  ['poste de travail, réseau', 'décoche le réseau', 'workplace'],
  ['poste de travail, applications métier', 'enlève les applis', 'workplace'],
  ['poste de travail', 'the last two', 'network,sensitive-data'],
  ['poste de travail', 'everything except network', 'workplace,applications,sensitive-data'],
] as const;

test('TALK-1 TALK-11 places are those of the card in view, «rien» and “clear” untick all, and what is left out is never ticked', () =>
  withGuichet({}, async (guichet) => {
    const { chat } = guichet;
    await proves(guichet);
    for (const [ticked, says, left] of repicked) {
      await chat.says('rien');
      if (ticked !== '') await chat.says(ticked);
      await chat.says(says);
      assert.equal(standsIn(chat.card, 'groups'), left, `${ticked}: ${says}`);
    }
    await chat.says('rien');
    await chat.says('zz9');
    chat.hears('Rien ne correspond');
    await chat.says('2');
    assert.equal(standsIn(chat.card, 'groups'), 'applications');
  }));

const corrected = [
  ['change la date pour le 1er juin 2027', 'until', '2027-06-01'],
  ['set the end date to 30 June 2027', 'until', '2027-06-30'],
  ['pas de date de fin', 'until', ''],
  ['mets la fin au 31 mai 2027', 'until', '2027-05-31'],
  ['remove the end date', 'until', ''],
  ['change la raison, c’est pour les stagiaires', 'justification', 'c’est pour les stagiaires'],
  ['replace the reason with the interns need it', 'justification', 'the interns need it'],
] as const;

test('TALK-11 GOV-1 the day and the reason of a request are changed by saying so before it is sent', () =>
  withGuichet({}, async (guichet) => {
    const { chat } = guichet;
    await proves(guichet);
    await chat.says('données sensibles');
    await chat.says('oui');
    await chat.says('c’est pour la clôture de décembre');
    for (const [says, field, stands] of corrected) {
      await chat.says(says);
      assert.equal(standsIn(chat.card, field) ?? '', stands, says);
    }
  }));

test('TALK-2 IN-11 IN-12 «et maintenant ?» after the approval says when access begins, and not that the request has gone', () =>
  withGuichet({ channel: 'msteams' }, async (guichet) => {
    const ofClaire = await meets(guichet, claire);
    await asks(guichet, ['workplace']);
    const { chat } = guichet;
    await chat.says('et maintenant ?');
    chat.hears('Votre demande est partie');
    await ofClaire.presses('decide.approve');
    await guichet.worker.drain();
    await chat.says('et maintenant ?');
    chat.hears('approuvée', '2 avril 2027');
    assert.doesNotMatch(chat.heard, /Votre demande est partie/);
  }));

test('TALK-6 TALK-11 what stands behind the labels of a form is for its fields, whatever else it could mean', () =>
  withGuichet({}, async (guichet) => {
    const chat = await meets(guichet, salesWoman);
    await chat.says('inviter ada.lovelace@client.example sur rconnect');
    await chat.says('oui');
    await chat.says('société : Organisation Nouvelle SA, code postal : 9000');
    assert.deepEqual([standsIn(chat.card, 'name'), standsIn(chat.card, 'postalCode')], ['Organisation Nouvelle SA', '9000']);
    await chat.says('c’est à Gand, en Belgique');
    assert.deepEqual([standsIn(chat.card, 'city'), standsIn(chat.card, 'country')], ['Gand', 'Belgique']);
    await chat.says('Rue: Veldstraat 1, 2e étage');
    assert.equal(standsIn(chat.card, 'street'), 'Veldstraat 1, 2e étage');
  }));

test('TALK-2 who lost the phone is told at the two-factor card what lets them in, and who asks who decides is told that first', () =>
  withGuichet({}, async (guichet) => {
    const { chat } = guichet;
    await chat.says('double authentification outscale');
    await chat.says('j’ai perdu mon téléphone');
    chat.hears('Un de vos codes de secours', 'Téléphone et codes perdus');
    await proves(guichet);
    await chat.says('qui approuve ça ?');
    chat.hears('Qui décide', 'Chaque catalogue a ses approbateurs');
  }));

const reasons = [
  ['données sensibles', 'pour la clôture comptable', 'envoie la demande'],
  ['network', 'to close the year', 'looks right, go ahead'],
  ['poste de travail', 'parce que Julien part', 'c’est parti'],
] as const;

test('TALK-11 a few words that say why are the reason, whatever else their words may begin, and «envoie la demande» sends it', () =>
  withGuichet({}, async (guichet) => {
    const { chat, db } = guichet;
    await proves(guichet);
    for (const [catalogue, reason, sends] of reasons) {
      await chat.says(`${catalogue} invgate`);
      await chat.says('oui');
      await chat.says(reason);
      assert.equal(standsIn(chat.card, 'justification'), reason);
      await chat.says(sends);
      assert.match(chat.heard, /Votre demande est partie|Your request/, sends);
    }
    const asked = await db.selectFrom('enrollment').select('justification').execute();
    assert.deepEqual(asked.map(({ justification }) => justification).toSorted(), reasons.map(([, reason]) => reason).toSorted());
  }));

test('TALK-11 a reason that was written stays, and «oui envoie» sends the request with it', () =>
  withGuichet({}, async (guichet) => {
    const { chat, db } = guichet;
    await proves(guichet);
    await chat.says('données sensibles');
    await chat.says('oui');
    await chat.says('combien de temps ça prend ?');
    chat.hears('La réponse dépend des personnes qui décident');
    await chat.says('c’est pour remplacer Paul pendant son congé');
    await chat.says('oui envoie');
    chat.hears('Votre demande est partie');
    const { justification } = await db.selectFrom('enrollment').select('justification').executeTakeFirstOrThrow();
    assert.equal(justification, 'c’est pour remplacer Paul pendant son congé');
  }));

for (const [locale, says, verb, stands] of [
  ['fr', 'on est en belgique', 'createOrganisation.create', 'Belgique'],
  ['fr', 'Belgique', 'createOrganisation.create', 'Belgique'],
  ['fr', 'à l’étranger', 'createOrganisation.create', ''],
  ['fr', 'france', 'createOrganisation.search', undefined],
  ['fr', 'en Martinique', 'createOrganisation.search', undefined],
  ['en', 'we are in the Netherlands', 'createOrganisation.create', 'Netherlands'],
] as const)
  test(`TALK-11 OU-2 «${says}» says where an organisation is`, () =>
    withOrganisations({ locale }, async (its) => {
      await begins(its);
      await its.chat.says(says);
      assert.ok(verbsOf(its.chat.card).includes(verb), its.chat.heard);
      assert.equal(standsIn(its.chat.card, 'country'), stands);
    }));

test('TALK-2 TALK-6 a SIRET counts early, with words around it, corrected, and who does not know it is told where to look', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    await chat.says('créer une organisation outscale');
    await chat.says('812 345 676 00017');
    chat.hears('C’est noté');
    await chat.says('tout annuler');
    await begins(its);
    await chat.says('en france');
    for (const says of ['je connais pas mon siret', 'j’ai pas le siret sous la main', 'c’est quoi un siret', 'créer mon organisation']) {
      await chat.says(says);
      chat.hears('annuaire-entreprises');
      assert.ok(verbsOf(chat.card).includes('createOrganisation.search'), says);
    }
    await chat.says('siret: 812.345.676.00017 (Paris)');
    chat.hears('ACME LOGICIELS');
    await chat.says('ah non le siret c’est 812 345 676 00025');
    assert.ok(verbsOf(chat.card).includes('createOrganisation.search'));
    assert.equal(standsIn(chat.card, 'siret')?.replace(/\s/g, ''), '81234567600025');
    await chat.says('finalement on est en Italie');
    assert.equal(standsIn(chat.card, 'country'), 'Italie');
  }));

for (const [locale, says, given, family] of [
  ['fr', 'prénom Jean, nom Dupont', 'Jean', 'Dupont'],
  ['fr', 'Prénom : jean-luc, nom de famille : Martin', 'jean-luc', 'Martin'],
  ['en', 'first name John, last name Smith', 'John', 'Smith'],
] as const)
  test(`TALK-6 «${says}» stands in the fields of the form`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'm’inscrire sur invgate' : 'sign up on invgate');
      await chat.says('someone.new@corp.example');
      await chat.says(says);
      assert.deepEqual([standsIn(chat.card, 'givenName'), standsIn(chat.card, 'familyName')], [given, family]);
    }));

test('TALK-6 while inviting, a company’s name, the language, another person are taken, and what was typed of the company is kept', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('je voudrais inviter un client sur rconnect');
    await chat.says('en anglais le mail stp');
    chat.hears('C’est noté');
    await chat.says('grace@client.example');
    await chat.says('Client SA');
    assert.equal(standsIn(chat.card, 'name'), 'Client SA');
    const { card } = chat;
    for (const elsewhere of ['oups pas bob finalement', '12 34', 'attends un peu']) {
      await chat.says(elsewhere);
      assert.doesNotMatch(JSON.stringify(chat.card ?? {}), new RegExp(`"value":"${elsewhere}"`), elsewhere);
    }
    await chat.presses('invite.company', { name: 'Client SA', city: 'Lyon' }, { card });
    assert.equal(standsIn(chat.card, 'language'), 'en');
    await chat.says('en fait je veux inviter bob@client.example plutôt');
    assert.equal(standsIn(chat.card, 'email'), 'bob@client.example');
    await chat.presses('invite.who', { email: 'bob@client.example' });
    assert.deepEqual([standsIn(chat.card, 'name'), standsIn(chat.card, 'city')], ['Client SA', 'Lyon']);
  }));

for (const says of ['elle a reçu ?', 'renvoie-lui', 'annule l’invitation de Grace', 'où en sont mes invitations', 'mes invitations'])
  test(`RC-8 after an invitation went off «${says}» shows its state`, () =>
    withGuichet({ channel: 'msteams' }, async (its) => {
      const chat = await invites(its, 'Grace Hopper <grace@client.example>');
      await chat.says(says);
      chat.hears('Mes invitations', 'Grace Hopper — envoyée');
      assert.ok(verbsOf(chat.card).includes('invite.resend'));
    }));

test('RC-8 «mes invitations» is a wish of its own, also while inviting', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const chat = await meets(its, salesWoman);
    await chat.says('je voudrais inviter un client sur rconnect');
    await chat.says('grace@client.example');
    await chat.says('où en sont mes invitations');
    chat.hears('Mes invitations');
  }));

test('TALK-6 at the Extranet «c’est la même» fills the second field, and what was typed stands in the next form', () =>
  withGuichet({}, async ({ chat }) => {
    await chat.says('mdp extranet oublié');
    await chat.says('accueil@hotel.example');
    await chat.says('mon compte est bloqué');
    assert.equal(standsIn(chat.card, 'identifier'), 'accueil@hotel.example');
    await chat.says('tout annuler');
    await chat.says('mdp extranet oublié');
    await chat.says('accueil@hotel.example');
    await chat.says('c’est la même');
    assert.ok(verbsOf(chat.card).includes('reset.again'), chat.heard);
  }));

test('TALK-1 in the middle of adding a user «je me suis trompé, je voulais en supprimer un» begins that', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says('ajouter un utilisateur extranet');
    await chat.says('je me suis trompé je voulais en supprimer un');
    chat.hears('Supprimer');
    assert.ok(!verbsOf(chat.card).includes('addUser.add'));
  }));

for (const [locale, says] of [
  ['fr', 'le premier'],
  ['fr', 'la 2'],
  ['en', 'the second one'],
] as const)
  test(`TALK-11 «${says}» where no list is in view means nothing, and is told so`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      chat.hears(locale === 'fr' ? 'Il n’y a pas de liste' : 'There’s no list');
    }));

test('TALK-1 TALK-12 the form for support: a portal named leads to its support, a wish is offered beside, nothing is lost, and a denial leaves it', () =>
  withGuichet({}, async ({ chat, mails }) => {
    await chat.says('mdp extranet oublié');
    await chat.says('annuler');
    await chat.says('je voudrais parler au support');
    await chat.says('supprimez mon compte');
    assert.equal(standsIn(chat.card, 'comment'), 'supprimez mon compte');
    await chat.says('je n’arrive pas à entrer dans octopus depuis hier matin');
    chat.hears(/^Octopus/);
    assert.ok(standsIn(chat.card, 'comment')?.startsWith('supprimez mon compte\n'));
    await chat.says('et j’ai oublié mon mot de passe octopus depuis hier');
    assert.ok(verbsOf(chat.card).includes('reset.start'), textOf(chat.card));
    await chat.says('je veux pas contacter le support');
    chat.hears('Annulé');
    assert.deepEqual(await mails(), []);
  }));

for (const [locale, says, hears] of [
  ['fr', 'supprimez mon compte octopus', 'Cela, c’est le support qui le fait'],
  ['en', 'delete my octopus account', 'That’s something support does'],
] as const)
  test(`TALK-1 «${says}» is what support does: its form says so, with the sentence in it`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(says);
      chat.hears(hears);
      assert.equal(standsIn(chat.card, 'comment'), says);
    }));

for (const [locale, says] of [
  ['fr', 'ils répondent quand ?'],
  ['fr', 'combien de temps ça prend'],
  ['en', 'when will they answer?'],
  ['en', 'do they have a phone number'],
] as const)
  test(`ALL-10 after a case was handed over «${says}» shows its number and how to reach support`, () =>
    withGuichet({ locale }, async ({ chat }) => {
      await chat.says(locale === 'fr' ? 'parler au support octopus' : 'talk to octopus support');
      await chat.says(locale === 'fr' ? 'la page affiche une erreur 500 depuis lundi' : 'the page has shown error 500 since monday');
      await chat.says(locale === 'fr' ? 'envoie' : 'send');
      const done = textOf(chat.card);
      await chat.says(says);
      chat.hears(locale === 'fr' ? 'Le support répond par e-mail' : 'Support replies by e-mail');
      assert.equal(textOf(chat.card), done);
    }));

test('TALK-11 IN-10 what an approver says of a request that waits shows its card, with a question filled in; nothing is decided', () =>
  withGuichet({}, async (guichet) => {
    const approver = await meets(guichet, claire);
    await asks(guichet, ['workplace'], 'pour remplacer Paul');
    await guichet.mails();
    for (const says of [
      'ok pour alice',
      'c’est quoi ça ?',
      'depuis quand elle attend ?',
      'je suis pas concerné, vois avec Samuel',
      'elle n’est pas dans mon équipe',
      'she isn’t in my team',
      'c’est bon pour moi',
      'c’est pour quoi faire ?',
      'je refuse',
      'oui',
      'ask her for how long',
      'demande-lui pour combien de temps',
    ]) {
      await approver.says(says);
      approver.hears('Poste de travail', 'pour remplacer Paul');
      assert.ok(verbsOf(approver.card).includes('decide.approve'), says);
    }
    assert.equal(standsIn(approver.card, 'reason'), 'pour combien de temps');
    assert.deepEqual(
      (await guichet.db.selectFrom('enrollment').select('status').execute()).map(({ status }) => status),
      ['pending'],
    );
  }));

/** What an approver says, and what is said back, with what stands in the card's field then: the card stays, and nothing is decided. */
const atDecision = {
  fr: [
    ['motif : elle commence lundi', 'appuyer sur «\u00a0Refuser\u00a0»', 'elle commence lundi'],
    ['question : pour quel projet ?', 'appuyer sur «\u00a0Demander une précision\u00a0»', 'pour quel projet ?'],
    ['oui approuver', 'appuyez sur «\u00a0Approuver\u00a0»', 'pour quel projet ?'],
    ['refuse : pas dans mon équipe', 'appuyez sur «\u00a0Refuser\u00a0»', 'pas dans mon équipe'],
    ['le truc bleu', 'Je n’ai pas compris', 'pas dans mon équipe'],
    ['oui', 'appuyez sur «\u00a0Approuver\u00a0»', 'pas dans mon équipe'],
  ],
  en: [
    ['reason: new starter', 'press “Refuse”', 'new starter'],
    ['question: which project?', 'press “Ask a question”', 'which project?'],
    ['approve Alice’s request', 'press “Approve”', 'which project?'],
    ['refuse because she left', 'press “Refuse”', 'she left'],
    ['blip blop', 'I didn’t get that', 'she left'],
    ['yes', 'press “Approve”', 'she left'],
  ],
} as const;

for (const [locale, notMine, whom] of [
  ['fr', 'c’est pas à moi de décider', 'le deuxième'],
  ['en', 'it’s not for me', 'hugo'],
] as const)
  test(`TALK-11 IN-10 what an approver types fills in the card and names its button, decides nothing, and hands it to who is named, in ${locale}`, () =>
    withGuichet({ channel: 'msteams', locale }, async (its) => {
      const approver = await meets(its, nadia, locale);
      await asks(its, ['applications']);
      for (const [says, hears, reason] of atDecision[locale]) {
        await approver.says(says);
        approver.hears(hears);
        assert.ok(verbsOf(approver.card).includes('decide.approve'), says);
        assert.equal(standsIn(approver.card, 'reason'), reason, says);
      }
      await approver.says(notMine);
      await approver.says('zorglub');
      assert.ok(verbsOf(approver.card).includes('decide.forwardTo'), 'what is not understood leaves the card');
      const asked = async () => (await its.db.selectFrom('approver').select('address').where('open', '=', 1).execute()).map(({ address }) => address);
      assert.deepEqual(await asked(), [nadia.email]);
      await approver.says(whom);
      assert.deepEqual(await asked(), ['hugo.marchand@example.org']);
      assert.equal((await its.db.selectFrom('enrollment').select('status').executeTakeFirst())?.status, 'pending');
    }));

test('OU-7 «je veux juste un compte», while creating an organisation, is about that portal', () =>
  withOrganisations({}, async ({ chat }) => {
    await chat.says('créer une organisation outscale');
    await chat.says('non c’est pas ça, je veux juste un compte');
    chat.hears('OUTSCALE', 'Un administrateur de votre organisation');
  }));
