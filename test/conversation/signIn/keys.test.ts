import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac, hkdfSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import type { Outcome } from '../../../core/foundation/outcome.ts';
import { createSecrets } from '../../../core/foundation/secrets.ts';
import { endFactor } from '../../../core/signIn/index.ts';
import { anyProgram } from '../../programs.ts';
import { freshRecords } from '../../records.ts';
import { codeIn, type Guichet, guichet, withGuichet } from '../../support.ts';
import { alices, hasPassword, joins, portalOf, signsIn, turnsOn, visitor } from '../../twoFactor.ts';

const [first, second, third] = ['the first key, which is long enough ok', 'the second key, which is long enough!!', 'the third key, which is long enough...'];
const root = join(import.meta.dirname, '../../..');
const keyOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.refusals[0].key);

/** A code opens the waiting session of whoever knows the password. */
const opens = async (its: Guichet, code: string): Promise<string> => keyOf(await its.core.signIn.secondStep.pass((await signsIn(its)).ticket, code, visitor));

const rekey = (database: string, env: Record<string, string>, ...options: string[]) => {
  const program = join(root, 'bot/commands/secretsRekey.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...options], {
    env: { ...anyProgram, DATABASE_URL: database, ...env },
    encoding: 'utf8',
  });
  return {
    status,
    stderr,
    sealed: Object.fromEntries([...stdout.matchAll(/^(\S+ \S+(?: \S+)?) {2,}\d+ +(\d+) +\d+ +\d+$/gm)].map(([, kind, count]) => [kind, Number(count)])),
  };
};

/** One database over several starts, each with keys of its own. */
async function overStarts(story: (start: (env: Record<string, string>) => Promise<Guichet>, database: string) => Promise<void>): Promise<void> {
  const { url, drop } = await freshRecords();
  const world: { its?: Guichet } = {};
  try {
    await story(async (env) => {
      await world.its?.stop();
      world.its = await guichet({ database: url, env, ...(world.its && { again: world.its.world }) });
      return world.its;
    }, url);
  } finally {
    await world.its?.close().catch(() => undefined);
    await drop();
  }
}

test('OU-11 a second factor outlives a change of SECRET_KEY: sealed anew when it is used, it needs the old key no more', () =>
  overStarts(async (start) => {
    const before = await start({ SECRET_KEY: first });
    await hasPassword(before);
    const { code, codes } = await turnsOn(before);
    const between = await start({ SECRET_KEY: second, SECRET_KEY_PREVIOUS: first });
    assert.equal(await opens(between, code()), 'ok');
    const after = await start({ SECRET_KEY: second });
    after.passes(60_000);
    assert.equal(await opens(after, code()), 'ok', 'the app');
    assert.equal(await opens(after, codes[0] ?? ''), 'ok', 'a recovery code');
    assert.equal(await opens(after, codes[0] ?? ''), 'twoFactor.wrong', 'once');
  }));

test('OU-11 secrets:rekey seals anew what nobody used, counts it by kind, and done again changes nothing', () =>
  overStarts(async (start, database) => {
    const before = await start({ SECRET_KEY: first });
    await hasPassword(before);
    const { code, codes } = await turnsOn(before);
    await before.mails();
    await before.chat.says('mot de passe outscale oublié');
    await before.chat.presses('reset.send', { identifier: alices.identifier });
    const keys = { SECRET_KEY: second, SECRET_KEY_PREVIOUS: first };
    const between = await start(keys);
    const rows = () => Promise.all((['secondFactor', 'recoveryCode', 'outbox'] as const).map((table) => between.db.selectFrom(table).selectAll().execute()));
    const done = rekey(database, keys);
    assert.deepEqual(
      [done.status, done.sealed],
      [0, { 'second factors': 1, 'recovery codes': 10, 'unsent messages': 1, 'mailed codes': 0, 'signing keys': 0 }],
      done.stderr,
    );
    const kept = JSON.stringify(await rows());
    const again = rekey(database, keys);
    assert.deepEqual([again.status, Object.values(again.sealed)], [0, [0, 0, 0, 0, 0]]);
    assert.equal(JSON.stringify(await rows()), kept);
    const records = await between.db.selectFrom('audit').select(['actor', 'detail']).where('action', '=', 'secrets.rekeyed').execute();
    assert.deepEqual(
      records.map(({ actor, detail }) => [actor.startsWith('operator:'), JSON.parse(detail)]),
      [[true, { 'second factors': 1, 'recovery codes': 10, 'unsent messages': 1 }]],
    );

    const after = await start({ SECRET_KEY: second });
    after.passes(60_000);
    assert.equal(await opens(after, code()), 'ok');
    for (const recovery of [codes[0], codes[9]]) assert.equal(await opens(after, recovery ?? ''), 'ok');
    const [mail] = await after.mails();
    assert.match(codeIn(mail), /^\d{6}$/, 'the mail that was waiting');
  }));

