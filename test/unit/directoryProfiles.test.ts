import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openElsewhere } from '../../bot/directories.ts';
import { loadPortals, PortalError, unsupported } from '../../core/portal/index.ts';

const profile = (procedures: string, directory: string) => `id: small
name: Small
address: https://small.example.org/
support: { name: Help, email: help@example.org }
sender: { name: Small, address: no-reply@example.org }
identifier: { kind: account, label: Account }
fallback: [boss@example.org]
procedures: ${procedures}
groups: [{ id: a, name: A, approvers: [a@example.org] }]
directory:
  kind: ldap
  flavour: openLdap
  bind: { dn: 'cn=x,dc=example', password: '\${env:SMALL_PASSWORD}' }
  people: { base: 'dc=example', identifier: uid }
${directory}`;

const groups = "  groups: { base: 'dc=example', catalogue: { a: 'cn=a,dc=example' } }\n";
const servers = "  servers: ['ldaps://ldap.example.org']\n";
const env = { SMALL_PASSWORD: 'very secret' };

/** What an operator is told of a profile at start. */
async function problemsOf(t: TestContext, text: string, given: Record<string, string> = env): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portals-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'small.yaml'), text);
  try {
    const { portals } = await loadPortals([folder], given);
    await openElsewhere(portals, Date.now, () => undefined);
    return '';
  } catch (error) {
    assert.ok(error instanceof PortalError);
    assert.doesNotMatch(error.message, /very secret/);
    return error.message;
  }
}

test('DIR-1 a profile on LDAP that offers what such a directory can do is taken, and no connection is opened', async (t) => {
  assert.equal(await problemsOf(t, profile('{ reset: {}, enroll: {}, changePassword: {} }', servers + groups)), '');
});

for (const [title, text, says] of [
  [
    'signing up without directory.create',
    profile('{ signUp: { kind: create } }', servers + groups),
    'small procedures.signUp: its directory cannot make an account (directory.create)',
  ],
  [
    'invitations without directory.create',
    profile('{ acceptInvitation: {} }', servers + groups),
    'small procedures.acceptInvitation: its directory cannot make an account (directory.create)',
  ],
  [
    'groups without directory.groups',
    profile('{ enroll: {} }', servers).replace('groups: [', 'teams: []\ngroups: ['),
    'directory.groups.catalogue: names no group of the directory for a',
  ],
] as const)
  test(`DIR-1 a profile that offers ${title} is refused at start, naming what is missing`, async (t) => {
    assert.ok((await problemsOf(t, text)).includes(says), await problemsOf(t, text));
  });

for (const [title, text, says] of [
  [
    'in clear over a network',
    profile('{ reset: {} }', `  servers: ['ldaps://a.example.org', 'ldap://b.example.org']\n${groups}`),
    'directory.servers.1: ldap://b.example.org would be spoken to in clear',
  ],
  [
    'with an address that only looks like loopback',
    profile('{ reset: {} }', `  servers: ['ldap://127.0.0.1.example.org']\n${groups}`),
    'would be spoken to in clear',
  ],
  ['without a server', profile('{ reset: {} }', groups), 'directory.servers: is missing'],
  ['with a path in a server', profile('{ reset: {} }', `  servers: ['ldaps://a.example.org/dc=example']\n${groups}`), 'a server such as ldaps://'],
  [
    'with a group that the profile does not have',
    profile('{ reset: {} }', servers + groups.replace("a: 'cn", "b: 'cn=b,dc=example', a: 'cn")),
    'b is no group of this profile',
  ],
  [
    'with a field that is not there',
    profile('{ reset: {} }', `${servers + groups}  verifyCertificates: false\n`),
    'directory.verifyCertificates: there is no such field',
  ],
  [
    'with a filter that is none',
    profile('{ reset: {} }', servers + groups).replace('identifier: uid', 'identifier: uid, filter: objectClass=person'),
    'a filter in parentheses',
  ],
  [
    'with parentheses that do not match',
    profile('{ reset: {} }', servers + groups).replace('identifier: uid', "identifier: uid, filter: '(&(a=b)(c=d)'"),
    'directory.people.filter',
  ],
] as const)
  test(`DIR-9 a directory ${title} is refused with its place in the file`, async (t) => {
    assert.ok((await problemsOf(t, text)).includes(says), await problemsOf(t, text));
  });

const teams = (lines: string, text = profile('{ reset: {} }', servers + groups)) => text.replace('groups: [', `${lines}\ngroups: [`);
const embedded = (text: string) => text.replace(/directory:[\s\S]*/, '');

