import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Colleague, claire } from '../../bot/dev/playground.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import type { Core } from '../../core/index.ts';
import { shippedPortals } from '../../core/portal/load.ts';
import { begins } from '../reviewing.ts';
import { beginning } from '../support.ts';

/** Who decides at the second stage, in Claire's place, and asks for newcomers. */
export const julie: Colleague = { givenName: 'Julie', surname: 'Simon', email: 'julie.simon@corp.example', objectId: '34343434-3434-4434-8434-343434343434' };

/** Who arrives, in each language. */
export const newcomer = {
  fr: { givenName: 'Paul', familyName: 'Durand', email: 'paul.durand@corp.example' },
  en: { givenName: 'Anna', familyName: 'Berg', email: 'anna.berg@corp.example' },
} as const;

const groups = `groups:
  - id: workplace
    name: { fr: Poste de travail, en: Workplace }
    approvers: [${claire.email}]
  - id: applications
    name: { fr: Applications métier, en: Business applications }
    approvers: [${claire.email}]
    incompatible: [{ group: network, approvers: [${julie.email}] }]
  - id: network
    name: { fr: Réseau et accès distants, en: Network and remote access }
    stages:
      - { name: { fr: Responsable, en: Manager }, approvers: [${claire.email}] }
      - { name: { fr: Sécurité, en: Security }, approvers: [${julie.email}] }
    longest: 90d
    sensitive: true
    review: { reviewers: [${claire.email}] }
  - id: sensitive-data
    name: { fr: Données sensibles, en: Sensitive data }
    approvers: [nadia.benali@example.org]
    incompatible:
      - { group: network, reason: { fr: Qui gère le réseau ne lit pas ces données., en: Whoever runs the network does not read these data. } }
forOthers: { askers: [${julie.email}] }
packs:
  - id: accounting
    name: { fr: Arrivée comptabilité, en: Accounting arrival }
    words: [comptabilité, accounting]
    groups: [workplace, sensitive-data]
`;

/** A folder of profiles: InvGate, open already, with access that is governed in each of the ways. */
export async function governed() {
  const path = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
  const invgate = await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8');
  await writeFile(join(path, 'invgate.yaml'), invgate.replace(/^opensOn:.*\nuntil:\n.*\n.*\n/m, '').replace(/^groups:\n(?:.*\n)*/m, groups));
  return {
    path,
    remove: () => rm(path, { recursive: true }),
    /** The account of who arrives is made. */
    async arrives(db: Database, locale: 'fr' | 'en'): Promise<void> {
      const { givenName, familyName, email } = newcomer[locale];
      const csv = `identifier,email,givenName,familyName,phone,entity\n${email},${email},${givenName},${familyName},,siege`;
      assert.deepEqual((await importAccounts(db, 'invgate', csv, beginning)).refused, []);
    },
  };
}

/** Begins the review of the network, as the command does. */
export async function beginsReview({ db, core, worker }: { db: Database; core: Core; worker: { wake(): void } }): Promise<void> {
  await begins({ db, core, now: () => beginning });
  worker.wake();
}

/** What is said in this story, and what the profile calls things. */
export const sayings = {
  fr: {
    hello: 'bonjour',
    until: 'accès réseau jusqu’au 15 décembre',
    day: '15 décembre 2026',
    enroll: 'Inscription aux catalogues',
    start: 'Démarrer la demande (Start Request)',
    address: 'Adresse e-mail professionnelle complète',
    network: 'Réseau et accès distants',
    applications: 'Applications métier',
    data: 'Données sensibles',
    workplace: 'Poste de travail',
    reason: 'Qui gère le réseau ne lit pas ces données.',
    toDecide: 'demandes à décider',
    away: 'je pars en congé jusqu’au 30 novembre, Julie décide pour moi',
    back: 'je suis de retour',
    applicationsPlease: 'm’inscrire aux applications métier',
    further: 'un approbateur de plus devra donner son accord',
    standsIn: 'Vous décidez pour Claire Fontaine, en son absence, jusqu’au 30 novembre 2026.',
    extend: 'prolonge mon accès jusqu’à fin janvier',
    noLonger: 'je n’ai plus besoin des applications métier',
    arrival: 'prépare l’arrivée de Paul Durand à la comptabilité lundi',
  },
  en: {
    hello: 'hello',
    until: 'network access until 15 December',
    day: '15 December 2026',
    enroll: 'Group enrollment (inscription)',
    start: 'Start Request',
    address: 'Full professional e-mail',
    network: 'Network and remote access',
    applications: 'Business applications',
    data: 'Sensitive data',
    workplace: 'Workplace',
    reason: 'Whoever runs the network does not read these data.',
    toDecide: 'requests to decide',
    away: 'I’m away until 30 November, Julie decides for me',
    back: 'I’m back',
    applicationsPlease: 'I need the business applications',
    further: 'one more approver has to agree',
    standsIn: 'You decide for Claire Fontaine, who is away, until 30 November 2026.',
    extend: 'extend my access until the end of January',
    noLonger: 'I no longer need the business applications',
    arrival: 'prepare Anna Berg’s arrival in accounting on Monday',
  },
} as const;
