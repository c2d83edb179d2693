import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkHttp } from '../../core/connectors/http/check.ts';
import { createHttpDirectory } from '../../core/connectors/http/http.ts';
import { sign } from '../../core/connectors/http/signature.ts';
import type { Said } from '../../core/foundation/accountWords.ts';
import { httpSettings } from '../../core/portal/httpSettings.ts';
import { contractAbilities } from '../../core/ports.ts';
import { openApi } from '../../docs/directoryService.ts';
import { collected } from '../collected.ts';
import { directoryContract, type Person, person, usual } from '../contract/directory.ts';
import {
  type Answered,
  type Between,
  type Passing,
  passOn,
  type ServedAccount,
  skipWithoutPython,
  startDirectoryService,
  startWrong,
} from '../fakes/directoryService.ts';

const skip = skipWithoutPython();
const secret = 'a secret of thirty-two characters or more';
const at = (url: string, over: object = {}) =>
  httpSettings.parse({ kind: 'http', url, secret, can: [...contractAbilities], groups: { catalogue: { network: 'Réseau/1' } }, ...over });

const served = (login: string, over: object = {}): ServedAccount => ({
  id: `id-${login}`,
  login: `${login}@corp.example`,
  mail: `${login}@corp.example`,
  password: usual,
  ...over,
});
let service: Awaited<ReturnType<typeof startDirectoryService>>;

before(async () => {
  if (skip) return;
  service = await startDirectoryService(secret, {
    accounts: [
      served('tester'),
      served('boss'),
      served('worker', { manager: 'id-boss', ends: '2026-12-01T00:00:00+00:00' }),
      served('closed', { active: false }),
      served('admin', { admin: true }),
      ...['lost', 'nested'].map((login) => served(login)),
    ],
    groups: { 'Réseau/1': ['inner'], inner: ['id-nested'], team: ['id-boss', 'id-closed', 'id-worker'] },
  });
});
after(async () => {
  if (!skip) await service.close();
});

const open = (over: object = {}, told: string[] = []) => createHttpDirectory(at(service.url, over), (message) => told.push(message));

directoryContract(
  'a service of the operator’s',
  async () => {
    const own = await startDirectoryService(secret, { accounts: [], groups: {} });
    const directory = createHttpDirectory(at(own.url), () => undefined);
    return {
      name: 'http',
      open: () => createHttpDirectory(at(own.url), () => undefined),
      put: async (uid: string, over: Partial<Person> = {}) => {
        const { password, email, givenName, familyName } = person(uid, over);
        own.add({ id: `id-${uid}`, login: `${uid}@corp.example`, mail: email, given_name: givenName, family_name: familyName, password });
        return `id-${uid}`;
      },
      typed: (uid) => `${uid}@corp.example`,
      opens: async (id, password) => (await directory.verify(await directory.find({ id }), password)).ok,
      commit: (write) => write(undefined as never, 0),
      close: () => own.close(),
    };
  },
  skip,
);

const found = async (login: string) => {
  const entry = await open().find({ identifier: `${login}@corp.example` });
  assert.ok(entry, login);
  return entry;
};
const keyOf = (outcome: { readonly ok: boolean; readonly refusals?: readonly { readonly key: string; readonly field?: string }[] }): string =>
  outcome.ok ? 'ok' : `${outcome.refusals?.[0]?.key} ${outcome.refusals?.[0]?.field ?? ''}`.trim();

