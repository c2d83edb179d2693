import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { day, hour, minute } from '../../core/clock.ts';
import { actionsOf, openChat, textOf } from '../chat.ts';
import { aliceAccount, asks, claire, colleague, meets, nadia, proves, withProfile } from '../enrolling.ts';
import { bruno } from '../fakes/connector.ts';
import { freshRecords } from '../records.ts';
import { codeIn, guichet, linkIn, withGuichet } from '../support.ts';
import { matchesTranscript } from '../transcript.ts';

const teams = { channel: 'msteams' } as const;

for (const locale of ['fr', 'en'] as const)
  test(`IN-9 IN-10 IN-11 catalogues, from a sentence to the decision, told in chat and by mail, in ${locale}`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const { chat, mails, worker } = its;
      const approver = await meets(its, claire, locale);
      await chat.says(fr ? 'm’inscrire à un catalogue InvGate' : 'request a catalogue InvGate');
      await chat.presses('enroll.prove', { identifier: aliceAccount });
      const [code] = await mails();
      const before = chat.transcript.length;
      await chat.presses('enroll.code', { code: codeIn(code) });
      chat.hears(fr ? 'Choisissez ce dont vous avez besoin' : 'Choose what you need');
      await chat.presses('enroll.pick', { groups: 'workplace' });
      chat.hears(fr ? 'Poste de travail' : 'Workplace');
      assert.ok(actionsOf(chat.card).some(({ title }) => title === (fr ? 'Démarrer la demande (Start Request)' : 'Start Request')));
      await chat.presses('enroll.confirm', { justification: fr ? 'Nouvelle arrivée' : 'New here' });
      chat.hears(fr ? 'Votre demande est partie' : 'Your request has started', /[0-9A-Z]{4}-[0-9A-Z]{4}/, fr ? '2 avril 2027' : 'April 2, 2027', 'JIRA');
      const asked = chat.transcript.length;
      await worker.drain();
      approver.hears(fr ? 'Demande à décider' : 'Request to decide');
      await approver.presses('decide.approve');
      const [decided, ...others] = await mails();
      assert.deepEqual([decided?.to, others], [aliceAccount, []]);
      chat.hears(fr ? 'approuvée' : 'approved', fr ? '2 avril 2027' : 'April 2, 2027');
      const mailed = (mail: typeof decided) => (mail ? [{ mail }] : []);
      await matchesTranscript('invgate-enroll', locale, 'invgate: enroll', [
        ...chat.transcript.slice(0, before),
        ...mailed(code),
        ...chat.transcript.slice(before, asked),
        { heading: fr ? 'Chez l’approbatrice' : 'The approver’s chat' },
        ...approver.transcript.slice(2),
        { heading: fr ? 'Chez vous' : 'Your chat' },
        ...chat.transcript.slice(asked),
        ...mailed(decided),
      ]);
    }));

test('IN-9 what is held, pending or for another entity is shown as such, and is not asked for again', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    await asks(its, ['workplace', 'applications']);
    approver.hears('Demande à décider');
    await approver.presses('decide.approve');
    await its.db.updateTable('account').set({ entity: 'regions' }).where('portal', '=', 'invgate').where('identifier', '=', aliceAccount).execute();
    await its.chat.says('m’inscrire à un catalogue InvGate');
    its.chat.hears('Vous avez déjà\u00a0: Poste de travail', 'Déjà demandé\u00a0: Applications métier', 'Pas pour votre entité\u00a0: Données sensibles');
    assert.doesNotMatch(JSON.stringify(its.chat.card), /"value":"(workplace|applications|sensitive-data)"/);
    const list = its.chat.card;
    await its.chat.presses('enroll.pick', { groups: 'workplace,applications,sensitive-data,none' }, { card: list });
    its.chat.hears('Choisissez au moins un catalogue');
    // One's own core refuses too, whatever the dialog let through.
    const account = await its.db.selectFrom('account').select('id').where('portal', '=', 'invgate').where('identifier', '=', aliceAccount).executeTakeFirst();
    const person = await its.db.selectFrom('binding').select('person').executeTakeFirst();
    const portal = its.core.portals.get('invgate');
    assert.ok(portal && account && person);
    const actor = { person: person.person, channel: 'msteams', locale: 'fr', authenticated: true } as const;
    const refused = await its.core.enrollment.ask(actor, portal, account.id, ['workplace', 'applications', 'sensitive-data'], 'x');
    assert.equal(refused.ok ? '' : refused.refusals[0].key, 'enroll.nothing');
  }));

