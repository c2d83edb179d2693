import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { zipSync } from 'fflate';
import { lookAtClock } from '../../bot/doctor/machine.ts';
import { lookAtPackage, lookAtRegistration } from '../../bot/doctor/teams.ts';
import { installationWith, nowhere, production } from '../fakes/installation.ts';

type Answer = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** Microsoft's addresses, on this machine. */
async function microsoft(t: TestContext, answer: (request: IncomingMessage, body: string) => Answer) {
  const server = createServer(async (request, response) => {
    const { status, body, headers = {} } = answer(request, await text(request));
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { login: url, keys: `${url}/keys`, connector: `${url}/connector` };
}

const denied = (code: number) => ({
  status: 401,
  body: { error: 'invalid_client', error_description: `AADSTS${code}: its-client-secret`, error_codes: [code] },
});

test('OPS-6 the bot’s registration: Entra gives a token for the app, with the tenant and the secret of the settings', async (t) => {
  const asked: string[] = [];
  const at = await microsoft(t, ({ url }, body) => {
    asked.push(`${url} ${body}`);
    return { status: 200, body: { access_token: 'a.b.c' } };
  });
  const findings = await lookAtRegistration(await installationWith(t, {}, { microsoft: at }));
  assert.deepEqual(
    findings.map(({ state }) => state),
    ['ok', 'ok', 'ok'],
  );
  const [request = ''] = asked.filter((each) => each.includes('/oauth2/'));
  assert.match(
    request,
    new RegExp(`^/${production.MicrosoftAppTenantId}/oauth2/v2.0/token .*client_id=${production.MicrosoftAppId}&client_secret=its-client-secret`),
  );
  assert.doesNotMatch(JSON.stringify(findings), /a\.b\.c|its-client-secret/);
});

for (const [code, says, todo] of [
  [7000215, /the client secret is not that of this app \(AADSTS7000215\)/, /to the value of the secret, not to its id/],
  [7000222, /the client secret has expired/, /Add a new one/],
  [700016, /that tenant has no app with this id/, /MicrosoftAppTenantId/],
  [90002, /there is no such tenant/, /directory \(tenant\) id/],
  [123, /invalid_client \(AADSTS123\)/, /Compare/],
] as const)
  test(`OPS-6 the bot’s registration: Entra’s refusal ${code} in plain words`, async (t) => {
    const [token] = await lookAtRegistration(await installationWith(t, {}, { microsoft: await microsoft(t, () => denied(code)) }));
    assert.equal(token?.state, 'fault');
    assert.match(token?.found ?? '', says);
    assert.match(token?.todo ?? '', todo);
    assert.doesNotMatch(JSON.stringify(token), /its-client-secret/);
  });

test('OPS-6 the bot’s registration: no way to Microsoft, no app id, a managed identity', async (t) => {
  const away = await lookAtRegistration(await installationWith(t));
  assert.deepEqual(
    away.map(({ state }) => state),
    ['fault', 'fault', 'fault'],
  );
  assert.match(away[0]?.found ?? '', /Entra cannot be asked for a token/);
  assert.equal((await lookAtRegistration(await installationWith(t, { MicrosoftAppId: '' })))[0]?.state, 'warning');
  const seen: unknown[] = [];
  const at = await microsoft(t, ({ url, headers }) => {
    seen.push([url?.split('?')[0], headers['x-identity-header']]);
    return { status: 200, body: { access_token: 'x' } };
  });
  const env = { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '', IDENTITY_ENDPOINT: `${at.login}/identity`, IDENTITY_HEADER: 'h' };
  const [own] = await lookAtRegistration(await installationWith(t, env, { microsoft: { ...at, keys: nowhere, connector: nowhere } }));
  assert.equal(own?.state, 'ok');
  assert.deepEqual(seen, [['/identity', 'h']]);
});

test('OPS-6 the package for Teams: that of these settings, of another app or host, none', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'guichet.zip');
  const look = async (manifest: unknown) => {
    await writeFile(file, zipSync({ 'manifest.json': Buffer.from(typeof manifest === 'string' ? manifest : JSON.stringify(manifest)) }));
    return await lookAtPackage(await installationWith(t, {}, { packageFile: file }));
  };
  const made = { id: production.MicrosoftAppId, version: '0.1.0', bots: [{ botId: production.MicrosoftAppId }], validDomains: ['guichet.example.org'] };
  assert.deepEqual(
    (await look(made)).map(({ state }) => state),
    ['ok'],
  );
  const other = '99999999-9999-4999-8999-999999999999';
  assert.match((await look({ ...made, bots: [{ botId: other }] }))[0]?.found ?? '', /MicrosoftAppId is 2222/);
  assert.match(
    (await look({ ...made, validDomains: ['old.example.org'] }))[0]?.found ?? '',
    /names old\.example\.org, and PUBLIC_URL is at guichet\.example\.org/,
  );
  assert.deepEqual(
    (await look('no manifest')).map(({ state }) => state),
    ['fault'],
  );
  assert.deepEqual(
    (await lookAtPackage(await installationWith(t))).map(({ state }) => state),
    ['ok'],
  );
});

test('OPS-6 clock: that of Microsoft by its Date header; a drift is told before codes and tokens are refused', async (t) => {
  const now = Date.parse('2026-11-20T08:00:00.500Z');
  const at = await microsoft(t, () => ({ status: 200, body: {}, headers: { date: new Date(now).toUTCString() } }));
  for (const [off, state] of [
    [0, 'ok'],
    [8_000, 'warning'],
    [-40_000, 'fault'],
  ] as const) {
    const [finding] = await lookAtClock(await installationWith(t, {}, { microsoft: at, clock: () => now + off }));
    assert.equal(finding?.state, state, finding?.found);
  }
  assert.equal((await lookAtClock(await installationWith(t)))[0]?.state, 'warning', 'no clock to compare with');
});