test('DIR-3 DIR-5 DIR-12 DIR-15 http: refusals of the service stand where they belong, in the words of the contract', { skip }, async () => {
  const directory = open();
  const entry = await found('worker');
  assert.equal(keyOf(await directory.setPassword(entry, 'court')), 'directory.password.short password');
  assert.equal(keyOf(await directory.setPassword(entry, usual)), 'directory.password.history password');
  assert.equal(keyOf(await directory.changePassword(entry, 'wrong', 'Deuxieme-Porte-22')), 'changePassword.current current');
  assert.equal(keyOf(await directory.changePassword(entry, usual, 'Deuxieme-Porte-22')), 'ok');
  for (const login of ['closed', 'admin']) assert.equal(keyOf(await directory.setPassword(await found(login), 'Deuxieme-Porte-22')), 'directory.closed');
  assert.equal(keyOf(await directory.setPassword({ ...entry, id: 'gone' }, 'Deuxieme-Porte-22')), 'link.unknown');
  const twice = await directory.create({ ...entry, email: 'another@corp.example' }, undefined);
  assert.equal(keyOf(twice), 'signUp.exists');
});

test('DIR-7 http: groups are read with those they lie in, joined and left, twice without harm', { skip }, async () => {
  const directory = open();
  assert.deepEqual(await directory.groupsOf(await found('nested')), ['network']);
  const entry = await found('boss');
  for (let times = 0; times < 2; times += 1) await directory.join(entry, 'network');
  assert.deepEqual(await directory.groupsOf(entry), ['network']);
  for (let times = 0; times < 2; times += 1) await directory.leave(entry, 'network');
  assert.deepEqual(await directory.groupsOf(entry), []);
});

test('DIR-11 DIR-14 http: who is in a group, who is the manager, and whose password ends', { skip }, async () => {
  const directory = open();
  assert.deepEqual(
    (await directory.membersOf('team')).map(({ identifier }) => identifier),
    ['boss@corp.example', 'worker@corp.example'],
  );
  assert.deepEqual(await directory.amongGroups({ id: 'id-worker' }, ['team', 'Réseau/1']), ['team']);
  assert.deepEqual(await directory.amongGroups({ id: 'id-closed' }, ['team']), []);
  assert.equal((await directory.managerOf({ id: 'id-worker' }))?.identifier, 'boss@corp.example');
  assert.equal(await directory.managerOf({ id: 'id-boss' }), undefined);
  const ending: string[] = [];
  for await (const page of directory.ending(Date.parse('2026-11-20'), Date.parse('2026-12-02'))) ending.push(...page.map(({ id }) => id));
  assert.deepEqual(ending, ['id-worker']);
  // The example service has no pages; one that has sends where the next begins.
  const paging = await startWrong(service.url, secret, {
    answer: ({ status, body }, { path }) => {
      const { members = [] } = JSON.parse(body) as { members?: { id: string }[] };
      const isSecond = path.includes('cursor=more');
      return path.includes('/members')
        ? { status, body: JSON.stringify({ members: members.slice(isSecond ? 1 : 0, isSecond ? 2 : 1), next: isSecond ? null : 'more' }) }
        : { status, body };
    },
  });
  const paged = open({ url: paging.url, groups: { catalogue: { t: 'team' } } });
  assert.deepEqual(
    (await collected(paged.inGroup('t'))).map((page) => page.map(({ id }) => id)),
    [['id-boss'], ['id-worker']],
  );
  assert.equal((await paged.membersOf('team')).length, 2);
  paging.close();
  await assert.rejects(open().membersOf('no such group'), { name: 'DirectoryMisconfigured' });
});

test('DIR-4 http: a write whose answer was cut off is asked again under its key, and is done once', { skip }, async () => {
  let cut = 0;
  const keys: (string | undefined)[] = [];
  const wrong = await startWrong(service.url, secret, {
    request: async (passing) => {
      if (passing.method !== 'POST' || !passing.path.endsWith('/password')) return undefined;
      keys.push(passing.headers['idempotency-key']);
      if (cut > 0) return undefined;
      cut += 1;
      await passOn(service.url, passing);
      return 'cut';
    },
  });
  const directory = createHttpDirectory(at(wrong.url), () => undefined);
  const entry = await found('lost');
  assert.equal(keyOf(await directory.changePassword(entry, usual, 'Deuxieme-Porte-22')), 'ok');
  assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
  wrong.close();
});

