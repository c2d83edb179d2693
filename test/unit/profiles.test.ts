import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { day, hour, minute } from '../../core/foundation/clock.ts';
import { trustingNobody } from '../../core/portal/checks.ts';
import { portalJsonSchema } from '../../core/portal/jsonSchema.ts';
import { loadPortals, PortalError, shippedPortals } from '../../core/portal/load.ts';
import { resolveReferences } from '../../core/portal/references.ts';
import { atHome } from '../../core/portal/tenants.ts';

const { portals, warnings } = await loadPortals([shippedPortals], {});
const portal = (id: string) => portals.get(id) ?? assert.fail(`${id} does not ship`);

test('the five portals ship under their public names', () => {
  assert.deepEqual([...portals.keys()].sort(), ['extranet', 'invgate', 'octopus', 'outscale', 'rconnect']);
});

for (const [id, identifier, password, setPassword, reset, lockAfter] of [
  ['invgate', 'email', { minLength: 8, upper: 1, lower: 1, letters: 4, digits: 2, special: 2 }, 24 * hour, 30 * minute, 10],
  ['rconnect', 'email', { minLength: 12, upper: 0, lower: 0, letters: 0, digits: 0, special: 0 }, undefined, undefined, 10],
  ['octopus', 'account', { minLength: 4, upper: 0, lower: 0, letters: 1, digits: 1, special: 0 }, 30 * minute, 30 * minute, 10],
  ['outscale', 'email', { minLength: 12, upper: 0, lower: 0, letters: 0, digits: 0, special: 0 }, 24 * hour, 5 * minute, 10],
  ['extranet', 'userName', { minLength: 12, upper: 0, lower: 0, letters: 0, digits: 0, special: 0 }, 24 * hour, 30 * minute, 5],
] as const) {
  test(`${{ invgate: 'IN-6', rconnect: 'RC-3', octopus: 'OC-4', outscale: 'OU-8', extranet: 'EX-3' }[id]} ${id} has the figures of its procedure`, () => {
    const profile = portal(id);
    assert.equal(profile.identifier.kind, identifier);
    assert.deepEqual(profile.password, password);
    if (setPassword) assert.equal(profile.lifetimes.setPassword, setPassword);
    if (reset) assert.equal(profile.lifetimes.reset, reset);
    assert.equal(profile.lifetimes.invitation, 30 * day);
    assert.equal(profile.lifetimes.code, 10 * minute);
    assert.equal(profile.codeTries, 5);
    assert.equal(profile.lockAfter, lockAfter);
  });
}

test('IN-1 IN-12 invgate leaves FHL out and opens on 2 April', () => {
  const { excluded, opensOn, until } = portal('invgate');
  assert.equal(excluded[0]?.entity, 'fhl');
  assert.equal(opensOn, '2027-04-02');
  assert.ok(until);
});

test('OU-1 EX-9 the region and the number of establishments are in the profiles', () => {
  assert.equal(portal('outscale').procedures.createOrganisation?.proof.region, 'cloudgouv-eu-west-1');
  assert.equal(portal('extranet').procedures.changeEmail?.localSupportFrom, 5);
});

test('OC-4 the operator is warned of a policy below the guideline, of no other', () => {
  assert.deepEqual(
    warnings.map((warning) => warning.split(' is ')[0]),
    ['octopus: password policy (4 characters)'],
  );
});

test('the JSON Schema for editors is the one that the code gives (npm run portals:check -- --schema)', async () => {
  assert.equal(await readFile(join(shippedPortals, 'portal.schema.json'), 'utf8'), portalJsonSchema());
});

for (const id of portals.keys()) {
  test(`${id}.yaml names its schema in the first line`, async () => {
    const text = await readFile(join(shippedPortals, `${id}.yaml`), 'utf8');
    assert.equal(text.split('\n')[0], '# yaml-language-server: $schema=./portal.schema.json');
  });
}

