import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { checkLdap } from '../../core/connectors/ldap/check.ts';
import { ldapSettings } from '../../core/portal/directorySettings.ts';
import { startCutting } from '../fakes/cutting.ts';
import { addressOf, crowd, skipWithoutSlapd, startSlapd } from '../fakes/slapd.ts';
import { serverContract } from './contract.ts';
import { type Server, slapd, usual } from './servers.ts';

/** A notice of disconnection: message 0, unavailable (RFC 4511, 4.4.1). */
const notice = Buffer.concat([Buffer.from('3024020100781f0a0134040004008a16', 'hex'), Buffer.from('1.3.6.1.4.1.1466.20036')]);

type Slapd = Awaited<ReturnType<typeof slapd>>;
let server: Slapd;
serverContract(
  'OpenLDAP',
  async (): Promise<Server> => {
    server = await slapd();
    return server;
  },
  skipWithoutSlapd(),
);

test('DIR-8 OpenLDAP: a server that answers nothing is given up within 3 s, and all recovers without a restart', { skip: skipWithoutSlapd() }, async () => {
  await server.put('apatient');
  const own = server.open();
  const by = { identifier: 'apatient@corp.example' };
  assert.ok(await own.find(by));
  await server.real.freeze();
  const began = performance.now();
  await assert.rejects(own.find(by), { name: 'DirectoryUnavailable' });
  assert.ok(performance.now() - began < 3_000);
  server.real.thaw();
  assert.ok(await own.find(by));
  await server.real.stop();
  await assert.rejects(own.find(by), { name: 'DirectoryUnavailable' });
  await server.real.start();
  assert.ok(await own.find(by));
  await own.close();
});

test('DIR-8 OpenLDAP: connections that were cut while idle are noticed, and nobody is told', { skip: skipWithoutSlapd() }, async () => {
  await server.put('acut');
  const told: string[] = [];
  const own = server.open({}, told);
  const by = { identifier: 'acut@corp.example' };
  assert.ok(await own.find(by));
  await server.real.stop();
  await server.real.start();
  assert.ok(await own.find(by));
  const entry = await own.find(by);
  assert.ok(entry);
  const written = await own.setPassword(entry, 'Apres-la-Coupure-1');
  assert.ok(written.ok);
  assert.deepEqual(told, []);
  await own.close();
});

test('DIR-8 OpenLDAP: after a notice of disconnection the next request goes over another connection', { skip: skipWithoutSlapd() }, async (t) => {
  await server.put('anotice');
  const wire = await startCutting(server.real.ports.plain);
  t.after(() => wire.close());
  const told: string[] = [];
  const own = server.open({ servers: [`ldap://127.0.0.1:${wire.port}`] }, told);
  t.after(() => own.close());
  const by = { identifier: 'anotice@corp.example' };
  const entry = await own.find(by);
  assert.ok(entry);
  wire.says(notice);
  await setTimeout(50);
  assert.ok(await own.find(by));
  // Said in the middle of a request as well.
  wire.says(notice);
  const written = await own.setPassword(entry, 'Apres-l-Annonce-1').catch((error: Error) => error.name);
  assert.ok(written === 'DirectoryUnavailable' || (typeof written === 'object' && written.ok));
  assert.ok(await own.find(by));
});

test('DIR-9 OpenLDAP: an expired certificate is refused by name', { skip: skipWithoutSlapd() }, async () => {
  const old = await startSlapd(server.authority.sign('127.0.0.1', -1));
  const told: string[] = [];
  const own = server.open({ servers: [old.url] }, told);
  await assert.rejects(own.find({ identifier: 'a' }), (error: Error) => error.name === 'DirectoryMisconfigured' && /has expired/.test(error.message));
  assert.match(told.join(), /^ldaps:.*its certificate has expired \(CERT_HAS_EXPIRED\)$/);
  await own.close();
  await old.close();
});

