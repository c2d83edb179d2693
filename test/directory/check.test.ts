import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { examine } from '../../bot/doctor/index.ts';
import { installationWith } from '../fakes/installation.ts';
import { domain, skipWithoutSamba } from '../fakes/samba.ts';
import { profileOn } from './portals.ts';
import { samba, usual } from './servers.ts';
import { sidOf } from './sid.ts';

const skip = skipWithoutSamba();
let server: Awaited<ReturnType<typeof samba>>;
let profile: Awaited<ReturnType<typeof profileOn>>;
let group: string;

before(async () => {
  if (skip) return;
  server = await samba();
  group = await server.group('octopus-users', []);
  const deciders = await server.group('deciders', [await server.put('boss')]);
  const create = `  create: { in: 'OU=People,${domain.base}', objectClasses: [top, person, organizationalPerson, user] }\n`;
  const groups = `  groups: { base: 'OU=Groups,${domain.base}', catalogue: { users: '${group}' } }\n`;
  profile = await profileOn(
    'octopus',
    'octopus-active-directory',
    `${create}${groups}groups: [{ id: users, name: Users, approvers: ['@deciders'] }]\nteams: [{ id: deciders, group: '${deciders}' }]\n`,
  );
  await server.put('service');
  await server.put('atest');
});
after(async () => {
  if (skip) return;
  await profile.drop();
  await server.close();
});

const settings = () => ({
  PORTALS_DIR: profile.folder,
  OCTOPUS_LDAP_SERVER: server.real.url,
  OCTOPUS_LDAP_CA: server.real.ca,
  OCTOPUS_LDAP_NAME: server.real.serverName,
  OCTOPUS_LDAP_ACCOUNT: domain.admin,
  OCTOPUS_LDAP_PASSWORD: domain.password,
});

/** Runs the command as an operator does. */
const check = (args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; said: string }> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'bot/commands/directoryCheck.ts', ...args],
      { env: { ...process.env, ...settings(), ...env } },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, said: out + err }),
    );
  });

const asService = () => ({ OCTOPUS_LDAP_ACCOUNT: 'CN=service,OU=People,DC=example,DC=test', OCTOPUS_LDAP_PASSWORD: usual });

test('DIR-10 an account that may do everything is told so, and only the test account is changed', { skip }, async () => {
  const { code, said } = await check(['octopus', '--account', 'atest']);
  assert.equal(code, 0, said);
  for (const what of [
    'connect to',
    'find atest',
    'read when passwords end: after 42 days; that of atest on \\d{4}-',
    'read who is in CN=deciders.*boss@corp\\.example',
    'create users',
    'write member',
    'write lockoutTime',
    'write pwdLastSet',
    'set a password',
    'compare a password',
    'change a password',
    'add to and take from users',
  ])
    assert.match(said, new RegExp(`^ok +${what}`, 'm'), what);
  assert.equal(await server.opens(`CN=service,OU=People,${domain.base}`, usual), true);
  assert.equal(await server.opens(`CN=atest,OU=People,${domain.base}`, usual), false);
  const [there] = (await server.admin((client) => client.search(group, { scope: 'base', attributes: ['member'] }))).searchEntries;
  assert.deepEqual([there?.member].flat(), []);
  assert.doesNotMatch(said, new RegExp(domain.password.replaceAll('!', '\\!')));
});

