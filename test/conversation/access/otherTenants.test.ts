import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../../core/foundation/outcome.ts';
import { actionsOf, openChat } from '../../chat.ts';
import { decideLinkIn } from '../../decidingByMail.ts';
import { asks, colleague, hugo, meets, nadia, samuel, withProfile } from '../../enrolling.ts';
import { alice, type Member, tenant } from '../../fakes/connector.ts';
import { prepares, salesWoman } from '../../inviting.ts';
import { begins, hold } from '../../reviewing.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const other = '22222222-2222-4222-8222-222222222222';
/** The bot is of one tenant, serves two, and no profile says whom it trusts. */
const two = { channel: 'msteams', env: { ALLOWED_TENANTS: `${tenant},${other}`, MicrosoftAppTenantId: tenant.toUpperCase() } } as const;

/** The chat of somebody in a tenant, who said hello. */
async function writes({ url, connector }: Guichet, who: Member, of: string = tenant, conversation: object = {}) {
  if (!connector.members.includes(who)) connector.members.push(who);
  const chat = openChat({ url, connector, locale: 'fr', channel: 'msteams', who, conversation: { tenantId: of, ...conversation } });
  const { post } = chat;
  await chat.says('bonjour', { channelData: { tenant: { id: of } } });
  return {
    says: async (text: string) => await chat.says(text, { channelData: { tenant: { id: of } } }),
    sees: () => chat.heard,
    /** What a button of the current card carries. */
    data: (verb: string) => actionsOf(chat.card).find((each) => each.data?.verb === verb)?.data ?? {},
    sends: async (verb: string, data: object) =>
      await post({
        ...chat.activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb, data } } }),
        channelData: { tenant: { id: of } },
      }),
  };
}

const asked = (its: Guichet) => asks(its, ['applications']);
const statuses = async ({ db }: Guichet) => (await db.selectFrom('enrollment').select('status').execute()).map(({ status }) => status);

/** People whose roster holds Nadia's address, and in whom a portal that names no tenants must not believe. */
const impostors: readonly (readonly [string, Member, string, object?])[] = [
  ['of the other tenant', { ...colleague('Zoe', 'Nadine', nadia.email), tenantId: other }, other],
  ['of the other tenant, in a conversation of the bot’s own', { ...colleague('Zoe', 'Nadine', nadia.email), tenantId: other }, tenant],
  ['who is a guest of the bot’s own tenant', { ...colleague('Zoe', 'Nadine', nadia.email), userRole: 'guest' }, tenant],
  [
    'who is a guest by name alone',
    { ...colleague('Zoe', 'Nadine', nadia.email), userRole: 'user', userPrincipalName: 'nadia_example.org#EXT#@contoso.onmicrosoft.com' },
    tenant,
  ],
  ['who joined a meeting without signing in', { ...colleague('Zoe', 'Nadine', nadia.email), userRole: 'anonymous' }, tenant],
];

for (const [who, member, of] of impostors)
  test(`an approver’s address in the roster of somebody ${who}: no card, nothing to decide, and a forged click decides nothing`, () =>
    withGuichet(two, async (its) => {
      const chat = await writes(its, member, of);
      const [id = ''] = await asked(its);
      const mail = (await its.mails()).concat(its.inbox.mails).find(({ to }) => to === nadia.email);
      decideLinkIn(mail);
      assert.deepEqual(await its.db.selectFrom('approvalCard').select('id').execute(), []);
      await chat.says('à décider');
      for (const verb of ['decide.approve', 'decide.open', 'decide.forward']) await chat.sends(verb, { verb, enrollment: id });
      await chat.sends('decide.refuse', { verb: 'decide.refuse', enrollment: id, reason: 'Non' });
      assert.doesNotMatch(chat.sees(), /Alice|Applications métier/);
      assert.deepEqual(await statuses(its), ['pending']);
    }));

test('with two tenants, the people of the bot’s own go on approving', () =>
  withGuichet(two, async (its) => {
    const chat = await writes(its, nadia);
    const [id = ''] = await asked(its);
    assert.match(chat.sees(), /Demande à traiter/);
    await chat.sends('decide.approve', { verb: 'decide.approve', enrollment: id });
    assert.deepEqual(await statuses(its), ['approved']);
  }));

test('with two tenants, a profile that names the other one trusts that one', () =>
  withProfile(
    (profile) => `${profile}\ntenants: [${tenant}, ${other.toUpperCase()}]\n`,
    (folder) =>
      withGuichet({ ...two, env: { ...two.env, PORTALS_DIR: folder } }, async (its) => {
        const chat = await writes(its, { ...nadia, tenantId: other }, other);
        await asked(its);
        assert.match(chat.sees(), /Demande à traiter/);
      }),
  ));

test('with two tenants of which neither is the bot’s own, no roster makes an approver', () =>
  withGuichet({ ...two, env: { ALLOWED_TENANTS: two.env.ALLOWED_TENANTS } }, async (its) => {
    const chat = await writes(its, nadia);
    const [id = ''] = await asked(its);
    await chat.sends('decide.approve', { verb: 'decide.approve', enrollment: id });
    assert.deepEqual(await statuses(its), ['pending']);
  }));

