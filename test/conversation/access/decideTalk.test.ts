import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PendingPage } from '../../../core/access/waiting.ts';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { day, hour } from '../../../core/foundation/clock.ts';
import { actionsOf, cardSchema, textOf } from '../../chat.ts';
import { copiesOf, statusOf } from '../../deciding.ts';
import { asks, claire, hugo, meets, nadia } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { clicks } from '../../soak/approver.ts';
import { withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

test('IN-10 a question reaches the requester’s chat, and the answer appears on every card', () =>
  withGuichet(teams, async (its) => {
    const [ofClaire, ofHugo] = [await meets(its, claire), await meets(its, hugo)];
    const [id] = await asks(its, ['workplace']);
    for (const chat of [ofClaire, ofHugo]) chat.hears('Demande à traiter');
    await ofClaire.presses('decide.question', { reason: 'Pour quel site ?' });
    ofClaire.hears(/Claire Fontaine demande : Pour quel site/);
    await its.worker.drain();
    its.chat.hears('Claire Fontaine demande une précision', 'Poste de travail', 'Pour quel site');
    await its.chat.presses('myRequests.answer', { comment: 'Pour *Lyon*' });
    its.chat.hears('Votre réponse est partie', 'Pour quel site', 'Lyon');
    await its.worker.drain();
    for (const chat of [ofClaire, ofHugo]) chat.hears(/Alice Martin répond : Pour \\\*Lyon\\\*/);
    const last = its.connector.activities.filter(({ method }) => method === 'POST').at(-1);
    assert.match(
      JSON.stringify(last),
      new RegExp(`a:${claire.givenName}-msteams[\\s\\S]*répond`),
      'who asked is told by a card of its own, which Teams announces',
    );
    assert.equal(await statusOf(its, id), 'pending');
    // Nobody else answers for her.
    const other = await meets(its, bruno);
    await other.sends('myRequests.answer', { verb: 'myRequests.answer', nonce: 'any', enrollment: id, comment: 'Moi', portal: 'invgate' });
    assert.equal((await its.db.selectFrom('enrollmentNote').select('id').where('kind', '=', 'answer').execute()).length, 1);
  }));

test('GOV-1 IN-10 one request is one card for each approver: the newest has the buttons, older copies say so, lead to it on a click, and decide nothing twice', () =>
  withGuichet(teams, async (its) => {
    const [ofClaire, ofHugo] = [await meets(its, claire), await meets(its, hugo)];
    const [id] = await asks(its, ['workplace']);
    const live = () => copiesOf(its, /decide\.approve/).length;
    const replaced = () => copiesOf(its, /Une carte plus récente/).length;
    const { card: first } = ofClaire.hears('Demande à traiter');
    const settles = async () => {
      await its.worker.drain();
      await its.worker.drain();
    };
    // One that she asked for herself, one with the answer to her question, one that reminds her.
    await ofClaire.says('qu’est-ce qui attend ma décision ?');
    ofClaire.hears('Demande à traiter', 'Poste de travail');
    await settles();
    assert.deepEqual([live(), replaced()], [2, 1]);
    await ofClaire.presses('decide.question', { reason: 'Pour quel site ?' });
    await settles();
    await its.chat.presses('myRequests.answer', { comment: 'Lyon' });
    await settles();
    assert.deepEqual([live(), replaced()], [2, 2], 'one for Claire, one for Hugo');
    its.passes(3 * day);
    await settles();
    assert.equal(live(), 2, 'a reminder is no second one');
    // An older copy that is opened again is the one that decides: now all the others lead to it.
    const older = its.connector.activities.findLast(
      ({ method, attachments }) => method === 'PUT' && JSON.stringify(attachments).includes('Une carte plus récente'),
    );
    const opened = await clicks(ofClaire, cardSchema.parse(older?.attachments?.[0]?.content), 'decide.open', {}, older?.id);
    assert.ok(actionsOf(opened).some(({ verb }) => verb === 'decide.approve'));
    await settles();
    assert.equal(live(), 1, 'that of Hugo, besides the answer to the click');
    // The first one was still on her screen: its click decides, once.
    await ofClaire.presses('decide.approve', {}, { card: first });
    await ofHugo.presses('decide.approve');
    await settles();
    assert.equal(await statusOf(its, id), 'approved');
    assert.deepEqual([live(), replaced()], [0, 0]);
    assert.equal((await its.db.selectFrom('audit').select('id').where('action', '=', 'decide.approved').where('outcome', '=', 'ok').execute()).length, 1);
  }));

test('IN-10 a card that an approver asked for loses its buttons with the others when somebody else decides', () =>
  withGuichet(teams, async (its) => {
    const [ofClaire, ofHugo] = [await meets(its, claire), await meets(its, hugo)];
    await asks(its, ['workplace']);
    await ofClaire.says('qu’est-ce qui attend ma décision ?');
    ofClaire.hears('Demande à traiter', 'Poste de travail');
    await its.worker.drain();
    assert.equal(copiesOf(its, /decide\.approve/).length, 2);
    await ofHugo.presses('decide.approve');
    await its.worker.drain();
    assert.equal(copiesOf(its, /decide\.approve/).length, 0);
    assert.equal(copiesOf(its, /Approuvée par Hugo/).length, 3);
  }));

test('IN-10 an empty answer is refused, and the question can be answered until the request is decided', () =>
  withGuichet(teams, async (its) => {
    const ofClaire = await meets(its, claire);
    await asks(its, ['workplace']);
    await ofClaire.presses('decide.question', { reason: 'Pour quel site ?' });
    await its.worker.drain();
    await its.chat.presses('myRequests.answer', { comment: '  ' });
    its.chat.hears('Claire Fontaine demande une précision', 'Pour quel site', 'Ce champ est obligatoire.');
    const { card } = its.chat;
    await its.chat.presses('myRequests.answer', { comment: 'Lyon' });
    its.chat.hears('Votre réponse est partie', 'Poste de travail', 'Lyon');
    await ofClaire.presses('decide.approve');
    await its.chat.presses('myRequests.answer', { comment: 'Paris' }, { card });
    its.chat.hears('a reçu une réponse entre-temps', 'Poste de travail — approuvée');
  }));

test('IN-10 an approver hands a request to another: it is theirs from then on, and no longer the first’s', () =>
  withGuichet(teams, async (its) => {
    const [ofNadia, ofHugo] = [await meets(its, nadia), await meets(its, hugo)];
    const [id = ''] = await asks(its, ['applications']);
    ofNadia.hears('Demande à traiter');
    const { card } = ofNadia;
    await ofNadia.presses('decide.forward');
    ofNadia.hears('À quel approbateur', 'hugo.marchand@example.org');
    await ofNadia.sends('decide.forwardTo', { verb: 'decide.forwardTo', nonce: 'any', enrollment: id, email: bruno.email });
    assert.match(textOf(ofNadia.card), /qui n’est pas encore consulté/);
    await ofNadia.sends('decide.forwardTo', { verb: 'decide.forwardTo', nonce: 'any', enrollment: id, email: hugo.email });
    assert.match(textOf(ofNadia.card), /Nadia Benali l’a transférée à Hugo Marchand/);
    await ofNadia.presses('decide.approve', {}, { card });
    assert.equal(await statusOf(its, id), 'pending');
    await its.worker.drain();
    // Her own copies say that nothing waits for her, and offer nothing.
    ofNadia.hears('En cours : Applications métier', 'vous n’avez plus rien à faire ici');
    assert.deepEqual(actionsOf(ofNadia.card), []);
    ofHugo.hears('Demande à traiter : Applications métier', /transférée/);
    await ofHugo.presses('decide.approve');
    assert.equal(await statusOf(its, id), 'approved');
  }));

for (const locale of ['fr', 'en'] as const)
  test(`IN-10 pending requests are listed, oldest first, and decided in place, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const approver = await meets(its, hugo, locale);
      await approver.says(fr ? 'à décider' : 'what waits for me');
      approver.hears(fr ? 'Aucune demande n’attend votre décision' : 'Nothing needs your decision right now');
      await asks(its, ['network']);
      its.passes(hour);
      await its.chat.says(fr ? 'm’inscrire à un catalogue InvGate' : 'request a catalogue InvGate');
      await its.chat.presses('enroll.pick', { groups: 'workplace' });
      await its.chat.presses('enroll.confirm', {});
      await approver.says(fr ? 'à décider' : 'what waits for me');
      approver.hears(fr ? /Réseau et accès distants[\s\S]*Poste de travail/ : /Network and remote access[\s\S]*Workplace/);
      await approver.presses('decide.open');
      await approver.presses('decide.approve');
      approver.hears(fr ? 'Approuvée : Réseau' : 'Approved: Network');
      await approver.says(fr ? 'à décider' : 'what waits for me');
      assert.doesNotMatch(approver.heard, /Réseau|Network/);
    }));

test('IN-10 pages of pending requests have no gaps or duplicates, even with equal timestamps and decisions in between', () =>
  withGuichet(teams, async (its) => {
    await asks(its, ['network']);
    const { id: _, reference, ...like } = await its.db.selectFrom('enrollment').selectAll().executeTakeFirstOrThrow();
    await its.db.deleteFrom('approver').execute();
    const people = Array.from({ length: 23 }, (_, n) => `n${n}@corp.example`);
    await importAccounts(
      its.db,
      'invgate',
      ['identifier,email,givenName,familyName,phone,entity', ...people.map((each) => `${each},${each},N,N,,`)].join('\n'),
      its.now(),
    );
    const accounts = await its.db.selectFrom('account').select(['id', 'identifier']).where('identifier', 'like', 'n%@corp.example').execute();
    for (const [n, { id: accountId, identifier: id }] of accounts.entries()) {
      await its.db
        .insertInto('enrollment')
        .values({ ...like, id, accountId, reference: `${reference}${n}` })
        .execute();
      const asked = { enrollmentId: id, address: hugo.email, open: 1, decision: null, askedAt: n < 12 ? 5 : n, decidedAt: null };
      await its.db
        .insertInto('approver')
        .values({ id: crypto.randomUUID(), ...asked })
        .execute();
    }
    const actor = { person: 'hugo', channel: 'msteams', locale: 'fr', authenticated: true, email: hugo.email } as const;
    const seen: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: PendingPage = await its.core.access.decide.waiting(actor, { limit: 5, after });
      seen.push(...page.views.map(({ id }) => id));
      // Decided in between: what comes after does not move up past the reader.
      await its.core.access.decide.decide(actor, page.views[0]?.id ?? '', { decision: 'approved' });
      after = page.next;
    }
    assert.deepEqual([...seen].sort(), [...people].sort());
    for (const forged of ['x', '-1.a', "5.' or 1=1", '9'.repeat(40)])
      assert.equal((await its.core.access.decide.waiting(actor, { limit: 5, after: forged })).views.length, 5, forged);
    // On the card, too.
    const chat = await meets(its, hugo);
    await chat.says('à décider');
    const [first] = [textOf(chat.card)];
    await chat.presses('decide.start');
    assert.notEqual(textOf(chat.card), first);
    assert.match(textOf(chat.card), /Réseau/);
  }));

test('a code or a link that is typed while an approver’s question is open reaches no approver; the answer typed after it does', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const approver = await meets(its, hugo);
    const [id = ''] = await asks(its, ['workplace']);
    await approver.presses('decide.question', { reason: 'Pour quoi faire ?' });
    await its.worker.drain();
    for (const said of ['482913', 'mon code est 482913', 'voici https://guichet.example/p/octopus/link/AbCdEfGhIjKlMnOpQrStUvWx']) await its.chat.says(said);
    await its.chat.says('pour la paie de Lyon');
    const notes = await its.db.selectFrom('enrollmentNote').select('text').where('enrollmentId', '=', id).orderBy('at').execute();
    assert.deepEqual(notes.map(({ text }) => text).sort(), ['Pour quoi faire ?', 'pour la paie de Lyon']);
    assert.doesNotMatch(JSON.stringify(await its.db.selectFrom('unheard').select('text').execute()), /482913|AbCdEf/);
  }));

test('TALK-11 once a question was answered by typing, its card shows the answer and takes no other, and who asked is named', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const approver = await meets(its, hugo);
    await asks(its, ['workplace']);
    await approver.presses('decide.question', { reason: 'Pour quoi faire ?' });
    await its.worker.drain();
    its.chat.hears('Hugo Marchand demande une précision');
    assert.match(JSON.stringify(its.chat.card), /myRequests\.answer/);
    await its.chat.says('pour la paie de Lyon');
    its.chat.hears('J’ai transmis votre réponse à Hugo Marchand');
    const ofAlice = its.connector.activities.filter(({ method, conversationId }) => method === 'PUT' && !conversationId.includes('Hugo'));
    const card = JSON.stringify(ofAlice.at(-1));
    assert.match(card, /Votre réponse est partie[\s\S]*Pour quoi faire[\s\S]*pour la paie de Lyon/);
    assert.doesNotMatch(card, /Input\.Text|Action\./);
  }));

test('TALK-11 what asks back is no answer to an approver’s question, in either language; the answer typed after it is', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const approver = await meets(its, hugo);
    const [id = ''] = await asks(its, ['workplace']);
    await approver.presses('decide.question', { reason: 'Pour quoi faire ?' });
    await its.worker.drain();
    for (const said of ['pourquoi elle demande ça', 'je comprends pas la question', "i don't understand the question"]) await its.chat.says(said);
    await its.chat.says('pour la paie de Lyon');
    const notes = await its.db.selectFrom('enrollmentNote').select('text').where('enrollmentId', '=', id).execute();
    assert.deepEqual(notes.map(({ text }) => text).sort(), ['Pour quoi faire ?', 'pour la paie de Lyon']);
  }));

test('what is typed more than a day after an approver’s question is no answer to it; its card still takes one', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const approver = await meets(its, hugo);
    const [id = ''] = await asks(its, ['workplace']);
    await approver.presses('decide.question', { reason: 'Pour quoi faire ?' });
    await its.worker.drain();
    its.chat.hears('Pour quoi faire');
    const question = its.chat.card;
    its.passes(25 * hour);
    await its.chat.says('Paul est en congé jusqu’à lundi');
    await its.chat.presses('myRequests.answer', { comment: 'Pour la paie de Lyon' }, { card: question });
    const notes = await its.db.selectFrom('enrollmentNote').select('text').where('enrollmentId', '=', id).execute();
    assert.deepEqual(notes.map(({ text }) => text).sort(), ['Pour la paie de Lyon', 'Pour quoi faire ?']);
  }));

test('ALL-1 a password on a card for somebody else reaches nobody and is kept nowhere', () =>
  withGuichet({ channel: 'msteams' }, async (its) => {
    const approver = await meets(its, hugo);
    await asks(its, ['workplace']);
    await approver.presses('decide.question', { reason: 'Pour quoi faire ?' });
    await its.worker.drain();
    await its.chat.presses('myRequests.answer', { comment: 'Mon mdp de test est Soleil2024, si besoin.' });
    await its.worker.drain();
    approver.hears('Mon mdp de test est •••');
    await its.chat.says('Mon mot de passe octopus est Soleil2024');
    its.chat.hears('N’écrivez jamais');
    for (const table of ['enrollmentNote', 'outbox', 'audit', 'unheard', 'keyv'] as const)
      assert.doesNotMatch(JSON.stringify(await its.db.selectFrom(table).selectAll().execute()), /Soleil2024/, table);
  }));