test('DIR-7 OpenLDAP: a member of 5,000 groups, past the server’s size limit', { skip: skipWithoutSlapd() }, async () => {
  const at = await server.put('amany');
  const [, ...rest] = at.split(',');
  const base = `ou=groups,${rest.slice(1).join(',')}`;
  const ldif = Array.from({ length: 5_000 }, (_, n) => `dn: cn=many${n},${base}\nobjectClass: groupOfNames\ncn: many${n}\nmember: ${at}\n`).join('\n');
  server.real.add(ldif);
  const own = server.open({ groups: { base, catalogue: { last: `cn=many4999,${base}` } } });
  const entry = await own.find({ identifier: 'amany@corp.example' });
  assert.ok(entry);
  assert.deepEqual(await own.groupsOf(entry), ['last']);
  await own.close();
});

test('DIR-2 OpenLDAP: among 100,000 people, past the server’s size limit of 500, each is found and reset by an index', {
  skip: skipWithoutSlapd(),
}, async (t) => {
  const many = await startSlapd({ ...server.authority.sign('127.0.0.1'), filled: crowd(100_000) });
  t.after(() => many.close());
  const told: string[] = [];
  const own = server.open({ servers: [many.url], people: { ...(server.settings.people as object), filter: '(objectClass=inetOrgPerson)' } }, told);
  t.after(() => own.close());
  const began = performance.now();
  for (const number of [0, 777, 50_000, 99_999]) {
    const entry = await own.find({ identifier: addressOf(number) });
    assert.equal(entry?.email, addressOf(number));
    assert.deepEqual([(await own.find({ id: entry.id }))?.id, (await own.setPassword(entry, 'Parmi-Cent-Mille-1')).ok], [entry.id, true]);
    assert.equal((await own.verify(entry, 'Parmi-Cent-Mille-1')).ok, true);
  }
  for (const nobody of ['person100000@corp.example', 'person@corp.example', '*@corp.example']) assert.equal(await own.find({ identifier: nobody }), undefined);
  assert.ok(performance.now() - began < 2_500, 'each by an index');
  assert.deepEqual(told, []);
});

test('DIR-10 OpenLDAP: the check tries each operation on the test account, says what it did not try, and leaves groups as they were', {
  skip: skipWithoutSlapd(),
}, async () => {
  const at = await server.put('achecked');
  const held = await server.group('held', [at]);
  const free = await server.group('free-group', []);
  const groups = { base: held.slice(held.indexOf(',') + 1), catalogue: { held, free } };
  const findings = async (over: object) => {
    const found: string[] = [];
    for await (const { what, works } of checkLdap(ldapSettings.parse({ ...server.settings, groups, ...over }), Date.now, { account: 'achecked@corp.example' }))
      found.push(`${works === undefined ? 'not tried' : works ? 'ok' : 'missing'} ${what.replace(/ (to ldap|below).*/, '')}`);
    return found;
  };
  assert.deepEqual(await findings({}), [
    'ok connect',
    'ok find achecked@corp.example',
    'ok read when passwords end',
    'not tried create users',
    'ok set a password',
    'ok compare a password',
    'ok change a password with its owner’s rights',
    'ok add to and take from held',
    'ok add to and take from free',
  ]);
  const members = async (group: string) => {
    const { searchEntries } = await server.admin((client) => client.search(group, { scope: 'base', attributes: ['member'] }));
    return [searchEntries[0]?.member].flat().includes(at);
  };
  assert.deepEqual([await members(held), await members(free)], [true, false]);
  const wrong = await findings({ passwordPolicy: 'cn=nothing,dc=example,dc=test' });
  assert.ok(wrong.includes('missing read when passwords end'), wrong.join());
  // Anybody may read, and nobody but the service account may write.
  await server.put('plain', { password: usual });
  const plain = await findings({ bind: { dn: at.replace('achecked', 'plain'), password: usual } });
  for (const what of ['set a password', 'add to and take from held', 'add to and take from free']) assert.ok(plain.includes(`missing ${what}`), plain.join());
});
