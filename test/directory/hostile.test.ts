import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { meet } from '../../core/foundation/people.ts';
import type { Directory } from '../../core/ports.ts';
import { ldapPortal } from '../fakes/ldapPortal.ts';
import { skipWithoutSlapd, tree } from '../fakes/slapd.ts';
import { freshRecords } from '../records.ts';
import { slapd } from './servers.ts';

const skip = skipWithoutSlapd();
let server: Awaited<ReturnType<typeof slapd>>;
let directory: Directory;
const told: string[] = [];

before(async () => {
  if (skip) return;
  server = await slapd();
  directory = server.open({}, told);
});
after(async () => {
  if (skip) return;
  await directory.close();
  await server.close();
});

/** What the directory answers, and what the operator was told meanwhile. */
async function finds(uid: string) {
  told.length = 0;
  const entry = await directory.find({ identifier: `${uid}@corp.example` });
  return { entry, told: [...told] };
}

test('DIR-8 what somebody has written into their own entry ends no connection, also where many are read', { skip }, async () => {
  await server.put('anoid', { familyName: 'Martin 1.3.6.1.4.1.1466.20036' });
  await server.put('abytes', { familyName: 'Martin $x\n\u0016' });
  const group = await server.group(
    'decide',
    ['anoid', 'abytes'].map((uid) => `uid=${uid},ou=people,${tree.base}`),
  );
  for (const uid of ['anoid', 'abytes']) assert.deepEqual([(await finds(uid)).entry?.email, told], [`${uid}@corp.example`, []]);
  assert.equal((await directory.membersOf(group)).length, 2);
});

test('DIR-9 an address that is several, or has a line of its own, is none: no mail follows it; the operator is told', { skip }, async () => {
  for (const [uid, email] of [
    ['atwo', 'atwo@corp.example, thief@elsewhere.example'],
    ['aline', 'aline@corp.example\nBcc: thief@elsewhere.example'],
    ['aname', 'Thief <thief@elsewhere.example>'],
  ] as const) {
    await server.put(uid, { email });
    told.length = 0;
    assert.equal(await directory.find({ identifier: email }), undefined, uid);
    assert.match(told.join(), new RegExp(`uid=${uid},.*no single address`));
  }
});

test('DIR-9 names of the directory are kept on one line, without what nobody sees, and no longer than a name', { skip }, async () => {
  await server.put('aname2', { givenName: 'Ali\u0000ce\u202e\nA', familyName: 'M'.repeat(5_000) });
  const { entry } = await finds('aname2');
  assert.deepEqual([entry?.givenName, entry?.familyName], ['Alice A', 'M'.repeat(100)]);
});

test('DIR-2 an account that was deleted and made again with the same name is another one: nothing of the old one opens it', { skip }, async () => {
  const name = await server.put('again');
  const { entry: old } = await finds('again');
  assert.ok(old);
  await server.admin((client) => client.del(name));
  await server.put('again');
  const { entry } = await finds('again');
  assert.notEqual(entry?.id, old.id);
  assert.equal(await directory.find({ id: old.id }), undefined);
  const set = await directory.setPassword(old, 'Phare-de-la-Pointe-9');
  assert.deepEqual(set.ok ? 'set' : set.refusals[0].key, 'link.unknown');
  assert.equal((await directory.verify(old, 'Phare-de-la-Pointe-7')).ok, false);
});

test('ALL-9 an operator ends the ties of an account of a directory by the name that it has now, and never those of who had that name before', {
  skip,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
  const { url, drop } = await freshRecords();
  const db = await openDatabase(url);
  t.after(async () => {
    await db.destroy();
    await drop();
    await rm(folder, { recursive: true });
  });
  await migrate(db);
  await writeFile(join(folder, 'staff.yaml'), ldapPortal('staff', { url: server.real.url, ca: server.authority.ca }));
  const untie = (identifier: string) => {
    const program = join(import.meta.dirname, '../../bot/commands/accountsUntie.ts');
    const env = { ...process.env, DATABASE_URL: url, PORTALS_DIR: folder };
    return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, 'staff', identifier], { env, encoding: 'utf8' });
  };
  /** An account that was last seen by a name, with a tie. */
  const seen = async (directoryId: string, identifier: string) => {
    const who = { channel: 'msteams', tenant: 't', locale: 'fr', address: {} } as const;
    const person = await meet(db, () => 1, { ...who, objectId: directoryId, name: 'Somebody', email: identifier });
    const names = { identifier, identifierKey: identifier, email: identifier, emailKey: identifier, givenName: '', familyName: '', phone: null, entity: null };
    await db
      .insertInto('account')
      .values({ id: directoryId, portal: 'staff', directoryId, ...names, emailSince: null, sessionsFrom: 0, createdAt: 1, updatedAt: 1 })
      .execute();
    await db.insertInto('binding').values({ id: directoryId, person, accountId: directoryId, portal: 'staff', createdAt: 1, endedAt: null }).execute();
  };
  const live = async () =>
    (await db.selectFrom('binding').select('accountId').where('endedAt', 'is', null).orderBy('accountId').execute()).map(({ accountId }) => accountId);
  await server.put('named');
  const { entry } = await finds('named');
  assert.ok(entry);
  await seen(entry.id, 'before@corp.example');
  await seen('another', 'named@corp.example');
  const done = untie('named@corp.example');
  assert.deepEqual([done.status, await live()], [0, ['another']], done.stderr);
  const mail = JSON.parse((await db.selectFrom('outbox').select('payload').where('kind', '=', 'mail').executeTakeFirstOrThrow()).payload);
  assert.equal(mail.to, 'named@corp.example', 'the owner is told at the address of now');
  await server.admin((client) => client.del(`uid=named,ou=people,${tree.base}`));
  const gone = untie('named@corp.example');
  assert.deepEqual([gone.status, await live()], [0, []], 'one that the directory has no more is found by the name that it was last seen with');
  assert.match(gone.stderr, /names nobody/);
});