test('DIR-8 DIR-9 http: a service that is away, refuses the signature, or answers what the contract does not know is told apart, without the secret', {
  skip,
}, async () => {
  const told: string[] = [];
  await assert.rejects(createHttpDirectory(at('http://127.0.0.1:1'), () => undefined).find({ identifier: 'a' }), { name: 'DirectoryUnavailable' });
  await assert.rejects(open({ secret: 'another secret of thirty-two characters' }, told).find({ identifier: 'a' }), /does not take our signature/);
  for (const [answered, says] of [
    [{ status: 200, body: '<html>' }, /answered POST \/accounts\/find with something/],
    [{ status: 200, body: '{"account":{"id":"x"}}' }, /account\.identifier/],
    [{ status: 404, body: 'Not found' }, /answered 404 .* without a problem that the contract knows/],
    [{ status: 302, body: '' }, /points elsewhere/],
  ] as const) {
    const wrong = await startWrong(service.url, secret, { request: () => answered });
    await assert.rejects(createHttpDirectory(at(wrong.url), (message) => told.push(message)).find({ identifier: 'a' }), says);
    wrong.close();
  }
  assert.equal(told.length, 5);
  assert.doesNotMatch(told.join(), /secret of thirty-two/);
});

/** Runs with a service that answers something else, in one way. */
const against = async (between: Between, run: (over: object) => Promise<void>): Promise<void> => {
  const wrong = await startWrong(service.url, secret, between);
  try {
    await run({ url: wrong.url });
  } finally {
    wrong.close();
  }
};
const misconfigured = (says: RegExp) => (error: Error) => {
  assert.deepEqual([error.name, says.test(error.message)], ['DirectoryMisconfigured', true], error.message);
  return true;
};

test('DIR-3 DIR-4 http: a refusal inside an answer 200, or a page in the place of an answer, is not taken to be done', { skip }, async () => {
  const entry = await found('lost');
  const refusal = JSON.stringify({ type: 'urn:guichet:directory:password-refused', reason: 'history' });
  for (const [body, told] of [
    [refusal, 'directory.password.history password'],
    ['<!doctype html><title>Sign in</title>', undefined],
    ['ok', undefined],
  ] as const)
    await against({ request: ({ method }) => (method === 'PUT' ? { status: 200, body } : undefined) }, async (over) => {
      const set = open(over).setPassword(entry, 'Troisieme-Porte-33');
      if (told !== undefined) assert.equal(keyOf(await set), told);
      else await assert.rejects(set, misconfigured(/something that is not of the contract/));
    });
  for (const body of ['', '{}', '{"done":true}'])
    await against({ request: ({ method }) => (method === 'PUT' ? { status: 200, body } : undefined) }, async (over) =>
      assert.equal(keyOf(await open(over).setPassword(entry, 'Troisieme-Porte-33')), 'ok', body),
    );
});

test('DIR-8 http: a service that asks to be left alone is, by seconds or a date; a problem of 5 MB is given up', { skip }, async (t) => {
  const real = performance.now.bind(performance);
  const clock = { add: 0 };
  t.mock.method(performance, 'now', () => real() + clock.add);
  let asked = 0;
  for (const [status, after] of [
    [429, '40'],
    [503, new Date(Date.now() + 40_000).toUTCString()],
  ] as const)
    await against({ request: () => (asked++ === 0 ? { status, body: '', headers: { 'retry-after': after } } : undefined) }, async (over) => {
      asked = 0;
      const directory = open(over);
      const find = () => directory.find({ identifier: 'tester@corp.example' });
      await assert.rejects(find(), new RegExp(`answered ${status}`));
      clock.add += 30_000;
      await assert.rejects(find(), /left alone/);
      assert.equal(asked, 1);
      clock.add += 11_000;
      assert.ok(await find());
    });
  const told: string[] = [];
  const problem = JSON.stringify({ type: 'urn:guichet:directory:taken', title: 'x'.repeat(5_000_000) });
  await against({ request: () => ({ status: 409, body: problem }) }, (over) =>
    assert.rejects(open(over, told).find({ identifier: 'a' }), misconfigured(/more than 5 MB/)),
  );
  assert.ok(told.join().length < 500);
});

