import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as ask, createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { lookAtAddress } from '../../bot/doctor/address.ts';
import type { Finding } from '../../bot/doctor/index.ts';
import { certificateFor } from '../fakes/certificate.ts';
import { installationWith, nowhere } from '../fakes/installation.ts';
import { withGuichet } from '../support.ts';

const look = async (t: TestContext, PUBLIC_URL: string, env: Record<string, string> = {}) =>
  await lookAtAddress(await installationWith(t, { PUBLIC_URL, NODE_ENV: 'development', ...env }));
const said = (findings: readonly Finding[]): string => findings.map(({ state, found, todo }) => `${state}: ${found} → ${todo}`).join('\n');

/** A proxy that terminates TLS in front of a bot, for as long as a test. */
async function proxyTo(t: TestContext, url: string, own: { readonly key: string; readonly cert: string }): Promise<string> {
  const proxy = createHttps(own, (request, response) => {
    const { method = 'GET', headers } = request;
    const passed = ask(`${url}${request.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  return `https://127.0.0.1:${await listening(t, proxy)}`;
}

async function listening(t: TestContext, server: ReturnType<typeof createHttp> | ReturnType<typeof createHttps>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test('OPS-6 PUBLIC_URL: a trusted certificate, the pages, and the endpoint that Teams posts to', async (t) =>
  withGuichet({}, async ({ url }) => {
    const own = await certificateFor(90);
    const address = await proxyTo(t, url, own);
    assert.match(said(await look(t, address)), /^fault: https:\/\/127\.0\.0\.1:\d+ cannot be reached: this machine does not trust its certificate/);
    const usual = getCACertificates('default');
    setDefaultCACertificates([own.cert]);
    t.after(() => setDefaultCACertificates(usual));
    const findings = await look(t, address);
    assert.deepEqual(
      findings.map(({ state }) => state),
      ['ok', 'ok', 'ok'],
      said(findings),
    );
    assert.match(said(findings), /api\/messages takes messages/);
  }));

test('OPS-6 PUBLIC_URL: somebody else answers there, a sign-in stands in front, or nobody answers', async (t) => {
  let status = 200;
  const other = createHttp((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html', location: '/login' });
    response.end('Welcome');
  });
  const url = `http://127.0.0.1:${await listening(t, other)}`;
  assert.match(said(await look(t, url)), /^fault: .*does not lead to Guichet’s pages: the answer is 200[\s\S]*fault: .*api\/messages does not lead to Guichet/);
  status = 302;
  assert.match(said(await look(t, url)), /the answer is 302/);
  assert.match(said(await look(t, nowhere)), /^warning: .*nothing listens there → Start the bot/, 'while developing it may be stopped');
  const [production] = await look(t, 'https://127.0.0.1:9', { NODE_ENV: 'production' });
  assert.match(said(production ? [production] : []), /^fault: https:\/\/127\.0\.0\.1:9 cannot be reached/);
});
