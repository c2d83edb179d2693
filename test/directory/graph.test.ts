import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkGraph } from '../../core/connectors/graph/check.ts';
import { createGraphDirectory } from '../../core/connectors/graph/graph.ts';
import { graphSettings } from '../../core/portal/graphSettings.ts';
import type { Directory, Entry, NewEntry } from '../../core/ports.ts';
import { collected } from '../collected.ts';
import { usual } from '../contract/directory.ts';
import type { Between } from '../fakes/graph.ts';
import { refused } from '../fakes/graphAnswers.ts';
import { graph } from './graph.ts';
import { found, misconfigured, next, reset, serviceContract } from './service.ts';

const its = await graph();
const { server, settings, open, put, members, opens, between } = its;
after(() => server.close());

serviceContract('Graph', its);

/** The requests that a task takes over the network. */
const asking = async (task: () => Promise<unknown>): Promise<string[]> => {
  server.asked.length = 0;
  await task();
  return [...server.asked];
};
/** Answers some requests in the place of the server. */
const answers =
  (which: RegExp, status: number, body: unknown, headers: Record<string, string> = {}): Between =>
  ({ method, path }) =>
    which.test(`${method} ${path}`) ? { status, body, headers } : undefined;
const wanted: NewEntry = { identifier: 'x', email: 'marc@client.example', givenName: 'Marc', familyName: 'Dupont', phone: null, entity: 'siege' };
const asGuest = { people: { identifier: 'mail' }, create: { as: 'guest', redirect: 'https://rconnect.example/' } };

test('DIR-2 Graph: what is shown of an account: names, address, number, entity, state, and the manager', async () => {
  const boss = put('boss');
  put('full', {}, { mobilePhone: '+33 6 12-34-56-78', department: 'siege', manager: boss });
  const directory = open();
  const entry = await found(directory, 'full');
  assert.deepEqual([entry.email, entry.phone, entry.entity, entry.disabled], ['full@corp.example', '+33612345678', 'siege', false]);
  assert.equal((await directory.managerOf(entry))?.email, 'boss@corp.example');
  assert.equal(await directory.managerOf({ id: boss }), undefined, 'who has none');
  const manager = server.users.get(boss);
  if (manager) manager.accountEnabled = false;
  assert.equal(await directory.managerOf(entry), undefined);
});

test('DIR-9 Graph: an address that is several is none; of a guest the shown name is kept, on one line, without what nobody sees', async () => {
  put('atwo', { email: 'atwo@corp.example, thief@elsewhere.example' });
  const hostile = `Ali\u0000ce\u202e\n<b>"${'M'.repeat(5_000)}`;
  server.put({ mail: 'ahostile@client.example', displayName: hostile, userPrincipalName: 'ahostile_client.example#EXT#@corp.example' });
  const directory = open({ people: { identifier: 'mail' } });
  assert.equal(await open().find({ identifier: 'atwo@corp.example' }), undefined);
  const { givenName, familyName } = await found(directory, 'ahostile@client.example');
  assert.deepEqual([givenName.length, familyName, /[\p{C}\n]/u.test(givenName)], [100, '', false]);
});

test('DIR-9 Graph: an id is a GUID and nothing else: it names no other path, and no user name', async () => {
  put('pathless');
  for (const id of ['..', '', '../groups', 'a/b', '?$filter=x', '$count', 'pathless@corp.example', `${'0'.repeat(36)}`])
    assert.equal(await open().find({ id }), undefined, id);
});

test('DIR-2 Graph: a GUID in another case is the same account, and the same group', async () => {
  const id = put('cased');
  const all = server.group('Cased', [id]);
  const own = open({ groups: { catalogue: { all: all.toUpperCase() } } });
  assert.equal((await own.find({ id: id.toUpperCase() }))?.id, id);
  await between(
    ({ method, path, query }) => {
      const user = server.users.get(id);
      return method === 'GET' && path === `/users/${id}` && user
        ? {
            status: 200,
            body: Object.fromEntries((query.get('$select') ?? '').split(',').map((name) => [name, name === 'id' ? id.toUpperCase() : user[name]])),
          }
        : undefined;
    },
    async () => assert.equal((await own.find({ id }))?.id, id),
  );
  assert.deepEqual([await own.groupsOf({ id } as Entry), await own.amongGroups({ id: id.toUpperCase() }, [all.toUpperCase()])], [['all'], [all.toUpperCase()]]);
});