test('IN-9 «Start Request» twice at once asks once', () =>
  withGuichet(teams, async (its) => {
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'workplace' });
    const { card } = its.chat;
    await Promise.all([its.chat.presses('enroll.confirm', {}, { card }), its.chat.presses('enroll.confirm', {}, { card })]);
    assert.equal((await its.db.selectFrom('enrollment').select('id').execute()).length, 1);
  }));

for (const typed of [true, false])
  test(`IN-9 a reset goes on to the catalogues: ${typed ? 'at once, where its code was typed in the chat' : 'after the proof of the mailbox, where only the link was used'}`, () =>
    withGuichet(teams, async ({ chat, mails, page, sms, worker }) => {
      await chat.says('mdp invgate oublié');
      await chat.presses('reset.send', { identifier: aliceAccount });
      const [mail] = await mails();
      if (typed) await chat.presses('reset.code', { code: codeIn(mail) });
      const web = await page(typed ? chat.opens() : linkIn(mail));
      await web.sendsCode();
      await worker.drain();
      assert.equal((await web.submits('Grand-Large 25!!', { code: codeIn(sms.messages[0]) })).status, 303);
      await worker.drain();
      chat.hears('Votre mot de passe est enregistré');
      await chat.presses('enroll.start');
      chat.hears(typed ? 'Choisissez ce dont vous avez besoin' : 'je vérifie d’abord que le compte est le vôtre');
    }));

test('IN-9 the sign-up goes on to the catalogues, where its code was typed in the chat', () =>
  withGuichet(teams, async ({ chat, mails, page, worker }) => {
    await chat.says('inscription invgate');
    await chat.presses('signUp.address', { email: 'zoe@corp.example', entity: 'regions' });
    await chat.presses('signUp.details', { userName: 'zoe@corp.example', givenName: 'Zoé', familyName: 'Petit' });
    if (actionsOf(chat.card).some(({ verb }) => verb === 'signUp.confirm')) await chat.presses('signUp.confirm');
    const mail = (await mails()).at(-1);
    await chat.presses('signUp.code', { code: codeIn(mail) });
    const web = await page(chat.opens());
    await web.sendsCode();
    const code = codeIn((await mails()).at(-1));
    assert.equal((await web.submits('Grand-Large 25!!', { code })).status, 303);
    await worker.drain();
    await chat.presses('enroll.start');
    chat.hears('Choisissez ce dont vous avez besoin', 'Pas pour votre entité\u00a0: Données sensibles');
  }));

test('ALL-4 the proof answers a known and an unknown account alike: words, card, statements and outbox; only the mailbox knows', () =>
  withGuichet(teams, async ({ chat, mails, db, statements }) => {
    const seen = [];
    await chat.says('m’inscrire à un catalogue InvGate');
    for (const identifier of [aliceAccount, 'nobody.there@corp.example']) {
      const from = statements.length;
      await chat.presses('enroll.prove', { identifier });
      const card = JSON.stringify(chat.card)
        .replaceAll(identifier, '…')
        .replaceAll(/"nonce":"[^"]+"/g, '');
      seen.push({
        said: chat.heard.replaceAll(identifier, '…'),
        card,
        statements: statements.slice(from),
        jobs: (await db.selectFrom('outbox').select('id').execute()).length,
      });
      await chat.presses('enroll.back');
    }
    assert.deepEqual(seen[1], { ...seen[0], jobs: (seen[0]?.jobs ?? 0) + 1 });
    assert.equal((await mails()).length, 1);
  }));