test('DIR-9 http: where clocks differ the operator reads by how much', { skip }, async () => {
  for (const [by, says] of [
    [300, /its own is (29|30)\d s ahead/],
    [-300, /its own is (29|30)\d s behind/],
    [5, /clocks that agree$/],
  ] as const)
    await against({ request: () => ({ status: 401, body: '', headers: { date: new Date(Date.now() + by * 1_000).toUTCString() } }) }, (over) =>
      assert.rejects(open(over).find({ identifier: 'a' }), misconfigured(says)),
    );
});

test('DIR-9 http: an address that is several is none, names are kept on one line, and who is shown as made is who was asked for', { skip }, async () => {
  const changed = (change: object): Between => ({ answer: (answered) => accountIn(answered, (account) => ({ ...account, ...change })) });
  const find = async (over: object) => await open(over).find({ id: 'id-boss' });
  await against(changed({ email: 'boss@corp.example, thief@elsewhere.example' }), async (over) => assert.equal(await find(over), undefined));
  await against(changed({ identifier: 'bo\u202ess' }), async (over) => assert.equal(await find(over), undefined));
  await against(changed({ givenName: 'Ali\u0000ce\u202e\nA', familyName: 'M'.repeat(300) }), async (over) => {
    const entry = await find(over);
    assert.deepEqual([entry?.givenName, entry?.familyName.length], ['Alice A', 100]);
  });
  const wanted = { identifier: 'made@corp.example', email: 'made@corp.example', givenName: 'A', familyName: 'B', phone: null, entity: null };
  await against(changed({ email: 'thief@elsewhere.example' }), (over) =>
    assert.rejects(open(over).create(wanted, undefined), misconfigured(/does not show it/)),
  );
});

test('DIR-8 http: pages that go round in a circle are noticed', { skip }, async () => {
  const turns = ['a', 'b', 'a'];
  await against(
    {
      answer: (answered, { path }) =>
        path.includes('/members') ? { status: 200, body: JSON.stringify({ members: [], next: turns.shift() ?? null }) } : answered,
    },
    (over) => assert.rejects(collected(open({ ...over, groups: { catalogue: { t: 'team' } } }).inGroup('t')), misconfigured(/same page again/)),
  );
});

/** What a search answers that finds these. */
const searched = (...logins: readonly string[]): Answered => ({
  status: 200,
  body: JSON.stringify({ accounts: logins.map((login) => ({ id: `id-${login}`, identifier: `${login}@corp.example`, email: `${login}@corp.example` })) }),
});

test('OPS-3 http: support finds people by telephone too, whoever else the service answers with is left out, and a service that cannot search is not asked', {
  skip,
}, async () => {
  service.add(served('caller', { phone: '+33612345678', given_name: 'Cléo', family_name: 'Le Goff' }));
  const found = async (over: object, said: Said) => ((await open(over).search?.(said, 5)) ?? []).map(({ id }) => id);
  assert.deepEqual(await found({}, { phone: '+33612345678', spelt: '0612345678' }), ['id-caller']);
  assert.deepEqual(await found({}, { words: ['goff', 'CLEO'] }), ['id-caller']);
  await against({ answer: (answered, { path }) => (path === '/accounts/search' ? searched('boss', 'worker') : answered) }, async (over) =>
    assert.deepEqual(await found(over, { words: ['work'] }), ['id-worker']),
  );
  assert.equal(open({ can: ['verify'] }).search, undefined);
});