for (const [guests, trusted] of [
  ['true', true],
  ['[decide]', true],
  ['[invite, forgotIdentifier]', false],
  ['false', false],
] as const)
  test(`a guest ${trusted ? 'approves' : 'does not approve'} where the profile says guests: ${guests}`, () =>
    withProfile(
      (profile) => `${profile}\nguests: ${guests}\n`,
      (folder) =>
        withGuichet({ channel: 'msteams', env: { PORTALS_DIR: folder } }, async (its) => {
          const chat = await writes(its, { ...nadia, userRole: 'guest' });
          const [id = ''] = await asked(its);
          assert.equal(/Demande à traiter/.test(chat.sees()), trusted);
          await chat.sends('decide.approve', { verb: 'decide.approve', enrollment: id });
          assert.deepEqual(await statuses(its), [trusted ? 'approved' : 'pending']);
        }),
    ));

for (const [who, over, of] of [
  ['of the other tenant', { tenantId: other }, other],
  ['of the other tenant, in a conversation of the bot’s own', { tenantId: other }, tenant],
  ['who is a guest', { userRole: 'guest' }, tenant],
] as const)
  test(`an inviter’s address in the roster of somebody ${who} invites nobody`, () =>
    withGuichet(two, async (its) => {
      const chat = await writes(its, { ...salesWoman, ...over }, of);
      await chat.says('je voudrais inviter un client sur rconnect');
      assert.doesNotMatch(chat.sees(), /adresse du client/i);
      const portal = its.core.portals.get('rconnect');
      assert.ok(portal);
      const actor = { person: 'x', channel: 'msteams', locale: 'fr', authenticated: true, tenant: of, email: salesWoman.email } as const;
      const named = { ...actor, ...('userRole' in over ? { guest: true } : { home: other }) };
      assert.equal(await its.core.invitations.invite.may(named, portal), false);
      assert.equal(await its.core.invitations.invite.may({ ...actor, tenant, home: tenant }, portal), true);
      assert.deepEqual(await its.db.selectFrom('invitation').select('id').execute(), []);
    }));

test('an inviter of the bot’s own tenant goes on inviting', () =>
  withGuichet(two, async (its) => {
    const { url, connector } = its;
    connector.members.push(salesWoman);
    const chat = openChat({ url, connector, locale: 'fr', channel: 'msteams', who: salesWoman });
    await prepares(chat);
    await chat.presses('invite.send');
    assert.equal((await its.db.selectFrom('invitation').select('id').execute()).length, 1);
  }));

for (const [who, over] of [
  ['a guest', { userRole: 'guest' }],
  ['somebody whose address another tenant gives', { tenantId: other }],
] as const)
  test(`OC-2 ${who} of a trusted tenant is not told the unified account that has their address: they are handed to support`, () =>
    withGuichet({ channel: 'msteams' }, async (its) => {
      const chat = await writes(its, { ...colleague('Bruno', 'Leroi', 'bruno.leroy@corp.example'), ...over });
      await chat.says('je ne connais plus mon compte unifié octopus');
      assert.doesNotMatch(chat.sees(), /bleroy/);
      assert.match(chat.sees(), /Assistance|support/i);
    }));

test('support is told which addresses no roster of ours proves', () =>
  withGuichet(two, async (its) => {
    const portal = its.core.portals.get('octopus');
    assert.ok(portal);
    const actor = { person: 'x', channel: 'msteams', locale: 'fr', authenticated: true, tenant, email: 'direction@corp.example' } as const;
    for (const who of [actor, { ...actor, tenant: other }, { ...actor, guest: true }]) await its.core.support.handOver(who, portal, 'support', []);
    const texts = (await its.mails()).map(({ text }) => /non vérifiée/.test(text));
    assert.deepEqual(texts, [false, true, true]);
  }));

for (const [who, over, of] of [
  ['of the other tenant', { tenantId: other }, other],
  ['who is a guest', { userRole: 'guest' }, tenant],
] as const)
  test(`an owner’s address in the roster of somebody ${who} does not make them the owner, whom strangers cannot keep from asking`, () =>
    withGuichet(two, async (its) => {
      const chat = await writes(its, { ...colleague('Zoe', 'Nadine', alice.email), ...over }, of);
      const asksAs = async (one: Pick<typeof chat, 'says' | 'sends' | 'data'>) => {
        await one.says('mdp invgate oublié');
        await one.sends('reset.send', { ...one.data('reset.send'), identifier: alice.email });
        return (await its.mails()).length;
      };
      let mailed = 0;
      for (let n = 0; n < 7; n += 1) mailed += await asksAs(await writes(its, colleague(`Other${n}`, 'Person')));
      assert.equal(mailed, 5, 'strangers use up the mails of the account');
      assert.equal(await asksAs(chat), 0);
      await its.chat.says('mdp invgate oublié');
      await its.chat.presses('reset.send', { identifier: alice.email });
      assert.equal((await its.mails()).length, 1, 'the owner still gets hers');
    }));

