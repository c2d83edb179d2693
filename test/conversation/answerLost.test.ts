import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute } from '../../core/foundation/clock.ts';
import type { Chat } from '../chat.ts';
import { aliceAccount, asks, meets, nadia } from '../enrolling.ts';
import { companies } from '../fakes/companyRegistry.ts';
import { clientChat, invitedChat, invites, prepares, salesWoman, whole } from '../inviting.ts';
import { establishment, helene, marc, nina, owns, usersIn, withEstablishments } from '../managing.ts';
import { begins, creates, validator, withOrganisations } from '../organising.ts';
import { codeIn, type Guichet, withGuichet } from '../support.ts';

const teams = { channel: 'msteams' } as const;
const counted = async ({ db }: Guichet, table: 'invitation' | 'organisation' | 'supportCase' | 'organisationMember' | 'enrollmentNote'): Promise<number> =>
  (await db.selectFrom(table).selectAll().execute()).length;

/**
 * Presses a button of a bot that does what it asks for and dies before it answers, and presses it again, `second` typed where it differs: the conversation stands
 * where it was.
 */
async function pressesTwice(
  its: Guichet,
  chat: Chat,
  verb: string,
  inputs: Readonly<Record<string, string>> = {},
  second: Readonly<Record<string, string>> = inputs,
): Promise<void> {
  chat.hears('');
  const { card } = chat;
  const before = await its.db.selectFrom('keyv').selectAll().execute();
  await chat.presses(verb, inputs);
  await its.worker.drain();
  for (const { key, value } of before) await its.db.updateTable('keyv').set({ value }).where('key', '=', key).execute();
  // What the bot that died knew by heart is forgotten by then.
  its.passes(2 * minute);
  await chat.presses(verb, second, { card });
}

test('RC-1 invitations whose confirmation was not answered are sent once, and the second press tells that they have gone', () =>
  withGuichet(teams, async (its) => {
    const chat = await meets(its, salesWoman);
    await prepares(chat);
    await pressesTwice(its, chat, 'invite.send');
    chat.hears('1 invitation est partie');
    assert.doesNotMatch(chat.heard.slice(-400), /déjà/);
    assert.equal(await counted(its, 'invitation'), 1);
    assert.equal(its.inbox.mails.length, 1);
  }));

for (const where of ['france', 'abroad'] as const)
  test(`OU-3 OU-4 an organisation (${where}) whose creation was not answered is created once, and the second press goes on from there`, () =>
    withOrganisations({}, async (its) => {
      const { chat } = its;
      await meets(its, validator);
      await begins(its);
      await chat.presses('createOrganisation.domicile', { domicile: where });
      if (where === 'france') await chat.presses('createOrganisation.search', { siret: companies.acme.siret });
      const address = { name: 'Brouwerij De Zwaan', country: 'Belgique', street: 'Kade 1', postalCode: '8000', city: 'Brugge' };
      await pressesTwice(its, chat, 'createOrganisation.create', where === 'france' ? {} : address);
      const { reference, name } = await its.db.selectFrom('organisation').select(['reference', 'name']).executeTakeFirstOrThrow();
      chat.hears('attend maintenant sa validation', name, reference);
      assert.equal(await counted(its, 'organisation'), 1);
      await chat.presses('createOrganisation.code', { code: '12' });
      chat.hears('chiffres');
    }));

test('OU-7 a user whose adding was not answered is added once, and the second press tells so', () =>
  withOrganisations({}, async (its) => {
    const { chat } = its;
    const approver = await meets(its, validator);
    await creates(its);
    await chat.presses('createOrganisation.code', { code: codeIn((await its.mails())[0]) });
    assert.equal((await (await its.page(chat.opens())).submits('Grand-Large 2026 !')).status, 303);
    await its.worker.drain();
    await approver.presses('decide.approve');
    await its.mails();
    const before = its.inbox.mails.length;
    await chat.says('ajouter un utilisateur outscale');
    await pressesTwice(its, chat, 'addUser.add', { email: 'ines@acme.example', givenName: 'Inès', familyName: 'Roy' });
    chat.hears('ines@acme.example', 'ACME LOGICIELS');
    assert.equal(await counted(its, 'organisationMember'), 2);
    assert.equal(its.inbox.mails.length, before + 1);
  }));

test('EX-6 EX-5 a user whose invitation was not answered is invited once, and so is one who replaces another', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    const paris = await establishment(its, 'H-PARIS');
    await chat.says('ajouter un utilisateur extranet');
    await chat.presses('addUser.add', { organisation: paris, email: nina.email, givenName: 'Nina', familyName: 'Vidal' });
    await pressesTwice(its, chat, 'addUser.send', { rights: 'invoices' });
    chat.hears('L’invitation est partie');
    assert.equal(await counted(its, 'invitation'), 1);

    await chat.says('changer mon adresse de connexion extranet');
    await pressesTwice(its, chat, 'changeEmail.invite', {
      organisation: paris,
      old: marc.email,
      email: 'm.petit@hotel.example',
      givenName: 'Marc',
      familyName: 'Petit',
    });
    chat.hears('m.petit@hotel.example');
    assert.equal(await counted(its, 'invitation'), 2);
    await its.db.updateTable('invitation').set({ status: 'accepted' }).execute();
    await chat.presses('changeEmail.look');
    await pressesTwice(its, chat, 'changeEmail.finish');
    chat.hears('L’adresse est remplacée');
    assert.equal((await usersIn(its, 'H-PARIS')).length, 1);
  }));