test('DIR-3 Graph: a reset ends the sign-in sessions; what its policy refuses stands at the field, and nothing has changed', async () => {
  const id = put('policy');
  const directory = open();
  assert.equal(await reset(directory, await found(directory, 'policy'), 'Ab-1'), 'directory.password.simple password');
  assert.deepEqual([opens(id, usual), server.revoked.includes(id)], [true, false]);
  assert.equal(await reset(directory, await found(directory, 'policy')), 'set');
  assert.deepEqual([opens(id, next), server.revoked.includes(id)], [true, true]);
});

test('DIR-5 Graph: a disabled account is not revived; guests, federated and synchronised accounts have their password elsewhere', async () => {
  const shut = put('shut', {}, { accountEnabled: false });
  assert.equal(await reset(open(), await found(open(), 'shut')), 'directory.closed');
  const kept = [
    [put('outside', {}, { userPrincipalName: 'outside_client.example#EXT#@corp.example' }), {}],
    [put('synced', {}, { onPremisesSyncEnabled: true }), {}],
    [put('abroad', {}, { userPrincipalName: 'abroad@Federated.example' }), { passwords: { federated: ['federated.example'] } }],
  ] as const;
  for (const [id, over] of kept) {
    const directory = open(over);
    const entry = await directory.find({ id });
    assert.deepEqual([entry?.signsIn, entry && (await reset(directory, entry))], ['elsewhere', 'directory.elsewhere'], id);
  }
  const written = open({ passwords: { writeback: true } });
  assert.equal(await reset(written, await found(written, 'synced')), 'set');
  assert.equal(server.passwords.get(shut), usual);
});

test('DIR-5 Graph: where a password is kept elsewhere, or the profile says so, a pass for one sign-in takes its place; not for guests, administrators and who is disabled', async () => {
  const [kept, own, admin, shut] = ['pass', 'passowner', 'passadmin', 'passshut'].map((uid) =>
    put(uid, {}, uid === 'passowner' ? {} : { userPrincipalName: `${uid}@federated.example` }),
  ) as [string, string, string, string];
  const outside = put('passoutside', {}, { userPrincipalName: 'passoutside_client.example#EXT#@corp.example', userType: 'Guest' });
  server.group('Authentication Administrator', [admin], true);
  const given = async (id: string, accessPass: object = {}) => {
    const directory = open({ passwords: { federated: ['federated.example'], accessPass } });
    const entry = await directory.find({ id });
    const user = server.users.get(id);
    if (user && id === shut) user.accountEnabled = false;
    const written = entry && (await directory.accessPass?.(entry));
    return written?.ok ? [written.value.pass === server.passes.get(id), written.value.lives] : [entry?.signsIn, written?.refusals[0].key];
  };
  assert.deepEqual(await given(kept, { minutes: 30 }), [true, 30 * 60_000]);
  assert.ok(server.revoked.includes(kept));
  assert.equal(
    await reset(open({ passwords: { federated: ['federated.example'], accessPass: {} } }), (await open().find({ id: kept })) as Entry),
    'directory.elsewhere',
  );
  assert.deepEqual(
    [await given(own), await given(own, { instead: true })],
    [
      [undefined, 'directory.elsewhere'],
      [true, 60 * 60_000],
    ],
  );
  assert.deepEqual(
    [await given(admin), await given(outside), await given(shut)],
    [
      ['accessPass', 'directory.closed'],
      ['elsewhere', 'directory.elsewhere'],
      ['accessPass', 'directory.closed'],
    ],
  );
  server.permissions = new Set(['User.Read.All', 'GroupMember.Read.All']);
  await assert.rejects(given(kept), misconfigured(/Grant the application UserAuthMethod-TAP\.ReadWrite\.All/));
  server.permissions = undefined;
});

