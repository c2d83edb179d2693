import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkGraph } from '../../core/connectors/graph/check.ts';
import type { Entry, NewEntry } from '../../core/ports.ts';
import { collected } from '../collected.ts';
import { usual } from '../contract/directory.ts';
import type { Between } from '../fakes/graph.ts';
import { refused } from '../fakes/graphAnswers.ts';
import { graph } from './graph.ts';
import { found, misconfigured, next, reset } from './service.ts';

// What Graph answers where something is not as it should be, and what something in its place could answer.

const { server, settings, open, put, members, opens, between } = await graph();
after(() => server.close());

const answers =
  (which: RegExp, status: number, body: unknown, headers: Record<string, string> = {}): Between =>
  ({ method, path }) =>
    which.test(`${method} ${path}`) ? { status, body, headers } : undefined;
const unavailable = (says: RegExp) => (error: Error) => {
  assert.deepEqual([error.name, says.test(error.message)], ['DirectoryUnavailable', true], error.message);
  return true;
};
const guests = { people: { identifier: 'mail' }, create: { as: 'guest', redirect: 'https://rconnect.example/' } };
const wanted = (email: string): NewEntry => ({ identifier: email, email, givenName: 'Ada', familyName: 'Byron', phone: null, entity: null });

test('DIR-9 Graph: what it says of a fault is told on one line, shortly, and without the token or the password, also where it repeats them, alone or in a batch', async () => {
  const told: string[] = [];
  const [id, other] = [put('echo'), put('echo2')];
  const echo =
    (status: number): Between =>
    ({ path }) =>
      path === '/$batch' ? undefined : refused(status, `Code${'x'.repeat(1_000)}`, `\u001b[2J\nBearer ${server.token} ${next} ${'y'.repeat(1_000_000)}`);
  const own = open({}, told);
  const entry = await found(own, 'echo');
  await between(
    (request) => (request.method === 'PATCH' ? echo(409)(request) : undefined),
    () => assert.rejects(own.setPassword(entry, next), misconfigured(/Graph refused \(409 Code/)),
  );
  await between(echo(403), () => assert.rejects(own.find({ id }), misconfigured(/Grant the application User\.Read\.All/)));
  await between(echo(409), () => assert.rejects(Promise.all([own.find({ id }), own.find({ id: other })]), misconfigured(/Graph refused/)));
  assert.ok(told.length >= 3);
  for (const text of told) {
    assert.ok(text.length < 900);
    assert.doesNotMatch(text, /\p{Cc}/u);
    assert.ok(!text.includes(server.token));
  }
  assert.ok(!told[0]?.includes(next));
});

test('DIR-9 Graph: a tenant without the licence for something is named as that, and not as a permission that is missing', async () => {
  const accessPass = open({ passwords: { accessPass: { instead: true } } });
  const entry = await found(accessPass, put('licence') && 'licence');
  for (const [code, message] of [
    ['Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'Neither tenant is B2C or tenant doesn’t have premium license'],
    ['accessDenied', 'Your tenant is not licensed for this feature. Licence required.'],
  ] as const)
    await between(
      ({ path }) => (path.endsWith('/temporaryAccessPassMethods') ? refused(403, code, message) : undefined),
      () => assert.rejects(accessPass.accessPass?.(entry) ?? Promise.resolve(), misconfigured(/The tenant has no licence/)),
    );
});

test('RC-3 Graph: a guest who was invited before is the same one; who has been shut out since, or has an account of the tenant’s own under another address, is not let in', async () => {
  const told: string[] = [];
  const own = open(guests, told);
  const first = await own.create(wanted('again@client.example'), undefined);
  const second = await own.create(wanted('again@client.example'), undefined);
  assert.ok(first.ok && second.ok);
  assert.equal(second.value.entry.id, first.value.entry.id);
  const guest = server.users.get(first.value.entry.id);
  if (guest) guest.accountEnabled = false;
  const third = await own.create(wanted('again@client.example'), undefined);
  assert.deepEqual(third.ok ? 'made' : third.refusals[0].key, 'directory.closed');

  put('alias', { email: 'alias@client.example' });
  const before = server.users.size;
  const made = await own.create(wanted('alias@client.example'), undefined);
  assert.deepEqual([made.ok ? 'made' : made.refusals[0].key, server.users.size], ['signUp.exists', before]);
  assert.match(told.at(-1) ?? '', /alias@client\.example is not invited: Invited user already exists in the directory as object ID/);
});

test('DIR-10 Graph: a change of a group that is shown late is looked for again before the check says that there is none', async () => {
  const [, held] = [put('late'), server.group('late')];
  let stale = 0;
  const lines: string[] = [];
  await between(
    ({ method, path }) => {
      if (/\$ref$/.test(path)) stale = 1;
      if (method === 'GET' && /transitiveMemberOf$/.test(path) && stale-- > 0)
        return { status: 200, body: { value: stale < 0 || members(held).length > 0 ? [] : [{ id: held }] } };
      return undefined;
    },
    async () => {
      const tokens = { current: async () => server.token, drop: () => false };
      for await (const { what, works, detail } of checkGraph(
        settings({ groups: { catalogue: { held } }, create: undefined }),
        { account: 'late@corp.example' },
        tokens,
      ))
        lines.push(`${works} ${what} ${detail}`);
    },
  );
  assert.ok(lines.includes('true add to and take from held '), lines.join('\n'));
});

test('DIR-8 Graph: of a batch in which one is throttled the others are answered, and nothing more is asked until it may be', async () => {
  const [slow, quick] = [put('throttled'), put('unthrottled')];
  const own = open();
  const busy = refused(429, 'TooManyRequests', 'Too many requests', { 'RETRY-AFTER': '30' });
  await between(
    ({ path }) => (path === `/users/${slow}` ? busy : undefined),
    async () => {
      const [one, two] = await Promise.allSettled([own.find({ id: slow }), own.find({ id: quick })]);
      assert.deepEqual([one.status, two.status === 'fulfilled' && two.value?.id], ['rejected', quick]);
    },
  );
  const asked = server.asked.length;
  await assert.rejects(own.find({ id: quick }), unavailable(/left alone/));
  assert.equal(server.asked.length, asked);
});

test('DIR-8 Graph: after 503 with a date in Retry-After it is left alone as long, and without one it is asked again at once', async (t) => {
  const id = put('alone');
  const real = performance.now.bind(performance);
  const clock = { add: 0 };
  t.mock.method(performance, 'now', () => real() + clock.add);
  const own = open();
  const down = (headers: Record<string, string> = {}) => answers(/./, 503, { error: { code: 'serviceNotAvailable', message: 'x' } }, headers);
  await between(down(), () => assert.rejects(own.find({ id }), unavailable(/answered \(503/)));
  assert.ok(await own.find({ id }));
  await between(down({ 'retry-after': new Date(Date.now() + 40_000).toUTCString() }), () => assert.rejects(own.find({ id }), unavailable(/503/)));
  clock.add += 30_000;
  await assert.rejects(own.find({ id }), unavailable(/left alone/));
  clock.add += 11_000;
  assert.ok(await own.find({ id }));
});

test('DIR-9 Graph: an answer of more than 5 MB is named, a redirect of a write is not followed with its token, and pages that go round in a circle end', async () => {
  const id = put('big');
  const entry = (await open().find({ id })) as Entry;
  await between(answers(/./, 200, ' '.repeat(6_000_000)), () => assert.rejects(open().find({ id }), misconfigured(/more than 5 MB/)));
  for (const status of [301, 307, 308])
    await between(answers(/PATCH/, status, '', { location: 'http://127.0.0.1:9/v1.0/users' }), () =>
      assert.rejects(open().setPassword(entry, next), misconfigured(/points elsewhere/)),
    );
  assert.equal(opens(id, usual), true);
  const all = server.group('circle', [id]);
  const turns = ['a', 'b', 'a'];
  await between(
    ({ path }) =>
      path.endsWith('/members/microsoft.graph.user')
        ? { status: 200, body: { value: [], '@odata.nextLink': `${server.url}${path}?at=${turns.shift()}` } }
        : undefined,
    () => assert.rejects(collected(open({ groups: { catalogue: { all } } }).inGroup('all')), misconfigured(/same page again/)),
  );
  assert.equal(await reset(open(), entry), 'set');
});
