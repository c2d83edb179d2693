import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour } from '../../../core/foundation/clock.ts';
import { setCredential } from '../../credentials.ts';
import { visitPublic } from '../../publicPage.ts';
import { linkIn, withGuichet } from '../../support.ts';

const sent = '/p/octopus/reset/sent?lang=fr';

test('IN-4 the public page asks for the identifier and a human check, mails the link, and signs nobody in', () =>
  withGuichet({}, async (guichet) => {
    const { mails, page, db } = guichet;
    const visit = visitPublic(guichet, '/p/octopus/reset');
    const shown = await visit.get();
    assert.equal(shown.status, 200);
    assert.match(shown.html, /Compte unifié/);
    assert.match(shown.html, /il lui faut JavaScript.*assistance\.octopus@example\.org/s);
    const answered = await visit.submits({ identifier: 'amartin' });
    assert.deepEqual([answered.status, answered.location], [303, sent]);
    const told = await visit.at(sent);
    assert.match(told.html, /Si ce compte existe, un <span class="whole">e-mail<\/span> vient d’être envoyé/);
    assert.match(told.html, /pendant 30\u00a0minutes/);
    const [mail, ...others] = await mails();
    assert.deepEqual([mail?.to, others], ['alice.martin@corp.example', []]);
    // There is no chat to type a code in, and nobody to name.
    assert.doesNotMatch(mail?.text ?? '', /(?<!\d)\d{6}(?!\d)|conversation par/);
    const set = await (await page(linkIn(mail))).submits('quatre 7 vents');
    assert.equal(set.status, 303);
    assert.match((await visit.at(set.location ?? '')).html, /Si vous avez commencé dans une conversation/);
    assert.equal((await mails()).length, 1, 'the owner is told');
    assert.deepEqual(await db.selectFrom('outbox').select('kind').where('status', '!=', 'done').execute(), [], 'nothing waits for a chat that is not');
    const audited = await db.selectFrom('audit').select(['action', 'actor', 'channel', 'outcome']).orderBy('id').execute();
    assert.deepEqual(
      audited.map(({ action, actor, channel, outcome }) => [action, actor, channel, outcome]),
      [
        ['reset.asked', 'anonymous', 'page', 'ok'],
        ['reset.completed', 'anonymous', 'page', 'ok'],
      ],
    );
  }));

for (const [what, forge] of [
  ['without a solution', async () => ''],
  ['with one that is none', async () => 'bm90aGluZw=='],
  ['with one of another portal', async (visit: ReturnType<typeof visitPublic>) => visit.solves('/p/invgate/reset')],
  ['with one of the other page', async (visit: ReturnType<typeof visitPublic>) => visit.solves('/p/octopus/identifier')],
] as const)
  test(`IN-4 a form ${what} sends nothing, and says what to do`, () =>
    withGuichet({}, async (guichet) => {
      const visit = visitPublic(guichet, '/p/octopus/reset');
      const answered = await visit.submits({ identifier: 'amartin', human: await forge(visit) });
      assert.equal(answered.status, 422);
      assert.match(answered.html, /<a href="#human">La vérification/);
      assert.match(answered.html, /value="amartin"/);
      assert.deepEqual(await guichet.mails(), []);
      assert.deepEqual(await guichet.db.selectFrom('request').select('id').execute(), []);
      const counted = await guichet.db.selectFrom('rateLimit').select('key').where('key', 'like', 'public.%').execute();
      assert.deepEqual(counted, [], 'who does no work uses up nothing of what their network may ask');
    }));

test('IN-4 one solution is good for one mail, also where the same form is sent ten times at once', () =>
  withGuichet({}, async (guichet) => {
    const visit = visitPublic(guichet, '/p/octopus/reset');
    const fields = { identifier: 'amartin', csrf: await visit.token(), human: await visit.solves() };
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => visit.posts(fields)))).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [303, ...Array.from({ length: 9 }, () => 422)]);
    assert.equal((await guichet.mails()).length, 1);
  }));