/** What the suite finds, up to a line where it is looked for. */
const findings = async (url: string, until?: RegExp): Promise<string[]> => {
  const lines: string[] = [];
  for await (const { what, works, detail } of checkHttp(at(url), { account: 'tester@corp.example', teams: ['team'] })) {
    lines.push(`${works === undefined ? 'not tried' : works ? 'ok' : 'MISSING'} ${what.replace(/ to http.*/, '')}${works === false ? `: ${detail}` : ''}`);
    if (until?.test(lines.at(-1) ?? '')) break;
  }
  return lines;
};

test('DIR-10 DIR-13 the example service conforms', { skip }, async () => {
  const lines = await findings(service.url);
  assert.deepEqual(
    lines.filter((line) => !line.startsWith('ok ')),
    ['not tried create accounts'],
  );
  assert.equal(lines.length, 25, lines.join('\n'));
});

/** Believes a request that it should not, by signing it anew. */
const believes = (which: (passing: Passing) => boolean): Between => ({
  request: async (passing) => {
    if (which(passing)) passing.headers.authorization = `Bearer ${await sign({ url: service.url, secret }, passing)}`;
    return undefined;
  },
});
const claims = ({ headers }: Passing): Record<string, unknown> =>
  JSON.parse(Buffer.from(headers.authorization?.split('.')[1] ?? 'e30', 'base64url').toString());
const tokens = new Set<string>();
const accountIn = ({ status, body }: Answered, change: (account: Record<string, unknown>) => Record<string, unknown>): Answered => {
  const said = status === 200 ? JSON.parse(body) : undefined;
  return said?.account ? { status, body: JSON.stringify({ account: change(said.account) }) } : { status, body };
};