test('OU-11 a start whose SECRET_KEY is not that of the records says how many of which kind, and refuses; what is lost can be ended', () =>
  overStarts(async (start, database) => {
    const before = await start({ SECRET_KEY: first });
    await hasPassword(before);
    const { codes } = await turnsOn(before);
    assert.equal(await opens(before, codes[0] ?? ''), 'ok');
    await before.mails();
    await assert.rejects(
      guichet({ database, env: { SECRET_KEY: third, SECRET_KEY_PREVIOUS: second } }),
      /SECRET_KEY: 1 second factor, 9 recovery codes .*SECRET_KEY_PREVIOUS/,
    );
    // Of a portal that is not served any more, and of an account that is gone.
    const gone = await before.db.selectFrom('secondFactor').selectAll().executeTakeFirstOrThrow();
    await before.db
      .insertInto('secondFactor')
      .values({ ...gone, accountId: 'gone', portal: 'closed' })
      .execute();
    const left = rekey(database, { SECRET_KEY: third });
    assert.deepEqual([left.status, Object.values(left.sealed)], [1, [0, 0, 0, 0, 0]]);
    assert.match(left.stderr, /2 second factors, 9 recovery codes/);

    const code = await before.db.selectFrom('recoveryCode').selectAll().limit(1).executeTakeFirstOrThrow();
    await before.db
      .insertInto('recoveryCode')
      .values({ ...code, id: 'gone', accountId: 'gone' })
      .execute();

    assert.equal(rekey(database, { SECRET_KEY: third }, '--lost').status, 0);
    const records = await before.db.selectFrom('audit').select(['action', 'actor']).where('subject', '=', 'account:gone').orderBy('id').execute();
    assert.deepEqual(
      records.map(({ action, actor }) => [action, actor.startsWith('operator:')]),
      [
        ['twoFactor.off', true],
        ['twoFactor.codesDropped', true],
      ],
      'nothing ends without a trace',
    );
    const after = await start({ SECRET_KEY: third });
    assert.equal((await signsIn(after)).state, 'open');
    after.passes(Date.now() - after.now());
    assert.match((await after.mails())[0]?.text ?? '', /a été désactivée/);
  }));

test('codes and mails under an unknown key keep nobody out: the start goes on, and says how many of which kind', () =>
  overStarts(async (start) => {
    const before = await start({ SECRET_KEY: first });
    await before.chat.says('mot de passe outscale oublié');
    await before.chat.presses('reset.send', { identifier: alices.identifier });
    const after = await start({ SECRET_KEY: second, LOG_LEVEL: 'warn' });
    const said = after.log.filter((line) => line.includes('under another key'));
    assert.deepEqual(
      said.map((line) => JSON.parse(line).lost),
      ['1 unsent message, 1 mailed code'],
    );
    assert.deepEqual(await after.mails(), []);
  }));

/** As the previous version kept them: sealed for any account, and keyed with SECRET_KEY itself. */
async function asBefore({ db }: Guichet, key: string, codes: readonly string[]): Promise<void> {
  const secrets = createSecrets(key);
  const { accountId, secret } = await db.selectFrom('secondFactor').selectAll().executeTakeFirstOrThrow();
  const text = secrets.unseal(secret, `secondFactor ${accountId}`);
  await db
    .updateTable('secondFactor')
    .set({ secret: secrets.seal(text), bound: 0 })
    .execute();
  const digesting = Buffer.from(hkdfSync('sha256', key, '', 'guichet digest', 32));
  const ids = await db.selectFrom('recoveryCode').select('id').execute();
  for (const [at, { id }] of ids.entries()) {
    const digest = createHmac('sha256', digesting)
      .update(`recovery\0${accountId}:${codes[at]?.replaceAll('-', '')}`)
      .digest('base64url');
    await db.updateTable('recoveryCode').set({ digest }).where('id', '=', id).execute();
  }
}