test('ALL-6 the proof’s code is tried five times, lives ten minutes, and is its asker’s alone', () =>
  withGuichet(teams, async (its) => {
    const { chat, mails, passes, core, db } = its;
    await chat.says('m’inscrire à un catalogue InvGate');
    await chat.presses('enroll.prove', { identifier: aliceAccount });
    const code = codeIn((await mails())[0]);
    const other = await meets(its, bruno);
    const person = await db.selectFrom('person').select('id').where('objectId', '=', bruno.aadObjectId).executeTakeFirst();
    const request = await db.selectFrom('request').select('id').where('procedure', '=', 'enroll').executeTakeFirst();
    const portal = core.portals.get('invgate');
    assert.ok(other && person && request && portal);
    const stolen = await core.proof.enter({ person: person.id, channel: 'msteams', locale: 'fr', authenticated: true }, portal, request.id, code);
    assert.equal(stolen.ok, false);
    for (let tries = 0; tries < 5; tries += 1) await chat.presses('enroll.code', { code: code === '111111' ? '222222' : '111111' });
    await chat.presses('enroll.code', { code });
    assert.doesNotMatch(chat.heard, /Choisissez/);
    await chat.presses('enroll.again');
    const again = codeIn((await mails())[0]);
    passes(10 * minute);
    await chat.presses('enroll.code', { code: again });
    assert.doesNotMatch(chat.heard, /Choisissez/);
    assert.deepEqual(await db.selectFrom('binding').select('id').execute(), []);
  }));

test('IN-9 an account that somebody else proved is not mine to ask for', () =>
  withGuichet(teams, async (its) => {
    await proves(its);
    const account = await its.db.selectFrom('binding').select('accountId').executeTakeFirst();
    const other = await meets(its, bruno);
    const person = await its.db.selectFrom('person').select('id').where('objectId', '=', bruno.aadObjectId).executeTakeFirst();
    const portal = its.core.portals.get('invgate');
    assert.ok(account && person && portal && other);
    const actor = { person: person.id, channel: 'msteams', locale: 'fr', authenticated: true } as const;
    for (const [who, what] of [
      [actor, 'another person'],
      [
        { ...actor, person: (await its.db.selectFrom('binding').select('person').executeTakeFirst())?.person ?? '', authenticated: false },
        'nobody vouched for',
      ],
    ] as const) {
      const asked = await its.core.enrollment.ask(who, portal, account.accountId, ['workplace'], '');
      assert.equal(asked.ok ? 'ok' : asked.refusals[0].key, 'enroll.notYours', what);
      assert.equal((await its.core.enrollment.catalogues(who, portal, account.accountId)).ok, false, what);
    }
    assert.deepEqual(await its.db.selectFrom('enrollment').select('id').execute(), []);
  }));

test('ALL-13 where the channel vouches for nobody, enrollment is not begun', () =>
  withGuichet({ channel: 'webchat' }, async ({ chat, db }) => {
    await chat.says('m’inscrire à un catalogue InvGate');
    assert.doesNotMatch(chat.heard, /Recevoir le code|Choisissez/);
    assert.ok(actionsOf(chat.card).some(({ verb }) => verb === 'support.start'));
    assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
  }));

for (const step of ['prove', 'code', 'pick', 'confirm'] as const)
  test(`ALL-7 enrollment is left at «${step}», and nothing is asked for`, () =>
    withGuichet(teams, async (its) => {
      const { chat } = its;
      if (step === 'pick' || step === 'confirm') await proves(its);
      else await chat.says('m’inscrire à un catalogue InvGate');
      if (step === 'code') await chat.presses('enroll.prove', { identifier: aliceAccount });
      if (step === 'confirm') await chat.presses('enroll.pick', { groups: 'workplace' });
      await chat.says('aide');
      chat.hears('Ce que je sais faire', 'Vous en étiez là');
      await chat.presses('root.continue');
      await chat.says('annuler');
      chat.hears('Annulé');
      assert.deepEqual(await its.db.selectFrom('enrollment').select('id').execute(), []);
    }));

