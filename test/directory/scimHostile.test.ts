import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Request, Response } from 'express';
import { createHttpDirectory } from '../../core/connectors/http/http.ts';
import { checkScim } from '../../core/connectors/scim/check.ts';
import type { Directory, Entry } from '../../core/ports.ts';
import { usual } from '../contract/directory.ts';
import { certificateFor } from '../fakes/certificate.ts';
import type { Between } from '../fakes/scim.ts';
import { scim } from './scim.ts';
import { found, misconfigured, next, reset } from './service.ts';

// Services that speak SCIM otherwise than it is written, or want to do harm: each is understood, or named.

const { server, settings, open, put, group, members, opens, between } = await scim();
after(() => server.close());

const unavailable = (says: RegExp) => (error: Error) => {
  assert.deepEqual([error.name, says.test(error.message)], ['DirectoryUnavailable', true], error.message);
  return true;
};
const error = (status: number, more: object = {}) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), ...more });
const asks = (which: RegExp, { method, url }: Request): boolean => which.test(`${method} ${url}`);
/** Answers some requests in the place of the server. */
const answers =
  (which: RegExp, answer: (response: Response, request: Request) => unknown): Between =>
  (request, response, pass) =>
    asks(which, request) ? void answer(response, request) : pass();
/** Lets the server do what some requests ask for, and answers them otherwise. */
const replies =
  (which: RegExp, status: number, body: unknown, headers: Record<string, string> = {}): Between =>
  (request, response, pass) => {
    const send = response.send.bind(response);
    if (asks(which, request))
      response.send = () => {
        response.send = send;
        response.status(status).set(headers);
        return body === undefined ? response.end() : response.json(body);
      };
    pass();
  };
/** Changes what the server answers to some requests. */
const changes =
  (which: RegExp, change: (body: never) => unknown): Between =>
  (request, response, pass) => {
    const send = response.send.bind(response);
    if (asks(which, request))
      response.send = (body: unknown) => send(typeof body === 'object' && body !== null ? change(JSON.parse(JSON.stringify(body)) as never) : body);
    pass();
  };
/** The same with all names of attributes written otherwise. */
const renamed = (value: unknown, name: (name: string) => string): unknown =>
  Array.isArray(value)
    ? value.map((one) => renamed(one, name))
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([own, one]) => [name(own), renamed(one, name)]))
      : value;
const finds = (uid: string, over: object = {}, told: string[] = []) => open(over, told).find({ identifier: `${uid}@corp.example` });
/** A server of its own beside the one under test. */
async function beside(listener: RequestListener) {
  const http = createServer(listener).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, close: () => void http.close().closeAllConnections() };
}

for (const [how, name] of [
  ['small letters', (own: string) => own.toLowerCase()],
  ['capitals', (own: string) => own.toUpperCase()],
] as const)
  test(`DIR-2 DIR-15 SCIM: attributes whose names come in ${how} are the same: a person, their state, their groups, and who guards them`, async () => {
    const [id, shut] = [put(`case ${how}`.replaceAll(' ', '')), put(`shut ${how}`.replaceAll(' ', ''), { active: false })];
    group(`case ${how}`, [id]);
    const own = open({ privileged: [`case ${how}`], groups: { catalogue: { any: `case ${how}` } } });
    server.showsGroups = false;
    await between(
      changes(/./, (body) => renamed(body, name)),
      async () => {
        const entry = await own.find({ id });
        assert.deepEqual([entry?.givenName, (await own.find({ id: shut }))?.disabled], ['Alice', true]);
        assert.deepEqual(await own.groupsOf(entry as Entry), ['any']);
        assert.equal(await reset(own, entry as Entry), 'directory.closed');
      },
    );
    server.showsGroups = true;
  });

