import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { loadConfig } from '../../bot/config.ts';
import { secretVariables } from '../../bot/secretFiles.ts';
import { isWeakKey } from '../../bot/weakKey.ts';

const key = 'Zf5jZQ0yQ9u1m2b8pXr4s7v6w3t5k1n0';
const app = {
  MicrosoftAppId: '22222222-2222-4222-8222-222222222222',
  MicrosoftAppPassword: 'p4ss',
  MicrosoftAppTenantId: '33333333-3333-4333-8333-333333333333',
};
const production = { NODE_ENV: 'production', SECRET_KEY: key, ...app, PUBLIC_URL: 'https://guichet.example.org/', SMTP_URL: 'smtp://mail.example.org' };

test('to try things, a secret key is enough', () => {
  const config = loadConfig({ SECRET_KEY: key });
  assert.deepEqual(
    [config.production, config.host, config.port, config.publicUrl, config.databaseUrl, config.trustProxy, config.allowedTenants, config.logLevel, config.app],
    [false, '127.0.0.1', 3978, 'http://localhost:3978', 'sqlite:.data/guichet.sqlite', 0, [], 'info', undefined],
  );
  assert.equal(loadConfig({ SECRET_KEY: key, PORT: '4000' }).publicUrl, 'http://localhost:4000');
});

test('production with an app id; its own tenant is the one served unless others are named', () => {
  const config = loadConfig(production);
  assert.deepEqual(config.app, { id: app.MicrosoftAppId, password: 'p4ss', type: 'SingleTenant', tenantId: app.MicrosoftAppTenantId });
  assert.equal(config.publicUrl, 'https://guichet.example.org');
  assert.deepEqual(config.allowedTenants, [app.MicrosoftAppTenantId]);
  const two = ' 44444444-4444-4444-8444-44444444444A , 55555555-5555-4555-8555-555555555555,';
  assert.deepEqual(loadConfig({ ...production, ALLOWED_TENANTS: two }).allowedTenants, [
    '44444444-4444-4444-8444-44444444444a',
    '55555555-5555-4555-8555-555555555555',
  ]);
  assert.equal(loadConfig({ ...production, HOST: '0.0.0.0' }).host, '0.0.0.0');
  assert.equal(loadConfig({ ...production, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '' }).app?.type, 'UserAssignedMSI');
});

for (const [what, env, says] of [
  ['no secret key', {}, /SECRET_KEY: at least 32 characters of randomness, for example from `openssl rand -base64 32`/],
  ['a secret key that is empty', { SECRET_KEY: '  ' }, /SECRET_KEY: at least 32/],
  ['a short secret key', { SECRET_KEY: 'tooshort' }, /SECRET_KEY: at least 32/],
  ['production without an app id', { NODE_ENV: 'production', SECRET_KEY: key }, /MicrosoftAppId: production needs the app id.*Set MicrosoftAppId/],
  ['a public host without an app id', { SECRET_KEY: key, HOST: '0.0.0.0' }, /HOST: .*only a loopback address/],
  ['a host name that only looks like this machine', { SECRET_KEY: key, HOST: '127.example.org' }, /HOST: /],
  ['production over http', { ...production, PUBLIC_URL: 'http://guichet.example.org' }, /PUBLIC_URL: production needs the https address/],
  ['production without an address', { ...production, PUBLIC_URL: '' }, /PUBLIC_URL: /],
  ['production without a mail server', { ...production, SMTP_URL: undefined }, /SMTP_URL: production needs the mail server/],
  ['an app without its secret', { ...production, MicrosoftAppPassword: undefined }, /MicrosoftAppPassword: set the client secret/],
  ['an app without its tenant', { ...production, MicrosoftAppTenantId: undefined }, /MicrosoftAppTenantId: set the tenant/],
  ['an app of many tenants that names none', { ...production, MicrosoftAppType: 'MultiTenant', MicrosoftAppTenantId: undefined }, /ALLOWED_TENANTS: /],
  ['an app id that is none', { ...production, MicrosoftAppId: 'guichet' }, /MicrosoftAppId: the app id of the bot/],
  ['an address with a path', { ...production, PUBLIC_URL: 'https://example.org/guichet' }, /PUBLIC_URL: an address without a path/],
  ['a tenant that is none', { ...production, ALLOWED_TENANTS: 'contoso' }, /ALLOWED_TENANTS: Entra tenant ids/],
  ['a port that is none', { SECRET_KEY: key, PORT: 'http' }, /PORT: a port number/],
  ['a port out of range', { SECRET_KEY: key, PORT: '70000' }, /PORT: a port number/],
  ['proxies that are no number', { SECRET_KEY: key, TRUST_PROXY: 'yes' }, /TRUST_PROXY: the number of proxies/],
  ['a database that is unknown', { SECRET_KEY: key, DATABASE_URL: 'mysql://x' }, /DATABASE_URL: an address such as sqlite:/],
  ['a mail server without a scheme', { SECRET_KEY: key, SMTP_URL: 'mail.example.org:25' }, /SMTP_URL: an address such as smtp:/],
  ['a level that is unknown', { SECRET_KEY: key, LOG_LEVEL: 'loud' }, /LOG_LEVEL: /],
] as const) {
  test(`${what} is said by name, with what to set`, () => {
    assert.throws(() => loadConfig(env), { message: says });
  });
}

