import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { checkScim } from '../../core/connectors/scim/check.ts';
import type { Entry } from '../../core/ports.ts';
import { collected } from '../collected.ts';
import { usual } from '../contract/directory.ts';
import type { Between } from '../fakes/scim.ts';
import { enterprise, scim } from './scim.ts';
import { found, misconfigured, next, reset, serviceContract } from './service.ts';

const directoryServer = await scim();
const { server, settings, open, put, group, members, opens, between } = directoryServer;
after(() => server.close());

serviceContract('SCIM', directoryServer);

/** The requests that a task takes, without their base. */
const asking = async (task: () => Promise<unknown>): Promise<string[]> => {
  server.asked.length = 0;
  await task();
  return server.asked.map((asked) => asked.replace('/scim/v2', ''));
};
/** Answers some requests in the place of the server. */
const answers =
  (which: RegExp, status: number, body: unknown, headers: Record<string, string> = {}): Between =>
  (request, response, pass) => {
    if (!which.test(`${request.method} ${request.url}`)) return pass();
    response.status(status).set(headers);
    return typeof body === 'string' ? void response.send(body) : void response.json(body);
  };

test('DIR-9 SCIM: an address that is several is none, and names are kept on one line, without what nobody sees', async () => {
  put('atwo', { email: 'atwo@corp.example, thief@elsewhere.example' });
  put('anames', { givenName: 'Ali\u0000ce\u202e\nA', familyName: 'M'.repeat(5_000) });
  const directory = open();
  assert.equal(await directory.find({ identifier: 'atwo@corp.example' }), undefined);
  const { givenName, familyName } = await found(directory, 'anames');
  assert.deepEqual([givenName, familyName], ['Alice A', 'M'.repeat(100)]);
});

test('DIR-2 SCIM: what is shown of an account: names, address, number, entity, state, and the manager', async () => {
  const boss = put('boss');
  put('full', { entity: 'siege', phone: 'tel:+33-6-12-34-56-78', manager: boss });
  const directory = open({
    people: {
      phone: 'phoneNumbers',
      entity: `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`,
      manager: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value',
    },
  });
  const entry = await found(directory, 'full');
  assert.deepEqual([entry.email, entry.phone, entry.entity, entry.disabled], ['full@corp.example', '+33612345678', 'siege', false]);
  assert.equal((await directory.managerOf(entry))?.email, 'boss@corp.example');
  server.change('User', boss, { active: false });
  assert.equal(await directory.managerOf(entry), undefined);
});

test('ALL-4 GOV-5 SCIM: whose manager is asked for costs the same requests, be there one, none, or nobody at all', async () => {
  const boss = put('themanager');
  const [led, alone] = [put('managed', { manager: boss }), put('unmanaged')];
  const directory = open({ people: { manager: `${enterprise}:manager` } });
  const counts: number[] = [];
  for (const [id, manager] of [
    [led, 'themanager@corp.example'],
    [alone, undefined],
    ['', undefined],
  ] as const)
    counts.push((await asking(async () => assert.equal((await directory.managerOf({ id }))?.email, manager))).length);
  assert.deepEqual(counts, [2, 2, 2]);
});

test('DIR-2 SCIM: of several addresses the primary one counts, and a profile can name another kind', async () => {
  server.put('User', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'many@corp.example',
    emails: [
      { value: 'home@elsewhere.example', type: 'home' },
      { value: 'many@corp.example', type: 'work', primary: true },
    ],
    active: true,
  });
  assert.equal((await found(open(), 'many')).email, 'many@corp.example');
  assert.equal((await found(open({ people: { email: 'emails[type eq "home"].value' } }), 'many')).email, 'home@elsewhere.example');
  assert.equal(await open().find({ email: 'home@elsewhere.example' }), undefined, 'an address that is not the one counts for nobody');
});

test('DIR-5 SCIM: a disabled account is not revived', async () => {
  const id = put('shut', { active: false });
  assert.equal(await reset(open(), await found(open(), 'shut')), 'directory.closed');
  assert.equal(server.password(id), usual);
});

test('DIR-3 SCIM: what its policy refuses stands at the field, and nothing has changed', async () => {
  const id = put('policy');
  assert.equal(await reset(open(), await found(open(), 'policy'), 'Ab-1'), 'directory.password.short password');
  assert.equal(opens(id, usual), true);
});

