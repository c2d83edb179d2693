import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meets, type Rule, rulesOf, strength } from '../../core/foundation/passwordRules.ts';

const invgate = { minLength: 8, upper: 1, lower: 1, letters: 4, digits: 2, special: 2 };
const octopus = { minLength: 4, upper: 0, lower: 0, letters: 1, digits: 1, special: 0 };

test('IN-6 OC-4 only the rules that a policy has are shown, the length first', () => {
  assert.deepEqual(
    rulesOf(invgate).map(({ id, count }) => `${id} ${count}`),
    ['minLength 8', 'upper 1', 'lower 1', 'letters 4', 'digits 2', 'special 2'],
  );
  assert.deepEqual(
    rulesOf(octopus).map(({ id }) => id),
    ['minLength', 'letters', 'digits'],
  );
});

for (const [id, count, password, met] of [
  ['minLength', 4, 'abcd', true],
  ['minLength', 4, 'abc', false],
  // One code point each, though two UTF-16 units: an emoji is not worth two characters.
  ['minLength', 4, '🐙🐙', false],
  ['minLength', 4, '🐙🐙🐙🐙', true],
  // NFKC: «é» counts once however it was typed.
  ['minLength', 2, 'e\u0301', false],
  ['upper', 1, 'É', true],
  ['upper', 1, 'é', false],
  ['lower', 1, 'ß', true],
  ['lower', 1, '1A!', false],
  ['letters', 4, '密码密码', true],
  ['letters', 1, '12#', false],
  ['digits', 2, '٣٤', true],
  ['digits', 2, '４２', true],
  ['digits', 1, 'Ⅳ', false],
  ['special', 2, '!€', true],
  ['special', 1, ' \t\u00a0', false],
  ['special', 1, 'aé9', false],
  ['special', 1, '\u200b\u0007', false],
  ['special', 1, '_', true],
] as const satisfies readonly (readonly [Rule['id'], number, string, boolean])[]) {
  test(`IN-6 ${JSON.stringify(password)} ${met ? 'has' : 'has not'} ${count} ${id}`, () => {
    assert.equal(meets({ id, count }, password), met);
  });
}

for (const [least, most, passwords] of [
  [0, 0, ['', 'abc1', 'aaaaaaaaaaaaaaaa', 'azertyuiop', '12041985', 'abcabcabcabc', '1234567890']],
  [0, 1, ['password', 'Bonjour123', 'Bonjour2024!', 'motdepasse1', 'qwertyuiop[]asdf']],
  [2, 3, ['xk7Qp!m2', 'xk7Qp!m2Rz#9', 'k3x9fw2mq8vt']],
  [4, 4, ['le chat boit du thé vert', 'correct horse battery staple']],
] as const) {
  for (const password of passwords) {
    test(`OC-4 the meter says ${least === most ? least : `${least} or ${most}`} of 4 for «${password}»`, () => {
      const shown = strength(password);
      assert.ok(shown >= least && shown <= most, `it says ${shown}`);
    });
  }
}

test('OC-4 the meter does not stall on a pasted megabyte', () => {
  const before = performance.now();
  strength('ab1!'.repeat(250_000));
  strength(Array.from({ length: 150_000 }, (_, n) => n).join('-'));
  assert.ok(performance.now() - before < 500);
});
