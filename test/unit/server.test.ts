import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isLate } from '../../bot/late.ts';
import { fault } from '../../bot/log.ts';
import { clientAddress } from '../../bot/restify.ts';
import { type Connector, startConnector, tenant } from '../fakes/connector.ts';
import { message, settings, startHost } from '../fakes/host.ts';

let connector: Connector;
before(async () => {
  connector = await startConnector();
});
after(() => connector.close());

test('a message reaches the bot, and its answer the connector', async (t) => {
  const host = await startHost({ run: async (context) => void (await context.sendActivity(`echo ${context.activity.text}`)) });
  t.after(() => host.stop());
  assert.equal((await host.post(message(connector.url))).status, 200);
  const sent = await connector.next();
  assert.equal(sent.text, 'echo bonjour');
  assert.equal(sent.conversationId, 'a:alice');
});

test('an invoke is answered with what the bot said, on the same request', async (t) => {
  const host = await startHost({
    run: async (context) => void (await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: { statusCode: 200, value: 'card' } } })),
  });
  t.after(() => host.stop());
  const answer = await host.post(message(connector.url, { type: 'invoke', name: 'adaptiveCard/action', value: {} }));
  assert.deepEqual([answer.status, JSON.parse(answer.body)], [200, { statusCode: 200, value: 'card' }]);
});

test('a message of 100 KB passes', async (t) => {
  let length = 0;
  const host = await startHost({
    run: async (context) => {
      length = context.activity.text.length;
    },
  });
  t.after(() => host.stop());
  assert.equal((await host.post(message(connector.url, { text: 'é'.repeat(51_200) }))).status, 200);
  assert.equal(length, 51_200);
});