test('DIR-6 SCIM: a name that is taken gets the next one by the pattern; an address that is taken makes no account; first groups are given once', async () => {
  const first = group('Newcomers');
  const own = open({ create: { identifier: '{givenName:1}{familyName}', attributes: { displayName: '{givenName} {familyName}' }, groups: ['Newcomers'] } });
  const wanted = { identifier: 'x', email: 'marc@corp.example', givenName: 'Marc', familyName: 'Dupont', phone: null, entity: 'siege' };
  const made = await own.create(wanted, next);
  assert.ok(made.ok);
  for (let times = 0; times < 2; times += 1) await own.welcome(made.value.entry);
  assert.deepEqual(members(first), [made.value.entry.id]);
  assert.deepEqual(
    [made.value.entry.identifier, made.value.entry.entity, server.read('User', made.value.entry.id)?.displayName],
    ['mdupont', 'siege', 'Marc Dupont'],
  );
  const second = await own.create({ ...wanted, email: 'marie@corp.example', givenName: 'Marie' }, undefined);
  assert.ok(second.ok);
  assert.deepEqual([second.value.entry.identifier, second.value.entry.hasPassword], ['mdupont2', false]);
  await between(
    answers(/^POST \/scim\/v2\/Users/, 409, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'mail',
    }),
    async () => {
      const third = await own.create({ ...wanted, familyName: 'Durand' }, undefined);
      assert.ok(!third.ok && third.refusals[0].key === 'signUp.exists');
    },
  );
});

for (const shows of [true, false])
  test(`DIR-7 SCIM: groups are read with those they lie in, joined and left, twice without harm, where people are shown ${shows ? 'with' : 'without'} them`, async (t) => {
    server.showsGroups = shows;
    t.after(() => {
      server.showsGroups = true;
    });
    const id = put(`grouped${shows}`);
    const other = put(`other${shows}`);
    const inner = group(`inner${shows}`, [id]);
    group(`outer${shows}`, [inner]);
    const free = group(`free ${shows} (Zoë's) & co`, [other]);
    const own = open({ groups: { catalogue: { outer: `outer${shows}`, free: `free ${shows} (Zoë's) & co` } } });
    const entry = await found(own, `grouped${shows}`);
    assert.deepEqual(await own.groupsOf(entry), ['outer']);
    for (let times = 0; times < 2; times += 1) await own.join(entry, 'free');
    assert.deepEqual(await own.groupsOf(entry), ['outer', 'free']);
    assert.deepEqual(members(free), [other, id]);
    for (let times = 0; times < 2; times += 1) await own.leave(entry, 'free');
    assert.deepEqual(members(free), [other], 'nobody else is taken out');
    assert.deepEqual(await own.groupsOf(entry), ['outer']);
    await assert.rejects(own.join(entry, 'nothing'), { name: 'DirectoryMisconfigured' });
    await assert.rejects(open({ groups: { catalogue: { gone: 'No such group' } } }).join(entry, 'gone'), misconfigured(/no group is named No such group/));
  });

test('DIR-7 SCIM: a service that looks at no filter for members is asked for the groups themselves, and nobody is taken to be in all of them', async (t) => {
  server.showsGroups = false;
  t.after(() => {
    server.showsGroups = true;
  });
  const id = put('unfiltered');
  const inner = group('unfiltered inner', [id]);
  server.put('Group', { schemas: [], displayName: 'unfiltered outer', members: [{ value: inner, type: 'Group' }] });
  group('unfiltered other', [put('unfiltered2')]);
  const own = open({ groups: { catalogue: { outer: 'unfiltered outer', other: 'unfiltered other' } } });
  await between(
    (request, _response, pass) => {
      if (request.url.includes('members.value')) Reflect.deleteProperty(request.query, 'filter');
      pass();
    },
    async () => assert.deepEqual(await own.groupsOf(await found(own, 'unfiltered')), ['outer']),
  );
});