test('DIR-6 Graph: a user name that is taken gets the next one by the pattern; an address that is taken makes no account; first groups are given once', async () => {
  const first = server.group('Newcomers');
  const own = open({
    create: { as: 'member', domain: 'corp.example', identifier: '{givenName:1}{familyName}', attributes: { jobTitle: 'Client of {entity}' }, groups: [first] },
  });
  const made = await own.create(wanted, next);
  assert.ok(made.ok);
  for (let times = 0; times < 2; times += 1) await own.welcome(made.value.entry);
  assert.deepEqual(members(first), [made.value.entry.id]);
  assert.deepEqual([made.value.entry.identifier, server.users.get(made.value.entry.id)?.jobTitle], ['mdupont@corp.example', 'Client of siege']);
  const second = await own.create({ ...wanted, email: 'marie@client.example', givenName: 'Marie' }, undefined);
  assert.ok(second.ok);
  assert.deepEqual([second.value.entry.identifier, second.value.entry.hasPassword], ['mdupont2@corp.example', false]);
  const third = await own.create({ ...wanted, familyName: 'Durand' }, undefined);
  assert.ok(!third.ok && third.refusals[0].key === 'signUp.exists');
});

test('DIR-4 Graph: an answer 201 was lost, and its account is not shown yet: no second one is made, and it is found in the end', async () => {
  const own = open();
  const late = { ...wanted, email: 'late@client.example', givenName: 'Late' };
  server.lag = 4;
  await between(
    ({ method, path }) => (method === 'POST' && path === '/users' ? 'lost' : undefined),
    () => assert.rejects(own.create(late, next), { name: 'DirectoryUnavailable' }),
  );
  await assert.rejects(own.create(late, next), (error: Error) => error.name === 'DirectoryUnavailable' && /does not show it yet/.test(error.message));
  server.lag = 0;
  assert.equal([...server.users.values()].filter(({ mail }) => mail === late.email).length, 1);
  for (let times = 0; times < 4; times += 1) await own.find({ email: late.email });
  const again = await own.create(late, next);
  assert.ok(!again.ok && again.refusals[0].key === 'signUp.exists', 'which the act before it looks for');
});

test('DIR-4 Graph: 404 just after 201: first groups are tried again, and who is not shown yet is not taken to be gone', async () => {
  const first = server.group('Late newcomers');
  const own = open({ create: { as: 'member', domain: 'corp.example', groups: [first] }, groups: { catalogue: { any: first } } });
  server.lag = 2;
  const made = await own.create({ ...wanted, email: 'newer@client.example', givenName: 'Newer' }, next);
  server.lag = 0;
  assert.ok(made.ok);
  await own.welcome(made.value.entry);
  assert.deepEqual(members(first), [made.value.entry.id]);
  server.lag = 50;
  const other = await own.create({ ...wanted, email: 'newest@client.example', givenName: 'Newest' }, next);
  server.lag = 0;
  assert.ok(other.ok);
  await assert.rejects(own.find({ id: other.value.entry.id }), { name: 'DirectoryUnavailable' });
  // Another process knows nothing of it being new.
  await assert.rejects(open({ groups: { catalogue: { any: first } } }).join(other.value.entry, 'any'), (error: Error) => /some minutes/.test(error.message));
  server.users.delete(other.value.entry.id);
  server.deleted.add(other.value.entry.id);
  await open({ groups: { catalogue: { any: first } } }).join(other.value.entry, 'any');
});

test('RC-3 Graph: an unknown address gets a guest by invitation, whom Microsoft writes no mail, and who has no password here', async () => {
  const first = server.group('Clients');
  const own = open({ ...asGuest, create: { ...asGuest.create, groups: [first] } });
  const made = await own.create({ ...wanted, identifier: 'guest@client.example', email: 'guest@client.example' }, undefined);
  assert.ok(made.ok);
  await own.welcome(made.value.entry);
  const { id, hasPassword, signsIn } = made.value.entry;
  assert.deepEqual([hasPassword, signsIn, members(first)], [true, 'elsewhere', [id]]);
  assert.deepEqual(server.invitations.at(-1), {
    invitedUserEmailAddress: 'guest@client.example',
    invitedUserDisplayName: 'Marc Dupont',
    inviteRedirectUrl: 'https://rconnect.example/',
    sendInvitationMessage: false,
  });
  assert.deepEqual(await own.find({ email: 'guest@client.example' }), { ...made.value.entry, givenName: 'Marc Dupont', familyName: '', entity: null });
  assert.deepEqual([...own.can].sort(), ['guests', 'manager', 'remove', 'setPassword']);
});