test('DIR-2 SCIM: schemas, itemsPerPage and startIndex may be missing; what is no list is named, and no guard believes it', async () => {
  const id = put('bare');
  await between(
    changes(/./, ({ schemas: _, itemsPerPage: __, startIndex: ___, ...body }: Record<string, unknown>) => body),
    async () => assert.equal((await finds('bare'))?.id, id),
  );
  const guarded = open({ privileged: [`id:${group('bare guards', [id])}`] });
  const entry = await found(guarded, 'bare');
  server.showsGroups = false;
  for (const nothing of [{}, { Resources: null }, { items: [] }])
    await between(
      changes(/GET .*\?/, () => nothing),
      async () => {
        await assert.rejects(finds('bare'), misconfigured(/answered with no list/));
        await assert.rejects(guarded.setPassword(entry, next), misconfigured(/answered with no list/));
      },
    );
  server.showsGroups = true;
  assert.equal(opens(id, usual), true);
});

test('DIR-2 SCIM: a service that ignores filters is named, also where it says that a page is all there is; nobody is taken for somebody else', async () => {
  for (const uid of ['ignored1', 'ignored2', 'ignored3']) put(uid);
  const told: string[] = [];
  const unfiltered: Between = (request, _response, pass) => {
    Reflect.deleteProperty(request.query, 'filter');
    pass();
  };
  await between(unfiltered, () => assert.rejects(finds('nobody', {}, told), misconfigured(/does not look at the filter userName/)));
  await between(
    (request, response, pass) =>
      changes(/./, (body: { Resources: unknown[] }) => ({ ...body, totalResults: 2 }))(request, response, () => unfiltered(request, response, pass)),
    async () => assert.equal(await finds('nobody', {}, told), undefined),
  );
  assert.match(told.at(-1) ?? '', /answers the filter userName eq "…" with others/);
});

test('DIR-7 DIR-15 SCIM: members without a value are read by their $ref, without a type they may be groups, and such groups guard as others do', async () => {
  const [id, inner] = [put('untyped'), server.put('Group', { schemas: [], displayName: 'untyped inner', members: [] })];
  server.change('Group', inner, { members: [{ $ref: `https://elsewhere.example/scim/v2/Users/${id}` }] });
  const outer = server.put('Group', { schemas: [], displayName: 'untyped outer', members: [{ value: inner }, {}, { display: 'nobody' }] });
  server.showsGroups = false;
  const own = open({ groups: { catalogue: { outer: `id:${outer}`, inner: `id:${inner}` } }, privileged: [`id:${outer}`] });
  const raw = (which: string): Between => answers(new RegExp(`GET .*/Groups/${which}`), (response) => response.json(server.read('Group', which)));
  const noFilters: Between = answers(/members.value/, (response) => response.status(400).json(error(400, { scimType: 'invalidFilter' })));
  await between(
    (request, response, pass) => noFilters(request, response, () => raw(outer)(request, response, () => raw(inner)(request, response, pass))),
    async () => {
      const entry = (await own.find({ id })) as Entry;
      assert.deepEqual((await own.groupsOf(entry)).toSorted(), ['inner', 'outer']);
      assert.deepEqual(
        (await own.membersOf(`id:${outer}`)).map(({ id: one }) => one),
        [id],
      );
      assert.equal(await reset(own, entry), 'directory.closed');
    },
  );
  server.showsGroups = true;
});

test('DIR-4 DIR-6 SCIM: what was made is taken from the answer, or looked for: 201 with nothing, with somebody else, with a Location on another host', async () => {
  const other = put('another');
  let strangers = 0;
  const elsewhere = await beside((_request, response) => {
    strangers += 1;
    response.end('{}');
  });
  const wanted = (uid: string) => ({
    identifier: `${uid}@corp.example`,
    email: `${uid}@corp.example`,
    givenName: 'A',
    familyName: 'B',
    phone: null,
    entity: null,
  });
  for (const [uid, answer] of [
    ['madenothing', undefined],
    ['madeother', server.read('User', other)],
    ['madeaway', { id: 'x', meta: { location: `${elsewhere.url}/Users/x` } }],
  ] as const)
    await between(replies(/^POST/, 201, answer, { location: `${elsewhere.url}/Users/1` }), async () => {
      const made = await open().create(wanted(uid), next);
      assert.ok(made.ok, uid);
      assert.equal(made.value.entry.id, server.find(`${uid}@corp.example`), uid);
    });
  elsewhere.close();
  assert.equal(strangers, 0);
});

