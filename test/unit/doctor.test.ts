import assert from 'node:assert/strict';
import { createServer as createTcp } from 'node:net';
import { test } from 'node:test';
import { examine, type Finding } from '../../bot/doctor/index.ts';
import { lookAtDisk, lookAtNode } from '../../bot/doctor/machine.ts';
import { lookAtProfiles } from '../../bot/doctor/profiles.ts';
import { lookAtRedis, lookAtRegister, lookAtSms } from '../../bot/doctor/services.ts';
import { lookAtSettings } from '../../bot/doctor/settings.ts';
import { startCompanyRegistry } from '../fakes/companyRegistry.ts';
import { installationWith, nowhere, small } from '../fakes/installation.ts';
import { startSmsGateway } from '../fakes/sms.ts';

const states = (findings: readonly Finding[]) => findings.map(({ state }) => state);
const said = (findings: readonly Finding[]) => findings.map(({ found, todo }) => `${found} → ${todo}`).join('\n');

test('OPS-6 a Node that is too old is named, with the one to install', async () => {
  assert.deepEqual(states(await lookAtNode('24.21.0')), ['ok']);
  const [old] = await lookAtNode('20.19.2');
  assert.equal(old?.state, 'fault');
  assert.match(`${old?.found} ${old?.todo}`, /20\.19\.2.*Node 24/);
});

test('OPS-6 settings: each that is wrong is named, also beside others that are wrong, and no value is repeated', async (t) => {
  assert.deepEqual(
    states(await lookAtSettings(await installationWith(t))).filter((state) => state !== 'warning'),
    ['ok'],
  );
  const ill = await lookAtSettings(
    await installationWith(t, { SECRET_KEY: 'hunter2', PUBLIC_URL: 'http://guichet.example.org', SMTP_URL: '', PORT: 'hunter3' }),
  );
  for (const name of ['SECRET_KEY', 'PUBLIC_URL', 'SMTP_URL', 'PORT'])
    assert.ok(
      ill.some(({ state, found }) => state === 'fault' && found.startsWith(`${name}: `)),
      `${name} in ${said(ill)}`,
    );
  assert.doesNotMatch(said(ill), /hunter/);
  const unwise = await lookAtSettings(await installationWith(t, { TRUST_PROXY: '0', CLEAR_TEXT_HOSTS: 'mail.internal' }));
  assert.match(said(unwise), /TRUST_PROXY is 0/);
  assert.match(said(unwise), /mail\.internal: spoken to without TLS/);
});

test('OPS-6 portals: those that are served, what is wrong in a profile, what is unwise, and the examples that ship', async (t) => {
  assert.deepEqual(await lookAtProfiles(await installationWith(t)), [{ state: 'ok', found: 'served are small', todo: '' }]);
  const broken = await lookAtProfiles(await installationWith(t, {}, { profile: small.replace('kind: email', 'kind: letter') }));
  assert.deepEqual(states(broken), ['fault']);
  assert.match(said(broken), /small\.yaml:6:15 identifier\.kind/);
  const shipped = await lookAtProfiles(await installationWith(t, { PORTALS: 'small,octopus' }));
  assert.match(said(shipped), /octopus is the example that ships: .*no-reply@octopus\.example\.org.*leave octopus out of PORTALS/);
  assert.match(said(shipped), /password policy \(4 characters\)/);
});

test('OPS-6 disk: room, little room, none', async (t) => {
  const installation = await installationWith(t);
  assert.deepEqual(states(await lookAtDisk(installation)), ['ok']);
  assert.deepEqual(states(await lookAtDisk(installation, async () => 900 * 1024 * 1024)), ['warning']);
  assert.deepEqual(states(await lookAtDisk(installation, async () => 10 * 1024 * 1024)), ['fault']);
});

test('OPS-6 text messages: a gateway that lets Guichet in, one that does not, one that is down; no message is sent', async (t) => {
  const gateway = await startSmsGateway();
  t.after(() => gateway.close());
  const wants = { profile: `${small}pageCode: { by: sms }\n` };
  const look = async (SMS_URL: string) => await lookAtSms(await installationWith(t, { SMS_URL }, wants));
  const url = gateway.url.replace('http://', 'http://user:hunter2@');
  gateway.answer(405);
  assert.deepEqual(states(await look(url)), ['ok']);
  gateway.answer(401);
  const refused = await look(url);
  assert.deepEqual(states(refused), ['fault']);
  assert.match(said(refused), /does not let Guichet in/);
  assert.doesNotMatch(said(refused), /hunter2/);
  assert.match(said(await look(`${nowhere}/send`)), /nothing listens there|cannot be reached/);
  assert.match(said(await look('')), /small would send codes by text message, and SMS_URL is not set/);
  assert.deepEqual(states(await lookAtSms(await installationWith(t))), ['ok']);
  assert.equal(gateway.messages.length, 0);
});

test('OPS-6 company register: it answers, it answers nonsense, it is down; asked only where a portal needs it', async (t) => {
  const registry = await startCompanyRegistry();
  t.after(() => registry.close());
  const look = async (url: string, PORTALS = 'outscale') => await lookAtRegister(await installationWith(t, { COMPANY_REGISTRY_URL: url, PORTALS }));
  assert.deepEqual(states(await look(registry.url)), ['ok']);
  registry.answer('nonsense');
  assert.deepEqual(states(await look(registry.url)), ['fault']);
  assert.deepEqual(states(await look(nowhere)), ['fault']);
  assert.match(said(await look(nowhere, 'small')), /no portal creates organisations/);
});

test('OPS-6 Redis: not used, or named and down', async (t) => {
  assert.deepEqual(states(await lookAtRedis(await installationWith(t))), ['ok']);
  const down = await lookAtRedis(await installationWith(t, { KEYV_URL: 'redis://user:hunter2@127.0.0.1:9' }));
  assert.deepEqual(states(down), ['fault']);
  assert.match(said(down), /Redis at 127\.0\.0\.1:9: nothing listens there/);
  assert.doesNotMatch(said(down), /hunter2/);
});

test('OPS-6 what hangs costs its own check alone: everything else is said, and in time', async (t) => {
  const sockets = new Set<{ destroy(): void }>();
  const silent = createTcp((socket) => void sockets.add(socket));
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const installation = await installationWith(
    t,
    {
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      KEYV_URL: `redis://127.0.0.1:${port}`,
      PUBLIC_URL: `https://127.0.0.1:${port}`,
      COMPANY_REGISTRY_URL: `http://127.0.0.1:${port}`,
    },
    { patience: 300, resolveTxt: () => new Promise(() => undefined) },
  );
  const findings = await examine(installation);
  for (const check of ['mail', 'redis', 'senders', 'address'])
    assert.ok(
      findings.some((finding) => finding.check === check && finding.state === 'fault'),
      check,
    );
  for (const check of ['node', 'portals', 'disk', 'directory small'])
    assert.ok(
      findings.some((finding) => finding.check === check && finding.state === 'ok'),
      check,
    );
});