test('IN-4 a form of another site, or without our token, is not even looked at', () =>
  withGuichet({}, async (guichet) => {
    const visit = visitPublic(guichet, '/p/octopus/reset');
    const fields = { identifier: 'amartin', human: await visit.solves() };
    assert.equal((await visit.posts({ ...fields, csrf: await visit.token() }, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await visit.posts({ ...fields, csrf: await visit.token() }, { 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.equal((await visit.posts(fields)).status, 403);
    assert.deepEqual(await guichet.mails(), []);
    // None of these spent the solution.
    assert.equal((await visit.posts({ ...fields, csrf: await visit.token() })).status, 303);
  }));

test('EX-2 the page of the extranet has its words: the path, «Mot de passe oublié ?», and what is malformed at its field', () =>
  withGuichet({}, async (guichet) => {
    const visit = visitPublic(guichet, '/p/extranet/reset');
    const { html } = await visit.get();
    assert.match(html, /<h1>Mot de passe oublié\s\?<\/h1>/);
    assert.match(html, /Vous ne parvenez pas à vous connecter\s\? › Mot de passe oublié\s\?/);
    assert.match(html, /<label for="identifier">Nom d’utilisateur/);
    assert.match(html, /<button>Oui, créer mon mot de passe<\/button>/);
    const answered = await visit.submits({ identifier: 'accueil', email: '' });
    assert.equal(answered.status, 422);
    assert.match(answered.html, /id="identifier-error"/);
    assert.match(answered.html, /id="email-error"/);
  }));

for (const [what, email, mailed] of [
  ['the right address', ' Direction@HOTEL.example ', 1],
  ['a wrong address', 'accueil@hotel.example', 0],
] as const)
  test(`EX-3 a locked account is reset by who types its address; ${what} is answered alike and never shown`, () =>
    withGuichet({}, async (guichet) => {
      await setCredential(guichet.db, { lockedAt: guichet.now(), failedSignIns: 5 }, { portal: 'extranet' });
      const visit = visitPublic(guichet, '/p/extranet/reset');
      assert.doesNotMatch((await visit.get()).html, /direction@/);
      const answered = await visit.submits({ identifier: 'accueil@hotel.example', email });
      assert.deepEqual([answered.status, answered.location], [303, '/p/extranet/reset/sent?lang=fr']);
      const sentMails = await guichet.mails();
      assert.deepEqual(
        sentMails.map(({ to }) => to),
        mailed ? ['direction@hotel.example'] : [],
      );
    }));

for (const [portal, known, unknown] of [
  ['octopus', { identifier: 'amartin' }, { identifier: 'nobody' }],
  ['invgate', { identifier: 'alice.martin@corp.example' }, { identifier: 'nobody@corp.example' }],
  [
    'extranet',
    { identifier: 'accueil@hotel.example', email: 'direction@hotel.example' },
    { identifier: 'accueil@hotel.example', email: 'nobody@hotel.example' },
  ],
] as const)
  test(`ALL-4 the public page of ${portal}: the same answer, statements and outbox writes for a known and an unknown identifier`, async () => {
    const seen: unknown[] = [];
    for (const typed of [known, unknown])
      await withGuichet({}, async (guichet) => {
        const visit = visitPublic(guichet, `/p/${portal}/reset`);
        const fields = { ...typed, csrf: await visit.token(), human: await visit.solves() };
        guichet.statements.length = 0;
        const { status, location } = await visit.posts(fields);
        const statements = [...guichet.statements];
        const outbox = await guichet.db.selectFrom('outbox').select('id').execute();
        seen.push({ status, location, statements, outbox: outbox.length });
      });
    assert.deepEqual(seen[0], seen[1]);
  });

test('ALL-2 asked for too often for one account, nothing more is sent and the last link stays alive, in the same words', () =>
  withGuichet({}, async (guichet) => {
    const visit = visitPublic(guichet, '/p/octopus/reset');
    const mailed: string[] = [];
    for (let times = 0; times < 6; times += 1) {
      assert.equal((await visit.submits({ identifier: 'amartin' })).location, sent);
      mailed.push(...(await guichet.mails()).map(linkIn));
    }
    assert.equal(mailed.length, 5);
    assert.equal((await guichet.page(mailed.at(-1) ?? '')).status, 200);
  }));

test('one network has its share an hour and is told so; another, and the chat, are not touched', () =>
  withGuichet({ env: { TRUST_PROXY: '1' } }, async (guichet) => {
    const portal = guichet.core.portals.get('octopus');
    assert.ok(portal);
    const from = (address: string) => visitPublic(guichet, '/p/octopus/reset', { from: address });
    // As if others behind the same address had asked just now.
    await guichet.db
      .insertInto('rateLimit')
      .values({ key: 'public.network:198.51.100.7', points: portal.asking.perAddress, expiresAt: guichet.now() + hour })
      .execute();
    // What nobody there has asked for keeps one.
    assert.equal((await from('198.51.100.7').submits({ identifier: 'amartin' })).status, 303);
    const refused = await from('198.51.100.7').submits({ identifier: 'amartin' });
    assert.equal(refused.status, 429);
    assert.match(refused.html, /Beaucoup de demandes sont venues de votre réseau/);
    assert.equal((await from('198.51.100.8').submits({ identifier: 'amartin' })).status, 303);
    await guichet.chat.says('mdp octopus oublié');
    await guichet.chat.presses('reset.send', { identifier: 'amartin' });
    assert.equal((await guichet.mails()).length, 3);
    guichet.passes(hour);
    assert.equal((await from('198.51.100.7').submits({ identifier: 'amartin' })).status, 303);
  }));

test('the public pages are framed by nobody, and led to from the home page, the sign-in page and a link that opens nothing', () =>
  withGuichet({}, async ({ url }) => {
    for (const path of ['/p/octopus/reset', '/p/octopus/reset/sent', '/p/octopus/identifier'])
      assert.match(
        (await fetch(`${url}${path}`)).headers.get('content-security-policy') ?? '',
        /^default-src 'none'.*script-src 'self';.*frame-ancestors 'none'$/,
      );
    for (const path of ['/', '/p/octopus/signin', '/p/octopus/link/nothing'])
      assert.match(await (await fetch(`${url}${path}?lang=fr`)).text(), /href="\/p\/octopus\/reset\?lang=fr"/, path);
    for (const path of ['/p/nowhere/reset', '/p/nowhere/reset/challenge', '/p/outscale/identifier', '/p/outscale/identifier/challenge'])
      assert.equal((await fetch(`${url}${path}`)).status, 404, path);
  }));