test('DIR-3 DIR-7 SCIM: PATCH may be answered by 204, by 200 with the resource, with another or with nothing: what counts is what the service shows afterwards', async () => {
  const id = put('patched');
  const all = group('patched group', [put('patched2')]);
  const own = open({ groups: { catalogue: { all: `id:${all}` } } });
  for (const [n, answer] of [undefined, server.read('User', id), { id: 'somebody-else', active: false }, {}].entries())
    await between(replies(/^PATCH/, answer ? 200 : 204, answer), async () => {
      const entry = await found(own, 'patched');
      assert.equal(await reset(own, entry, `${next}${n}`), 'set');
      assert.equal(opens(id, `${next}${n}`), true);
      await own.join(entry, 'all');
      assert.equal(members(all).includes(id), true);
      await own.leave(entry, 'all');
      assert.equal(members(all).includes(id), false);
    });
});

for (const [status, where] of [
  [412, 'meta.version'],
  [428, 'the header ETag'],
] as const)
  test(`DIR-4 SCIM: a service that takes changes only with the version that they are of (${status}, by ${where}) gets it, and is not asked for ever`, async () => {
    const id = put(`versions${status}`);
    const own = open({ remove: 'delete' });
    const entry = await found(own, `versions${status}`);
    const tag = () => server.read('User', id)?.meta.version ?? '';
    let changing = false;
    let refused = 0;
    const strict: Between = (request, response, pass) => {
      if (['PATCH', 'DELETE'].includes(request.method) && (changing || request.header('if-match') !== tag())) {
        refused += 1;
        return void response.status(status).json(error(status));
      }
      if (where === 'the header ETag') response.set('etag', tag());
      const clean = ({ meta, ...body }: { meta?: object }) =>
        where === 'the header ETag' ? { ...body, meta: { ...meta, version: undefined } } : { ...body, meta };
      changes(/GET .*Users\//, clean)(request, response, pass);
    };
    await between(strict, async () => {
      assert.equal(await reset(own, entry), 'set');
      assert.equal(refused, 1);
      changing = true;
      await assert.rejects(own.setPassword(entry, next), misconfigured(new RegExp(`refused \\(${status}`)));
      assert.equal(refused, 4);
      changing = false;
      await own.remove(entry);
      assert.equal(server.read('User', id), undefined);
    });
  });

test('DIR-8 SCIM: an answer without end, one of more than 5 MB, one that comes letter by letter, and none at all are given up in time', async () => {
  const endless = (response: Response, piece: string, every: number) => {
    response.writeHead(200, { 'content-type': 'application/scim+json' });
    const timer = setInterval(() => response.write(piece), every);
    response.on('close', () => clearInterval(timer));
  };
  await between(
    answers(/./, (response) => endless(response, ' '.repeat(1_000_000), 1)),
    () => assert.rejects(finds('a'), misconfigured(/more than 5 MB/)),
  );
  // One that does not answer at all, beside one that does it letter by letter.
  await between(
    answers(/./, (response, { url }) => (url.includes('hangs') ? undefined : endless(response, '{', 300))),
    () => Promise.all(['hangs', 'drips'].map((uid) => assert.rejects(finds(uid), unavailable(/./)))).then(() => undefined),
  );
});

for (const [how, after] of [
  ['a date', () => new Date(Date.now() + 40_000).toUTCString()],
  ['seconds', () => '40'],
] as const)
  for (const status of [429, 503])
    test(`DIR-8 SCIM: after ${status} with ${how} in Retry-After the service is left alone as long; without it ${status === 429 ? 'for a second' : 'it is asked again at once'}`, async (t) => {
      put('alone');
      const real = performance.now.bind(performance);
      const clock = { add: 0 };
      t.mock.method(performance, 'now', () => real() + clock.add);
      const own = open();
      const ask = () => own.find({ identifier: 'alone@corp.example' });
      await between(
        answers(/./, (response) => response.status(status).set('retry-after', after()).json(error(status))),
        () => assert.rejects(ask(), unavailable(/./)),
      );
      clock.add += 30_000;
      await assert.rejects(ask(), unavailable(/left alone/));
      clock.add += 11_000;
      assert.ok(await ask());
      await between(
        answers(/./, (response) => response.status(status).end()),
        () => assert.rejects(ask(), unavailable(new RegExp(`answered ${status}`))),
      );
      if (status === 429) clock.add += 1_001;
      assert.ok(await ask());
    });

test('DIR-8 SCIM: 429 inside an answer 200 is one, and 403 inside names the token', async () => {
  const own = open();
  await between(
    answers(/./, (response) => response.json(error(403))),
    () => assert.rejects(finds('a'), misconfigured(/refuses the token \(403\)/)),
  );
  await between(
    answers(/./, (response) => response.json(error(429))),
    () => assert.rejects(own.find({ identifier: 'a' }), unavailable(/answered 429/)),
  );
  await assert.rejects(own.find({ identifier: 'a' }), unavailable(/left alone/));
});

test('DIR-9 SCIM: what a service says of a fault is told on one line, shortly, and without the token or the password, also where it repeats them', async () => {
  const told: string[] = [];
  put('echo');
  const own = open({}, told);
  const entry = await found(own, 'echo');
  const echoes = answers(/PATCH/, (response, request) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () =>
      response
        .status(400)
        .json(error(400, { scimType: 'mutability', detail: `\u001b[2J\n${request.header('authorization')} ${body} ${'x'.repeat(2_000_000)}` })),
    );
  });
  await between(echoes, () => assert.rejects(own.setPassword(entry, next), misconfigured(/the service refused \(400 mutability\)/)));
  await between(
    answers(/./, (response, request) => response.status(500).json(error(500, { detail: request.header('authorization') }))),
    () => assert.rejects(own.find({ identifier: 'a' }), unavailable(/answered 500: Bearer …/)),
  );
  assert.ok(told.length > 0);
  for (const text of told) {
    assert.ok(text.length < 500);
    assert.doesNotMatch(text, /\p{Cc}/u);
    assert.ok(!text.includes(server.token) && !text.includes(next));
  }
});