/** A folder of profiles that lives as long as the test. */
async function folder(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'portals-'));
  t.after(() => rm(dir, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return dir;
}

const small = `id: small
name: Small
address: https://small.example.org/
support:
  name: Help
  email: help@example.org
sender: { name: Small, address: no-reply@example.org }
identifier: { kind: email, label: E-mail }
procedures:
  reset: {}
`;

for (const [title, text, problem] of [
  ['a wrong value', small.replace('kind: email', 'kind: telepathy'), '8:15 identifier.kind: Invalid option'],
  ['a field that does not exist', small.replace('  reset: {}', '  reset:\n    confirmMail: true'), '11:5 procedures.reset.confirmMail: there is no such field'],
  [
    'a channel as its link has it',
    `${small}approvals: { channel: { conversation: '19%3Aabc%40thread.tacv2' } }\n`,
    '11:25 approvals.channel.conversation: the id of a channel, as 19:…@thread.tacv2: decode what stands in the link to the channel',
  ],
  ['a missing field', small.replace('  email: help@example.org\n', ''), '4:1 support.email: is missing'],
  ['half a translation', small.replace('name: Small\n', 'name: { fr: Petit }\n'), '2:1 name: one text for every language'],
  ['no YAML', small.replace('name: Help', 'name: "Help'), ' Missing closing "quote'],
  ['a key twice', `${small}name: Again\n`, '11:1 Map keys must be unique'],
  ['an empty file', '', ' file: '],
  ['a lifetime that is none', `${small}lifetimes: { reset: 5 minutes }\n`, '11:14 lifetimes.reset: a whole number and a unit'],
  ['a next procedure that is not offered', small.replace('reset: {}', 'reset: { then: enroll }'), '10:12 procedures.reset.then: enroll is not among'],
  ['an excluded entity that is not declared', `${small}excluded:\n  - { entity: fhl, reason: no }\n`, '12:7 excluded.0.entity: fhl is not declared'],
  [
    'a group twice',
    `${small}groups:\n  - { id: a, name: A, approvers: [a@example.org] }\n  - { id: a, name: B, approvers: [a@example.org] }\n`,
    '13:7 groups.1.id: a is there already',
  ],
  [
    'a team that is not declared',
    `${small}groups:\n  - { id: a, name: A, approvers: [a@example.org, '@dpo'] }\n`,
    'groups.0.approvers.1: @dpo is not declared under teams',
  ],
  [
    'a group for an entity that is not declared',
    `${small}groups:\n  - { id: a, name: A, approvers: [a@example.org], for: [fhl] }\n`,
    'groups.0.for.0: fhl is not declared',
  ],
  ['a time zone that is none', `${small}timeZone: Mars/Olympus\n`, '11:1 timeZone: Mars/Olympus is no time zone'],
  ['a secret that is not there', `${small}${ldap('%NOT_SET%')}`, '15:34 directory.bind.password: the environment variable NOT_SET is not set'],
  ['a day that does not exist', `${small}opensOn: 2027-02-30\n`, '11:1 opensOn: '],
] as const) {
  test(`an operator is told of ${title}: file, line, field`, async (t) => {
    const dir = await folder(t, { 'small.yaml': text });
    await assert.rejects(loadPortals([dir], {}), (fault) => {
      assert.ok(fault instanceof PortalError);
      assert.ok(fault.message.includes('small.yaml') && fault.message.includes(problem), fault.message);
      return true;
    });
  });
}

test('IN-10 an operator is warned where requests for groups have no fallback, and not where they have', async (t) => {
  const groups = `${small}groups:\n  - { id: a, name: A, approvers: [a@example.org] }\n`;
  for (const [text, warned] of [
    [groups, 1],
    [`${groups}fallback: [b@example.org]\n`, 0],
    [small, 0],
  ] as const)
    assert.equal((await loadPortals([await folder(t, { 'small.yaml': text })], {})).warnings.filter((warning) => /no fallback/.test(warning)).length, warned);
});

test('all errors in all files are reported at once', async (t) => {
  const dir = await folder(t, { 'a.yaml': 'id: A', 'b.yaml': small, 'c.yml': small });
  await assert.rejects(loadPortals([dir, join(dir, 'nowhere')], {}), (fault) => {
    assert.ok(fault instanceof PortalError);
    const said = fault.problems.join('\n');
    assert.match(said, /a\.yaml:1:1 id: lower-case letters/);
    assert.match(said, /a\.yaml:1:1 name: /);
    assert.match(said, /c\.yml id: small is the id of .*b\.yaml too/);
    assert.match(said, /nowhere: cannot be read/);
    return true;
  });
});

/** The end of a profile whose accounts are in a directory. */
function ldap(password: string): string {
  return referring(
    `directory:\n  kind: ldap\n  flavour: openLdap\n  servers: ['ldaps://ldap.example.org']\n  bind: { dn: 'cn=x,dc=example', password: '${password}' }\n  people: { base: 'dc=example', identifier: uid }\n`,
  );
}

/** Writes %NAME% as a reference to the environment. */
function referring(text: string): string {
  return text.replace(/%(\w+)%/g, (_, name) => `${'$'}{env:${name}}`);
}

test('portals that are not named are left out, with whatever is wrong in their files; a name without a portal is told', async (t) => {
  const dir = await folder(t, { 'small.yaml': small, 'broken.yaml': 'id: broken\nname: 1\n' });
  const { portals, warnings } = await loadPortals([shippedPortals, dir], {}, ['small', 'invgate']);
  assert.deepEqual([...portals.keys()].sort(), ['invgate', 'small']);
  assert.deepEqual(
    warnings.filter((warning) => warning.startsWith('octopus')),
    [],
  );
  await assert.rejects(loadPortals([shippedPortals], {}, ['octopuss', 'octopus']), {
    message: /PORTALS: there is no portal octopuss; there are extranet, invgate, octopus, outscale, rconnect/,
  });
});

test('a folder of the operator adds portals and replaces those that ship; secrets come from the environment', async (t) => {
  const dir = await folder(t, {
    'small.yaml': `${small}${ldap('%HELPER% team')}`,
    'octopus.yaml': small.replace('id: small', 'id: octopus').replace('name: Small', 'name: Our Octopus'),
    'notes.txt': 'not a profile',
  });
  const own = await loadPortals([shippedPortals, dir], { HELPER: 'Blue' });
  assert.equal(own.portals.size, 6);
  assert.equal(own.portals.get('octopus')?.name, 'Our Octopus');
  const { directory } = own.portals.get('small') ?? {};
  assert.equal(directory?.kind === 'ldap' && directory.bind.password, 'Blue team');
});

test('a secret of a profile may be in a file, as containers are given them', async (t) => {
  const dir = await folder(t, { 'small.yaml': `${small}${ldap('%HELPER%')}`, secret: 'from the file\n' });
  const passwordWith = async (env: Record<string, string>) => {
    const { directory } = (await loadPortals([dir], env)).portals.get('small') ?? {};
    return directory?.kind === 'ldap' && directory.bind.password;
  };
  assert.equal(await passwordWith({ HELPER_FILE: join(dir, 'secret') }), 'from the file');
  assert.equal(await passwordWith({ HELPER_FILE: join(dir, 'nowhere'), HELPER: 'itself' }), 'itself');
  await assert.rejects(passwordWith({ HELPER_FILE: join(dir, 'nowhere') }), /HELPER_FILE: the file cannot be read \(ENOENT\)/);
});

const env = { TOKEN: 'the-secret-itself', SECRET_KEY: 'the-secret-itself' };
const refused = async (t: TestContext, text: string, ...says: string[]): Promise<void> => {
  const dir = await folder(t, { 'small.yaml': referring(text) });
  await assert.rejects(loadPortals([dir], env), (fault) => {
    assert.ok(fault instanceof PortalError);
    for (const part of says) assert.ok(fault.message.includes(part), fault.message);
    assert.doesNotMatch(fault.message, /the-secret-itself/);
    return true;
  });
};

for (const [where, text, place] of [
  ['the name', small.replace('name: Small', 'name: "Octopus %TOKEN%"'), '2:1 name: '],
  ['the name in one language', small.replace('name: Small', 'name: { fr: "%TOKEN%", en: Small }'), '2:9 name.fr: '],
  ['the name of the support', small.replace('name: Help', 'name: "%TOKEN%"'), '5:3 support.name: '],
  ['an address', small.replace('https://small.example.org/', 'https://example.org/%TOKEN%'), ' address: '],
  ['a label', small.replace('label: E-mail', 'label: "%TOKEN%"'), 'identifier.label: '],
  ['a word', `${small}words: ['%TOKEN%']\n`, '11:9 words.0: '],
  ['an alias of the password', `${small.replace('name: Small', 'name: *secret')}`.replace('id: small', 'id: small\nhelp: &secret "%TOKEN%"'), 'name: '],
  ['what a person is looked for with', `${small}${ldap('x')}`.replace('identifier: uid', "identifier: '%TOKEN%'"), 'directory.people.identifier: '],
  ['the name of a field', `${small}'%TOKEN%': x\n`, 'a reference is no name of a field'],
] as const)
  test(`a reference to the environment in ${where} is refused with file, line and field: everybody could read it`, (t) =>
    refused(t, text, 'small.yaml:', place));

test('an alias takes the password of a directory nowhere else', (t) =>
  refused(t, `${small}${ldap('x')}`.replace("password: 'x'", "password: &secret '%TOKEN%'").concat('until: *secret\n'), '17:1 until: everybody could read'));

test('the variables of the bot itself are nobody’s, not even a directory’s, whatever their capitals, or by their file', async (t) => {
  const config = await readFile(join(import.meta.dirname, '../../bot/config.ts'), 'utf8');
  const names = [...config.matchAll(/^ {2}(\w+): .*/gm)].map(([, name = '']) => name).filter((name) => /^([A-Z_]+|Microsoft\w+)$/.test(name));
  assert.ok(names.includes('SECRET_KEY') && names.includes('MicrosoftAppPassword') && names.length > 15);
  const more = ['secret_key', 'SECRET_KEY_FILE', 'SECRET_KEY_OLD', 'SMTP_PASSWORD', 'POSTGRES_PASSWORD', 'PGPASSWORD', 'IDENTITY_HEADER', 'MSI_SECRET'];
  // Azure's App Service has each setting a second time, under another name.
  const copies = ['APPSETTING_SECRET_KEY', 'APPSETTING_MicrosoftAppPassword', 'CUSTOMCONNSTR_DATABASE_URL'];
  for (const name of [...names, ...more, ...copies, 'AZURE_CLIENT_SECRET'])
    for (const field of [`${small}${ldap(`%${name}%`)}`, `${small}${ldap('x')}`.replace('cn=x,dc=example', `%${name}%`)])
      await refused(t, field, `${name} is the bot's own`);
});

test('what clouds and pipelines leave in the environment is for no profile, and PORTALS_ENV says which variables are', () => {
  const refusal = (name: string, PORTALS_ENV?: string) => {
    const read = { directory: { bind: { password: `\${env:${name}}` } } };
    const { faults, value } = resolveReferences(read, { [name]: 'hunter2', PORTALS_ENV });
    assert.ok(faults.length === 0 || !JSON.stringify([faults, value]).includes('hunter2'));
    return faults[0]?.message.split(':')[0];
  };
  const others = ['AWS_SECRET_ACCESS_KEY', 'github_token', 'VAULT_TOKEN', 'CI_JOB_TOKEN', 'VCAP_SERVICES', 'OSC_SECRET_KEY', 'WEBSITE_AUTH_SIGNING_KEY'];
  // A copy of what another portal's directory is reached with is as little for this one.
  for (const name of [...others, 'https_proxy', 'APPSETTING_OCTOPUS_LDAP_PASSWORD']) assert.equal(refusal(name), `${name} is not for profiles`);
  assert.equal(refusal('APPSETTING_OCTOPUS_LDAP_PASSWORD', '*'), 'APPSETTING_OCTOPUS_LDAP_PASSWORD is not for profiles');
  assert.equal(refusal('OCTOPUS_LDAP_PASSWORD'), undefined);
  for (const allowed of ['OCTOPUS_*', 'X, OCTOPUS_LDAP_PASSWORD']) {
    assert.equal(refusal('OCTOPUS_LDAP_PASSWORD', allowed), undefined);
    assert.equal(refusal('OTHER_PASSWORD', allowed), 'OTHER_PASSWORD is not for profiles');
    assert.equal(refusal('SECRET_KEY', `${allowed},SECRET_KEY,*`), "SECRET_KEY is the bot's own");
  }
  assert.equal(refusal('AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'), undefined, 'an operator may name it');
});

test('IN-10 an operator who serves several tenants, none of which is the bot’s own, is warned of portals that trust nobody', () => {
  const all = trustingNobody(atHome(portals, []).values());
  assert.deepEqual(
    all.map((warning) => warning.split(':')[0]).sort(),
    ['invgate', 'outscale', 'rconnect'].filter((id) => portals.get(id)?.tenants.length === 0),
  );
  assert.ok(all.length > 0);
  for (const home of [undefined, ['one']]) assert.deepEqual(trustingNobody(atHome(portals, home).values()), []);
});

test('the password of one portal’s directory goes to no other’s server, and into no other field; portals of one directory share it', async (t) => {
  const other = small.replace('id: small', 'id: other');
  const own = `${small}${ldap('%AD_PASSWORD%')}`;
  const elsewhere = (text: string) => text.replace('ldaps://ldap.example.org', 'ldaps://ldap.elsewhere.example');
  const told = async (text: string): Promise<string> => {
    const dir = await folder(t, { 'other.yaml': text, 'small.yaml': own });
    try {
      await loadPortals([dir], { AD_PASSWORD: 'the-secret-itself', Ad_Password: 'the-secret-itself', OTHER: 'another' });
      return '';
    } catch (fault) {
      assert.ok(fault instanceof PortalError);
      assert.doesNotMatch(fault.message, /the-secret-itself/);
      return fault.message;
    }
  };
  assert.equal(await told(`${other}${ldap('%AD_PASSWORD%')}`), '', 'one directory');
  assert.equal(await told(`${other}${elsewhere(ldap('%OTHER%'))}`), '');
  assert.match(
    await told(`${other}${elsewhere(ldap('%AD_PASSWORD%'))}`),
    /other\.yaml:15:\d+ directory\.bind\.password: AD_PASSWORD is the password of another directory, that of small/,
  );
  assert.match(await told(`${other}${elsewhere(ldap('x-%AD_PASSWORD%'))}`), /AD_PASSWORD is the password of another directory/);
  assert.match(
    await told(`${other}${elsewhere(ldap('%OTHER%')).replace("dn: 'cn=x", referring("dn: 'cn=%AD_PASSWORD%"))}`),
    /directory\.bind\.dn: AD_PASSWORD is the password/,
  );
  const named = elsewhere(ldap('%OTHER%')).replace('flavour: openLdap', referring("flavour: openLdap\n  serverName: '%AD_PASSWORD%'"));
  assert.match(await told(`${other}${named}`), /directory\.serverName: AD_PASSWORD is the password of small's directory: no other field takes it/);
  const scim = (url: string, token: string) => referring(`directory: { kind: scim, url: 'https://${url}', token: '${token}' }\n`);
  assert.equal(await told(`${other}${scim('elsewhere.example', '%OTHER%')}`), '');
  assert.match(await told(`${other}${scim('elsewhere.example', '%AD_PASSWORD%')}`), /directory\.token: AD_PASSWORD is the password of another directory/);
  assert.match(await told(`${other}${scim('elsewhere.example/%AD_PASSWORD%', '%OTHER%')}`), /directory\.url: AD_PASSWORD is the password of small's directory/);
});