test('DIR-7 SCIM: reading 1,000 people’s groups takes a request for each forty people, and one for each group where people are not shown with all of theirs', async (t) => {
  t.after(() => {
    server.showsGroups = true;
  });
  const people = Array.from({ length: 1_000 }, (_, n) => put(`thousand${n}`));
  const inner = group('thousand inner', people.slice(0, 500));
  server.put('Group', { schemas: [], displayName: 'thousand outer', members: [{ value: inner, type: 'Group' }] });
  group('thousand none');
  const own = open({ groups: { catalogue: { outer: 'thousand outer', none: 'thousand none' } } });
  let held: (readonly string[])[] = [];
  const read = () =>
    asking(async () => {
      held = await Promise.all(people.map((id) => own.groupsOf({ id } as Entry)));
    });
  const half = [...Array(500).fill(['outer']), ...Array(500).fill([])];
  const names = (await read()).filter((asked) => asked.includes('displayName eq')).length;
  assert.deepEqual([names, held], [2, half]);
  const shown = await read();
  assert.deepEqual([shown.filter((asked) => asked.includes('/Users')).length, shown.length, held], [25, 25 + 3, half], 'people without groups may be in some');
  server.showsGroups = false;
  assert.deepEqual([(await read()).length, held], [25 + 3, half]);
  // A service that keeps the members of its groups to itself.
  const few = people.slice(498, 502);
  await between(
    (_request, response, pass) => {
      const json = response.send.bind(response);
      response.send = (body: unknown) => json(typeof body === 'object' && body !== null && 'displayName' in body ? { ...body, members: undefined } : body);
      pass();
    },
    async () => assert.deepEqual(await Promise.all(few.map((id) => own.groupsOf({ id } as Entry))), [['outer'], ['outer'], [], []]),
  );
});

test('DIR-11 SCIM: who is in a group decides, nested ones too, and not who is disabled; a thousand are too many', async () => {
  const ids = Array.from({ length: 100 }, (_, n) => put(`team${n}`));
  put('teamgone', { active: false });
  const inner = group('team inner', ids.slice(50));
  server.put('Group', {
    schemas: [],
    displayName: 'team',
    members: [...ids.slice(0, 50).map((value) => ({ value, type: 'User' })), { value: inner, type: 'Group' }],
  });
  server.change('User', ids[0] ?? '', { active: false });
  const directory = open();
  let deciding: readonly Entry[] = [];
  const asked = await asking(async () => {
    deciding = await directory.membersOf('team');
  });
  assert.equal(deciding.length, 99);
  assert.equal(asked.length, 1 + 2 + 3, 'a name, two groups, and a hundred people by forties');
  assert.deepEqual(await directory.amongGroups(await found(directory, 'team70'), ['team', 'team inner']), ['team', 'team inner']);
  assert.deepEqual(await directory.amongGroups({ id: ids[0] ?? '' }, ['team']), [], 'who is disabled decides nothing');
  const itself = (await collected(open({ groups: { catalogue: { t: 'team' } } }).inGroup('t'))).map((page) => page.length);
  assert.deepEqual(itself, [40, 10], 'those whom it has itself, disabled ones too');
  await assert.rejects(collected(open({ groups: { catalogue: { t: 'no such team' } } }).inGroup('t')), misconfigured(/no group is named/));
  group(
    'crowd',
    Array.from({ length: 1_000 }, (_, n) => `nobody${n}`),
  );
  await assert.rejects(directory.membersOf('crowd'), misconfigured(/more than 200 people/));
});

test('DIR-15 SCIM: members of a privileged group, nested ones too, are never reset, put into groups or ended', async () => {
  const id = put('guarded');
  group('admins', [group('admins inner', [id])]);
  group('any');
  const told: string[] = [];
  const own = open({ privileged: ['admins'], groups: { catalogue: { any: 'any' } } }, told);
  const entry = await found(own, 'guarded');
  assert.equal(await reset(own, entry), 'directory.closed');
  await assert.rejects(own.join(entry, 'any'), misconfigured(/privileged/));
  await assert.rejects(own.remove(entry), misconfigured(/privileged/));
  assert.deepEqual([opens(id, usual), server.read('User', id)?.active], [true, true]);
  assert.ok(told.some((message) => message.includes('guarded')));
  await assert.rejects(
    open({ privileged: ['no such admins'] }).setPassword(entry, next),
    misconfigured(/no group is named/),
    'a guard that is not there guards by refusing',
  );
});