test('DIR-7 Graph: groups are read with those they lie in, joined and left, twice without harm, and nobody else is taken out', async () => {
  const id = put('grouped');
  const inner = server.group('inner', [id]);
  const outer = server.group('outer', [inner]);
  const free = server.group('free', [put('other')]);
  const own = open({ groups: { catalogue: { outer, free } } });
  const entry = await found(own, 'grouped');
  assert.deepEqual(await own.groupsOf(entry), ['outer']);
  for (let times = 0; times < 2; times += 1) await own.join(entry, 'free');
  assert.deepEqual([(await own.groupsOf(entry)).toSorted(), members(free).length], [['free', 'outer'], 2]);
  for (let times = 0; times < 2; times += 1) await own.leave(entry, 'free');
  assert.deepEqual([await own.groupsOf(entry), members(free).length, server.users.has(id)], [['outer'], 1, true]);
  await assert.rejects(own.join(entry, 'nothing'), { name: 'DirectoryMisconfigured' });
  const gone = open({ groups: { catalogue: { gone: '2819c223-7f76-453a-919d-413861904646' } } });
  await assert.rejects(gone.join(entry, 'gone'), misconfigured(/there is no group 2819c223/));
  await assert.rejects(gone.leave(entry, 'gone'), misconfigured(/there is no group 2819c223/));
});

test('DIR-7 Graph: reading 1,000 people’s groups takes fifty requests, one for each twenty people', async () => {
  const people = Array.from({ length: 1_000 }, (_, n) => put(`thousand${n}`));
  const half = server.group('half', people.slice(0, 500));
  const own = open({ groups: { catalogue: { half } } });
  let held: (readonly string[])[] = [];
  const asked = await asking(async () => {
    held = await Promise.all(people.map((id) => own.groupsOf({ id } as Entry)));
  });
  assert.deepEqual([asked.length, new Set(asked).size, held.filter((groups) => groups.includes('half')).length], [50, 1, 500]);
  assert.deepEqual(await asking(() => own.groupsOf({ id: people[0] ?? '' } as Entry)), [`GET /users/${people[0]}/transitiveMemberOf?$select=id&$top=999`]);
});

test('DIR-11 Graph: who is in a group decides, nested ones too, and not who is disabled; 300 are too many, seen by one request', async () => {
  const ids = Array.from({ length: 100 }, (_, n) => put(`team${n}`));
  const team = server.group('team', [...ids.slice(0, 50), server.group('team inner', ids.slice(50))]);
  const [first] = ids;
  const boss = server.users.get(first ?? '');
  if (boss) boss.accountEnabled = false;
  const directory = open();
  let deciding: readonly Entry[] = [];
  const asked = await asking(async () => {
    deciding = await directory.membersOf(team);
  });
  assert.deepEqual([deciding.length, asked.length], [99, 1]);
  assert.deepEqual(await directory.amongGroups(await found(directory, 'team70'), [team]), [team]);
  assert.deepEqual(await directory.amongGroups({ id: first ?? '' }, [team]), [], 'who is disabled decides nothing');
  const crowd = server.group(
    'crowd',
    Array.from({ length: 300 }, (_, n) => put(`crowd${n}`)),
  );
  server.page = 40;
  assert.equal((await asking(() => assert.rejects(directory.membersOf(crowd), misconfigured(/more than 200 people/)))).length, 1);
  assert.equal((await directory.membersOf(team)).length, 99, 'page by page');
  const own = open({ groups: { catalogue: { team, none: '2819c223-7f76-453a-919d-413861904647' } } });
  const itself = (await collected(own.inGroup('team'))).map((page) => page.length);
  assert.deepEqual(itself, [40, 10], 'those whom it has itself, disabled ones too');
  await assert.rejects(collected(own.inGroup('none')), misconfigured(/there is no group/));
  server.page = Number.POSITIVE_INFINITY;
  await assert.rejects(directory.membersOf('2819c223-7f76-453a-919d-413861904646'), misconfigured(/there is no group/));
});

