import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../../core/foundation/clock.ts';
import { actionsOf } from '../../chat.ts';
import { meets } from '../../enrolling.ts';
import { accepts, actorOf, establishment, extranet, helene, lea, marc, nina, owns, placesUsers, usersIn, withEstablishments } from '../../managing.ts';
import { codeIn } from '../../support.ts';

const says = 'changer mon adresse e-mail extranet';

test('EX-5 EX-10 everyone is told that the sign-in address cannot be changed; only an administrator is taken further', () =>
  withEstablishments({}, async (its) => {
    const user = await owns(its, marc);
    await user.says(says);
    user.hears('ne peut pas être changée', 'un administrateur de votre établissement', 'assistance@extranet.example.com');
    assert.ok(!actionsOf(user.card).some(({ verb }) => verb === 'changeEmail.invite'));
    const portal = extranet(its);
    const replacing = { organisationId: await establishment(its, 'H-PARIS'), old: marc.email, email: nina.email, givenName: 'Nina', familyName: 'Vidal' };
    const refused = await its.core.establishments.changeEmail.replace(await actorOf(its, user), portal, replacing);
    assert.equal(refused.ok ? '' : refused.refusals[0].key, 'addUser.notAdministrator');
    const unknown = await meets(its, lea);
    await unknown.says(says);
    unknown.hears('ne peut pas être changée');
    await unknown.presses('changeEmail.administrator');
    await unknown.presses('changeEmail.prove', { identifier: lea.email });
    await unknown.presses('changeEmail.code', { code: codeIn((await its.mails()).at(-1)) });
    unknown.hears('Je vous guide');
    assert.equal((await its.db.selectFrom('invitation').select('id').execute()).length, 0);
  }));

test('EX-5 an administrator is taken through it over days: the new user with the same rights, and once accepted the old one deleted', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says(says);
    await chat.presses('changeEmail.invite', {
      organisation: await establishment(its, 'H-PARIS'),
      old: 'nobody@hotel.example',
      email: nina.email,
      givenName: 'Nina',
      familyName: 'Vidal',
    });
    chat.hears('Aucun utilisateur de cet établissement');
    await chat.presses('changeEmail.invite', {
      organisation: await establishment(its, 'H-PARIS'),
      old: marc.email,
      email: nina.email,
      givenName: 'Nina',
      familyName: 'Vidal',
    });
    chat.hears('Le nouvel utilisateur a reçu son invitation', marc.email);
    const [mail] = await its.mails();
    assert.equal(mail?.to, nina.email);
    const [open] = await its.db.selectFrom('replacement').selectAll().execute();
    const early = await its.core.establishments.changeEmail.finish(await actorOf(its, chat), extranet(its), open?.id ?? '');
    assert.equal(early.ok ? '' : early.refusals[0].key, 'changeEmail.waits');
    await chat.presses('changeEmail.cancel');
    its.passes(12 * day);
    await accepts(its, await meets(its, nina));
    await its.mails();
    chat.hears('Nina Vidal a accepté votre invitation');
    assert.equal((await usersIn(its, 'H-PARIS')).length, 3);
    await chat.presses('changeEmail.start');
    chat.hears('Le nouvel utilisateur a accepté', marc.email);
    await chat.presses('changeEmail.finish');
    chat.hears('L’adresse est remplacée');
    assert.deepEqual(await usersIn(its, 'H-PARIS'), [
      'helene.roux@hotel.example administrator reservations tariffs invoices',
      'nina.vidal@hotel.example member reservations',
    ]);
    assert.equal((await its.db.selectFrom('replacement').select('status').executeTakeFirstOrThrow()).status, 'done');
  }));