test('DIR-7 SCIM: an account that ends is disabled and out of its groups, or deleted, as the profile says', async () => {
  const id = put('member');
  const all = group('leavers', [id]);
  const own = open({ groups: { catalogue: { all: 'leavers' } } });
  const entry = await found(own, 'member');
  for (let times = 0; times < 2; times += 1) await own.remove(entry);
  assert.deepEqual([server.read('User', id)?.active, members(all)], [false, []]);
  const ends = open({ remove: 'delete' });
  for (let times = 0; times < 2; times += 1) await ends.remove(entry);
  assert.equal(await ends.find({ id }), undefined);
});

test('DIR-2 SCIM: a service that deletes by active: false has ended the account; one that does nothing is the operator’s affair', async () => {
  const [id, kept] = [put('faded'), put('kept')];
  const ends = open({ remove: 'delete' });
  await between(
    (request, response, pass) => {
      if (request.method !== 'DELETE') return pass();
      if (request.url.endsWith(id)) server.change('User', id, { active: false });
      response.status(204).end();
    },
    async () => {
      await ends.remove({ id });
      assert.equal((await ends.find({ id }))?.disabled, true);
      await assert.rejects(ends.remove({ id: kept }), misconfigured(/still shows it as active/));
    },
  );
});

test('DIR-9 SCIM: a token that is refused, a service that points elsewhere, and a page that is no SCIM are named, without the token', async () => {
  const told: string[] = [];
  await assert.rejects(open({ token: 'wrong-token' }, told).find({ identifier: 'a' }), misconfigured(/refuses the token \(401\)/));
  let followed = 0;
  const elsewhere = createServer((_request, response) => {
    followed += 1;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  await between(answers(/./, 302, '', { location }), () => assert.rejects(open({}, told).find({ identifier: 'a' }), misconfigured(/points elsewhere/)));
  await between(answers(/./, 200, '<!doctype html><title>Sign in</title>'), () =>
    assert.rejects(open({}, told).find({ identifier: 'a' }), misconfigured(/no SCIM/)),
  );
  elsewhere.close();
  assert.equal(followed, 0, 'the token went nowhere else');
  assert.equal(told.length, 3);
  assert.doesNotMatch(told.join(), new RegExp(`${server.token}|wrong-token`));
});

test('DIR-9 SCIM: an id is a value: it names no other path', async () => {
  put('pathless');
  for (const id of ['..', '.', '', '../Groups', 'a/b', '?filter=x', '%2e%2e']) assert.equal(await open().find({ id }), undefined, id);
});

test('DIR-8 SCIM: a service that gives the same page again is named, and not asked for ever', async (t) => {
  server.showsGroups = false;
  t.after(() => {
    server.showsGroups = true;
  });
  const id = put('paged');
  const own = open({ groups: { catalogue: { any: `id:${group('paged', [id])}` } } });
  const entry = await found(own, 'paged');
  await between(
    (request, response, pass) => {
      if (!request.url.includes('members.value')) return pass();
      response.json(request.query.count === '1' ? { Resources: [], totalResults: 0 } : { Resources: [{ id: 'same' }], totalResults: 300 });
    },
    () => assert.rejects(own.groupsOf(entry), misconfigured(/same page again/)),
  );
});

test('DIR-7 SCIM: a service that skips at the turn of a page, counts a page as the whole, or ends a list early is named or read to its end', async (t) => {
  server.showsGroups = false;
  t.after(() => {
    server.showsGroups = true;
  });
  const id = put('turned');
  const last = group('turned', [id]);
  const own = open({ groups: { catalogue: { any: `id:${last}` } } });
  const entry = await found(own, 'turned');
  // 250 groups around one person, of which the last one counts.
  const all = [...Array.from({ length: 249 }, (_, n) => ({ id: `group${n}` })), { id: last }];
  const lists =
    (page: (start: number, count: number) => object): Between =>
    (request, response, pass) => {
      if (!request.url.includes('members.value')) return pass();
      const { filter = '', startIndex = '1', count = '0' } = request.query as Record<string, string>;
      response.json(filter.includes(id) ? page(Number(startIndex), Number(count)) : { Resources: [], totalResults: 0 });
    };
  const cut = (start: number, count: number) => all.slice(start - 1, start - 1 + count);
  await between(
    lists((start, count) => ({ Resources: cut(start, count), totalResults: cut(start, count).length })),
    async () => assert.deepEqual(await own.groupsOf(entry), ['any'], 'a total of the page alone'),
  );
  await between(
    lists((start, count) => ({ Resources: cut(start === 1 ? 1 : start + 1, count), totalResults: all.length })),
    () => assert.rejects(own.groupsOf(entry), misconfigured(/says that there are 250, and gives 249/)),
  );
  await between(
    lists((start, count) => ({ Resources: start === 1 ? cut(start, Math.min(count, 100)) : [], totalResults: all.length })),
    () => assert.rejects(own.groupsOf(entry), misconfigured(/says that there are 250, and gives 100/)),
  );
});

test('DIR-3 SCIM: an error inside an answer 200 is an error, with its schema or without', async () => {
  const id = put('inside');
  const entry = await found(open(), 'inside');
  const fault = { status: '400', scimType: 'invalidValue', detail: 'Password found in history' };
  for (const schemas of [['urn:ietf:params:scim:api:messages:2.0:Error'], ['URN:ietf:params:scim:api:messages:2.0:error'], undefined])
    await between(answers(/^PATCH/, 200, { schemas, ...fault }), async () => assert.equal(await reset(open(), entry), 'directory.password.history password'));
  await between(answers(/./, 200, { status: 404, detail: 'not found' }), async () => assert.equal(await open().find({ id }), undefined));
  assert.equal(opens(id, usual), true);
});

test('DIR-2 SCIM: a UUID in another case is the same account', async () => {
  const id = put('cased');
  await between(
    (_request, response, pass) => {
      const send = response.send.bind(response);
      response.send = (body: unknown) => send(typeof body === 'object' ? JSON.parse(JSON.stringify(body).replaceAll(id, id.toUpperCase())) : body);
      pass();
    },
    async () => {
      const entry = await found(open(), 'cased');
      assert.equal(entry.id, id);
      assert.equal((await open().find({ id: entry.id }))?.id, id);
    },
  );
});

test('DIR-3 DIR-7 SCIM: where PATCH is missing the whole resource is put, its version with it, and read anew where somebody else was faster', async () => {
  const id = put('putter', { entity: 'siege' });
  const all = group('put group', [put('putter2')]);
  const config = { schemas: [], patch: { supported: false } };
  let faster = 1;
  await between(
    (request, response, pass) => {
      if (request.url.endsWith('/ServiceProviderConfig')) return void response.json(config);
      if (request.method === 'PATCH') return void response.status(501).json({});
      const stands = server.read('Group', all)?.meta.version;
      if (request.method === 'PUT' && request.url.includes('/Groups/') && (request.header('if-match') !== stands || faster > 0)) {
        faster -= 1;
        return void response.status(412).json({});
      }
      pass();
    },
    async () => {
      const own = open({ groups: { catalogue: { all: 'put group' } } });
      const entry = await found(own, 'putter');
      assert.equal(await reset(own, entry), 'set');
      assert.deepEqual([opens(id, next), (await found(own, 'putter')).entity], [true, 'siege']);
      await own.join(entry, 'all');
      assert.equal(members(all).length, 2);
      await own.leave(entry, 'all');
      assert.equal(members(all).length, 1);
    },
  );
});

test('DIR-3 SCIM: a service that wants values in an object gets them so, and is asked the other way once', async () => {
  const id = put('okta');
  const own = open();
  const entry = await found(own, 'okta');
  const refused = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '400', scimType: 'invalidPath', detail: 'path' };
  await between(
    (request, response, pass) => {
      const chunks: Buffer[] = [];
      if (request.method !== 'PATCH') return pass();
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const [operation] = JSON.parse(Buffer.concat(chunks).toString()).Operations;
        if (operation.path !== undefined) return void response.status(400).json(refused);
        server.change('User', id, { password: operation.value.password });
        response.status(204).end();
      });
    },
    async () => {
      assert.equal((await asking(() => reset(own, entry))).filter((asked) => asked.startsWith('PATCH')).length, 2);
      assert.equal(opens(id, next), true);
      assert.equal((await asking(() => reset(own, entry, usual))).filter((asked) => asked.startsWith('PATCH')).length, 1);
    },
  );
  assert.equal(opens(id, usual), true);
});

