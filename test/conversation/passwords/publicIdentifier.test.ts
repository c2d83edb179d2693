import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitPublic } from '../../publicPage.ts';
import { withGuichet } from '../../support.ts';

/** In the range that the profile of Octopus trusts, and out of it. */
const [inside, outside] = ['192.0.2.77', '198.51.100.7'];
const env = { TRUST_PROXY: '1' };

for (const [email, mailed] of [
  ['bruno.leroy@corp.example', 1],
  ['nobody@corp.example', 0],
] as const)
  test(`OC-2 on a trusted network the unified account is mailed to the address typed: ${email}, in the same words`, () =>
    withGuichet({ env }, async (guichet) => {
      const visit = visitPublic(guichet, '/p/octopus/identifier', { from: inside });
      const answered = await visit.submits({ email });
      assert.deepEqual([answered.status, answered.location], [303, '/p/octopus/identifier/sent?lang=fr']);
      const told = await visit.at('/p/octopus/identifier/sent?lang=fr');
      assert.match(told.html, /Si un compte utilise cette adresse, son identifiant vient d’y être envoyé/);
      const sent = await guichet.mails();
      assert.equal(sent.length, mailed);
      if (sent[0]) assert.deepEqual([sent[0].to, /bleroy/.test(sent[0].text)], ['bruno.leroy@corp.example', true]);
    }));

test('OC-2 from anywhere else the page hands to support, and a form that is sent all the same is no way in', () =>
  withGuichet({ env }, async (guichet) => {
    const visit = visitPublic(guichet, '/p/octopus/identifier', { from: outside });
    const shown = await visit.get();
    assert.match(shown.html, /mailto:assistance\.octopus@example\.org/);
    assert.doesNotMatch(shown.html, /<form/);
    const trusted = visitPublic(guichet, '/p/octopus/identifier', { from: inside });
    const answered = await visit.posts({ csrf: await trusted.token(), human: await trusted.solves(), email: 'bruno.leroy@corp.example' });
    assert.match(answered.html, /mailto:assistance\.octopus@example\.org/);
    assert.deepEqual(await guichet.mails(), []);
  }));

test('OC-2 the core itself checks the network, and mails nothing for visitors outside it', () =>
  withGuichet({}, async ({ core, mails, db }) => {
    const portal = core.portals.get('octopus');
    assert.ok(portal);
    const actor = { person: 'anonymous', channel: 'page', locale: 'fr', authenticated: false } as const;
    for (const ip of [outside, '', 'inside', '192.0.2.77, 198.51.100.7'])
      await core.passwords.forgotIdentifier.mail({ ...actor, ip }, portal, 'bruno.leroy@corp.example');
    // A network vouches for no chat, and a tenant for no page.
    await core.passwords.forgotIdentifier.mail({ ...actor, channel: 'webchat', ip: inside }, portal, 'bruno.leroy@corp.example');
    const tenant = '11111111-1111-4111-8111-111111111111';
    await core.passwords.forgotIdentifier.mail({ ...actor, authenticated: true, tenant, ip: outside }, portal, 'bruno.leroy@corp.example');
    assert.deepEqual(await mails(), []);
    assert.equal((await db.selectFrom('outbox').select('id').execute()).length, 6, 'the same writes all the same (ALL-4)');
  }));

test('OC-2 without a trusted proxy, forwarded addresses are ignored', () =>
  withGuichet({}, async (guichet) => {
    const shown = await visitPublic(guichet, '/p/octopus/identifier', { from: inside }).get();
    assert.doesNotMatch(shown.html, /<form/);
  }));

test('ALL-4 the look-up costs the same statements and outbox writes for an address that has an account and one that has none', async () => {
  const seen: unknown[] = [];
  for (const email of ['bruno.leroy@corp.example', 'nobody@corp.example'])
    await withGuichet({ env }, async (guichet) => {
      const visit = visitPublic(guichet, '/p/octopus/identifier', { from: inside });
      const fields = { email, csrf: await visit.token(), human: await visit.solves() };
      guichet.statements.length = 0;
      const { status, location } = await visit.posts(fields);
      seen.push({ status, location, statements: [...guichet.statements], outbox: (await guichet.db.selectFrom('outbox').select('id').execute()).length });
    });
  assert.deepEqual(seen[0], seen[1]);
});

test('EX-4 «Vous avez oublié votre nom d’utilisateur ?» leads to support on the page too', () =>
  withGuichet({}, async (guichet) => {
    const reset = await visitPublic(guichet, '/p/extranet/reset').get();
    assert.match(reset.html, /href="\/p\/extranet\/identifier\?lang=fr">Vous avez oublié votre nom d’utilisateur/);
    const { html } = await visitPublic(guichet, '/p/extranet/identifier').get();
    assert.match(html, /Assistance Extranet/);
    assert.match(html, /mailto:assistance@extranet\.example\.com/);
    assert.doesNotMatch(html, /réseau de votre organisation/);
  }));