for (const [weak, why] of [
  ['a'.repeat(32), 'one letter'],
  [`${'a'.repeat(30)}bcdefgh`, 'hardly more than one letter'],
  ['ab'.repeat(20), 'two letters'],
  ['abcdefghijkl'.repeat(3), 'something repeated'],
  ['Zf5jZQ0yQ9u1Zf5jZQ0yQ9u1Zf5jZQ0yQ9', 'something repeated, and cut off'],
  ['MaBanque2026!MaBanque2026!MaBanque2026?', 'something repeated, and ended otherwise'],
  ['0123456789abcdefghijklmnopqrstuvwxyz', 'the alphabet'],
  ['a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7', 'letters and digits in order, in turns'],
  ['acegikmoqsuwybdfhjlnprtvxz1357902468', 'every second letter'],
  ['1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.', 'a walk over the keyboard'],
  ['AzErTyUiOpQsDfGhJkLmWxCvBn1234567890', 'a walk over another keyboard'],
  ['Soleil1-Soleil2-Soleil3-Soleil4-Soleil5', 'one word, numbered'],
  ['correct-horse-battery-staple-correct', 'everyday words'],
  ['tcerroc-elpats-yrettab-esroh-tcerroc', 'everyday words, read backwards'],
  ['M4rs3ill3.Dr4g0n.B0nj0ur.Ch0c0l4t.7x', 'everyday words in disguise'],
  [Buffer.from('Marseille.Dragon.Bonjour.Chocolat.2026').toString('base64'), 'everyday words in base64'],
  [Buffer.from('le mot de passe du soleil de marseille').toString('hex'), 'everyday words in hexadecimal'],
  ['Marseille.Dragon.Bonjour.Chocolat.2026', 'everyday words with a year'],
  ['change-me-please-4f9a1c7e2b8d6053', 'a word of examples'],
  ['Xk2-my-Secret-Key-for-production-9', 'what it is'],
  ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'the digest of nothing'],
  ['5F4DCC3B5AA765D61D8327DEB882CF99', 'the digest of a word'],
  [createHash('sha256').update('dragon\n').digest('base64'), 'the digest of a line, in base64'],
] as const)
  test(`ASVS 11.4 production refuses a SECRET_KEY that is ${why}, without repeating it; trying things does not`, () => {
    assert.throws(
      () => loadConfig({ ...production, SECRET_KEY: weak }),
      (error: unknown) =>
        error instanceof Error && /SECRET_KEY: it could be guessed.*openssl rand -base64 32/.test(error.message) && !error.message.includes(weak),
    );
    assert.equal(loadConfig({ SECRET_KEY: weak }).secretKey, weak);
  });

for (const weak of ['a'.repeat(16), '1234567890123456', 'metrics-metrics-metrics', 'monitoring-password'])
  test(`ASVS 11.4 production refuses the METRICS_TOKEN ${weak}`, () =>
    assert.throws(() => loadConfig({ ...production, METRICS_TOKEN: weak }), { message: /METRICS_TOKEN: it could be guessed/ }));

test('random tokens are not taken for weak ones', () => {
  for (let n = 0; n < 300; n += 1) {
    const random = createHash('sha512').update(`token ${n}`).digest();
    for (const token of [random.toString('hex').slice(0, 32), random.toString('hex').slice(0, 16), random.toString('base64url').slice(0, 16)])
      assert.ok(!isWeakKey(token, 'token'), token);
  }
});