test('OU-11 second factors and recovery codes of the previous version outlive the upgrade, and a change of SECRET_KEY after it', () =>
  overStarts(async (start, database) => {
    const before = await start({ SECRET_KEY: first });
    await hasPassword(before);
    const { code, codes } = await turnsOn(before);
    await asBefore(before, first, codes);
    assert.equal(await opens(before, code()), 'twoFactor.wrong', 'what is bound to no account could be anybody’s: only an upgrade takes it');
    before.passes(60_000);
    const upgraded = await start({ SECRET_KEY: first });
    assert.equal((await upgraded.db.selectFrom('secondFactor').select('bound').executeTakeFirst())?.bound, 1);
    const record = await upgraded.db.selectFrom('audit').select(['actor', 'detail']).where('action', '=', 'secrets.adopted').executeTakeFirst();
    assert.deepEqual([record?.actor, JSON.parse(record?.detail ?? '')], ['system', { 'second factors': 1, 'recovery codes': 10 }]);
    await start({ SECRET_KEY: second, SECRET_KEY_PREVIOUS: first });
    assert.equal(rekey(database, { SECRET_KEY: second, SECRET_KEY_PREVIOUS: first }).sealed['recovery codes'], 10);
    const after = await start({ SECRET_KEY: second });
    assert.equal(await opens(after, code()), 'ok');
    assert.equal(await opens(after, codes[3] ?? ''), 'ok');
    assert.equal(await opens(after, codes[3] ?? ''), 'twoFactor.wrong');
  }));

test('OU-11 upgraded and given another SECRET_KEY in one go, the recovery codes still open', () =>
  overStarts(async (start) => {
    const before = await start({ SECRET_KEY: first });
    await hasPassword(before);
    const { codes } = await turnsOn(before);
    await asBefore(before, first, codes);
    await start({ SECRET_KEY: second, SECRET_KEY_PREVIOUS: first });
    const after = await start({ SECRET_KEY: second });
    assert.equal(await opens(after, codes[0] ?? ''), 'ok');
  }));

test('OU-11 a sealed secret or recovery code that is copied into another account’s row opens nothing there', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const { code, codes } = await turnsOn(its);
    await joins(its, 'outscale', 'bruno.leroy@corp.example,bruno.leroy@corp.example,Bruno,Leroy,,');
    const bruno = { ...alices, identifier: 'bruno.leroy@corp.example' };
    await hasPassword(its, bruno);
    const { id } = await its.db
      .selectFrom('account')
      .select('id')
      .where('portal', '=', 'outscale')
      .where('identifier', '=', bruno.identifier)
      .executeTakeFirstOrThrow();
    const stolen = await its.db.selectFrom('secondFactor').selectAll().executeTakeFirstOrThrow();
    await its.db
      .insertInto('secondFactor')
      .values({ ...stolen, accountId: id })
      .execute();
    const [recovery] = await its.db.selectFrom('recoveryCode').selectAll().execute();
    assert.ok(recovery);
    await its.db
      .insertInto('recoveryCode')
      .values({ ...recovery, id: 'stolen', accountId: id })
      .execute();
    const begun = await its.core.signIn.page(portalOf(its, 'outscale'), { ...bruno, remember: 'no' }, { ...visitor, agent: '' });
    assert.ok(begun.ok && begun.value.state === 'second');
    const ticket = { portal: 'outscale', secret: begun.value.secret };
    for (const typed of [code(), ...codes]) assert.match(keyOf(await its.core.signIn.secondStep.pass(ticket, typed, visitor)), /^twoFactor\.(wrong|tries)$/);
    assert.equal(await opens(its, code()), 'ok', 'where it belongs it does');
  }));

test('OU-11 whoever takes a second factor out of the records opens nothing: no code is right, and an operator or the audit’s «off» ends it', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const { code, codes } = await turnsOn(its);
    assert.equal(await opens(its, code()), 'ok');
    await its.db.deleteFrom('secondFactor').execute();
    await its.db.deleteFrom('recoveryCode').execute();
    const { ticket, state } = await signsIn(its);
    assert.equal(state, 'second', 'the password alone is not enough');
    for (const typed of [code(), ...codes.slice(0, 2)])
      assert.match(keyOf(await its.core.signIn.secondStep.pass(ticket, typed, visitor)), /^twoFactor\.(wrong|tries)$/);
    assert.ok(await its.db.selectFrom('audit').select('id').where('action', '=', 'twoFactor.missing').executeTakeFirst(), 'and it is noticed');
    const operator = { person: 'operator:jdupont', channel: 'cli', locale: 'fr', authenticated: true } as const;
    const end = () =>
      endFactor({ db: its.db, secrets: createSecrets(its.config.secretKey) }, portalOf(its, 'outscale'), alices.identifier, its.now(), operator);
    assert.deepEqual([await end(), await end()], ['ended', 'off']);
    assert.equal((await signsIn(its)).state, 'open');
  }));

