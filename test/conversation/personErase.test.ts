import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { sealAudit, verifyAudit } from '../../core/foundation/auditChain.ts';
import { day } from '../../core/foundation/clock.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { type Certificate, type ErasePlan, erasePerson, resolveSubject } from '../../core/privacy/index.ts';
import { claire } from '../enrolling.ts';
import { everything } from '../everything.ts';
import { alice } from '../fakes/connector.ts';
import { lives } from '../living.ts';
import { freshRecords } from '../records.ts';
import { type Guichet, guichet, withGuichet } from '../support.ts';

const secretsOf = (its: Guichet) => createSecrets(its.config.secretKey);

async function erases(its: Guichet, typed: string, own = false): Promise<ErasePlan | Certificate> {
  const whom = await resolveSubject(its.db, typed);
  assert.ok(!('ambiguous' in whom));
  return await erasePerson({ db: its.db, secrets: secretsOf(its) }, { subject: whom.subject, own, by: operatorNamed('dpo'), now: its.now() });
}

/** As above, where nothing is in the way. */
async function erased(its: Guichet, typed: string, own = false): Promise<Certificate> {
  const done = await erases(its, typed, own);
  assert.ok('head' in done, 'obstacles' in done ? done.obstacles.join('\n') : '');
  return done;
}

/** Claire approves what Alice asked for, and what was waiting is done. */
async function settles(its: Guichet): Promise<void> {
  const { hers } = await lives(its);
  await hers.presses('decide.approve');
  await its.mails();
  await its.mails();
}

/** The tables of the rows that name Alice. The claim of a turn has the conversation's id until just after its answer. */
async function naming(its: Guichet, texts: readonly string[]): Promise<string[]> {
  const rows = (await everything(its.db)).filter(({ row }) => texts.some((text) => row.toLowerCase().includes(text.toLowerCase())));
  return [...new Set(rows.map(({ table }) => table))].filter((table) => table !== 'turnClaim').sort();
}

test('OPS-5 nobody is erased while something of theirs is under way, and it is said what to do', () =>
  withGuichet({}, async (its) => {
    await lives(its);
    const before = await everything(its.db);
    const hers = await erases(its, alice.email);
    assert.ok('obstacles' in hers);
    assert.match(hers.obstacles.join('\n'), /Their request [\w-]+ at invgate waits for a decision: let it be decided or withdrawn\./);
    const approvers = await erases(its, claire.email);
    assert.ok('obstacles' in approvers);
    assert.match(approvers.obstacles.join('\n'), /waits for their decision/);
    const unsealed = ({ table }: { readonly table: string }) => table !== 'auditChain';
    assert.deepEqual((await everything(its.db)).filter(unsealed), before.filter(unsealed));
  }));

test('OPS-5 who is erased is named nowhere any more but by the accounts that are the portals’ own, and the audit verifies', () =>
  withGuichet({}, async (its) => {
    await settles(its);
    const whom = await resolveSubject(its.db, alice.email);
    assert.ok(!('ambiguous' in whom));
    const texts = [alice.email, 'Alice Martin', alice.aadObjectId, ...whom.subject.persons, ...whom.subject.accounts, 'je suis perdue', 'pour mon poste'];
    const done = await erased(its, alice.email);
    assert.deepEqual(await naming(its, texts), ['account', 'accountWord', 'credential', 'enrollment', 'membership']);
    assert.deepEqual(await naming(its, whom.subject.persons), []);
    assert.ok(done.records > 5, `${done.records} records`);
    assert.equal(done.deleted.person, 1);
    const { faults, erasures, head } = await verifyAudit(its.db, secretsOf(its));
    assert.deepEqual([faults, head], [[], done.head]);
    assert.deepEqual(erasures, [{ reference: done.pseudonym, by: 'operator:dpo', at: its.now(), records: done.records }]);
    // What was done is still told.
    const acts = await its.db.selectFrom('audit').select(['action', 'actor', 'subject']).where('action', '=', 'enroll.asked').execute();
    assert.deepEqual(
      acts.map((act) => ({ ...act })),
      [{ action: 'enroll.asked', actor: done.pseudonym, subject: `account:${done.pseudonym}` }],
    );
    // Done again, there is nothing left to do; and whoever comes back is met anew.
    const again = await erases(its, alice.email);
    assert.ok('obstacles' in again);
    await its.chat.says('bonjour');
    its.chat.hears(/Alice/);
  }));

test('OPS-5 with their accounts nothing at all is left of them', () =>
  withGuichet({}, async (its) => {
    await settles(its);
    const whom = await resolveSubject(its.db, 'amartin');
    assert.ok(!('ambiguous' in whom));
    const { deleted } = await erased(its, 'amartin', true);
    assert.deepEqual([deleted.account, deleted.membership, deleted.enrollment], [3, 1, 1]);
    assert.deepEqual(await naming(its, [alice.email, 'Alice', 'amartin', alice.aadObjectId, ...whom.subject.persons, ...whom.subject.accounts]), []);
    assert.deepEqual((await verifyAudit(its.db, secretsOf(its))).faults, []);
  }));