const wrongs: readonly (readonly [what: string, between: Between, says: RegExp])[] = [
  [
    'believes what is not signed',
    believes(({ headers }) => headers.authorization === undefined),
    /^MISSING believe nothing unsigned: answered 200 in place of 401/,
  ],
  ['does not look at the clock', believes((passing) => Number(claims(passing).exp) < Date.now() / 1_000), /^MISSING believe nothing that is over/],
  [
    'believes what says that it needs no signature',
    believes(({ headers }) => headers.authorization?.endsWith('.') === true),
    /^MISSING believe nothing that says that it needs no signature/,
  ],
  [
    'does not look at the method',
    believes((passing) => claims(passing).method === 'GET' && passing.method === 'POST'),
    /^MISSING believe nothing for another method/,
  ],
  ['does not look at the body', believes((passing) => passing.body.includes('"another"')), /^MISSING believe no other body/],
  [
    'does not look at the path',
    believes((passing) => claims(passing).path === '/accounts' && passing.path !== '/accounts'),
    /^MISSING believe nothing for another path/,
  ],
  [
    'takes a request twice',
    believes(({ headers }) => {
      const before = tokens.has(headers.authorization ?? '');
      tokens.add(headers.authorization ?? '');
      return before;
    }),
    /^MISSING believe nothing twice/,
  ],
  [
    'looks for patterns',
    {
      request: ({ path, body }) =>
        path === '/accounts/find' && body.includes('"*"')
          ? { status: 200, body: JSON.stringify({ account: { id: 'x', identifier: 'first', email: 'a@b.example' } }) }
          : undefined,
    },
    /^MISSING find nobody who is not meant: \{"identifier":"\*"\} finds first/,
  ],
  [
    'tells addresses in capitals apart',
    { request: ({ path, body }) => (path === '/accounts/find' && body.includes('TESTER@') ? { status: 200, body: '{"account":null}' } : undefined) },
    /^MISSING find the same account .*finds nobody/,
  ],
  [
    'gives ids that change',
    { answer: (answered) => accountIn(answered, (account) => ({ ...account, id: `${account.id}-${randomUUID()}` })) },
    /^MISSING find the same account/,
  ],
  [
    'says that it set a password, and does not',
    { request: ({ method, path }) => (method === 'PUT' && path.endsWith('/password') ? { status: 204, body: '' } : undefined) },
    /^MISSING compare a password: the password just set is refused: wrong/,
  ],
  [
    'finds every password right',
    { answer: (answered, { path }) => (path.endsWith('/verify') ? { status: 200, body: '{"result":"right"}' } : answered) },
    /^MISSING refuse a wrong password/,
  ],
  [
    'says that it put somebody into a group, and does not',
    { request: ({ method, path }) => (method === 'PUT' && path.startsWith('/groups/') ? { status: 204, body: '' } : undefined) },
    /^MISSING add to and take from network: put in, and the directory shows no change/,
  ],
  [
    'does things twice under one key',
    {
      request: (passing) => {
        passing.headers['idempotency-key'] = `${Math.random()}`;
        return undefined;
      },
    },
    /^MISSING do nothing twice under one Idempotency-Key: answered 204, then 422/,
  ],
  [
    'answers another body under a key as it answered the first',
    { answer: (answered) => (answered.body.includes('key-reused') ? { status: 204, body: '' } : answered) },
    /^MISSING refuse another body under an Idempotency-Key that was used: answered 204, then 204/,
  ],
  [
    'does not say that it answers in JSON',
    { answer: (answered) => ({ ...answered, headers: { 'content-type': 'text/html' } }) },
    /^MISSING say what an answer is: GET \/service is text\/html in place of application\/json/,
  ],
  [
    'writes problems as any JSON',
    { answer: (answered) => (answered.status === 404 ? { ...answered, headers: { 'content-type': 'application/json' } } : answered) },
    /^MISSING say what an answer is: a problem is application\/json/,
  ],
  [
    'takes nobody for somebody',
    { answer: (answered, { path }) => (path.endsWith('/password') && answered.status === 404 ? { status: 204, body: '' } : answered) },
    /^MISSING say what an answer is: the password of nobody is answered with 204/,
  ],
  [
    'cuts where a signature is wrong',
    { request: ({ headers }) => (headers.authorization === undefined ? 'cut' : undefined) },
    /^MISSING believe nothing unsigned: 127\.0\.0\.1:\d+: /,
  ],
  [
    'fails where the test account is looked for',
    { request: ({ path, body }) => (path === '/accounts/find' && body.includes('tester@') ? { status: 500, body: '' } : undefined) },
    /^MISSING find tester@corp\.example: .*answered 500/,
  ],
  [
    'takes a word for a pattern',
    { answer: (answered, { path, body }) => (path === '/accounts/search' && body.includes('"*"') ? searched('boss') : answered) },
    /^MISSING find nobody who is not meant: the word "\*" finds boss@corp\.example/,
  ],
  [
    'finds names as a whole alone',
    { answer: (answered, { path }) => (path === '/accounts/search' ? { status: 200, body: '{"accounts":[]}' } : answered) },
    /^MISSING find the same account .*: names that begin with TES do not find it/,
  ],
  [
    'says less than the profile',
    { answer: (answered, { path }) => (path === '/service' ? { status: 200, body: '{"contract":1,"can":["setPassword"]}' } : answered) },
    /^MISSING connect: the profile says that it can verify/,
  ],
];

for (const [what, between, says] of wrongs)
  test(`DIR-13 a service that ${what} does not conform, and the suite says so`, { skip }, async () => {
    const wrong = await startWrong(service.url, secret, between);
    const lines = await findings(wrong.url, says);
    assert.ok(
      lines.some((line) => says.test(line)),
      lines.join('\n'),
    );
    wrong.close();
  });

test('DIR-13 the OpenAPI document is made of the schemas that answers are read with', async () => {
  const written = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'directory-service.openapi.json'), 'utf8');
  assert.deepEqual(JSON.parse(written), JSON.parse(openApi()), 'run node docs/directoryService.ts');
  for (const [path, operations] of Object.entries<Record<string, { operationId: string }>>(JSON.parse(written).paths))
    assert.ok(
      Object.values(operations).every(({ operationId }) => operationId),
      path,
    );
});
