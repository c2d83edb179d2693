import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tx } from '../../core/foundation/database/schema.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { countKeys, lostIn, rekey } from '../../core/keys.ts';
import { sealFactorSecret } from '../../core/signIn/factorSecret.ts';
import { newRecoveryCodes, spendRecoveryCode } from '../../core/signIn/recoveryCodes.ts';
import { databaseUnderTest, openRecords } from '../records.ts';

const [old, current] = ['the key of last year', 'the key of this year'];
const accounts = Array.from({ length: 45 }, (_, n) => `account-${String(n).padStart(3, '0')}`);
const clock = () => 1_000;

async function withFactors(t: { after(close: () => Promise<void>): void }) {
  const { db, close } = await openRecords();
  t.after(close);
  const before = createSecrets(old);
  const codes = new Map<string, string[]>();
  await db.transaction().execute(async (tx: Tx) => {
    for (const accountId of accounts) {
      const secret = sealFactorSecret(before, accountId, { session: 's', secret: 'JBSWY3DPEHPK3PXP' });
      await tx.insertInto('secondFactor').values({ accountId, portal: 'outscale', secret, bound: 1, confirmedAt: 1, lastStep: null, createdAt: 1 }).execute();
      codes.set(accountId, await newRecoveryCodes(tx, before, accountId));
    }
  });
  return { db, codes };
}
const resealed = (counts: Awaited<ReturnType<typeof rekey>>) => Object.fromEntries(counts.map((count) => [count.name, count.resealed]));

test(`OU-11 ${databaseUnderTest}: secrets:rekey that is cut short goes on where it was, and every recovery code works under the new key alone`, async (t) => {
  const { db, codes } = await withFactors(t);
  const rotated = createSecrets(current, old);
  let left = 250;
  const dying = {
    ...rotated,
    reseal: (...sealed: Parameters<typeof rotated.reseal>) => {
      left -= 1;
      if (left === 0) throw new Error('killed');
      return rotated.reseal(...sealed);
    },
  };
  await assert.rejects(rekey({ db, secrets: dying, clock }), /killed/);
  // One batch is done, the other is not: nothing is between the two.
  const halfway = await countKeys({ db, secrets: rotated, clock });
  assert.deepEqual(
    halfway.map(({ name, under }) => [name, under.current, under.previous]),
    [
      ['second factors', 45, 0],
      ['recovery codes', 200, 250],
      ['unsent messages', 0, 0],
      ['mailed codes', 0, 0],
      ['signing keys', 0, 0],
    ],
  );
  const done = await rekey({ db, secrets: rotated, clock });
  assert.deepEqual(resealed(done), { 'second factors': 0, 'recovery codes': 250, 'unsent messages': 0, 'mailed codes': 0, 'signing keys': 0 });
  const after = createSecrets(current);
  assert.equal(lostIn(await countKeys({ db, secrets: after, clock })), '');
  for (const [accountId, [code = '']] of codes) {
    const typed = code.replaceAll('-', '');
    assert.equal(await db.transaction().execute((tx) => spendRecoveryCode(tx, after, accountId, typed, 1)), true, accountId);
    assert.equal(await db.transaction().execute((tx) => spendRecoveryCode(tx, after, accountId, typed, 1)), false);
  }
});

test(`${databaseUnderTest}: two that run secrets:rekey at once seal each row anew once`, async (t) => {
  const { db } = await withFactors(t);
  const secrets = createSecrets(current, old);
  const both = await Promise.all([rekey({ db, secrets, clock }), rekey({ db, secrets, clock })]);
  assert.equal(
    both.map(resealed).reduce((sum, counts) => sum + (counts['recovery codes'] ?? 0), 0),
    450,
  );
  assert.equal(lostIn(await countKeys({ db, secrets: createSecrets(current), clock })), '');
});

test(`${databaseUnderTest}: what is under a lost key is counted by kind`, async (t) => {
  const { db } = await withFactors(t);
  assert.equal(lostIn(await countKeys({ db, secrets: createSecrets('another key'), clock })), '45 second factors, 450 recovery codes');
});
