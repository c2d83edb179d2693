import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bareDurationIn, createGiven, createIntents, durationIn, laterBy } from '../../core/conversation/index.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { askers } from '../behalf.ts';

const folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
after(() => rm(folder, { recursive: true }));
const invgate = await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8');
await writeFile(join(folder, 'invgate.yaml'), `${invgate}${askers.replace('network, reporting/reports', 'network')}`);
const { portals } = await loadPortals([shippedPortals, folder], {});
const [intentOf, givenIn] = [createIntents(portals), createGiven(portals)];

/** Friday. */
const friday = { now: Date.parse('2026-11-20T08:00:00Z'), timeZone: 'Europe/Paris' };

/** What a sentence begins, and what it fills in: who decides from when until when, what until when, or whose arrival where and from when. */
function read(said: string, written = friday): string {
  const { procedure, aim } = intentOf(said);
  const { away, groups, until, forOther, pack, begins } = givenIn(said, written);
  const name = forOther?.name && [forOther.name.givenName, forOther.name.familyName];
  if (forOther) return ['for', ...(name ?? []), pack?.pack ?? groups.invgate, begins ?? until].filter(Boolean).join(' ');
  if (aim === 'away') return ['away', away?.from, away?.to, away?.delegate].filter(Boolean).join(' ');
  const lasts = aim === 'extend' ? (durationIn(said) ?? bareDurationIn(said)) : undefined;
  return [aim ?? procedure, groups.invgate, lasts ? `from its end ${laterBy('2026-12-15', lasts)}` : until].filter(Boolean).join(' ');
}

