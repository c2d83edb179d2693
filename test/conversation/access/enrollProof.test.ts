import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../../../core/foundation/actor.ts';
import { minute } from '../../../core/foundation/clock.ts';
import { actionsOf } from '../../chat.ts';
import { aliceAccount, meets, proves } from '../../enrolling.ts';
import { bruno } from '../../fakes/connector.ts';
import { codeIn, linkIn, withGuichet } from '../../support.ts';

const teams = { channel: 'msteams' } as const;

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
      chat.hears(typed ? 'Choisissez ce dont vous avez besoin' : 'vérifions d’abord que le compte est bien le vôtre');
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
    const stolen = await core.directory.proof.enter(
      { person: person.id, channel: 'msteams', locale: 'fr', authenticated: true },
      portal,
      'enroll',
      request.id,
      code,
    );
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

test('IN-9 nobody can request access for an account that somebody else proved', () =>
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
      const asked = await its.core.access.enroll.ask(who, portal, account.accountId, ['workplace'], '');
      assert.equal(asked.ok ? 'ok' : asked.refusals[0].key, 'enroll.notYours', what);
      assert.equal((await its.core.access.enroll.catalogues(who, portal, account.accountId)).ok, false, what);
    }
    assert.deepEqual(await its.db.selectFrom('enrollment').select('id').execute(), []);
  }));

test('ALL-13 on a channel that authenticates nobody, enrollment does not start', () =>
  withGuichet({ channel: 'webchat' }, async ({ chat, db }) => {
    await chat.says('m’inscrire à un catalogue InvGate');
    assert.doesNotMatch(chat.heard, /Recevoir le code|Choisissez/);
    assert.ok(actionsOf(chat.card).some(({ verb }) => verb === 'support.start'));
    assert.deepEqual(await db.selectFrom('request').select('id').execute(), []);
  }));

test('ALL-2 beyond the limit of codes that prove an account nothing is mailed, the words are the same, and the last code stays good', () =>
  withGuichet({}, async ({ core, mails, connector }) => {
    const portal = core.portals.get('invgate');
    assert.ok(portal);
    const person = await core.conversation.people.meet({
      channel: 'msteams',
      tenant: 'contoso',
      objectId: 'alice',
      locale: 'fr',
      address: { serviceUrl: connector.url },
    });
    const actor: Actor = { person, channel: 'msteams', locale: 'fr', authenticated: true };
    let last = { request: '', code: '' };
    let limited = false;
    for (let times = 0; times < 12 && !limited; times += 1) {
      const asked = await core.directory.proof.ask(actor, portal, 'enroll', 'alice.martin@corp.example');
      assert.ok(asked.ok);
      const [mail] = await mails();
      limited = mail === undefined;
      if (limited) assert.equal(asked.value.requestId, last.request);
      else last = { request: asked.value.requestId, code: codeIn(mail) };
    }
    assert.ok(limited);
    assert.ok((await core.directory.proof.enter(actor, portal, 'enroll', last.request, last.code)).ok);
    assert.equal((await core.access.enroll.accounts(actor, portal)).length, 1);
  }));

test('ALL-1 ALL-6 the code that proves a mailbox opens no password page, and loses no try by it', () =>
  withGuichet(teams, async ({ chat, mails, core, db }) => {
    await chat.says('m’inscrire à un catalogue InvGate');
    await chat.presses('enroll.prove', { identifier: aliceAccount });
    const code = codeIn((await mails())[0]);
    const request = await db.selectFrom('request').select(['id', 'person']).executeTakeFirst();
    assert.ok(request);
    const opened = await core.passwords.chatCode.enter({ person: request.person, channel: 'msteams', locale: 'fr', authenticated: true }, request.id, code);
    assert.equal(opened.ok ? opened.value.url : opened.refusals[0].key, 'code.expired');
    assert.deepEqual(await db.selectFrom('link').select('id').execute(), []);
    const codes = await db.selectFrom('code').select('tries').execute();
    assert.deepEqual(
      codes.map(({ tries }) => tries),
      [0],
    );
  }));

test('ALL-2 ALL-6 a reset beyond the limit goes by the code of the last reset, not by that of a later proof', () =>
  withGuichet(teams, async ({ chat, mails, passes }) => {
    await chat.says('mdp invgate oublié');
    await chat.presses('reset.send', { identifier: aliceAccount });
    const codes = [codeIn((await mails())[0])];
    for (let times = 0; times < 4; times += 1) {
      passes(1_000);
      await chat.presses('reset.again');
      codes.push(codeIn((await mails())[0]));
    }
    passes(1_000);
    await chat.says('m’inscrire à un catalogue InvGate');
    await chat.presses('enroll.prove', { identifier: aliceAccount });
    const proof = codeIn((await mails())[0]);
    assert.ok(!codes.includes(proof));
    passes(1_000);
    await chat.says('mdp invgate oublié');
    await chat.presses('reset.send', { identifier: aliceAccount });
    assert.deepEqual(await mails(), [], 'beyond the limit');
    await chat.presses('reset.code', { code: proof });
    chat.hears('Ce n’est pas le bon code');
    await chat.presses('reset.code', { code: codes.at(-1) });
    chat.hears('Le code est bon');
  }));