test('EX-5 one button leaves, and says that the replacement goes on; giving it up is a button of that card, however old', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    await chat.says(says);
    const replaced = { organisation: await establishment(its, 'H-PARIS'), old: marc.email, email: nina.email, givenName: 'Nina', familyName: 'Vidal' };
    await chat.presses('changeEmail.invite', replaced);
    assert.ok(!actionsOf(chat.card).some(({ verb }) => verb === 'changeEmail.leave'));
    await chat.presses('changeEmail.cancel');
    chat.hears('Le remplacement reste en cours', nina.email, marc.email);
    const stays = chat.card;
    assert.equal((await its.db.selectFrom('replacement').select('status').executeTakeFirstOrThrow()).status, 'open');
    await chat.says('menu');
    await chat.presses('changeEmail.leave', {}, { card: stays });
    chat.hears('Remplacement abandonné', marc.email);
    const { status } = await its.db.selectFrom('replacement').select('status').executeTakeFirstOrThrow();
    assert.notEqual(status, 'open');
    await chat.presses('changeEmail.leave', {}, { card: stays });
    chat.hears('Cette carte n’est plus à jour');
    // Somebody else's click gives up nothing.
    await chat.says(says);
    await chat.presses('changeEmail.invite', { ...replaced, email: 'other@hotel.example' });
    await chat.presses('changeEmail.cancel');
    const other = await owns(its, lea);
    await other.presses('changeEmail.leave', {}, { card: chat.card });
    assert.equal((await its.db.selectFrom('replacement').select('id').where('status', '=', 'open').execute()).length, 1);
  }));

test('EX-5 somebody else’s replacement is not theirs to finish', () =>
  withEstablishments({}, async (its) => {
    const chat = await owns(its, helene);
    const bruges = await establishment(its, 'H-BRUGES');
    const who = { organisationId: bruges, old: lea.email, email: nina.email, givenName: 'Nina', familyName: 'Vidal' };
    assert.ok((await its.core.establishments.changeEmail.replace(await actorOf(its, chat), extranet(its), who)).ok);
    const [open] = await its.db.selectFrom('replacement').selectAll().execute();
    await its.mails();
    await accepts(its, await meets(its, nina));
    const other = await owns(its, marc);
    const refused = await its.core.establishments.changeEmail.finish(await actorOf(its, other), extranet(its), open?.id ?? '');
    assert.equal(refused.ok ? '' : refused.refusals[0].key, 'changeEmail.waits');
    await its.core.establishments.changeEmail.leave(await actorOf(its, other), extranet(its), open?.id ?? '');
    assert.equal((await usersIn(its, 'H-BRUGES')).length, 3);
    assert.equal((await its.db.selectFrom('replacement').select('status').executeTakeFirstOrThrow()).status, 'open');
  }));

test('EX-9 who manages five establishments or more is handed to the local support team of the establishment’s country', () =>
  withEstablishments({}, async (its) => {
    const line = (id: string, country: string) => `helene.roux@hotel.example,helene.roux@hotel.example,Hélène,Roux,,,${id},${country},administration`;
    await placesUsers(its, [line('H-LYON', 'FR'), line('H-GENT', 'BE')]);
    const chat = await owns(its, helene);
    await chat.says(says);
    chat.hears('Je vous guide');
    await chat.presses('changeEmail.cancel');
    await placesUsers(its, [line('H-LISBOA', 'PT')]);
    for (const [id, team, to] of [
      ['H-GENT', 'Équipe locale Benelux', 'benelux@extranet.example.com'],
      ['H-PARIS', 'Équipe locale France', 'france@extranet.example.com'],
      ['H-LISBOA', 'Assistance Extranet', 'assistance@extranet.example.com'],
    ] as const) {
      await chat.says(says);
      chat.hears('l’équipe locale de support');
      await chat.presses('changeEmail.local', { organisation: await establishment(its, id), email: 'new@hotel.example' });
      chat.hears(`Transmis à ${team}`);
      const [mail] = await its.mails();
      assert.equal(mail?.to, to);
      assert.match(mail?.text ?? '', new RegExp(`${id}[\\s\\S]*new@hotel\\.example`));
    }
  }));