const table: Readonly<Record<string, readonly (readonly [said: string, is: string])[]>> = {
  'an absence, and who decides meanwhile': [
    ['je pars en congé de Noël au Nouvel An, Claire décide pour moi', 'away 2026-12-25 2027-01-01 Claire'],
    ['je suis absent à partir de demain jusqu’à Pâques, c’est Hugo Marchand qui tranche à ma place', 'away 2026-11-21 2027-03-28 Hugo Marchand'],
    ['en vacances du 21 décembre au 4 janvier inclus, Nadia prend mes validations', 'away 2026-12-21 2027-01-04 Nadia'],
    ['je m’absente mardi et mercredi, Claire Fontaine me remplace', 'away 2026-11-24 2026-11-25 Claire Fontaine'],
    ['absent toute la semaine prochaine, délègue mes décisions à Claire', 'away 2026-11-23 2026-11-29 Claire'],
    ['I’m on leave from Christmas Eve to New Year’s Day, Claire decides for me', 'away 2026-12-24 2027-01-01 Claire'],
    ['I’ll be out next Thursday and Friday, Hugo Marchand stands in for me', 'away 2026-11-26 2026-11-27 Hugo Marchand'],
    ['away until Easter, Nadia approves in my place', 'away 2026-11-20 2027-03-28 Nadia'],
    ['on holiday 21 December to 4 January, Claire covers for me', 'away 2026-12-21 2027-01-04 Claire'],
    ['delegate my approvals to Claire from Monday to Wednesday', 'away 2026-11-23 2026-11-25 Claire'],
    ['je pars en congé du 3 au 17, Claire décide pour moi', 'away 2026-12-03 2026-12-17 Claire'],
    ['je suis absent du 3 au 17 décembre, Samuel décide pour moi', 'away 2026-12-03 2026-12-17 Samuel'],
    ['je serai en vacances de lundi en huit à vendredi en quinze, Claire décide à ma place', 'away 2026-11-30 2026-12-11 Claire'],
    ['je suis absente à partir de lundi en huit pendant trois semaines, Nadia me remplace', 'away 2026-11-30 2026-12-20 Nadia'],
    ['je serai absent pendant trois semaines, Claire décide pour moi', 'away 2026-11-20 2026-12-10 Claire'],
    ['je serai absente de mercredi à vendredi, Nadia décide pour moi', 'away 2026-11-25 2026-11-27 Nadia'],
    ['je suis absent demain et après-demain, Claire Fontaine décide pour moi', 'away 2026-11-21 2026-11-22 Claire Fontaine'],
    ['en congé jusqu’au 29 février, Claire décide pour moi', 'away Claire'],
    ['du 28 décembre au 4 janvier je suis en congé, Hugo décide pour moi', 'away 2026-12-28 2027-01-04 Hugo'],
    ['congé maternité du 15 janvier au 30 avril, Claire prend le relais', 'away 2027-01-15 2027-04-30 Claire'],
    ['je suis en congé dès demain pour dix jours, Claire décide pour moi', 'away 2026-11-21 2026-11-30 Claire'],
    ['absent du 03/12 au 17/12, Claire décide pour moi', 'away 2026-12-03 2026-12-17 Claire'],
    ['je prends mes congés la semaine du 14 décembre, Hugo décide pour moi', 'away 2026-12-14 2026-12-20 Hugo'],
    ['je suis en vacances tout le mois d’août, Nadia valide pour moi', 'away 2027-08-01 2027-08-31 Nadia'],
    ['je suis absente tout lundi, Nadia valide pour moi', 'away 2026-11-23 2026-11-23 Nadia'],
    ['I’m away the whole of December, Claire decides for me', 'away 2026-12-01 2026-12-31 Claire'],
    ['I’m away the whole of next week, Claire decides for me', 'away 2026-11-23 2026-11-29 Claire'],
    ['I’m away from the 3rd through the 17th, Claire decides for me', 'away 2026-12-03 2026-12-17 Claire'],
    ['I’m away Dec 3rd through Dec 17th, Claire stands in for me', 'away 2026-12-03 2026-12-17 Claire'],
    ['out of office 3-17 December, Claire decides for me', 'away 2026-12-03 2026-12-17 Claire'],
    ['I will be out of office from Monday week for three weeks, Nadia covers for me', 'away 2026-11-30 2026-12-20 Nadia'],
    ['I’m away from Wednesday to Friday, Nadia decides for me', 'away 2026-11-25 2026-11-27 Nadia'],
    ['Claire takes over for me from December 3 to December 17', 'away 2026-12-03 2026-12-17 Claire'],
    ['I am away on December 24, Claire decides for me', 'away 2026-12-24 2026-12-24 Claire'],
  ],
  'an approver who is nudged': [
    ['relance Nadia, ma demande pour le réseau traîne', 'nudge network'],
    ['mon approbatrice ne répond pas, tu peux la relancer ?', 'nudge'],
    ['nobody answers my network request, chase them', 'nudge network'],
    ['relance mon approbateur', 'nudge'],
    ['relance Claire pour ma demande', 'nudge'],
    ['peux-tu relancer l’approbateur de ma demande réseau ?', 'nudge network'],
    ['remind my approver please', 'nudge'],
    ['chase whoever approves my network request', 'nudge network'],
  ],
  'what is no longer needed': [
    ['je n’ai plus besoin du réseau', 'giveBack network'],
    ['tu peux me retirer l’accès au réseau, je ne m’en sers plus', 'giveBack network'],
    ['le poste de travail ne me sert plus', 'giveBack workplace'],
    ['I don’t use the business applications anymore', 'giveBack applications'],
    ['I no longer need the network', 'giveBack network'],
    ['I’m done with the business applications, take my access away', 'giveBack applications'],
    ['please remove my own access to the network', 'giveBack network'],
    // Somebody else’s, or what is not wished for.
    ['remove Paul’s access to the network', 'removeUser network'],
    ['ne me retirez pas l’accès au réseau', 'none network'],
  ],
  'access that is to last longer': [
    ['mon accès réseau se termine vendredi, prolonge-le jusqu’à Pâques', 'extend network 2027-03-28'],
    ['my network access ends on Friday, extend it to the end of March', 'extend network 2027-03-31'],
    ['keep my network access for another month', 'extend network from its end 2027-01-15'],
    ['prolonge mon accès jusqu’à fin janvier', 'extend 2027-01-31'],
    ['prolonge mon accès réseau de trois semaines', 'extend network from its end 2027-01-05'],
    ['prolonger mon accès au réseau jusqu’au 29 février', 'extend network'],
    ['je voudrais garder mon accès réseau jusqu’à fin mars', 'extend network 2027-03-31'],
    ['prolonge mon accès réseau 3 semaines', 'extend network from its end 2027-01-05'],
    ['prolonge mon accès réseau jusqu’à Noël', 'extend network 2026-12-25'],
    ['garde mon accès réseau deux mois de plus', 'extend network from its end 2027-02-15'],
    ['extend my access until the end of January', 'extend 2027-01-31'],
    ['extend my network access by three weeks', 'extend network from its end 2027-01-05'],
    ['renew my access through 31 March', 'extend 2027-03-31'],
    ['can I keep network access until mid-February', 'extend network 2027-02-15'],
  ],
  'access until a day': [
    ['accès réseau 3 jours', 'enroll network 2026-11-23'],
    ['donne-moi le réseau une semaine', 'enroll network 2026-11-27'],
    ['accès réseau pour la journée', 'enroll network 2026-11-20'],
    ['accès réseau qui se termine le 31 mars', 'enroll network 2027-03-31'],
    ['network access 3 days', 'enroll network 2026-11-23'],
    ['give me network access, one week only', 'enroll network 2026-11-27'],
    ['network access ending 31 March', 'enroll network 2027-03-31'],
    ['I need the network until Boxing Day', 'enroll network 2026-12-26'],
    ['le réseau est en panne depuis une semaine', 'none network'],
    ['mon accès réseau dure 3 jours ?', 'myRequests network 2026-11-23'],
    ['accès réseau jusqu’au 15 décembre', 'enroll network 2026-12-15'],
    ['accès au réseau jusqu’à lundi en huit', 'enroll network 2026-11-30'],
    ['accès réseau jusqu’à mercredi en quinze', 'enroll network 2026-12-09'],
    ['accès réseau jusqu’à après-demain', 'enroll network 2026-11-22'],
    ['accès réseau jusqu’au 29 février', 'enroll network'],
    ['accès réseau jusqu’au 29 février 2028', 'enroll network 2028-02-29'],
    ['accès réseau pendant trois semaines', 'enroll network 2026-12-11'],
    ['j’ai besoin du réseau pour quinze jours', 'enroll network 2026-12-04'],
    ['je voudrais le réseau du 1er au 15 janvier', 'enroll network 2027-01-15'],
    ['network access until December 15', 'enroll network 2026-12-15'],
    ['network access until February 29, 2028', 'enroll network 2028-02-29'],
    ['network access until Monday week', 'enroll network 2026-11-30'],
    ['network access until the day after tomorrow', 'enroll network 2026-11-22'],
    ['network access for a fortnight', 'enroll network 2026-12-04'],
    ['I need the network from the 3rd through the 17th', 'enroll network 2026-12-17'],
    // How long is no day until which it is wanted.
    ['le réseau ne marche plus depuis trois jours', 'none network'],
  ],
  'an arrival': [
    ['prépare l’arrivée de Jean-Baptiste Le Goff à la comptabilité le 4 janvier', 'for Jean-Baptiste Le Goff accounting 2027-01-04'],
    ['Samira El Amrani rejoint la comptabilité lundi en huit, prépare ses accès', 'for Samira El Amrani accounting 2026-11-30'],
    ['demande le poste de travail pour Léa Petit jusqu’à Noël', 'for Léa Petit workplace 2026-12-25'],
    ['get Paul Durand ready for accounting, he starts on Monday week', 'for Paul Durand accounting 2026-11-30'],
    ['request the workplace for Lea Petit until the end of January', 'for Lea Petit workplace 2027-01-31'],
    ['prépare l’arrivée de Paul Durand à la comptabilité lundi', 'for Paul Durand accounting 2026-11-23'],
    ['prépare l’arrivée de Marie-Claude Le Goff à la comptabilité le 3 décembre', 'for Marie-Claude Le Goff accounting 2026-12-03'],
    ['Paul Durand arrive lundi en huit à la comptabilité, prépare ses accès', 'for Paul Durand accounting 2026-11-30'],
    ['prépare l’arrivée à la comptabilité de Paul Durand lundi prochain', 'for Paul Durand accounting 2026-11-23'],
    ['j’accueille Jean de La Tour en comptabilité lundi, prépare ses accès', 'for Jean de La Tour accounting 2026-11-23'],
    ['peux-tu préparer l’arrivée de notre nouvelle comptable Inès N’Diaye mardi ?', 'for Inès N’Diaye 2026-11-24'],
    ['prépare les accès de Paul Durand à la comptabilité pour lundi', 'for Paul Durand accounting 2026-11-23'],
    ['prepare Paul Durand’s arrival in accounting on Monday', 'for Paul Durand accounting 2026-11-23'],
    ['get everything ready for Siobhan O’Brien, who starts in accounting next Monday', 'for Siobhan O’Brien accounting 2026-11-23'],
    ['please set up Paul Durand in accounting, starting Monday week', 'for Paul Durand accounting 2026-11-30'],
    ['prepare the arrival of Anna Berg in accounting on December 1', 'for Anna Berg accounting 2026-12-01'],
    ['demande le réseau pour Léa Petit jusqu’au 15 décembre', 'for Léa Petit network 2026-12-15'],
  ],
};

for (const [kind, sentences] of Object.entries(table))
  test(`GOV-2 GOV-3 GOV-5 GOV-8 TALK-6 sentences say ${kind}, with names and days as people say them, in both languages`, () =>
    assert.deepEqual(
      sentences.map(([said]) => `${said} → ${read(said)}`),
      sentences.map(([said, is]) => `${said} → ${is}`),
    ));

test('GOV-2 GOV-3 days are counted where the person is: on the evening of Friday it is Saturday in Nouméa', () => {
  const evening = Date.parse('2026-11-20T20:00:00Z');
  for (const [timeZone, is] of [
    ['Europe/Paris', ['away 2026-11-21 2026-11-22 Claire', 'enroll network 2026-11-22', 'for Paul Durand accounting 2026-11-21']],
    ['Pacific/Noumea', ['away 2026-11-22 2026-11-23 Claire', 'enroll network 2026-11-23', 'for Paul Durand accounting 2026-11-22']],
  ] as const)
    assert.deepEqual(
      [
        'je suis absent demain et après-demain, Claire décide pour moi',
        'network access until the day after tomorrow',
        'prépare l’arrivée de Paul Durand à la comptabilité demain',
      ].map((said) => read(said, { now: evening, timeZone })),
      is,
    );
});
