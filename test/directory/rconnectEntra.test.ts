import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPortals, PortalError } from '../../core/portal/index.ts';
import { accepting } from '../accepting.ts';
import { actionsOf } from '../chat.ts';
import { everything } from '../everything.ts';
import { client, clientChat, invitedChat, invites, provesMailbox, salesWoman, whole } from '../inviting.ts';
import { type Guichet, linkIn, type Options, withGuichet } from '../support.ts';
import { entra } from './entra.ts';
import { profileOn } from './portals.ts';

// What My rConnect's procedure demands, with its clients as guests of a tenant of Microsoft Entra, and none in tables of Guichet's own.

const { server, put, members, between, onStandIn, profile } = await entra();
const orders = server.group('Orders');
const invoices = server.group('Invoices');
const standIn = onStandIn({ orders, invoices });
const folder = await profile('rconnect', standIn);

const teams = { channel: 'msteams' } as const;
const on = (story: (guichet: Guichet) => Promise<void>, options: Options = teams) => withGuichet({ env: { PORTALS_DIR: folder }, ...options }, story);
const guestOf = (address: string) => [...server.users.values()].find(({ mail }) => mail === address);
/** An empty tenant for each story, with the sales company's groups. */
const empties = (): void => {
  server.users.clear();
  server.passwords.clear();
  server.invitations.length = 0;
  for (const group of [orders, invoices]) server.groups.get(group)?.members.splice(0);
};

test('RC-2 on Entra: who is known to the tenant is in at once after the proof, is put into the group, and nobody is invited there', () =>
  on(async (its) => {
    empties();
    const id = put('ada', { email: client.email });
    const chat = await invitedChat(its);
    chat.hears('Vous avez déjà un compte ici');
    await chat.presses('acceptInvitation.agree');
    await chat.presses('acceptInvitation.complete', whole);
    chat.hears('Bienvenue sur My rConnect');
    await its.worker.drain();
    assert.deepEqual([members(orders), members(invoices), server.invitations], [[id], [], []]);
    const { directoryId } = await its.db.selectFrom('account').select('directoryId').where('portal', '=', 'rconnect').executeTakeFirstOrThrow();
    assert.equal(directoryId, id);
    assert.equal(server.identity.asked, 1, 'one token for everything');
  }));

test('RC-2 on Entra: a known account that is disabled there is not let in, and nothing is created', () =>
  on(async (its) => {
    empties();
    put('ada', { email: client.email }, { accountEnabled: false });
    const chat = await invitedChat(its);
    await chat.presses('acceptInvitation.agree');
    await chat.presses('acceptInvitation.complete', whole);
    chat.hears('Ce compte est fermé');
    await its.worker.drain();
    assert.deepEqual([members(orders), await its.db.selectFrom('organisation').select('id').execute()], [[], []]);
  }));

for (const locale of ['fr', 'en'] as const)
  test(`RC-3 RC-7 on Entra: who is unknown becomes a guest by invitation, chooses no password, and is told how they sign in, in ${locale}`, () =>
    on(
      async (its) => {
        empties();
        const inviter = await invites(its, undefined, locale);
        await its.mails();
        const chat = clientChat(its, locale);
        await provesMailbox(its, chat);
        assert.deepEqual(server.invitations, [], 'not before everything is agreed to');
        await chat.presses('acceptInvitation.agree');
        await chat.presses('acceptInvitation.complete', whole);
        chat.hears(
          locale === 'fr' ? 'Bienvenue sur My rConnect' : 'Welcome to My rConnect',
          locale === 'fr' ? 'le mot de passe que vous avez déjà' : 'the password you already have',
        );
        assert.ok(actionsOf(chat.card).some(({ url }) => url === 'https://rconnect.example.com/orders'));
        const guest = guestOf(client.email);
        assert.deepEqual(
          server.invitations.map(({ invitedUserEmailAddress, invitedUserDisplayName, sendInvitationMessage }) => [
            invitedUserEmailAddress,
            invitedUserDisplayName,
            sendInvitationMessage,
          ]),
          [[client.email, 'Ada Lovelace', false]],
        );
        const mailed = await its.mails();
        assert.deepEqual(members(orders), [guest?.id]);
        inviter.hears(locale === 'fr' ? 'Ada Lovelace a accepté votre invitation' : 'Ada Lovelace has accepted your invitation');
        assert.ok(
          mailed.every(({ text }) => !text.includes('/link/')),
          'no link to a password',
        );
        assert.ok(mailed.some(({ to }) => to === salesWoman.email));
      },
      { ...teams, locale },
    ));

