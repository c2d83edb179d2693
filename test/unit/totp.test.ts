import assert from 'node:assert/strict';
import { test } from 'node:test';
import { second } from '../../core/foundation/clock.ts';
import { readFactorCode } from '../../core/signIn/factorCodes.ts';
import { newTotpSecret, totpAddress, totpStep } from '../../core/signIn/totp.ts';

/** «12345678901234567890», the secret of RFC 6238's examples, in base 32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

// RFC 6238, appendix B: its codes have eight digits, ours their last six.
for (const [at, digits] of [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const)
  test(`OU-11 the code of RFC 6238 at ${at} s, one step before and one after; not two`, () => {
    const step = Math.floor(at / 30);
    for (const drift of [-30, 0, 30]) assert.equal(totpStep(secret, digits, (at + drift) * second), step);
    for (const drift of [-60, 60]) assert.equal(totpStep(secret, digits, (at + drift) * second), undefined);
  });

test('OU-11 a secret has 160 bits, and its address names the portal and the account', () => {
  const made = newTotpSecret();
  assert.match(made, /^[A-Z2-7]{32}$/);
  assert.notEqual(newTotpSecret(), made);
  const address = new URL(totpAddress(made, { issuer: 'OUTSCALE Marketplace', label: 'alice@corp.example' }));
  assert.equal(decodeURIComponent(address.pathname), '/OUTSCALE Marketplace:alice@corp.example');
  assert.deepEqual(Object.fromEntries(address.searchParams), {
    issuer: 'OUTSCALE Marketplace',
    secret: made,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});

for (const [typed, read] of [
  ['123456', { kind: 'app', code: '123456' }],
  [' 123 456 ', { kind: 'app', code: '123456' }],
  ['１２３４５６', { kind: 'app', code: '123456' }],
  ['abcd-1234-efgh', { kind: 'recovery', code: 'ABCD1234EFGH' }],
  ['OIL0 1234 EFGH', { kind: 'recovery', code: '01101234EFGH' }],
  ['12345', undefined],
  ['1234567', undefined],
  ['ABCD-1234-EFGU', undefined],
  ['', undefined],
] as const)
  test(`OU-11 «${typed}» is read as ${read?.kind ?? 'nothing'}`, () => assert.deepEqual(readFactorCode(typed), read));