test('DIR-15 Graph: who has a directory role, or is in a privileged group, nested ones too, is never reset, put into groups or ended', async () => {
  const [admin, guarded, any] = [put('admin'), put('guarded'), server.group('any')];
  server.group('Helpdesk Administrator', [server.group('role-assignable', [admin])], true);
  const admins = server.group('admins', [server.group('admins inner', [guarded])]);
  const told: string[] = [];
  const own = open({ privileged: [admins], groups: { catalogue: { any } } }, told);
  for (const uid of ['admin', 'guarded']) {
    const entry = await found(own, uid);
    assert.equal(await reset(own, entry), 'directory.closed');
    await assert.rejects(own.join(entry, 'any'), misconfigured(/privileged/));
    await assert.rejects(own.leave(entry, 'any'), misconfigured(/privileged/));
    await assert.rejects(own.remove(entry), misconfigured(/privileged/));
    assert.deepEqual([opens(entry.id, usual), members(any).length], [true, 0]);
    assert.ok(told.some((message) => message.includes(uid)));
  }
  await between(answers(/transitiveMemberOf/, 404, {}), async () =>
    assert.equal(await reset(own, await found(own, 'other')), 'directory.closed', 'a guard that sees nothing guards by refusing'),
  );
});

test('DIR-7 Graph: an account that ends is disabled, out of its groups and its sessions, or deleted, as the profile says', async () => {
  const id = put('member');
  const all = server.group('leavers', [id]);
  const own = open({ groups: { catalogue: { all } } });
  const entry = await found(own, 'member');
  for (let times = 0; times < 2; times += 1) await own.remove(entry);
  assert.deepEqual([server.users.get(id)?.accountEnabled, members(all), server.revoked.includes(id)], [false, [], true]);
  const ends = open({ remove: 'delete' });
  for (let times = 0; times < 2; times += 1) await ends.remove(entry);
  assert.equal(await ends.find({ id }), undefined);
});

test('DIR-9 Graph: a token that is refused, a missing permission, and what is no Graph are named for the operator, without the token', async () => {
  const told: string[] = [];
  const id = put('named');
  const entry = await found(open(), 'named');
  const before = server.token;
  Object.assign(server, { token: 'another-token' });
  const stale = { current: async () => before, drop: () => false };
  const refusedToken = createGraphDirectory(settings(), (message) => told.push(message), stale);
  await assert.rejects(refusedToken.find({ id }), misconfigured(/refuses the token \(401 InvalidAuthenticationToken\)/));
  Object.assign(server, { token: before });
  for (const [lacking, act, says] of [
    ['User.Read.All', (directory: Directory) => directory.find({ id }), /Grant the application User\.Read\.All/],
    ['GroupMember.Read.All', (directory: Directory) => directory.groupsOf(entry), /Grant the application GroupMember\.Read\.All/],
    [
      'User-PasswordProfile.ReadWrite.All',
      (directory: Directory) => directory.setPassword(entry, next),
      /Grant the application User-PasswordProfile\.ReadWrite\.All/,
    ],
    ['GroupMember.ReadWrite.All', (directory: Directory) => directory.join(entry, 'any'), /Grant the application GroupMember\.ReadWrite\.All/],
    ['User.EnableDisableAccount.All', (directory: Directory) => directory.remove(entry), /Grant the application User\.EnableDisableAccount\.All/],
  ] as const) {
    const all = ['User.Read.All', 'GroupMember.Read.All', 'User-PasswordProfile.ReadWrite.All', 'GroupMember.ReadWrite.All', 'User.EnableDisableAccount.All'];
    const kept = lacking === 'GroupMember.Read.All' ? all.filter((name) => !name.startsWith('GroupMember')) : all.filter((name) => name !== lacking);
    server.permissions = new Set(kept);
    await assert.rejects(act(open({ groups: { catalogue: { any: server.group('any permitted') } } }, told)), misconfigured(says), lacking);
  }
  server.permissions = new Set(['User.Read.All', 'GroupMember.Read.All', 'User-PasswordProfile.ReadWrite.All']);
  assert.equal(await reset(open({}, told), entry), 'set', 'sessions that go on are for the operator');
  assert.match(told.at(-1) ?? '', /the sign-in sessions go on: .*User\.RevokeSessions\.All/);
  server.permissions = undefined;
  await between(answers(/./, 302, '', { location: 'https://elsewhere.example/' }), () =>
    assert.rejects(open({}, told).find({ id }), misconfigured(/points elsewhere/)),
  );
  await between(answers(/./, 200, '<!doctype html><title>Proxy</title>'), () =>
    assert.rejects(open({}, told).find({ id }), misconfigured(/no answer of Graph/)),
  );
  assert.doesNotMatch(told.join(), new RegExp(`${server.token}|another-token`));
});