test('OPS-5 an approver who is erased leaves what they decided, without their name', () =>
  withGuichet({}, async (its) => {
    await settles(its);
    const done = await erased(its, claire.email);
    assert.deepEqual(await naming(its, [claire.email, 'Claire Fontaine', claire.aadObjectId]), []);
    const request = await its.db.selectFrom('enrollment').select(['status', 'decidedBy']).executeTakeFirst();
    assert.deepEqual({ ...request }, { status: 'approved', decidedBy: done.pseudonym });
  }));

test('OPS-4 a record that was altered after somebody was erased from it is found, and none that was altered before is erased from', () =>
  withGuichet({}, async (its) => {
    await settles(its);
    const done = await erased(its, alice.email);
    const secrets = secretsOf(its);
    const { id } = await its.db.selectFrom('audit').select('id').where('action', '=', 'enroll.asked').executeTakeFirstOrThrow();
    await its.db.updateTable('audit').set({ outcome: 'denied' }).where('id', '=', id).execute();
    assert.deepEqual((await verifyAudit(its.db, secrets)).faults, [{ what: 'changed', at: id }]);
    await its.db.updateTable('audit').set({ outcome: 'ok' }).where('id', '=', id).execute();
    // Somebody without the key says of a record that a person was erased from it.
    const other = await its.db.selectFrom('audit').select('id').where('action', '=', 'person.erased').executeTakeFirstOrThrow();
    const kept = await its.db.selectFrom('auditErasure').select('content').where('auditId', '=', id).executeTakeFirstOrThrow();
    await its.db.updateTable('audit').set({ outcome: 'denied' }).where('id', '=', other.id).execute();
    await its.db.insertInto('auditErasure').values({ auditId: other.id, reference: done.pseudonym, content: kept.content }).execute();
    assert.deepEqual((await verifyAudit(its.db, secrets)).faults, [{ what: 'changed', at: other.id }]);
    await its.chat.says('bonjour');
    await its.chat.says('mdp octopus oublié');
    await its.chat.presses('reset.send', { identifier: 'amartin' });
    await its.mails();
    await sealAudit(its.db, secrets);
    await its.db.updateTable('audit').set({ outcome: 'denied' }).where('action', '=', 'reset.asked').where('actor', 'not like', 'erased:%').execute();
    await assert.rejects(erases(its, alice.email), /Record \d+ of the audit is not as it was written/);
    assert.ok((await naming(its, [alice.email])).includes('person'), 'nothing was erased');
  }));

test('OPS-5 what somebody was erased from is swept like the rest', () =>
  withGuichet({}, async (its) => {
    await settles(its);
    await erased(its, alice.email, true);
    its.passes(500 * day);
    await its.worker.drain();
    await its.sweep();
    assert.equal((await its.db.selectFrom('auditErasure').selectAll().execute()).length, 0);
    assert.deepEqual((await verifyAudit(its.db, secretsOf(its))).faults, []);
  }));

test('OPS-5 npm run person -- erase shows what it would do, does it with --yes, prints a certificate, and then has nothing left to do', async () => {
  const { url, drop } = await freshRecords();
  const its = await guichet({ database: url });
  const command = (name: string, ...args: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, `../../bot/commands/${name}.ts`), ...args], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: url, SECRET_KEY: its.config.secretKey },
    });
  try {
    await its.chat.says('bonjour');
    const before = await everything(its.db);
    const shown = command('person', 'erase', alice.email);
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.stdout, /Would be deleted: 1 person/);
    assert.match(shown.stdout, /Stays: the account amartin at octopus: it is the portal’s/);
    assert.match(shown.stdout, /Nothing was changed/);
    assert.deepEqual(await everything(its.db), before);
    const done = command('person', 'erase', alice.email, '--yes', '--by', 'Anne Roy');
    assert.match(done.stdout, /^Certificate of erasure erased:\w{4}-\w{4}$/m);
    assert.match(done.stdout, /^Done on \S+ by operator:Anne Roy, in one transaction\.$/m);
    assert.match(command('person', 'erase', alice.email, '--yes').stdout, /Nothing is left to erase/);
    const { stdout } = command('audit', '--verify');
    assert.match(stdout, /^erased:\w{4}-\w{4}: somebody was erased from \d+ records by operator:Anne Roy on /m);
    assert.match(stdout, /None was altered, removed or put in\./);
    assert.match(command('person', 'erase', 'nobody@example.org').stderr, /Nothing is held of nobody@example\.org/);
    const profile = command('person', 'erase', claire.email);
    assert.match(profile.stderr + profile.stdout, /Nothing is held of|names them/);
  } finally {
    await its.close();
    await drop();
  }
});
