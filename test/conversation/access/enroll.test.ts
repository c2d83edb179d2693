import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, type ShownCard, textOf } from '../../chat.ts';
import { aliceAccount, asks, claire, meets, nadia, proves, withProfile } from '../../enrolling.ts';
import { freshRecords } from '../../records.ts';
import { codeIn, guichet, withGuichet } from '../../support.ts';
import { matchesTranscript } from '../../transcript.ts';

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
      chat.hears(fr ? 'Votre demande est partie' : 'Your request has been sent', /[0-9A-Z]{4}-[0-9A-Z]{4}/, fr ? '2 avril 2027' : '2 April 2027', 'JIRA');
      const asked = chat.transcript.length;
      await worker.drain();
      approver.hears(fr ? 'Demande à traiter' : 'Request to review');
      await approver.presses('decide.approve');
      const [decided, ...others] = await mails();
      assert.deepEqual([decided?.to, others], [aliceAccount, []]);
      chat.hears(fr ? 'approuvée' : 'approved', fr ? '2 avril 2027' : '2 April 2027');
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

test('IN-9 catalogues held, pending or for another entity are shown as such and cannot be requested again', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, claire);
    await asks(its, ['workplace', 'applications']);
    approver.hears('Demande à traiter');
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
    const refused = await its.core.access.enroll.ask(actor, portal, account.id, ['workplace', 'applications', 'sensitive-data'], 'x');
    assert.equal(refused.ok ? '' : refused.refusals[0].key, 'enroll.nothing');
  }));

test('IN-9 «Start Request» twice at once asks once', () =>
  withGuichet(teams, async (its) => {
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'workplace' });
    const { card } = its.chat;
    await Promise.all([its.chat.presses('enroll.confirm', {}, { card }), its.chat.presses('enroll.confirm', {}, { card })]);
    assert.equal((await its.db.selectFrom('enrollment').select('id').execute()).length, 1);
    // What the first click brought is not lost by the second, nor by one that Teams delivers again.
    assert.match(textOf(its.chat.card), /Votre demande est partie/);
    await its.chat.presses('enroll.confirm', {}, { card });
    its.chat.hears('Votre demande est partie', 'Poste de travail');
    await its.chat.says('mdp octopus oublié');
    await its.chat.presses('enroll.confirm', {}, { card });
    its.chat.hears('Cette carte n’est plus à jour');
    assert.equal((await its.db.selectFrom('enrollment').select('id').execute()).length, 1);
  }));

for (const step of ['prove', 'code', 'pick', 'confirm'] as const)
  test(`ALL-7 enrollment is cancelled at «${step}», and nothing is requested`, () =>
    withGuichet(teams, async (its) => {
      const { chat } = its;
      if (step === 'pick' || step === 'confirm') await proves(its);
      else await chat.says('m’inscrire à un catalogue InvGate');
      if (step === 'code') await chat.presses('enroll.prove', { identifier: aliceAccount });
      if (step === 'confirm') await chat.presses('enroll.pick', { groups: 'workplace' });
      await chat.says('aide');
      chat.hears('Ce que je sais faire', 'En cours');
      await chat.presses('root.continue');
      await chat.says('annuler');
      chat.hears('Annulé');
      assert.deepEqual(await its.db.selectFrom('enrollment').select('id').execute(), []);
    }));

test('ALL-7 enrollment goes back, is interrupted and resumes after a restart, keeping what was ticked', async () => {
  const { url: database, drop } = await freshRecords();
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
    after.chat.hears('Annulé');
    await after.chat.presses('root.continue');
    after.chat.hears('Vérifiez votre demande');
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

test('IN-9 500 catalogues are searched with or without accents; ticks are kept, and the card stays small', () =>
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

test('IN-9 a catalogue that requires a reason asks for it, and what was typed is kept', () =>
  withGuichet(teams, async (its) => {
    await proves(its);
    await its.chat.presses('enroll.pick', { groups: 'sensitive-data' });
    its.chat.hears('(obligatoire)');
    await its.chat.presses('enroll.confirm', { justification: '  ' });
    its.chat.hears('demande pourquoi vous en avez besoin');
    await its.chat.presses('enroll.confirm', { justification: 'Audit annuel' });
    its.chat.hears('Votre demande est partie');
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

test('IN-9 a person with several accounts is asked which one the request is for', () =>
  withGuichet(teams, async (its) => {
    const { chat, db, now } = its;
    await proves(its);
    const [id, identifier] = ['second', 'alice.durand@corp.example'];
    const { person } = await db.selectFrom('binding').select('person').executeTakeFirstOrThrow();
    const account = await db.selectFrom('account').selectAll().where('identifier', '=', aliceAccount).executeTakeFirstOrThrow();
    await db
      .insertInto('account')
      .values({ ...account, id, identifier, identifierKey: identifier, email: identifier, emailKey: identifier })
      .execute();
    await db.insertInto('credential').values({ accountId: id, passwordHash: null, passwordSetAt: null, failedSignIns: 0, lockedAt: null }).execute();
    await db.insertInto('binding').values({ id, person, accountId: id, portal: 'invgate', createdAt: now(), endedAt: null }).execute();
    await chat.says('m’inscrire à un catalogue InvGate');
    await chat.presses('enroll.account', { account: 'somebody else’s' });
    chat.hears('Ce champ est obligatoire');
    await chat.presses('enroll.account', { account: id });
    await chat.presses('enroll.pick', { groups: 'workplace' });
    chat.hears('alice.durand@corp.example');
    await chat.presses('enroll.confirm', {});
    assert.equal((await db.selectFrom('enrollment').select('accountId').executeTakeFirstOrThrow()).accountId, id);
  }));

test('IN-9 catalogues that are named in the chat are ticked on the card', () =>
  withGuichet(teams, async (its) => {
    const { chat } = its;
    await proves(its);
    await chat.says('Poste de travail');
    await chat.says('et aussi les APPLICATIONS METIER svp');
    await chat.presses('enroll.pick', { groups: ticked(chat.card) });
    chat.hears('Poste de travail', 'Applications métier');
    assert.doesNotMatch(chat.heard, /Réseau/);
  }));

/** What is ticked on a card. */
const ticked = (card: ShownCard): string => String(card.body.find(({ id }) => id === 'groups')?.value ?? '');
