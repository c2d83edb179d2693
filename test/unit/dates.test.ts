import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEndIn, untilIn } from '../../core/conversation/given/fromUntil.ts';

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
  // Feasts, as they are called; of one that is over, the next.
  ['jusqu’à Noël', '2026-12-25'],
  ['accès réseau jusqu’à la veille de Noël', '2026-12-24'],
  ['jusqu’au Nouvel An', '2027-01-01'],
  ['jusqu’à la Saint-Sylvestre inclus', '2026-12-31'],
  ['jusqu’à Pâques', '2027-03-28'],
  ['jusqu’au lundi de Pâques 2028', '2028-04-17'],
  ['jusqu’à l’Ascension', '2027-05-06'],
  ['jusqu’à la Toussaint', '2027-11-01'],
  ['jusqu’au 14 juillet', '2027-07-14'],
  ['until Christmas', '2026-12-25'],
  ['until Christmas next year', '2027-12-25'],
  ['until the day after Christmas', '2026-12-26'],
  ['until New Year’s Eve', '2026-12-31'],
  ['until New Year', '2027-01-01'],
  ['until Easter Monday', '2027-03-29'],
  ['until Good Friday please', '2027-03-26'],
  // How long, without a word that announces it, and what is whole.
  ['accès réseau 3 jours', '2026-12-01'],
  ['le réseau trois semaines svp', '2026-12-19'],
  ['juste 3 jours d’accès au réseau', '2026-12-01'],
  ['accès réseau, un mois et demi', '2027-01-12'],
  ['accès réseau pour la journée', '2026-11-28'],
  ['accès réseau pour le mois de décembre', '2026-12-31'],
  ['accès réseau à partir de lundi pendant 3 jours', '2026-12-02'],
  ['accès réseau qui se termine le 31 mars', '2027-03-31'],
  ['jusqu’au 15 du mois prochain', '2026-12-15'],
  ['jusque fin janvier', '2027-01-31'],
  ['jusqu’au premier février', '2027-02-01'],
  ['network access 3 days', '2026-12-01'],
  ['network access, two weeks please', '2026-12-12'],
  ['network access for the rest of the week', '2026-11-29'],
  ['until the 15th of next month', '2026-12-15'],
  ['until year-end', '2026-12-31'],
  ['j’attends mon accès réseau depuis 3 jours', undefined],
  ['mon accès réseau a expiré il y a 3 jours', undefined],
  ['il me faut l’accès réseau sous 3 jours', undefined],
  ['le réseau tous les 3 mois', undefined],
  ['I have been waiting for network access for 3 days', undefined],
  ['I need network access within 3 days', undefined],
  ['my network access expired 3 days ago', undefined],
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

for (const [said, end] of [
  ['accès réseau jusqu’à la fin du trimestre', 'jusqu’à la fin du trimestre'],
  ['accès réseau jusqu’à la fin de l’été, pour l’audit', 'jusqu’à la fin de l’été'],
  ['accès réseau jusqu’à la fin de l’année scolaire', 'jusqu’à la fin de l’année scolaire'],
  ['accès réseau jusqu’aux vacances de Noël svp', 'jusqu’aux vacances de noël'],
  ['accès réseau jusqu’après les fêtes', 'jusqu’après les fêtes'],
  ['accès réseau jusqu’à la semaine prochaine', 'jusqu’à la semaine prochaine'],
  ['network access until the end of the quarter', 'until the end of the quarter'],
  ['network access until the Christmas break', 'until the christmas break'],
  ['network access until my contract ends, please', 'until my contract ends'],
  ['network access until next week', 'until next week'],
  ['network access until Q1', 'until q1'],
  // A day, a duration, or no end at all.
  ['accès réseau jusqu’à Noël', undefined],
  ['accès réseau 3 jours', undefined],
  ['jusqu’à quand ai-je le réseau ?', undefined],
  ['jusqu’à maintenant j’avais le réseau', undefined],
  ['jusqu’ici j’avais le réseau', undefined],
  ['network access for up to 5 users', undefined],
  ['until now I had the network', undefined],
] as const)
  test(`GOV-3 «${said}» ${end === undefined ? 'leaves no day to ask back' : `asks back which day «${end}» is`}`, () => {
    assert.equal(openEndIn(said, saturday), end);
    if (end !== undefined) assert.equal(untilIn(said, saturday), undefined);
  });

test('GOV-3 days are counted where the person is: it is tomorrow already in Nouméa', () => {
  const evening = Date.parse('2026-11-28T20:00:00Z');
  assert.equal(untilIn('jusqu’à demain', { now: evening, timeZone: 'Europe/Paris' }), '2026-11-29');
  assert.equal(untilIn('jusqu’à demain', { now: evening, timeZone: 'Pacific/Noumea' }), '2026-11-30');
});