test('ALL-7 enrollment is gone back in with what was ticked, interrupted, and taken up after a restart', async () => {
  const { url: database, drop } = await freshRecords({ lasting: true });
  const before = await guichet({ ...teams, database });
  await proves(before);
  await before.chat.presses('enroll.pick', { groups: 'workplace,network' });
  await before.chat.presses('enroll.back');
  assert.match(JSON.stringify(before.chat.card), /"value":"workplace,network"/);
  await before.chat.presses('enroll.pick', { groups: 'workplace,network' });
  const { card } = before.chat;
  await before.stop();

  const after = await guichet({ ...teams, database, again: before.world });
  try {
    await after.chat.says('mdp octopus oublié');
    await after.chat.says('annuler');
    after.chat.hears('Annulé', 'Vérifiez votre demande');
    await after.chat.presses('enroll.confirm', {});
    after.chat.hears(/Vos\s2\sdemandes sont parties/);
    // The card from before the restart asks for nothing twice.
    await after.chat.presses('enroll.confirm', {}, { card });
    assert.equal((await after.db.selectFrom('enrollment').select('id').execute()).length, 2);
  } finally {
    await after.close();
    await drop();
  }
});

const many = `groups:\n${Array.from({ length: 500 }, (_, n) => `  - { id: g${n}, name: { fr: 'Catalogue n° ${n} à accès restreint', en: Catalogue ${n} }, approvers: [nadia.benali@example.org] }`).join('\n')}\n`;

test('IN-9 among 500 catalogues one searches, with or without accents; what is ticked stays ticked, and the card stays small', () =>
  withProfile(
    (profile) => profile.replace(/\ngroups:\n[\s\S]*$/, `\n${many}`),
    (folder) =>
      withGuichet({ ...teams, env: { PORTALS_DIR: folder } }, async (its) => {
        const { chat } = its;
        await proves(its);
        chat.hears(/Chercher \(500\scatalogues\)/);
        const small = () => assert.ok(Buffer.byteLength(JSON.stringify(chat.card)) < 40_000);
        small();
        await chat.presses('enroll.search', { search: 'N° 499 ACCES', groups: 'g3' });
        chat.hears('Catalogue n° 499', 'Catalogue n° 3 ');
        assert.match(JSON.stringify(chat.card), /"value":"g3"/);
        small();
        // Typed instead, the search unticks nothing.
        await chat.says('498');
        chat.hears('Catalogue n° 498', 'Catalogue n° 3 ');
        await chat.presses('enroll.search', { search: 'rien de tel', groups: 'g3,g498' });
        chat.hears('Rien ne correspond');
        await chat.presses('enroll.pick', { groups: 'g3,g498' });
        chat.hears('Catalogue n° 3 ', 'Catalogue n° 498');
        await chat.presses('enroll.confirm', {});
        chat.hears(/Vos\s2\sdemandes sont parties/);
      }),
  ));

test('IN-9 a catalogue that asks why gets a reason, and what was typed is kept', () =>
  withGuichet(teams, async (its) => {
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'sensitive-data' });
    its.chat.hears('(nécessaire)');
    await its.chat.presses('enroll.confirm', { justification: '  ' });
    its.chat.hears('demande pourquoi vous en avez besoin');
    await its.chat.presses('enroll.confirm', { justification: 'Audit annuel' });
    its.chat.hears('Votre demande est partie');
  }));

for (const locale of ['fr', 'en'] as const)
  test(`IN-9 «${locale === 'fr' ? 'mes demandes' : 'my requests'}»: what became of each; a pending one is taken back, by nobody else, and its cards say so`, () =>
    withGuichet({ ...teams, locale }, async (its) => {
      const fr = locale === 'fr';
      const mine = fr ? 'mes demandes' : 'my requests';
      const approver = await meets(its, claire, locale);
      await its.chat.says(mine);
      its.chat.hears(fr ? 'Vous n’avez encore rien demandé' : 'You have asked for nothing yet');
      const [id] = await asks(its, ['workplace']);
      await its.chat.says(mine);
      its.chat.hears(fr ? 'Poste de travail — en attente' : 'Workplace — waiting', /[0-9A-Z]{4}-[0-9A-Z]{4}/);
      const other = await meets(its, bruno, locale);
      await other.sends('myRequests.withdraw', { verb: 'myRequests.withdraw', nonce: 'any', enrollment: id });
      await other.says(mine);
      assert.doesNotMatch(other.heard, /Poste|Workplace/);
      await its.chat.presses('myRequests.withdraw');
      its.chat.hears(fr ? 'est retirée' : 'was withdrawn', fr ? 'Poste de travail — retirée' : 'Workplace — withdrawn');
      await its.worker.drain();
      approver.hears(fr ? 'Retirée par son demandeur' : 'Withdrawn by its requester');
      assert.deepEqual(actionsOf(approver.card), []);
    }));