test('ALL-2 the sealed link of a mail that is copied into a mail to somebody else reaches nobody; mails of the previous version still arrive', () =>
  withGuichet({}, async (its) => {
    const waiting = () =>
      its.db.selectFrom('outbox').selectAll().where('status', '=', 'waiting').where('payload', 'like', '%"secret"%').orderBy('createdAt').execute();
    const write = (id: string, payload: object) =>
      its.db
        .updateTable('outbox')
        .set({ payload: JSON.stringify(payload) })
        .where('id', '=', id)
        .execute();
    for (const identifier of ['amartin', 'bleroy']) {
      await its.chat.says('mdp octopus oublié');
      await its.chat.presses('reset.send', { identifier });
      its.passes(1_000);
    }
    const [alice, bruno] = await waiting();
    assert.ok(alice && bruno);
    const [ofAlice, ofBruno] = [JSON.parse(alice.payload), JSON.parse(bruno.payload)];
    assert.notEqual(ofAlice.to, ofBruno.to);
    await write(bruno.id, { ...ofBruno, secret: ofAlice.secret });
    // As the previous version sealed it: for whomever.
    const secrets = createSecrets(its.config.secretKey);
    const { bound: _, ...before } = ofAlice;
    await write(alice.id, { ...before, secret: secrets.seal(secrets.unseal(ofAlice.secret, `outbox mail ${ofAlice.to} reset`)) });
    const sent = await its.mails();
    assert.deepEqual(
      sent.map(({ to }) => to),
      [ofAlice.to],
    );
    assert.match(codeIn(sent[0]), /^\d{6}$/);
  }));

test('OU-11 the guide in docs/operate.md, followed literally: nobody is locked out by a change of SECRET_KEY', () =>
  overStarts(async (start, database) => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-guide-'));
    const file = join(folder, '.env');
    const env = async () => parseEnv(await readFile(file, 'utf8')) as Record<string, string>;
    const guide = await readFile(join(root, 'docs/operate.md'), 'utf8');
    const section = /^## SECRET_KEY$(.*?)^## /ms.exec(guide)?.[1] ?? '';
    const steps = [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, commands = '']) => commands);
    const follow = (commands = '') => {
      const program = `"${process.execPath}" --disable-warning=ExperimentalWarning "${join(root, 'bot/commands/secretsRekey.ts')}"`;
      const { status, stderr } = spawnSync('sh', ['-euc', commands.replaceAll('npm run secrets:rekey', program)], {
        cwd: folder,
        env: { ...anyProgram, DATABASE_URL: database },
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
    };
    assert.equal(steps.length, 3);
    await writeFile(file, `SECRET_KEY=${first}\nTRUST_PROXY=1\n`);
    const before = await start(await env());
    await hasPassword(before);
    const { code, codes } = await turnsOn(before);

    follow(steps[0]);
    const between = await env();
    assert.equal(between.SECRET_KEY_PREVIOUS, first);
    assert.match(between.SECRET_KEY ?? '', /^[\w+/=]{44}$/);
    await start(between);
    follow(steps[1]);
    follow(steps[2]);
    const last = await env();
    assert.deepEqual([last.SECRET_KEY, last.SECRET_KEY_PREVIOUS, last.TRUST_PROXY], [between.SECRET_KEY, undefined, '1']);
    const after = await start(last);
    assert.equal(await opens(after, code()), 'ok');
    assert.equal(await opens(after, codes[0] ?? ''), 'ok');
    await rm(folder, { recursive: true });
  }));

test('everything that is sealed or digested with SECRET_KEY, and left in the records, has its kind in core/keys.ts', async () => {
  const uses = new Map<string, string[]>();
  for (const file of await readdir(join(root, 'core'), { recursive: true })) {
    if (!file.endsWith('.ts') || file.endsWith('secrets.ts')) continue;
    const source = await readFile(join(root, 'core', file), 'utf8');
    const found = [...source.matchAll(/secrets\.(seal|keyedDigest|sealedDigest)\(('[\w ]+')?/g)].map(([, by, label = '']) => `${by} ${label}`.trim());
    if (found.length > 0) uses.set(file, found);
  }
  // The human check is signed in the page, a known browser's cookie for that browser, and a sign-in elsewhere is sealed in one for minutes; none is kept here. The audit's chain stays under the
  // key that it was made with: made anew, it would prove nothing. A new line here needs its kind, and its line in docs/operate.md.
  assert.deepEqual(Object.fromEntries(uses), {
    'foundation/auditAnchor.ts': ["keyedDigest 'audit anchor'"],
    'foundation/auditChain.ts': ["keyedDigest 'audit record'", "keyedDigest 'audit link'"],
    'foundation/auditErasure.ts': ["keyedDigest 'audit erased'"],
    'foundation/codes.ts': ["keyedDigest 'code'"],
    'foundation/outbox/enqueue.ts': ['seal'],
    'identities/relyingParty.ts': ['seal'],
    'applications/signingKeys.ts': ['seal'],
    'passwords/humanCheck.ts': ["keyedDigest 'humanCheck'"],
    'signIn/devices.ts': ["keyedDigest 'device'"],
    'signIn/factorSecret.ts': ['seal'],
    'signIn/recoveryCodes.ts': ["sealedDigest 'recovery'"],
  });
});