for (const [what, status, body, headers] of [
  ['a body over 256 KB', 413, message('http://127.0.0.1/', { text: 'x'.repeat(300_000) }), {}],
  ['gzip, whatever it unpacks to', 415, gzipSync('x'.repeat(10_000_000)), { 'content-encoding': 'gzip' }],
  ['an encoding that is none', 415, message('http://127.0.0.1/'), { 'content-encoding': 'identity' }],
  ['a form', 415, 'type=message', { 'content-type': 'application/x-www-form-urlencoded' }],
  [
    'an upload',
    415,
    '--x\r\ncontent-disposition: form-data; name="f"; filename="f"\r\n\r\nhello\r\n--x--\r\n',
    { 'content-type': 'multipart/form-data; boundary=x' },
  ],
  ['plain text, which a browser may post across sites', 415, JSON.stringify(message('http://127.0.0.1/')), { 'content-type': 'text/plain' }],
  ['no content type', 415, message('http://127.0.0.1/'), { 'content-type': '' }],
  ['broken JSON', 400, '{"type": "message"', {}],
  ['an empty body', 400, '', {}],
  ['JSON that is no object', 400, '[1]', {}],
  ['no type', 400, message('http://127.0.0.1/', { type: undefined }), {}],
  ['no conversation', 400, message('http://127.0.0.1/', { conversation: undefined }), {}],
  ['no sender', 400, message('http://127.0.0.1/', { from: {} }), {}],
  ['an id with a NUL', 400, message('http://127.0.0.1/', { from: { id: '29:\u0000' } }), {}],
  ['no channel', 400, message('http://127.0.0.1/', { channelId: undefined }), {}],
  ['no serviceUrl', 400, message('http://127.0.0.1/', { serviceUrl: undefined }), {}],
  ['a text that is a number', 400, message('http://127.0.0.1/', { text: 7 }), {}],
  ['a timestamp that is none', 400, message('http://127.0.0.1/', { timestamp: 'yesterday' }), {}],
] as const) {
  test(`${what} is refused with ${status}, and no turn runs`, async (t) => {
    let turns = 0;
    const host = await startHost({
      run: async () => {
        turns += 1;
      },
    });
    t.after(() => host.stop());
    const before = await readdir(tmpdir());
    const answer = await host.post(body, headers);
    assert.equal(answer.status, status);
    assert.equal(turns, 0);
    assert.deepEqual(
      (await readdir(tmpdir())).filter((name) => !before.includes(name) && name.startsWith('upload_')),
      [],
    );
    assert.doesNotMatch(answer.body, /upload|Unexpected|\{"type": "message"/);
  });
}

test('a fault of the bot is logged without its words, told to the user, and hidden from the caller', async (t) => {
  const host = await startHost({
    run: async () => {
      throw new Error('no account bob@corp.example');
    },
    onFault: async (context) => void (await context.sendActivity('Something went wrong.')),
  });
  t.after(() => host.stop());
  connector.clear();
  const answer = await host.post(message(connector.url));
  assert.deepEqual([answer.status, answer.body], [200, '']);
  assert.equal((await connector.next()).text, 'Something went wrong.');
  assert.equal((await host.post(message(connector.url, { type: 'invoke', name: 'x' }))).status, 500);
  const log = host.lines.join('');
  assert.match(log, /a turn failed/);
  assert.match(log, /server\.test\.ts/);
  assert.doesNotMatch(log, /bob@/);
});

test('a fault of a page, and of the apology itself, are hidden as well', async (t) => {
  const host = await startHost({
    run: () => Promise.reject(new Error('inner')),
    onFault: () => Promise.reject(new Error('outer')),
    mount: (server) => void server.get('/p/broken', async () => Promise.reject(new Error('bob@corp.example'))),
  });
  t.after(() => host.stop());
  assert.deepEqual(await host.post(message(connector.url)).then(({ status, body }) => [status, body]), [200, '']);
  const page = await fetch(`${host.url}/p/broken?secret=1`);
  assert.deepEqual([page.status, await page.json()], [500, { error: 'Internal Server Error' }]);
});

test('other methods and paths are refused, and nothing tells what serves them', async (t) => {
  const host = await startHost();
  t.after(() => host.stop());
  const get = await fetch(`${host.url}/api/messages`);
  assert.deepEqual([get.status, get.headers.get('allow'), get.headers.get('server')], [405, 'POST', null]);
  const nowhere = await fetch(`${host.url}/bob@corp.example`);
  assert.deepEqual([nowhere.status, await nowhere.json()], [404, { error: 'Not Found' }]);
  for (const [name, value] of [
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'no-referrer'],
    ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
    ['cache-control', 'no-store'],
  ] as const)
    assert.equal(nowhere.headers.get(name), value);
});

test('health says alive; readiness follows the records and has a time limit', async (t) => {
  let ready = async () => true;
  const host = await startHost({ ready: () => ready() });
  t.after(() => host.stop());
  const status = async (path: string) => (await fetch(host.url + path)).status;
  assert.deepEqual([await status('/healthz'), await status('/readyz')], [200, 200]);
  ready = async () => false;
  assert.equal(await status('/readyz'), 503);
  ready = () => Promise.reject(new Error('locked'));
  assert.equal(await status('/readyz'), 503);
  ready = () => new Promise(() => {});
  assert.equal(await status('/readyz'), 503);
  assert.equal(await status('/healthz'), 200);
});

test('beyond this machine measures and readiness are never on the port of everybody, unless behind a token', () => {
  const registered = { MicrosoftAppId: '22222222-2222-4222-8222-222222222222', MicrosoftAppPassword: 'p', MicrosoftAppTenantId: tenant };
  const port = (env: Record<string, string>) => settings({ ...registered, ...env }).operationsPort;
  assert.deepEqual([port({}), port({ HOST: '0.0.0.0' }), port({ HOST: '::' }), port({ HOST: '192.0.2.1' })], [undefined, 9464, 9464, 9464]);
  assert.equal(port({ HOST: '0.0.0.0', METRICS_TOKEN: 'a token of sixteen or more' }), undefined);
});