test('IN-12 approved before the portal opens, access is provisioned on that day, in its own time zone, once', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    await asks(its, ['workplace']);
    approver.hears('Demande à décider');
    await approver.presses('decide.approve');
    const [mail] = await its.mails();
    assert.match(mail?.text ?? '', /2 avril 2027/);
    const opens = Date.parse('2027-04-02T00:00:00+02:00');
    const provisioned = async () => (await its.db.selectFrom('membership').select('provisionedAt').executeTakeFirst())?.provisionedAt;
    its.passes(opens - its.now() - 1);
    await its.worker.drain();
    assert.equal(await provisioned(), null);
    its.passes(1);
    await its.worker.drain();
    assert.equal(await provisioned(), opens);
    await its.chat.says('mes demandes');
    assert.doesNotMatch(its.chat.heard, /L’accès commence/);
    // Approved once it is open, access is given at once.
    await its.chat.says('m’inscrire à un catalogue InvGate');
    await its.chat.presses('enroll.pick', { groups: 'network' });
    await its.chat.presses('enroll.confirm', {});
    assert.doesNotMatch(its.chat.heard, /JIRA/);
  }));

test('IN-12 access that cannot be set up is tried for hours, then left to the operator, and the requester is told so', () =>
  withGuichet({ ...teams, database: 'sqlite::memory:' }, async (its) => {
    const approver = await meets(its, claire);
    await asks(its, ['workplace']);
    approver.hears('Demande à décider');
    await approver.presses('decide.approve');
    await its.worker.drain();
    its.passes(Date.parse('2027-04-02T00:00:00+02:00') - its.now());
    await sql`create trigger broken before update on membership begin select raise(abort, 'no'); end`.execute(its.db);
    for (let tries = 0; tries < 12; tries += 1) {
      await its.worker.drain();
      its.passes(hour);
    }
    assert.equal((await its.db.selectFrom('outbox').select('status').where('kind', '=', 'provision').executeTakeFirst())?.status, 'given-up');
    await its.worker.drain();
    its.chat.hears(/Votre demande [0-9A-Z-]{9} a été approuvée, mais l’accès n’a pas pu être mis en place/);
  }));

test('ALL-12 a decision that no message can bring is told at the next message', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, nadia);
    await asks(its, ['applications']);
    approver.hears('Demande à décider');
    await approver.presses('decide.approve');
    its.chat.hears('Votre demande est partie');
    // Both what goes out now: the approver’s own card, and what Alice is told.
    its.connector.answer(403, {}, 2, 'ConversationBlockedByUser');
    const mails = await its.mails();
    assert.equal(mails[0]?.to, aliceAccount);
    assert.doesNotMatch(its.chat.heard, /approuvée/);
    its.passes(day);
    await its.chat.says('menu');
    its.chat.hears('Applications métier — approuvée');
  }));

test('IN-9 names with Markdown in them are shown as they are, on every card', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, nadia);
    await its.db.updateTable('account').set({ givenName: '[ici](https://evil.example)' }).where('identifier', '=', aliceAccount).execute();
    await asks(its, ['applications'], '[cliquez](https://evil.example)');
    assert.ok(approver.heard);
    assert.doesNotMatch(JSON.stringify(approver.card), /[^\\]\]\(https:\/\/evil/);
    await approver.says('à décider');
    assert.doesNotMatch(textOf(approver.card), /[^\\]\]\(https:\/\/evil/);
  }));

test('a person who only visits a group is not written to in it', () =>
  withGuichet(teams, async (its) => {
    const visitor = colleague('Nadia', 'Benali');
    const inGroup = openChat({
      ...its,
      locale: 'fr',
      channel: 'msteams',
      who: visitor,
      conversation: { id: '19:g', conversationType: 'groupChat', isGroup: true },
    });
    await inGroup.says('à décider');
    const mails = await its.mails();
    assert.deepEqual(mails, []);
    assert.deepEqual(await its.db.selectFrom('person').select('id').where('emailKey', '=', visitor.email).execute(), []);
  }));
