import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { atMost } from '../../core/foundation/atMost.ts';
import { hashPassword, needsRehash, verifyNothing, verifyPassword } from '../../core/foundation/passwordHash.ts';
import { isCommon } from '../../core/passwords/blocklist.ts';
import { checkPassword } from '../../core/passwords/policy.ts';

const invgate = { minLength: 8, upper: 1, lower: 1, letters: 4, digits: 2, special: 2 };
const octopus = { minLength: 4, upper: 0, lower: 0, letters: 1, digits: 1, special: 0 };
const long = { minLength: 12, upper: 0, lower: 0, letters: 0, digits: 0, special: 0 };
const anne = { names: ['Anne-Hélène', 'Lefèvre', 'ah.lefevre@exemple.example.org', 'octopus', 'Octopus'] };

const said = (password: string, policy: typeof octopus, repeat = password) =>
  checkPassword(password, repeat, policy, anne).map(({ key, field }) => `${field} ${key}`);

for (const [title, policy, password, refusals] of [
  ['IN-6 what meets every rule', invgate, 'Tuile47?!roc', []],
  ['IN-6 too short', invgate, 'Tu47?!r', ['password password.minLength', 'password password.letters']],
  ['IN-6 no capital', invgate, 'tuile47?!roc', ['password password.upper']],
  ['IN-6 no small letter', invgate, 'TUILE47?!ROC', ['password password.lower']],
  ['IN-6 one special', invgate, 'Tuile47?roc', ['password password.special']],
  ['IN-6 three letters', invgate, 'Tui47?!9', ['password password.letters']],
  ['IN-6 one digit', invgate, 'Tuile4?!roc', ['password password.digits']],
  ['OC-4 four characters, a digit and a letter', octopus, 'zk7q', []],
  ['OC-4 no digit', octopus, 'zkqw', ['password password.digits']],
  ['OC-4 no letter', octopus, '8274', ['password password.letters']],
  ['OC-4 among the commonest', octopus, 'abc123', ['password password.common']],
  ['OC-4 among the commonest, in capitals', octopus, 'ABC123', ['password password.common']],
  ['OC-4 among the commonest, in full width', octopus, 'ａｂｃ１２３', ['password password.common']],
  ['OC-4 a common one with a few signs', octopus, 'Sunshine42!', ['password password.common']],
  ['ALL-1 one character over and over', long, '§§§§§§§§§§§§', ['password password.common']],
  ['ALL-1 one’s own name and a year', octopus, 'Lefevre1984', ['password password.personal']],
  ['ALL-1 one’s own name, disguised', octopus, 'L3fèvr384', ['password password.personal']],
  ['ALL-1 first name and name', long, 'helene.LEFÈVRE!', ['password password.personal']],
  ['ALL-1 the portal', octopus, 'Octopus#2027', ['password password.personal']],
  ['ALL-1 the address', long, 'lefevre@exemple.org', ['password password.personal']],
  ['ALL-1 a name inside a sentence is no harm', long, 'Lefèvre mange des prunes', []],
  ['ALL-1 any Unicode', long, '密码很长而且没有人知道它是什么', []],
  ['ALL-1 256 characters', long, `${'né pas '.repeat(36)}fin!`, []],
  ['ALL-1 257 characters', long, `${'né pas '.repeat(36)}fin!!`, ['password password.maxLength']],
  ['ALL-1 a megabyte', long, 'x'.repeat(1_000_000), ['password password.maxLength']],
] as const) {
  test(`${title}: ${refusals.length === 0 ? 'accepted' : refusals.join(', ')}`, () => {
    assert.deepEqual(said(password, policy), refusals);
  });
}

test('ALL-1 a password of megabytes costs nothing', () => {
  const huge = 'e\u0301'.repeat(5_000_000);
  const before = performance.now();
  said(huge, invgate);
  assert.ok(performance.now() - before < 50);
});

test('the blocklist itself looks through case and width', () => {
  assert.ok(isCommon('ＰＡＳＳＷＯＲＤ'));
  assert.ok(!isCommon('zk7q'));
});

test('ALL-1 the password is typed twice: another one the second time is said at the second field', () => {
  assert.deepEqual(said('Tuile47?!roc', invgate, 'Tuile47?!rock'), ['repeat password.repeat']);
});

test('ALL-1 the same password typed on two keyboards is the same', () => {
  assert.deepEqual(said('caf\u00e9 au lait 7', long, 'cafe\u0301 au lait 7'), []);
});

test('ALL-1 an account without a name can still choose a password', () => {
  assert.deepEqual(checkPassword('zk7q', 'zk7q', octopus, { names: ['', '12', 'ab'] }), []);
});

test('a password is kept as argon2id at OWASP’s parameters, salted, and found again however it was typed', async () => {
  const [one, other] = await Promise.all([hashPassword('caf\u00e9 47'), hashPassword('caf\u00e9 47')]);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.notEqual(one, other);
  assert.equal(await verifyPassword('cafe\u0301 47', one), true);
  assert.equal(await verifyPassword('cafe 47', one), false);
});

test('a hash made with weaker parameters is understood, and marked for renewal', async () => {
  const weak = weakHash('bonjour');
  assert.equal(await verifyPassword('bonjour', weak), true);
  assert.equal(await verifyPassword('bonsoir', weak), false);
  assert.equal(needsRehash(weak), true);
  assert.equal(needsRehash(await hashPassword('bonjour')), false);
});

function weakHash(password: string): string {
  const salt = Buffer.from('somesaltsomesalt');
  const tag = argon2Sync('argon2id', { message: password, nonce: salt, memory: 64, passes: 2, parallelism: 1, tagLength: 16 });
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=64,t=2,p=1$${text(salt)}$${text(tag)}`;
}

test('a stored value that is no hash is a fault, and the fault does not repeat it', async () => {
  await assert.rejects(verifyPassword('x', 'hunter2'), (fault: Error) => !fault.message.includes('hunter2') && fault.message.includes('PHC'));
});

test('ALL-4 an unknown account costs as much as a known one, and never opens', async () => {
  const stored = await hashPassword('Tuile47?!roc');
  const time = async (action: () => Promise<boolean>) => {
    const before = performance.now();
    assert.equal(await action(), false);
    return performance.now() - before;
  };
  // By turns, so that what else the machine does befalls both; the quickest of each.
  let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 15; round += 1) {
    known = Math.min(known, await time(() => verifyPassword('other', stored)));
    unknown = Math.min(unknown, await time(() => verifyNothing('other')));
  }
  assert.ok(unknown / known > 0.5 && unknown / known < 2, `${unknown} ms against ${known} ms`);
});

test('only a given number of actions run at once, in order, and a failing one frees its place', async () => {
  const gate = atMost(2);
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const actions = [1, 2, 3, 4, 5, 6].map((n) =>
    gate(async () => {
      begun.push(n);
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      if (n === 2) throw new Error('refused');
      return n;
    }),
  );
  const outcomes = await Promise.allSettled(actions);
  assert.equal(most, 2);
  assert.deepEqual(begun, [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
  );
});