test('DIR-9 SCIM: a token endpoint that points elsewhere, answers without end, asks to be left alone, or gives no bearer token is named, and the secret goes nowhere else', async () => {
  let answer: RequestListener = () => undefined;
  const asked: string[] = [];
  const tokens = await beside((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  const json =
    (body: unknown): RequestListener =>
    (_request, response) =>
      void response.end(JSON.stringify(body));
  const told: string[] = [];
  const oauth = { tokenUrl: `${tokens.url}/token`, clientId: 'guichet', clientSecret: 'a-client-secret' };
  const ask = (own: Directory = open({ token: undefined, oauth }, told)) => own.find({ identifier: 'oauth@corp.example' });
  for (const [says, listener] of [
    [/points elsewhere \(307\)/, (_request, response) => void response.writeHead(307, { location: `${tokens.url}/elsewhere` }).end()],
    [/more than 5 MB/, (_request, response) => void response.end(' '.repeat(6_000_000))],
    [/no bearer token \(200\)/, json({ access_token: server.token, token_type: 'mac' })],
    [/no bearer token \(200\)/, json({ access_token: 'two\nlines', token_type: 'Bearer' })],
    [/no bearer token \(200\)/, json([])],
    [
      /no bearer token \(400\)/,
      (_request, response) => void response.writeHead(400).end(JSON.stringify({ error: 'invalid_client', error_description: 'a-client-secret is over' })),
    ],
  ] as const satisfies readonly (readonly [RegExp, RequestListener])[]) {
    answer = listener;
    await assert.rejects(ask(), misconfigured(says));
  }
  answer = (_request, response) => void response.writeHead(429, { 'retry-after': '30' }).end();
  const own = open({ token: undefined, oauth }, told);
  await assert.rejects(ask(own), unavailable(/answered 429/));
  const before = asked.length;
  await assert.rejects(ask(own), unavailable(/left alone/));
  assert.equal(asked.length, before);
  put('oauth');
  answer = json({ access_token: server.token, expires_in: null });
  assert.ok(await ask());
  tokens.close();
  assert.ok(asked.every((path) => path === '/token'));
  assert.doesNotMatch(told.join(), /a-client-secret|two/);
  assert.throws(() => settings({ token: 'two\nlines' }), /one line/);
});

test('DIR-9 SCIM http: a certificate that is not trusted is refused by name, and nothing is sent', async () => {
  const { key, cert } = await certificateFor(1);
  let asked = 0;
  const secured = createSecureServer({ key, cert }, (_request, response) => {
    asked += 1;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(secured, 'listening');
  const url = `https://127.0.0.1:${(secured.address() as AddressInfo).port}`;
  const service = createHttpDirectory({ kind: 'http', url, secret: 'a secret of thirty-two characters or more', can: [] }, () => undefined);
  for (const directory of [open({ url }), service])
    await assert.rejects(
      directory.find({ identifier: 'a' }),
      misconfigured(/its certificate is not trusted, has expired or is for another name \(DEPTH_ZERO_SELF_SIGNED_CERT\)/),
    );
  secured.close();
  assert.equal(asked, 0);
});

test('DIR-7 SCIM: a service that refuses to be asked for the groups of a member, now and then, is asked for the groups themselves', async () => {
  server.showsGroups = false;
  const id = put('attimes');
  const own = open({ groups: { catalogue: { all: `id:${group('at times', [id])}` } } });
  const entry = await found(own, 'attimes');
  assert.deepEqual(await own.groupsOf(entry), ['all']);
  await between(
    answers(/members.value/, (response) => response.status(400).json(error(400, { scimType: 'invalidValue' }))),
    async () => {
      assert.deepEqual(await own.groupsOf(entry), ['all']);
      await own.leave(entry, 'all');
    },
  );
  assert.deepEqual(await own.groupsOf(entry), []);
  server.showsGroups = true;
});

test('DIR-9 SCIM: a byte order mark before an answer is read over; a redirect of a write is not followed, with its token', async () => {
  const id = put('marked');
  await between(
    answers(/GET/, (response) => response.type('application/scim+json').send(`\ufeff${JSON.stringify(server.read('User', id))}`)),
    async () => assert.equal((await open().find({ id }))?.id, id),
  );
  let followed = 0;
  const elsewhere = await beside((_request, response) => {
    followed += 1;
    response.end('{}');
  });
  const entry = await found(open(), 'marked');
  for (const status of [301, 302, 307, 308])
    await between(
      answers(/PATCH/, (response) => response.status(status).set('location', `${elsewhere.url}/Users/1`).end()),
      () => assert.rejects(open().setPassword(entry, next), misconfigured(/points elsewhere/)),
    );
  elsewhere.close();
  assert.equal(followed, 0);
  assert.equal(opens(id, usual), true);
});

test('DIR-10 SCIM: the check goes on where a service answers with no list, and names it', async () => {
  put('checking');
  group('checking');
  const lines: string[] = [];
  await between(
    changes(/GET .*Groups/, () => ({})),
    async () => {
      for await (const { what, works, detail } of checkScim(settings({ groups: { catalogue: { all: 'checking' } } }), { account: 'checking@corp.example' }))
        if (works === false) lines.push(`${what}: ${detail}`);
    },
  );
  assert.deepEqual(lines, [
    'find the group checking: /Groups: the service answered with no list',
    'read the groups of the account: /Groups: the service answered with no list',
  ]);
});
