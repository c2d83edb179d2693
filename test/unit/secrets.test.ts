import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSecrets, digest, newCode, newReference, newSecret } from '../../core/foundation/secrets.ts';

const [old, current] = ['the key of last year', 'the key of this year'];

test('sealing can be undone, and differs each time', () => {
  const { seal, unseal } = createSecrets(current);
  assert.equal(unseal(seal('naïve 🔑')), 'naïve 🔑');
  assert.notEqual(seal('x'), seal('x'));
});

test('a sealed text that was changed anywhere is refused', () => {
  const { seal, unseal } = createSecrets(current);
  const sealed = seal('secret');
  const dot = sealed.indexOf('.');
  const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => unseal(`${sealed.slice(0, dot)}.${changed.toString('base64url')}`));
  }
  assert.throws(() => unseal(sealed.slice(0, -3)));
  assert.throws(() => unseal(''), /SECRET_KEY_PREVIOUS/);
});

test('after a rotation, what the previous key made stays good, and new things are made with the new one', () => {
  const before = createSecrets(old);
  const rotated = createSecrets(current, old);
  const [sealed, code] = [before.seal('totp'), before.keyedDigest('code', '123456')];
  assert.equal(rotated.unseal(sealed), 'totp');
  assert.ok(rotated.matches('code', '123456', code));
  assert.equal(createSecrets(current).unseal(rotated.seal('new')), 'new');
  assert.ok(createSecrets(current).matches('code', '1', rotated.keyedDigest('code', '1')));

  const without = createSecrets(current);
  assert.throws(() => without.unseal(sealed), /SECRET_KEY_PREVIOUS/);
  assert.ok(!without.matches('code', '123456', code));
});

test('what is sealed for one place opens nowhere else, and cannot be sealed anew there', () => {
  const { seal, unseal, reseal } = createSecrets(current);
  const sealed = seal('totp', 'alice');
  assert.equal(unseal(sealed, 'alice'), 'totp');
  for (const elsewhere of ['bruno', '', 'alicebruno']) {
    assert.throws(() => unseal(sealed, elsewhere));
    assert.equal(reseal(sealed, elsewhere), undefined);
  }
  assert.throws(() => unseal(seal('totp'), 'alice'));
});

test('a sealed digest goes over to another key, and so does a digest of the previous version', () => {
  const [before, rotated, after] = [createSecrets(old), createSecrets(current, old), createSecrets(current)];
  const unnamed = before.keyedDigest('recovery', 'code').split('.')[1] ?? '';
  const adopted = rotated.adoptDigest(unnamed, 'alice');
  const moved = rotated.reseal(before.sealedDigest('recovery', 'code', 'alice'), 'alice') ?? '';
  for (const sealed of [adopted, moved]) {
    assert.ok(after.matchesSealed('recovery', 'code', sealed, 'alice'));
    for (const [label, text, about] of [
      ['recovery', 'other', 'alice'],
      ['other', 'code', 'alice'],
      ['recovery', 'code', 'bruno'],
    ] as const)
      assert.ok(!after.matchesSealed(label, text, sealed, about));
    assert.ok(!before.matchesSealed('recovery', 'code', sealed, 'alice'));
  }
});

test('what is kept says which key it is under', () => {
  const rotated = createSecrets(current, old);
  const sealed = [createSecrets(current), createSecrets(old), createSecrets('another')].map(({ seal }) => seal('x'));
  assert.deepEqual([...sealed, 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'].map(rotated.keyOf), ['current', 'previous', 'unknown', 'unnamed']);
  assert.equal(rotated.keyOf(rotated.keyedDigest('code', '1')), 'current');
});

test('a digest is good for its text and its use only', () => {
  const { keyedDigest, matches } = createSecrets(current);
  const made = keyedDigest('code', '123456');
  assert.ok(matches('code', '123456', made));
  assert.ok(!matches('code', '123457', made));
  assert.ok(!matches('csrf', '123456', made));
  assert.ok(!matches('code1', '23456', made));
  for (const wrong of ['', 'x', made.slice(1), `${made}AA`]) assert.ok(!matches('code', '123456', wrong));
});

test('secrets, codes and references have their shapes', () => {
  assert.match(newSecret(), /^[\w-]{43}$/);
  assert.equal(digest('abc'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  const codes = Array.from({ length: 2_000 }, newCode);
  assert.ok(codes.every((code) => /^\d{6}$/.test(code)));
  assert.ok(codes.some((code) => code.startsWith('0')));
  assert.match(newReference(), /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
});