test('DIR-9 Graph: a next page on another host is not followed, and the same page again is not asked for ever', async () => {
  const id = put('paged');
  for (const [link, says] of [
    ['https://elsewhere.example/v1.0/users', /another host/],
    [`${server.url.replace('/v1.0', '')}@elsewhere.example/v1.0/users`, /another host/],
    [`${server.url}.elsewhere.example/users`, /another host/],
    ['//elsewhere.example/users', /another host/],
    [`${server.url}/users/${id}/transitiveMemberOf?$select=id&$top=999`, /same page again/],
  ] as const)
    await between(answers(/transitiveMemberOf/, 200, { value: [], '@odata.nextLink': link }), () =>
      assert.rejects(open({ groups: { catalogue: { any: id } } }).groupsOf({ id } as Entry), misconfigured(says), link),
    );
  const many = Array.from({ length: 7 }, (_, n) => server.group(`many${n}`, [id]));
  server.page = 3;
  assert.deepEqual(await open({ groups: { catalogue: { last: many[6] } } }).groupsOf({ id } as Entry), ['last']);
  server.page = Number.POSITIVE_INFINITY;
});

test('DIR-8 Graph: an error inside an answer 200, alone or in a batch, is an error; a batch that leaves one out does not answer it', async () => {
  const [id, other] = [put('inside'), put('inside2')];
  const fault = { error: { code: 'Request_BadRequest', message: 'Unsupported' } };
  await between(answers(new RegExp(`GET /users/${id}$`), 200, fault), async () => {
    await assert.rejects(open().find({ id }), misconfigured(/Graph refused \(400 Request_BadRequest\)/));
    const own = open();
    const [one, two] = await Promise.allSettled([own.find({ id }), own.find({ id: other })]);
    assert.deepEqual([one.status, two.status === 'fulfilled' && two.value?.id], ['rejected', other], 'the other part of the batch has its answer');
  });
  const own = open();
  await between(answers(/batch/, 200, { responses: [{ id: '1', status: 404, body: { error: { code: 'Request_ResourceNotFound' } } }] }), async () => {
    const [one, two] = await Promise.allSettled([own.find({ id }), own.find({ id: other })]);
    assert.equal(one.status === 'rejected' && one.reason.name, 'DirectoryUnavailable');
    assert.equal(two.status === 'fulfilled' && two.value, undefined);
  });
});

for (const after of ['1', '99999999999', '-5', 'soon', new Date(0).toUTCString()])
  test(`DIR-8 Graph: after 429 with Retry-After ${after}, alone or in a batch, the service is left alone, for a minute at most`, async (t) => {
    const [id, other] = [put('quiet'), put('quiet2')];
    const own = open();
    const real = performance.now.bind(performance);
    const clock = { add: 0 };
    t.mock.method(performance, 'now', () => real() + clock.add);
    const busy = refused(429, 'TooManyRequests', 'Too many requests', { 'retry-after': after });
    for (const ask of [() => own.find({ id }), () => Promise.all([own.find({ id }), own.find({ id: other })])]) {
      await between(
        ({ path }) => (path === '/$batch' ? undefined : busy),
        () => assert.rejects(ask(), { name: 'DirectoryUnavailable' }),
      );
      assert.deepEqual(await asking(() => assert.rejects(ask(), /left alone/)), []);
      clock.add += after === '99999999999' ? 60_001 : 1_001;
      assert.ok(await ask());
    }
  });

test('DIR-8 Graph: a service that hangs, cuts or is not there is unavailable, not misconfigured, and what only reads is asked once more', async () => {
  const [id, other] = [put('cut'), put('cut2')];
  let cuts = 0;
  const once: Between = () => {
    cuts += 1;
    return cuts === 1 ? 'cut' : undefined;
  };
  await between(once, async () => assert.ok(await open().find({ id })));
  cuts = 0;
  const own = open();
  await between(once, async () => assert.ok((await Promise.all([own.find({ id }), own.find({ id: other })])).every((entry) => entry)));
  await assert.rejects(open({ url: 'http://127.0.0.1:1/v1.0' }).find({ id }), { name: 'DirectoryUnavailable' });
  await between(
    () => 'hang',
    () => assert.rejects(open().find({ id }), { name: 'DirectoryUnavailable' }),
  );
});