test('random keys are not taken for weak ones', () => {
  for (const bytes of [16, 24, 32, 48])
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      for (let n = 0; n < 50; n += 1) {
        const random = createHash('sha512').update(`${bytes} ${encoding} ${n}`).digest().subarray(0, bytes).toString(encoding);
        assert.ok(random.length < 32 || !isWeakKey(random), random);
      }
});

for (const [name, wrong, write, right] of [
  ['DATABASE_URL', 'postgres://u:p@db.example.org/guichet', /sslmode=verify-full/, 'postgres://u:p@db.example.org/guichet?sslmode=verify-full'],
  ['DATABASE_URL', 'postgres://u:p@db.example.org/guichet?sslmode=disable', /sslmode=verify-full/, 'postgres://u:p@127.0.0.1/guichet'],
  ['DATABASE_URL', 'postgres://u:p@db.example.org/guichet?sslmode=no-verify', /sslmode=verify-full/, 'postgres://u:p@%2Fvar%2Frun%2Fpostgresql/guichet'],
  [
    'DATABASE_URL',
    'postgres://u:p@db.example.org/guichet?sslmode=require&uselibpqcompat=true',
    /sslmode=verify-full/,
    'postgres://u:p@/guichet?host=/run/postgresql',
  ],
  [
    'DATABASE_URL',
    'postgres://u:p@db.example.org/guichet?sslmode=require',
    /sslmode=verify-full/,
    'postgresql://u:p@db.example.org/guichet?sslmode=verify-full',
  ],
  ['DATABASE_URL', 'postgresql://u:p@db.example.org/guichet?sslmode=verify-ca', /sslmode=verify-full/, 'postgres://u:p@[::1]/guichet?sslmode=require'],
  ['DATABASE_URL', 'postgres://u:p@db.example.org/guichet?sslmode=verify-full&sslmode=disable', /sslmode=verify-full/, 'sqlite:x'],
  ['DATABASE_URL', 'postgres://u:p@localhost/guichet?host=db.example.org', /sslmode=verify-full/, 'postgres://u:p@localhost/guichet'],
  ['KEYV_URL', 'redis://u:p@redis.example.org:6379', /rediss:\/\//, 'rediss://u:p@redis.example.org:6379'],
  ['KEYV_URL', 'redis://127.example.org', /rediss:\/\//, 'redis://[::1]:6379'],
  ['SMS_URL', 'http://u:p@sms.example.org/send', /https:\/\//, 'https://u:p@sms.example.org/send'],
  ['SMS_URL', 'http://localhost.example.org/send', /https:\/\//, 'http://127.0.0.1/send'],
  ['COMPANY_REGISTRY_URL', 'http://registry.example.org', /https:\/\//, 'http://localhost:8000'],
  ['SMTP_URL', 'smtp://mail.example.org?tls.rejectUnauthorized=false', /no parameters but/, 'smtp://mail.example.org:587?name=guichet'],
  ['SMTP_URL', 'smtps://mail.example.org?ignoreTLS=true', /no parameters but/, 'smtps://mail.example.org'],
] as const)
  test(`ASVS 12.3 ${name}=${wrong} is refused with what to write, unless CLEAR_TEXT_HOSTS names the host`, () => {
    const load = (value: string, hosts = '') => loadConfig({ SECRET_KEY: key, [name]: value, CLEAR_TEXT_HOSTS: hosts });
    assert.throws(
      () => load(wrong),
      (error: unknown) => error instanceof Error && error.message.includes(`${name}: `) && write.test(error.message) && !error.message.includes('u:p'),
    );
    assert.throws(() => load(wrong, 'other.example.org,example.org'));
    const { hostname, searchParams } = new URL(wrong);
    assert.ok(load(wrong, `Other.example.org, ${(searchParams.get('host') ?? hostname).toUpperCase()}`));
    assert.ok(load(right));
  });

test('ASVS 12.3 an address names its host where it is looked for, and not in a parameter', () => {
  for (const [name, value] of [
    ['SMTP_URL', 'smtp://?host=mail.example.org&tls.rejectUnauthorized=false'],
    ['SMTP_URL', 'smtps:///?service=gmail'],
    ['KEYV_URL', 'redis://'],
  ] as const)
    assert.throws(() => loadConfig({ SECRET_KEY: key, [name]: value }), new RegExp(`${name}: .*write the name of its host`));
  // The mailer and `pg` would speak to what the parameter names.
  for (const [name, value, write] of [
    ['SMTP_URL', 'smtp://localhost?service=Outlook365', /no parameters but/],
    ['SMTP_URL', 'smtp://127.0.0.1:25?proxy=http://proxy.example.org', /no parameters but/],
    ['DATABASE_URL', 'postgres://u:p@localhost/guichet?host=localhost&host=db.example.org', /sslmode=verify-full/],
  ] as const)
    assert.throws(() => loadConfig({ SECRET_KEY: key, [name]: value }), write);
});

test('ASVS 12.3 a process that verifies nobody’s certificate does not start', () => {
  assert.throws(() => loadConfig({ ...production, NODE_TLS_REJECT_UNAUTHORIZED: '0' }), /NODE_TLS_REJECT_UNAUTHORIZED: .*NODE_EXTRA_CA_CERTS/);
});

test('each secret may be in a file, and the end of its line is none of it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-secrets-'));
  t.after(() => rm(folder, { recursive: true }));
  const values: Record<(typeof secretVariables)[number], string> = {
    SECRET_KEY: key,
    SECRET_KEY_PREVIOUS: `${key}!`,
    MicrosoftAppPassword: 'p4ss',
    DATABASE_URL: 'postgres://u:p@db.example.org/guichet?sslmode=verify-full',
    KEYV_URL: 'rediss://u:p@redis.example.org',
    SMTP_URL: 'smtp://u:p@mail.example.org',
    SMS_URL: 'https://u:p@sms.example.org',
    METRICS_TOKEN: 'a token of the tests',
  };
  const files: Record<string, string> = {};
  for (const name of secretVariables) {
    files[`${name}_FILE`] = join(folder, name);
    await writeFile(join(folder, name), `${values[name]}${name === 'SMTP_URL' ? '\r\n' : '\n'}`);
  }
  const { SECRET_KEY: _key, SMTP_URL: _smtp, MicrosoftAppPassword: _password, ...others } = production;
  assert.deepEqual(loadConfig({ ...others, ...files }), loadConfig({ ...others, ...values }));
  assert.throws(() => loadConfig({ ...others, ...files, SECRET_KEY: key }), /SECRET_KEY: SECRET_KEY_FILE is set too; set one of them/);
  assert.throws(() => loadConfig({ ...others, ...files, SMTP_URL_FILE: join(folder, 'nowhere') }), /SMTP_URL_FILE: the file cannot be read \(ENOENT\)/);
  const shown = (error: unknown) => error instanceof Error && !/p4ss|u:p@/.test(error.message) && !error.message.includes(key);
  assert.throws(() => loadConfig({ ...files, NODE_ENV: 'production', SMS_URL_FILE: folder }), shown);
});

test('every variable that is documented as a secret can be in a file', async () => {
  const source = await readFile(new URL('../../bot/config.ts', import.meta.url), 'utf8');
  const schema = source.slice(source.indexOf('z.object({'), source.indexOf('type Environment'));
  const named = [...schema.matchAll(/^ {2}(\w+): (secret\b|.*:password@|.*assword)/gm)].map(([, name = '']) => name);
  const withSecret = [...schema.matchAll(/^ {2}(\w+): /gm)]
    .map(([, name = '']) => name)
    .filter((name) => /KEY|assword|TOKEN|DATABASE_URL|SMTP_URL|SMS_URL|KEYV_URL/.test(name));
  for (const name of [...named, ...withSecret])
    assert.ok(
      secretVariables.some((known) => known === name),
      name,
    );
});

test('all errors are reported at once, without repeating any value', () => {
  const wrong = { SECRET_KEY: 'hunter2', PORT: 'x', SMTP_URL: 'user:hunter2@mail' };
  assert.throws(
    () => loadConfig(wrong),
    (error: unknown) => error instanceof Error && error.message.split('\n').length === 4 && !error.message.includes('hunter2'),
  );
});

test('.env.example names every variable, and works once it is filled in', async () => {
  const text = await readFile(new URL('../../.env.example', import.meta.url), 'utf8');
  const source = await readFile(new URL('../../bot/config.ts', import.meta.url), 'utf8');
  for (const [, name = ''] of source.matchAll(/^ {2}(\w+): .*/gm))
    if (/^([A-Z_]+|Microsoft\w+)$/.test(name)) assert.match(text, new RegExp(`^#? ?${name}=`, 'm'));
  const filled = parseEnv(text.replaceAll(/^# ?(?=[A-Za-z_]+=)/gm, ''));
  assert.equal(loadConfig({ ...filled, SECRET_KEY: key }).production, true);
});