test('DIR-8 SCIM: a service that asks to be left alone is, and is asked again afterwards', async () => {
  put('quiet');
  const own = open();
  await between(answers(/./, 429, {}, { 'retry-after': '1' }), async () => {
    await assert.rejects(own.find({ identifier: 'quiet@corp.example' }), { name: 'DirectoryUnavailable' });
    assert.deepEqual(await asking(() => assert.rejects(own.find({ identifier: 'quiet@corp.example' }), /left alone/)), []);
  });
  for (let tries = 0; ; tries += 1)
    try {
      assert.ok(await own.find({ identifier: 'quiet@corp.example' }));
      break;
    } catch (error) {
      if (tries === 30) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
});

test('DIR-8 SCIM: a service that cuts or is not there is unavailable, not misconfigured, and what only reads is asked once more', async () => {
  put('cut');
  let cuts = 0;
  await between(
    (request, _response, pass) => {
      cuts += 1;
      return cuts === 1 ? void request.socket.destroy() : pass();
    },
    async () => assert.ok(await open().find({ identifier: 'cut@corp.example' })),
  );
  await assert.rejects(open({ url: 'http://127.0.0.1:1/scim' }).find({ identifier: 'a' }), { name: 'DirectoryUnavailable' });
});

test('DIR-8 SCIM: tokens of the client credentials grant are fetched once for everybody, kept, and fetched anew where one was taken back', async (t) => {
  put('oauth');
  const asked: string[] = [];
  const tokens = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(`${request.headers.authorization} ${body}`);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: server.token, token_type: 'Bearer', expires_in: 3600 }));
    });
  }).listen(0, '127.0.0.1');
  t.after(() => tokens.close());
  await once(tokens, 'listening');
  const tokenUrl = `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`;
  const own = open({ token: undefined, oauth: { tokenUrl, clientId: 'guichet', clientSecret: 'p:w/é', scope: 'scim' } });
  const many = () => Promise.all(Array.from({ length: 20 }, () => own.find({ identifier: 'oauth@corp.example' })));
  assert.ok((await many()).every((entry) => entry));
  assert.ok((await many()).every((entry) => entry));
  assert.deepEqual(asked, [`Basic ${Buffer.from('guichet:p%3Aw%2F%C3%A9').toString('base64')} grant_type=client_credentials&scope=scim`]);
  const before = server.token;
  Object.assign(server, { token: `${before}-new` });
  t.after(() => Object.assign(server, { token: before }));
  assert.ok((await many()).every((entry) => entry));
  assert.equal(asked.length, 2);
});