test('DIR-9 Graph: a certificate that is not there, or is none, is named, and nothing of what is in its file is', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-certificate-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'no.pem'), 'a-secret-in-a-file');
  const application = { managedIdentity: false, tenant: 'corp.example', clientId: '2819c223-7f76-453a-919d-413861904646' };
  for (const [file, says] of [
    ['gone.pem', /ENOENT/],
    ['no.pem', /PEM/],
  ] as const) {
    const asApplication = settings({ ...application, certificate: join(folder, file) });
    const told: string[] = [];
    const directory = createGraphDirectory(asApplication, (message) => told.push(message));
    await assert.rejects(directory.find({ email: 'a@corp.example' }), misconfigured(says));
    const lines: string[] = [];
    for await (const { what, works, detail } of checkGraph(asApplication, {})) lines.push(`${works} ${what} ${detail}`);
    assert.match(lines[0] ?? '', /^false read the certificate/);
    assert.doesNotMatch([...told, ...lines].join(), /a-secret-in-a-file/);
  }
});

for (const [wrong, says] of [
  [{ managedIdentity: false }, /either a certificate or managedIdentity/],
  [{ certificate: '/run/secrets/app.pem' }, /either a certificate or managedIdentity/],
  [{ managedIdentity: false, certificate: '/run/secrets/app.pem' }, /needs tenant and clientId/],
  [{ clientSecret: 'x' }, /[Uu]nrecognized key/],
  [{ url: 'https://graph.elsewhere.example/v1.0' }, /only for a stand-in on this machine/],
  [{ privileged: ['Domain Admins'] }, /an id such as/],
  [{ people: { identifier: 'userPrincipalName' }, create: { as: 'guest', redirect: 'https://a.example/' } }, /guests have no user name/],
  [{ create: { as: 'guest', redirect: 'javascript:alert(1)' }, people: { identifier: 'mail' } }, /Invalid URL/],
] as const)
  test(`DIR-9 Graph: a profile with ${JSON.stringify(wrong)} is refused by name`, () => {
    assert.match(graphSettings.safeParse({ kind: 'graph', managedIdentity: true, ...wrong }).error?.message ?? '', says);
  });

test('DIR-10 Graph: the check names each permission, tries each operation on the test account, leaves groups as they were, and names what is missing', async () => {
  const id = put('checked');
  const [held, free] = [server.group('checked held', [id]), server.group('checked free')];
  const tokenWith = (roles: readonly string[]) => `x.${Buffer.from(JSON.stringify({ roles })).toString('base64url')}.x`;
  const findings = async (roles: readonly string[], account?: string, over: object = {}) => {
    const before = server.token;
    Object.assign(server, { token: tokenWith(roles) });
    const lines: string[] = [];
    const groups = { catalogue: { held, free } };
    for await (const { what, works } of checkGraph(
      settings({ groups, create: undefined, ...over }),
      { account, teams: [held] },
      { current: async () => server.token, drop: () => false },
    ))
      lines.push(`${works === undefined ? 'not tried' : works ? 'ok' : 'missing'} ${what.replace(/ to http.*/, '').replace(/,.*/, '')}`);
    Object.assign(server, { token: before });
    return lines;
  };
  const least = [
    'User.Read.All',
    'GroupMember.ReadWrite.All',
    'User-PasswordProfile.ReadWrite.All',
    'User.RevokeSessions.All',
    'User.EnableDisableAccount.All',
  ];
  assert.deepEqual(await findings(least, 'checked@corp.example'), [
    ...least.map((name) => `ok ${name}`),
    'ok connect',
    `ok find the group ${held}`,
    `ok find the group ${free}`,
    `ok read who is in ${held}`,
    'ok find checked@corp.example',
    'ok read the manager of checked@corp.example',
    'ok set a password',
    'ok add to and take from held',
    'ok add to and take from free',
  ]);
  assert.deepEqual([members(held), members(free)], [[id], []]);
  assert.ok((await findings(least.slice(0, 2))).includes('missing User.RevokeSessions.All'));
  assert.ok((await findings([...least, 'RoleManagement.ReadWrite.Directory'])).includes('missing not to hold RoleManagement.ReadWrite.Directory'));
  const nobody = await findings(least, undefined, { privileged: ['2819c223-7f76-453a-919d-413861904646'] });
  assert.ok(nobody.includes('missing find the group 2819c223-7f76-453a-919d-413861904646'), nobody.join());
});
