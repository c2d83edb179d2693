import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportPerson, resolveSubject } from '../../core/privacy/index.ts';
import { everything } from '../everything.ts';
import { alice } from '../fakes/connector.ts';
import { lives } from '../living.ts';
import { freshRecords } from '../records.ts';
import { type Guichet, guichet, withGuichet } from '../support.ts';

const subjectOf = async (its: Guichet, typed: string) => {
  const whom = await resolveSubject(its.db, typed);
  assert.ok(!('ambiguous' in whom));
  return whom;
};

test('OPS-5 what is exported is every row that names somebody, from all tables, and no secret', () =>
  withGuichet({}, async (its) => {
    await lives(its);
    const whom = await subjectOf(its, 'Alice.Martin@corp.example');
    const { held } = await exportPerson(its.db, whom);
    const given = JSON.stringify(held);
    const { accounts, persons } = whom.subject;
    assert.deepEqual([accounts.length, persons.length], [3, 1]);
    for (const { table, row } of await everything(its.db)) {
      // The approver's own chat shows who asks, and ends by itself.
      if (table === 'keyv' && row.includes('a:Claire')) continue;
      const names = [alice.email, ...accounts, ...persons, alice.aadObjectId].some((text) => row.toLowerCase().includes(text));
      const id = /"(?:id|key|reference)":("[^"]+"|\d+)/.exec(row)?.[1];
      if (names) assert.ok(id === undefined || given.includes(id), `${table}: ${row}`);
    }
    assert.deepEqual(
      Object.keys(held).sort(),
      [
        ...['account', 'accountWord', 'audit', 'binding', 'code', 'credential', 'enrollment', 'feedback', 'keyv', 'link', 'outbox', 'person', 'rateLimit'],
        ...['request', 'supportCase'],
      ].sort(),
    );
    assert.match(given, /pour mon poste/);
    assert.match(given, /je suis perdue/);
    assert.doesNotMatch(given, /\$argon2id|bruno\.leroy|fatou/);
    for (const secret of ['link', 'code'].flatMap((table) => held[table] ?? [])) assert.equal(secret.digest, '(kept, and given to nobody)');
    assert.equal(held.person?.[0]?.seenAt, new Date(its.now()).toISOString());
  }));

test('OPS-5 somebody is named by address, by the id of a person or account, or by an identifier; who may be several is asked', () =>
  withGuichet({}, async (its) => {
    const { db, chat } = its;
    await chat.says('bonjour');
    const all = await subjectOf(its, alice.email);
    const [person] = all.subject.persons;
    for (const typed of ['amartin', ' <alice.martin@corp.example>', person ?? '', alice.aadObjectId, all.subject.accounts[0] ?? ''])
      assert.deepEqual((await subjectOf(its, typed)).subject.accounts.toSorted(), all.subject.accounts.toSorted(), typed);
    await db.updateTable('account').set({ identifier: 'amartin', identifierKey: 'amartin' }).where('portal', '=', 'extranet').execute();
    const several = await resolveSubject(db, 'amartin');
    assert.ok('ambiguous' in several && several.ambiguous.length === 2);
    // Somebody with a longer address is somebody else.
    await db
      .updateTable('account')
      .set({ email: 'x.alice.martin@corp.example', emailKey: 'x.alice.martin@corp.example' })
      .where('portal', '=', 'extranet')
      .execute();
    const { held } = await exportPerson(db, await subjectOf(its, alice.email));
    assert.doesNotMatch(JSON.stringify(held), /x\.alice/);
  }));

test('OPS-5 npm run person -- export prints it as JSON, leaves a record of who took it, and says whom it does not know', async () => {
  const { url, drop } = await freshRecords();
  const its = await guichet({ database: url });
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../../bot/commands/person.ts'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: url },
    });
  try {
    await its.chat.says('bonjour');
    const { stdout, status } = run('export', 'amartin', '--by', 'Sam');
    assert.equal(status, 0);
    const { addresses, held } = JSON.parse(stdout);
    assert.deepEqual(addresses, ['alice.martin@corp.example']);
    const taken = await its.db.selectFrom('audit').select(['actor', 'subject']).where('action', '=', 'person.exported').execute();
    const octopus = held.account.find(({ portal }: { portal: string }) => portal === 'octopus');
    assert.deepEqual([taken.length, taken[0]?.actor, taken[0]?.subject], [1, 'operator:Sam', `account:${octopus.id}`]);
    for (const [args, says] of [
      [['export', 'nobody@example.org'], /Nothing is held of nobody@example\.org/],
      [['export'], /npm run person/],
      [['give', 'amartin'], /npm run person/],
    ] as const) {
      const failed = run(...args);
      assert.equal(failed.status, 1);
      assert.match(failed.stderr, says);
      assert.doesNotMatch(failed.stderr, /^\s+at /m);
    }
  } finally {
    await its.close();
    await drop();
  }
});