for (const [title, text, says] of [
  ['has both members and a group', teams("teams: [{ id: t, members: [a@example.org], group: 'cn=t,dc=example' }]"), 'teams.0: needs either members or a group'],
  ['has neither', teams('teams: [{ id: t }]'), 'teams.0: needs either members or a group'],
  ['is a group where there is no directory', embedded(teams("teams: [{ id: t, group: 'cn=t,dc=example' }]")), 'teams.0.group: needs a directory'],
  ['takes the name of who asks’ manager', teams('teams: [{ id: manager, members: [a@example.org] }]'), 'teams.0.id: manager stands for'],
  ['is named as the fallback and not declared', teams('').replace('[boss@example.org]', "['@none']"), 'fallback.0: @none is not declared under teams'],
] as const)
  test(`DIR-11 a team that ${title} is refused with its place in the file`, async (t) => {
    assert.ok((await problemsOf(t, text)).includes(says), await problemsOf(t, text));
  });

test('DIR-11 the manager of who asks needs a directory that knows managers', async (t) => {
  const text = profile('{ enroll: {} }', servers + groups).replace('approvers: [a@example.org]', "approvers: ['@manager']");
  assert.match(await problemsOf(t, text), /groups\.0\.approvers\.0: @manager needs a directory that knows managers: directory\.people\.manager/);
  assert.equal(await problemsOf(t, text.replace('identifier: uid', 'identifier: uid, manager: manager')), '');
});

for (const [title, text, says] of [
  ['that nobody could change', `${profile('{ enroll: {} }', servers + groups)}passwordEnds: { tell: [7] }\n`, 'passwordEnds: needs changePassword or reset'],
  ['at a time that is none', `${profile('{ reset: {} }', servers + groups)}passwordEnds: { at: 8h }\n`, 'passwordEnds.at: a time such as 08:00'],
  ['before they were set', `${profile('{ reset: {} }', servers + groups)}passwordEnds: { tell: [-1] }\n`, 'passwordEnds.tell.0'],
  [
    'in tables of Guichet’s own',
    `${profile('{ reset: {} }', servers + groups).split('directory:')[0]}passwordEnds: { tell: [7] }\n`,
    'passwordEnds: passwords in tables of Guichet’s own do not end: leave this out',
  ],
  [
    'by a policy that Active Directory needs not',
    profile('{ reset: {} }', `${servers + groups}  passwordPolicy: cn=policy,dc=example\n`).replace('openLdap', 'activeDirectory'),
    'directory.passwordPolicy: Active Directory says of each account when its password ends',
  ],
] as const)
  test(`DIR-1 DIR-14 a profile that tells of passwords that end ${title} is refused with its place in the file`, async (t) => {
    assert.ok((await problemsOf(t, text)).includes(says), await problemsOf(t, text));
  });

test('DIR-14 where no policy is named on OpenLDAP, the operator hears at start that owners may not be told; unless nobody is to be', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'portals-'));
  t.after(() => rm(folder, { recursive: true }));
  const warned = async (text: string) => {
    await writeFile(join(folder, 'small.yaml'), text);
    return (await loadPortals([folder], env)).warnings.filter((warning) => warning.includes('passwordPolicy'));
  };
  const silent = profile('{ reset: {} }', servers + groups);
  assert.equal((await warned(silent)).length, 1);
  assert.deepEqual(await warned(`${silent}  passwordPolicy: cn=policy,dc=example\n`), []);
  assert.deepEqual(await warned(`${silent}passwordEnds: { tell: [] }\n`), []);
});

test('DIR-1 DIR-14 a directory that does not say when passwords end is refused where the profile tells of them', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'portals-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'small.yaml'), `${profile('{ reset: {} }', servers + groups)}passwordEnds: { tell: [7] }\n`);
  const { portals } = await loadPortals([folder], env);
  const small = portals.get('small');
  assert.ok(small);
  assert.deepEqual(unsupported(small, new Set(['setPassword'])), ['passwordEnds: its directory cannot say when a password ends']);
  assert.deepEqual(unsupported(small, new Set(['setPassword', 'passwordEnd'])), []);
});

test('a password by a reference that nothing fulfils is named, and no secret is ever said', async (t) => {
  assert.match(await problemsOf(t, profile('{ reset: {} }', servers + groups), {}), /SMALL_PASSWORD is not set/);
});