/** Ties somebody's chat to Alice's account of InvGate, and returns what asking in their name takes. */
async function ownsAccount({ db, core, now }: Guichet, who: Member) {
  const portal = core.portals.get('invgate');
  assert.ok(portal);
  const { id: person } = await db.selectFrom('person').select('id').where('objectId', '=', who.aadObjectId).executeTakeFirstOrThrow();
  const account = await db.selectFrom('account').select('id').where('portal', '=', portal.id).where('emailKey', '=', alice.email).executeTakeFirstOrThrow();
  await db.insertInto('binding').values({ id: person, person, accountId: account.id, portal: portal.id, createdAt: now(), endedAt: null }).execute();
  const actor = { person, channel: 'msteams', locale: 'fr', authenticated: true, name: who.name } as const;
  return async (also: object) => {
    const asked = await core.access.enroll.ask({ ...actor, ...also }, portal, account.id, ['sensitive-data'], 'Je remplace Paul.');
    return asked.ok ? 'asked' : asked.refusals[0].key;
  };
}

for (const [who, over, of] of [
  ['of the other tenant', { tenantId: other }, other],
  ['who is a guest', { userRole: 'guest' }, tenant],
] as const)
  test(`an approver’s address in the roster of a requester ${who} keeps that approver from nothing: people take the request over`, () =>
    withGuichet(two, async (its) => {
      const thief = { ...colleague('Zoe', 'Nadine', samuel.email), ...over };
      await writes(its, thief, of);
      const asks = await ownsAccount(its, thief);
      assert.equal(await asks({ tenant: of, email: samuel.email, ...('userRole' in over ? { guest: true } : { home: other }) }), 'enroll.noApprover');
      // Nor does it help that somebody else asks, whose chat is tied to the same account.
      await writes(its, alice);
      const own = await ownsAccount(its, alice);
      assert.equal(await own({ tenant, email: alice.email }), 'enroll.noApprover');
      assert.deepEqual(await statuses(its), []);
    }));

test('who is tied later, with an approver’s address from another tenant, keeps that approver from nothing: both still have to agree', () =>
  withGuichet(two, async (its) => {
    await writes(its, alice);
    const chats = [await writes(its, nadia), await writes(its, samuel)];
    assert.equal(await (await ownsAccount(its, alice))({ tenant, email: alice.email }), 'asked');
    const thief = { ...colleague('Zoe', 'Nadine', samuel.email), tenantId: other };
    await writes(its, thief, other);
    await ownsAccount(its, thief);
    const { id } = await its.db.selectFrom('enrollment').select('id').executeTakeFirstOrThrow();
    for (const chat of chats) {
      assert.deepEqual(await statuses(its), ['pending']);
      await chat.sends('decide.approve', { verb: 'decide.approve', enrollment: id });
    }
    assert.deepEqual(await statuses(its), ['approved']);
  }));

test('whoever has an approver’s address from elsewhere reviews nothing, proves nothing, is away for nobody and asks for nobody', () =>
  withProfile(
    (profile) => `${profile.replace('  - id: network\n', '  - id: network\n    review: {}\n    sensitive: true\n')}forOthers: { askers: [${hugo.email}] }\n`,
    (folder) =>
      withGuichet({ ...two, env: { ...two.env, PORTALS_DIR: folder } }, async (its) => {
        for (const who of [hugo, samuel]) await meets(its, who);
        await hold(its, 'network', [{ name: 'Paul Durand' }]);
        await begins(its);
        await its.mails();
        const { id } = await its.db.selectFrom('review').select('id').executeTakeFirstOrThrow();
        const [enrollment = ''] = await asks(its, ['network']);
        const { reviews, stepUp, absences, enroll } = its.core.access;
        const portal = its.core.portals.get('invgate');
        assert.ok(portal);
        const wanted = { email: alice.email, givenName: 'A', familyName: 'M', pack: '', groups: ['workplace'], from: '', until: '', justification: 'x' };
        const away = { from: '', to: '2026-11-30', delegate: samuel.email, timeZone: 'Europe/Paris' };
        const tries = async (over: object) => {
          const actor = { person: 'eve', channel: 'msteams', locale: 'fr', authenticated: true, name: 'Eve', email: hugo.email, tenant, ...over } as const;
          const outcomes: Outcome<unknown>[] = [
            await reviews.decide(actor, id, { all: true, search: '', count: 1 }, 'remove'),
            await reviews.look(actor, id),
            await stepUp.send(actor, { enrollment }),
            await stepUp.send(actor, { absence: true }),
            await absences.begin(actor, away),
            await enroll.behalf.prepare(actor, portal, wanted),
          ];
          return outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.refusals[0].key)).join(' ');
        };
        const refused = 'review.notYours review.notYours decide.notYours decide.notYours absence.unknown behalf.notYours';
        for (const over of [{ tenant: other }, { home: other }, { guest: true }]) assert.equal(await tries(over), refused, JSON.stringify(over));
        assert.equal(await tries({}), 'decide.proof ok ok ok decide.proof ok', 'Hugo himself');
      }),
  ));