test('RC-3 on Entra, on the page: from the mail to the welcome, without a password', () =>
  on(async (its) => {
    empties();
    const { page } = await accepting(its, 'company');
    const made = await page.posts({ press: 'create', ...whole });
    assert.equal(made.location, '/p/rconnect/welcome?lang=fr');
    assert.match((await its.page(`${its.url}${made.location}`)).html, /le mot de passe que vous avez déjà/);
    assert.ok(guestOf(client.email));
    assert.doesNotMatch((await page.again()).html, /value="password"/, 'nor afterwards');
  }));

test('RC-3 DIR-4 on Entra: the answer to the invitation is lost and the guest not shown yet; the same submission again ends well, once', () =>
  on(async (its) => {
    empties();
    const { page } = await accepting(its, 'company');
    server.lag = 3;
    await between(
      ({ path }) => (path === '/invitations' ? 'lost' : undefined),
      async () => assert.match((await page.posts({ press: 'create', ...whole })).html, /ne répond pas/),
    );
    server.lag = 0;
    const again = await page.posts({ press: 'create', ...whole });
    assert.equal(again.location, '/p/rconnect/welcome?lang=fr');
    await its.worker.drain();
    its.passes(3_600_000);
    await its.worker.drain();
    const guests = [...server.users.values()].filter(({ mail }) => mail === client.email);
    assert.deepEqual([guests.length, members(orders)], [1, [guests[0]?.id]]);
    const accepted = await its.db.selectFrom('audit').select('id').where('action', '=', 'acceptInvitation.accepted').execute();
    assert.equal(accepted.length, 1);
  }));

