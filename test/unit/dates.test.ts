import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilIn } from '../../core/conversation/given/fromUntil.ts';

const saturday = { now: Date.parse('2026-11-28T10:00:00Z'), timeZone: 'Europe/Paris' };

for (const [said, day] of [
  ['accès réseau jusqu’au 15 décembre', '2026-12-15'],
  ["jusqu'au 15", '2026-12-15'],
  ["jusqu'au 28 novembre inclus", '2026-11-28'],
  ["jusqu'au 1er mars 2027, pour l’audit", '2027-03-01'],
  ["jusqu'au 15/12", '2026-12-15'],
  ["jusqu'au 15/12/2027", '2027-12-15'],
  ['jusqu’au 2027-03-31', '2027-03-31'],
  ['prolonge mon accès jusqu’à fin janvier', '2027-01-31'],
  ['jusqu’à la fin du mois', '2026-11-30'],
  ['jusqu’à la fin du mois prochain', '2026-12-31'],
  ['jusqu’à fin 2027', '2027-12-31'],
  ['jusqu’à mi-janvier', '2027-01-15'],
  ['jusqu’en mars', '2027-03-31'],
  ['jusqu’à vendredi', '2026-12-04'],
  ['jusqu’à demain', '2026-11-29'],
  ['pendant 3 mois', '2027-02-28'],
  ['pour 2 semaines', '2026-12-12'],
  ['d’ici 3 semaines', '2026-12-19'],
  ['jusqu’au 29 février 2028', '2028-02-29'],
  // No such day, or none for certain: it is asked for.
  ['jusqu’au 29 février', undefined],
  ['jusqu’au 31 avril', undefined],
  ['jusqu’à ce que je parte', undefined],
  ['jusqu’au bout', undefined],
  ['pour remplacer Paul', undefined],
  ['pour 3 personnes', undefined],
  ['accès au réseau', undefined],
  ['network access until 15 December', '2026-12-15'],
  ['until December 15th', '2026-12-15'],
  ['until the 15th please', '2026-12-15'],
  ['until the end of January', '2027-01-31'],
  ['until the end of next month', '2026-12-31'],
  ['until the end of 2027', '2027-12-31'],
  ['until mid-January', '2027-01-15'],
  ['until March', '2027-03-31'],
  ['until 3/4/2027', '2027-04-03'],
  ['extend my access until Friday', '2026-12-04'],
  ['for two weeks', '2026-12-12'],
  ['until February 29', undefined],
  ['until I leave', undefined],
  ['for my colleague', undefined],
] as const)
  test(`GOV-3 TALK-6 «${said}» is ${day ?? 'no day for certain'}`, () => assert.equal(untilIn(said, saturday), day));

test('GOV-3 days are counted where the person is: it is tomorrow already in Nouméa', () => {
  const evening = Date.parse('2026-11-28T20:00:00Z');
  assert.equal(untilIn('jusqu’à demain', { now: evening, timeZone: 'Europe/Paris' }), '2026-11-29');
  assert.equal(untilIn('jusqu’à demain', { now: evening, timeZone: 'Pacific/Noumea' }), '2026-11-30');
});