test('DIR-10 SCIM: the check tries each operation on the test account, leaves groups as they were, and names what is missing', async () => {
  const id = put('checked');
  const [held, free] = [group('checked held', [id]), group('checked free')];
  const findings = async (over: object, account?: string) => {
    const lines: string[] = [];
    for await (const { what, works } of checkScim(settings({ groups: { catalogue: { held: 'checked held', free: 'checked free' } }, ...over }), {
      account,
      teams: ['checked held'],
    }))
      lines.push(`${works === undefined ? 'not tried' : works ? 'ok' : 'missing'} ${what.replace(/ to http.*/, '')}`);
    return lines;
  };
  assert.deepEqual(await findings({}, 'checked@corp.example'), [
    'ok connect',
    'ok read what the service can do',
    'ok look for users and groups among its resource types',
    'ok look for the attributes of the profile in its schemas',
    'ok find the group checked held',
    'ok find the group checked free',
    'ok read who is in checked held',
    'not tried create users',
    'ok find checked@corp.example',
    'ok set a password',
    'ok add to and take from held',
    'ok add to and take from free',
  ]);
  assert.deepEqual([members(held), members(free)], [[id], []]);
  assert.deepEqual(await findings({ token: 'wrong' }), ['missing connect']);
  const unknown = `${enterprise}:costCentre`;
  const details = [];
  for await (const { works, detail } of checkScim(settings({ people: { entity: unknown } }), {})) if (works === undefined) details.push(detail);
  assert.equal(details[0], `not announced: ${unknown}`, 'what is not announced may be there all the same');
  await between(answers(/Schemas|ResourceTypes/, 404, { detail: 'No such endpoint' }), async () => {
    assert.equal((await findings({})).filter((line) => line.startsWith('not tried look for')).length, 2);
  });
  assert.ok((await findings({ privileged: ['no such group'] })).includes('missing find the group no such group'));
  // A service that says 204 to everything and does nothing.
  await between(answers(/^PATCH .*Groups/, 204, ''), async () => {
    const lines = await findings({}, 'checked@corp.example');
    for (const what of ['held', 'free']) assert.ok(lines.includes(`missing add to and take from ${what}`), lines.join());
  });
});