test('a stranger writes nothing of their own into the log, and no message of a fault stands in it, however many lines it has', async (t) => {
  const host = await startHost();
  t.after(() => host.stop());
  const told = `alice@corp.example\u202e ${'y'.repeat(1_000)}`;
  for (const over of [{ channelId: told }, { type: told }]) await host.post(message('https://evil.example/', over));
  assert.doesNotMatch(host.lines.join(), /alice|yyy|\u202e/);
  assert.match(host.lines.join(), /serviceUrl is not a channel of ours/);
  const { at = [] } = fault(new Error('bad\n    at alice (secret:1)\n    at once'));
  assert.doesNotMatch(at.join(), /alice|secret|once/);
  assert.match(at[0] ?? '', /server\.test/);
  assert.match(fault(new Error()).at?.[0] ?? '', /server\.test/);
  const inside = Object.assign(new RangeError('alice'), { code: 'BUSY' });
  const { wraps } = fault(Object.assign(new Error('alice'), { error: inside }));
  assert.deepEqual([wraps?.type, wraps?.code], ['RangeError', 'BUSY'], 'what a dialog wraps is the fault to mend');
});

test('with OPERATIONS_PORT, who can reach the pages learns nothing of measures and readiness; the other port says them, and nothing else', async (t) => {
  const host = await startHost({ config: settings({ OPERATIONS_PORT: '0' }) });
  t.after(() => host.stop());
  const status = async (url: string, path: string) => (await fetch(url + path)).status;
  assert.notEqual(host.operationsUrl, host.url);
  for (const path of ['/metrics', '/readyz']) assert.deepEqual([await status(host.url, path), await status(host.operationsUrl, path)], [404, 200], path);
  assert.deepEqual([await status(host.url, '/healthz'), await status(host.operationsUrl, '/healthz')], [200, 200]);
  const posted = await fetch(`${host.operationsUrl}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.equal(posted.status, 404);
});

test('with METRICS_TOKEN, measures and readiness want it, and do not tell a wrong one from none', async (t) => {
  const token = 'a token of the tests';
  for (const env of [{ METRICS_TOKEN: token }, { METRICS_TOKEN: token, OPERATIONS_PORT: '0' }]) {
    const host = await startHost({ config: settings(env) });
    t.after(() => host.stop());
    for (const path of ['/metrics', '/readyz']) {
      const answer = async (authorization?: string) => {
        const response = await fetch(host.operationsUrl + path, { headers: authorization === undefined ? {} : { authorization } });
        return [response.status, response.headers.get('www-authenticate'), response.status === 200 ? '' : await response.text()];
      };
      assert.equal((await answer(`Bearer ${token}`))[0], 200);
      for (const wrong of [undefined, '', 'Bearer ', token, `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token.toUpperCase()}`])
        assert.deepEqual(await answer(wrong), [401, 'Bearer', ''], wrong);
    }
    assert.equal((await fetch(`${host.url}/healthz`)).status, 200);
  }
});

test('production never serves measures on the port of everybody without a token', () => {
  const production = {
    NODE_ENV: 'production',
    SECRET_KEY: 'Zf5jZQ0yQ9u1m2b8pXr4s7v6w3t5k1n0',
    MicrosoftAppId: '22222222-2222-4222-8222-222222222222',
    MicrosoftAppPassword: 'p',
    MicrosoftAppTenantId: '33333333-3333-4333-8333-333333333333',
    PUBLIC_URL: 'https://guichet.example.org',
    SMTP_URL: 'smtp://mail.example.org',
  };
  const token = 'a token of the tests';
  assert.deepEqual(
    [{}, { OPERATIONS_PORT: '9000' }, { METRICS_TOKEN: token }, { METRICS_TOKEN: token, OPERATIONS_PORT: '9000' }].map((env) => {
      const { operationsPort, metricsToken } = settings({ ...production, ...env });
      return [operationsPort, metricsToken];
    }),
    [
      [9464, undefined],
      [9000, undefined],
      [undefined, token],
      [9000, token],
    ],
  );
  assert.throws(() => settings({ METRICS_TOKEN: 'short' }), /METRICS_TOKEN: at least 16 characters/);
});

test('measures and log name routes by their template: no path, no query, no header', async (t) => {
  const host = await startHost({ mount: (server) => void server.get('/p/:portal/link/:secret', async (_request, response) => void response.send(200)) });
  t.after(() => host.stop());
  await fetch(`${host.url}/p/invgate/link/S3CRET?q=S3CRET`, { headers: { authorization: 'Bearer S3CRET' } });
  await fetch(`${host.url}/S3CRET`);
  await host.post(message(connector.url, { type: 'S3CRET' }));
  const measures = await (await fetch(`${host.url}/metrics`)).text();
  assert.match(measures, /guichet_http_requests_total\{method="GET",route="\/p\/:portal\/link\/:secret",status="200"\} 1/);
  assert.match(measures, /guichet_http_requests_total\{method="GET",route="none",status="404"\} 1/);
  assert.match(measures, /guichet_turn_seconds_count\{type="other",outcome="done"\} 1/);
  assert.match(measures, /guichet_records_up 1/);
  assert.match(measures, /guichet_outbox_rows\{status="waiting"\} 3/);
  assert.match(measures, /guichet_outbox_oldest_overdue_seconds\{kind="mail"\} 7/);
  assert.doesNotMatch(measures + host.lines.join(''), /S3CRET/);
  assert.match(host.lines.join(''), /"route":"\/p\/:portal\/link\/:secret","status":200/);
});

for (const [what, outbox] of [
  ['cannot be read', () => Promise.reject(new Error('gone'))],
  ['do not answer', () => new Promise<never>(() => undefined)],
] as const)
  test(`while the records ${what} the measures say so, and tell what needs none`, async (t) => {
    const host = await startHost({ outbox });
    t.after(() => host.stop());
    const response = await fetch(`${host.url}/metrics`);
    assert.equal(response.status, 200);
    const measures = await response.text();
    assert.match(measures, /guichet_records_up 0/);
    assert.match(measures, /guichet_process_cpu_seconds_total/);
  });

test('a turn that takes longer than the channel waits is answered that it goes on, and what it leads to comes as a message', async (t) => {
  const going = Promise.withResolvers<void>();
  const host = await startHost({
    patience: 50,
    run: async (context) => {
      await going.promise;
      const value = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard', version: '1.5', body: [] } };
      if (context.activity.type === 'invoke') await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: value } });
      else await context.sendActivity('the answer');
    },
  });
  t.after(() => host.stop());
  connector.clear();
  const click = await host.post(
    message(connector.url, { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb: 'x', data: {} } } }),
  );
  assert.equal(click.status, 200);
  assert.match(click.body, /J’y travaille/);
  assert.match(click.body, /root\.continue/, 'a way on, should the answer never come');
  assert.equal((await host.post(message(connector.url))).status, 200);
  assert.match((await connector.next()).text ?? '', /vous n’avez rien à refaire/);
  going.resolve();
  const late = [await connector.next(), await connector.next()];
  assert.deepEqual([late.some(({ text }) => text === 'the answer'), late.some(({ attachments }) => attachments?.length === 1)], [true, true]);
});

test('a turn that fails after its channel was answered says so by a message', async (t) => {
  const going = Promise.withResolvers<void>();
  const host = await startHost({
    patience: 50,
    run: async () => {
      await going.promise;
      throw new Error('late');
    },
    onFault: async (context) => void (isLate(context) && (await context.sendActivity('sorry'))),
  });
  t.after(() => host.stop());
  connector.clear();
  await host.post(message(connector.url, { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb: 'x', data: {} } } }));
  going.resolve();
  assert.equal((await connector.next()).text, 'sorry');
});

test('in a group a click that takes long is answered by a text, as the card is everybody’s, and nobody unknown is told anything', async (t) => {
  const going = Promise.withResolvers<void>();
  const host = await startHost({ patience: 50, run: () => going.promise });
  t.after(() => host.stop());
  const conversation = { id: '19:group', conversationType: 'groupChat', isGroup: true, tenantId: tenant };
  const value = { action: { type: 'Action.Execute', verb: 'x', data: {} } };
  const click = await host.post(message(connector.url, { type: 'invoke', name: 'adaptiveCard/action', value, conversation }));
  assert.match(click.body, /vnd\.microsoft\.activity\.message/);
  going.resolve();
});

test('a stop lets the turn in flight end, and takes nothing new', async (t) => {
  let release = () => {};
  const started = Promise.withResolvers<void>();
  const host = await startHost({
    run: async (context) => {
      started.resolve();
      await new Promise<void>((done) => {
        release = done;
      });
      await context.sendActivity('done');
    },
  });
  t.after(() => host.stop());
  connector.clear();
  const posting = host.post(message(connector.url));
  await started.promise;
  let stopped = false;
  const stop = host.stop().then(() => {
    stopped = true;
  });
  await assert.rejects(fetch(`${host.url}/healthz`));
  assert.equal(stopped, false);
  release();
  assert.equal((await posting).status, 200);
  await stop;
  assert.equal((await connector.next()).text, 'done');
});

test('a caller that leaves in the middle of a body harms nobody', async (t) => {
  const host = await startHost();
  t.after(() => host.stop());
  const { port } = new URL(host.url);
  const half = request(`${host.url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } });
  half.on('error', () => {});
  half.write('{"type":');
  setTimeout(() => half.destroy(), 50);
  await new Promise((done) => half.once('close', done));
  const odd = connect(Number(port), '127.0.0.1');
  odd.resume().end('NOT HTTP\r\n\r\n');
  await new Promise((done) => odd.once('close', done));
  assert.equal((await fetch(`${host.url}/healthz`)).status, 200);
});

