import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSiret, printedSiret } from '../../core/foundation/siret.ts';

for (const [siret, what, verdict] of [
  ['73282932000074', 'a right one', 'ok'],
  ['732 829 320 00074', 'with spaces, as it is printed', 'ok'],
  ['732\u202f829\u00a0320-00074', 'with the spaces and dashes of a web page', 'ok'],
  ['11122233344455', 'a right sum over a SIREN that is none', 'siret.mistyped'],
  ['73282932000075', 'one digit wrong', 'siret.mistyped'],
  ['37282932000074', 'two digits in each other’s place', 'siret.mistyped'],
  ['7328293200007', '13 digits', 'siret.digits'],
  ['732829320000744', '15 digits', 'siret.digits'],
  ['73282932O00074', 'the letter O for a zero', 'siret.digits'],
  ['732829320', 'a SIREN', 'siret.digits'],
  ['', 'nothing', 'siret.digits'],
  ['00000000000000', 'zeros, which Luhn would take', 'siret.mistyped'],
  ['35600000000048', 'La Poste’s head office, which is Luhn’s', 'ok'],
  ['35600000049837', 'a post office: a plain sum that 5 divides', 'ok'],
  ['35600000049838', 'a post office mistyped', 'siret.mistyped'],
  ['81234567600003', 'somebody else’s number with a sum that 5 divides', 'siret.mistyped'],
] as const)
  test(`OU-4 OU-5 a SIRET: ${what}`, () => {
    const read = parseSiret(siret);
    assert.equal(read.ok ? 'ok' : read.refusals[0].key, verdict);
  });

test('OU-4 a SIRET is shown in groups', () => assert.equal(printedSiret('73282932000074'), '732 829 320 00074'));