test('RC-6 RC-7 an invitation whose acceptance was not answered is accepted once, and the second press goes on to the first password', () =>
  withGuichet(teams, async (its) => {
    const chat = await invitedChat(its);
    await chat.presses('acceptInvitation.agree');
    await pressesTwice(its, chat, 'acceptInvitation.complete', whole);
    assert.doesNotMatch(chat.heard, /déjà/);
    const mails = its.inbox.mails.filter(({ to }) => to === 'ada@client.example');
    await chat.presses('acceptInvitation.code', { code: codeIn(mails.findLast(({ text }) => /mot de passe/.test(text) && /\b\d{6}\b/.test(text))) });
    chat.hears('Le code est bon');
    assert.equal((await its.db.selectFrom('account').select('id').where('portal', '=', 'rconnect').execute()).length, 1);
  }));

test('ALL-10 what was handed to support and not answered is one case, with the reference of the first', () =>
  withGuichet(teams, async (its) => {
    const { chat } = its;
    await chat.says('parler au support octopus');
    await pressesTwice(its, chat, 'support.send', { comment: 'Rien ne va.' });
    const [reference] = (await its.db.selectFrom('supportCase').select('reference').execute()).map((row) => row.reference);
    chat.hears(reference ?? 'a reference');
    assert.equal(await counted(its, 'supportCase'), 1);
    assert.equal(its.inbox.mails.length, 1);
  }));

test('IN-9 IN-10 a question, its answer and a withdrawal that were not answered happen once', () =>
  withGuichet(teams, async (its) => {
    const approver = await meets(its, nadia);
    await asks(its, ['applications']);
    await pressesTwice(its, approver, 'decide.question', { reason: 'Pour quel site ?' });
    assert.equal(await counted(its, 'enrollmentNote'), 1);
    await pressesTwice(its, its.chat, 'myRequests.answer', { comment: 'Pour Lyon.' });
    assert.equal(await counted(its, 'enrollmentNote'), 2);
    await its.chat.says('mes demandes');
    await pressesTwice(its, its.chat, 'myRequests.withdraw');
    its.chat.hears('retirée');
    assert.doesNotMatch(its.chat.heard, /a reçu une réponse entre-temps/);
  }));

test('ALL-1 ALL-6 a right code of a reset that was not answered opens the page when it is typed again, and other codes do not', () =>
  withGuichet(teams, async (its) => {
    const { chat } = its;
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const code = codeIn((await its.mails()).at(-1));
    await pressesTwice(its, chat, 'reset.code', { code });
    chat.hears('Le code est bon');
    assert.equal((await (await its.page(chat.opens())).submits('Grand-Large 2026 !')).status, 303);
    const { tries } = await its.db.selectFrom('code').select('tries').executeTakeFirstOrThrow();
    assert.equal(tries, 1);
  }));

test('ALL-6 after a right code whose answer was lost, a wrong one is still wrong', () =>
  withGuichet(teams, async (its) => {
    const { chat } = its;
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const code = codeIn((await its.mails()).at(-1));
    await pressesTwice(its, chat, 'reset.code', { code }, { code: code === '123456' ? '654321' : '123456' });
    assert.ok(!JSON.stringify(chat.card).includes('/link/'));
  }));

test('IN-9 a right code that proves an account and was not answered is taken when it is typed again, unless the tie was ended meanwhile', () =>
  withGuichet(teams, async (its) => {
    const { chat } = its;
    await chat.says('m’inscrire à un catalogue InvGate');
    await chat.presses('enroll.prove', { identifier: aliceAccount });
    const code = codeIn((await its.mails()).at(-1));
    await pressesTwice(its, chat, 'enroll.code', { code });
    chat.hears('Poste de travail');
    const ties = () => its.db.selectFrom('binding').selectAll().execute();
    assert.equal((await ties()).length, 1);

    await its.db.updateTable('binding').set({ endedAt: its.now() }).execute();
    const request = await its.db.selectFrom('request').select(['id', 'person']).executeTakeFirstOrThrow();
    const actor = { person: request.person, channel: 'msteams', locale: 'fr', authenticated: true } as const;
    const portal = its.core.portals.get('invgate');
    assert.ok(portal);
    const again = await its.core.directory.proof.enter(actor, portal, 'enroll', request.id, code);
    assert.equal(again.ok, false);
    assert.equal((await ties()).filter(({ endedAt }) => endedAt === null).length, 0);
  }));

test('RC-2 a right code that proves an invited mailbox and was not answered is taken when it is typed again', () =>
  withGuichet(teams, async (its) => {
    await invites(its);
    await its.mails();
    const chat = clientChat(its);
    await chat.says('accepter mon invitation rconnect');
    await chat.presses('acceptInvitation.address', { email: 'ada@client.example' });
    await pressesTwice(its, chat, 'acceptInvitation.code', { code: codeIn((await its.mails()).at(-1)) });
    assert.ok(chat.card && JSON.stringify(chat.card).includes('acceptInvitation.agree'));
  }));