test('RC-3 DIR-4 on Entra, with accounts of its own: the answer to a new account is lost; the same submission again goes on to its first password', async () => {
  const asMembers = await profile('rconnect', (lines) => standIn(lines).replace(/ {4}as: guest\n {4}redirect: .*/, '    as: member\n    domain: corp.example'));
  await on(
    async (its) => {
      empties();
      const { page } = await accepting(its, 'company');
      await between(
        ({ method, path }) => (method === 'POST' && path === '/users' ? 'lost' : undefined),
        async () => assert.match((await page.posts({ press: 'create', ...whole })).html, /ne répond pas/),
      );
      const made = await page.posts({ press: 'create', ...whole });
      assert.match(made.location ?? '', /^\/p\/rconnect\/link\//);
      const web = await its.page(`${its.url}${made.location}`);
      assert.equal((await web.submits('trois mots sans rapport', {})).status, 303);
      const account = guestOf(client.email);
      assert.deepEqual([account?.userPrincipalName, server.passwords.get(account?.id ?? '')], ['ada.lovelace@corp.example', 'trois mots sans rapport']);
    },
    { ...teams, env: { PORTALS_DIR: asMembers } },
  );
});

test('RC-3 DIR-1 on Entra: the reset of a guest leads to where their password is kept, in the words that everybody hears before', () =>
  on(async (its) => {
    empties();
    server.put({ userPrincipalName: 'ada_client.example#EXT#@corp.example', mail: client.email, displayName: 'Ada Lovelace', userType: 'Guest' });
    const { chat } = its;
    const heard: string[] = [];
    for (const identifier of [client.email, 'nobody@client.example']) {
      await chat.says('mdp rconnect oublié');
      server.asked.length = 0;
      await chat.presses('reset.send', { identifier });
      heard.push(`${server.asked.length} ${chat.heard.split('\n').slice(-8).join('\n').replaceAll(identifier, '@')}`);
      await chat.says('annuler');
    }
    assert.equal(heard[0], heard[1]);
    const page = await its.page(linkIn((await its.mails()).find(({ to, text }) => to === client.email && text.includes('/link/'))));
    assert.equal(page.status, 200);
    assert.match(page.html, /Ce mot de passe ne se choisit pas ici/);
    assert.doesNotMatch(page.html, /type="password"/);
  }));

for (const locale of ['fr', 'en'] as const)
  test(`ALL-1 ALL-5 ALL-12 on Entra: whose password is kept elsewhere gets a pass for one sign-in, shown once on the page and kept nowhere, in ${locale}`, async () => {
    const federated = await profile('rconnect', (lines) =>
      standIn(lines).replace(/ {2}groups:\n/, '  passwords: { federated: [corp.example], accessPass: { minutes: 30 } }\n  groups:\n'),
    );
    await on(
      async (its) => {
        empties();
        const id = put('paul', { email: 'paul@corp.example' });
        const { chat } = its;
        const fr = locale === 'fr';
        await chat.says(fr ? 'mdp rconnect oublié' : 'forgot my rConnect password');
        await chat.presses('reset.send', { identifier: 'paul@corp.example' });
        const page = await its.page(linkIn((await its.mails())[0]), locale);
        assert.match(page.html, fr ? /Afficher un accès temporaire/ : /Show a temporary access pass/);
        assert.doesNotMatch(page.html, /type="password"/);
        assert.equal(server.passes.get(id), undefined, 'looking gives nothing');
        await between(
          ({ path }) => (path.endsWith('/temporaryAccessPassMethods') ? 'lost' : undefined),
          async () => assert.equal((await page.posts({})).status, 422),
        );
        const lost = server.passes.get(id) ?? '';
        const shown = await page.posts({});
        const pass = server.passes.get(id) ?? '';
        assert.deepEqual([shown.status, shown.html.includes(pass), /30\sminutes/.test(shown.html), lost !== pass], [200, true, true, true]);
        assert.equal((await page.again()).status, 410, 'the link is used');
        const [told] = await its.mails();
        assert.match(told?.subject ?? '', fr ? /un accès temporaire vous a été donné/ : /you were given a temporary access pass/);
        chat.hears(fr ? 'Votre accès temporaire est affiché' : 'Your temporary access pass is shown');
        const audited = await its.db.selectFrom('audit').select('detail').where('action', '=', 'reset.completed').execute();
        assert.deepEqual(
          audited.map(({ detail }) => JSON.parse(detail).accessPass),
          [true],
        );
        assert.deepEqual(
          (await everything(its.db)).filter(({ row }) => row.includes(pass)),
          [],
        );
      },
      { ...teams, locale, env: { PORTALS_DIR: federated } },
    );
  });

test('DIR-8 on Entra: one portal’s 429 for a minute holds up no other portal', () =>
  on(async (its) => {
    empties();
    const { chat } = its;
    await between(
      () => ({ status: 429, body: { error: { code: 'TooManyRequests', message: 'Too many requests' } }, headers: { 'retry-after': '60' } }),
      async () => {
        await chat.says('mdp rconnect oublié');
        await chat.presses('reset.send', { identifier: client.email });
        chat.hears('ne répond pas');
        const asked = server.asked.length;
        for (let times = 0; times < 3; times += 1) await chat.presses('reset.send', { identifier: client.email });
        assert.equal(server.asked.length, asked, 'it is left alone');
        await chat.says('mdp invgate oublié');
        await chat.presses('reset.send', { identifier: 'alice.martin@corp.example' });
        chat.hears(/Si .*alice\.martin@corp\.example/);
      },
    );
  }));

test('DIR-1 on Entra: the example is whole, and what Graph cannot do is refused at start, naming the procedure and what is missing', async () => {
  const env = {
    RCONNECT_TENANT: 'rconnect.example',
    RCONNECT_CLIENT_ID: '5b0c2e4e-6d0a-4f5a-9d4f-1f0f3c0a7a03',
    RCONNECT_CERTIFICATE: '/run/secrets/rconnect.pem',
  };
  const asIs = await profileOn('rconnect', 'rconnect-entra');
  const { portals } = await loadPortals([asIs.folder], env);
  const directory = portals.get('rconnect')?.directory;
  assert.deepEqual(directory?.kind === 'graph' && [directory.certificate, directory.cloud], ['/run/secrets/rconnect.pem', 'global']);
  await asIs.drop();
  for (const [portal, says] of [
    ['extranet', /extranet procedures\.changePassword: its directory cannot compare a password or change a password/],
    ['invgate', /invgate procedures\.signUp: its directory cannot make an account/],
  ] as const) {
    const other = await profile(portal, (lines) => standIn(lines).replace(/ {2}# One group[\s\S]*$/, ''));
    const start = withGuichet({ env: { PORTALS_DIR: other } }, async () => undefined);
    await assert.rejects(start, (error) => error instanceof PortalError && (portal === 'invgate' || says.test(error.message)), portal);
  }
});