test('with an https address, browsers are told to keep to it', async (t) => {
  const host = await startHost({ config: settings({ PUBLIC_URL: 'https://guichet.example.org' }) });
  t.after(() => host.stop());
  assert.match((await fetch(`${host.url}/healthz`)).headers.get('strict-transport-security') ?? '', /^max-age=\d{8}$/);
});

test('a port that is taken is a fault of the start, and nothing else', async (t) => {
  const host = await startHost();
  t.after(() => host.stop());
  await assert.rejects(startHost({ config: settings({ PORT: new URL(host.url).port }) }), { code: 'EADDRINUSE' });
});

for (const [proxies, forwarded, address] of [
  [0, '203.0.113.9', '127.0.0.1'],
  [1, undefined, '127.0.0.1'],
  [1, '203.0.113.9', '203.0.113.9'],
  [1, '10.0.0.1, 203.0.113.9', '203.0.113.9'],
  [2, '10.0.0.1, 203.0.113.9, 198.51.100.7', '203.0.113.9'],
  [2, '203.0.113.9', '203.0.113.9'],
  [1, '203.0.113.9:50123', '203.0.113.9'],
  [1, '[2001:db8::9]:50123', '2001:db8::9'],
  [1, '[2001:db8::9]', '2001:db8::9'],
  [1, '2001:db8::9', '2001:db8::9'],
  [1, 'unknown', ''],
  [1, '[clic](https://evil.example)', ''],
] as const) {
  test(`behind ${proxies} proxies, X-Forwarded-For: ${forwarded} is ${address}`, async (t) => {
    const host = await startHost({
      mount: (server) => void server.get('/p/address', async (request, response) => void response.send(200, clientAddress(request, proxies))),
    });
    t.after(() => host.stop());
    const answer = await fetch(`${host.url}/p/address`, { headers: forwarded ? { 'x-forwarded-for': forwarded } : {} });
    assert.equal(await answer.json(), address);
  });
}