test('DIR-10 each right that a service account lacks is named, and disappears from the list as it is granted', { skip }, async () => {
  const missing = async () => {
    const { code, said } = await check(['octopus', '--account', 'atest'], asService());
    const lines = said.split('\n').filter((line) => line.startsWith('MISSING'));
    assert.equal(code, lines.length > 0 ? 1 : 0, said);
    return lines.map((line) => line.slice(10).split(':')[0]);
  };
  const [entry] = (
    await server.admin((client) =>
      client.search(`CN=service,OU=People,${domain.base}`, { scope: 'base', attributes: ['objectSid'], explicitBufferAttributes: ['objectSid'] }),
    )
  ).searchEntries;
  const sid = sidOf(Buffer.from(entry?.objectSid as Buffer));
  const all = [
    'create users',
    'write member',
    'write lockoutTime (lift locks)',
    'write pwdLastSet (clear «must change at next logon»)',
    'write userAccountControl (disable accounts that end)',
    'set a password',
    'add to and take from users',
  ];
  assert.deepEqual(await missing(), all);
  const user = 'bf967aba-0de6-11d0-a285-00aa003049e2';
  const people = `OU=People,${domain.base}`;
  for (const [on, grants, ends] of [
    [people, `(OA;;CC;${user};;${sid})`, ['create users']],
    [group, `(OA;;RPWP;bf9679c0-0de6-11d0-a285-00aa003049e2;;${sid})`, ['write member', 'add to and take from users']],
    [people, `(OA;CIIO;RPWP;28630ebf-41d5-11d1-a9c1-0000f80367c1;${user};${sid})`, ['write lockoutTime (lift locks)']],
    [people, `(OA;CIIO;RPWP;bf967a0a-0de6-11d0-a285-00aa003049e2;${user};${sid})`, ['write pwdLastSet (clear «must change at next logon»)']],
    [people, `(OA;CIIO;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;${user};${sid})`, ['write userAccountControl (disable accounts that end)']],
    [people, `(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;${user};${sid})`, ['set a password']],
  ] as const) {
    server.real.tool('dsacl', 'set', `--objectdn=${on}`, `--sddl=${grants}`);
    for (const what of ends) all.splice(all.indexOf(what), 1);
    assert.deepEqual(await missing(), all, grants);
  }
});

test('DIR-10 DIR-15 a privileged group that is not there, and so guards nobody, is named', { skip }, async () => {
  const wrong = await profileOn('octopus', 'octopus-active-directory', '', (lines) => lines.replace('CN=Domain Admins', 'CN=Domain Admin'));
  const { code, said } = await check(['octopus'], { PORTALS_DIR: wrong.folder });
  await wrong.drop();
  assert.equal(code, 1);
  assert.match(said, /^MISSING +find the privileged CN=Domain Admin,/m);
  assert.match((await check(['octopus'])).said, /^ok +find the privileged CN=Domain Admins,/m);
});

test('DIR-10 DIR-9 a wrong name in the certificate, a wrong password and an account that is not there are named', { skip }, async () => {
  assert.match((await check(['octopus'], { OCTOPUS_LDAP_NAME: 'elsewhere.example' })).said, /^MISSING +connect to .*another name/m);
  assert.match((await check(['octopus'], { OCTOPUS_LDAP_PASSWORD: 'wrong' })).said, /^MISSING +connect to .*its password is wrong/m);
  assert.match((await check(['octopus', '--account', 'nobody'])).said, /^MISSING +find nobody/m);
  assert.match((await check(['nothing'])).said, /There is no portal nothing/);
});

test('OPS-6 the doctor looks at a directory as directory:check does, and tells when its certificate ends', { skip }, async (t) => {
  const look = async (env: Record<string, string> = {}) => {
    const installation = await installationWith(t, { PORTALS: 'octopus', ...settings(), ...env });
    return (await examine(installation)).filter((finding) => finding.check === 'directory octopus');
  };
  const well = await look();
  assert.deepEqual(
    well.map(({ state }) => state),
    ['ok', 'ok'],
    JSON.stringify(well),
  );
  assert.match(well[1]?.found ?? '', /^the certificate of ldaps:.* ends on \d{4}-/);
  const [wrong] = await look({ OCTOPUS_LDAP_PASSWORD: 'wrong-and-long' });
  assert.equal(wrong?.state, 'fault');
  assert.match(wrong?.found ?? '', /connect to .*its password is wrong/);
  assert.match(wrong?.todo ?? '', /npm run directory:check -- octopus/);
  const rights = await look(asService());
  assert.match(rights[0]?.found ?? '', /missing: create users|nothing is missing/);
  const gone = await look({ OCTOPUS_LDAP_SERVER: 'ldaps://127.0.0.1:9' });
  assert.deepEqual(
    gone.map(({ state }) => state),
    ['fault', 'warning'],
  );
});
