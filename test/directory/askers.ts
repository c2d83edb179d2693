import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { hour } from '../../core/foundation/clock.ts';
import { shippedPortals } from '../../core/portal/load.ts';
import { claire, colleague, hugo, meets, proves } from '../enrolling.ts';
import { salesWoman } from '../inviting.ts';
import { type Guichet, withGuichet } from '../support.ts';
import type { Server } from './servers.ts';
import { manages, regroup } from './teams.ts';

const nora = colleague('Nora', 'Chef');
const alice = 'alice.martin@corp.example';

/** Whom InvGate lets ask for others, its pack, and what does not go together with a group of a portal whose accounts are Guichet's own. */
const more = `
forOthers: { askers: ['@manager', '@deciders'] }
packs: [{ id: arrival, name: { fr: Arrivée, en: Arrival }, groups: [network, workplace] }]
`;
const reporting = async () =>
  (await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8'))
    .replace(/^id: invgate/m, 'id: reporting')
    .replace('- id: workplace', '- id: reports')
    .replace('{ fr: Poste de travail, en: Workplace }', '{ fr: Rapports, en: Reports }')
    .replace(/^name: .*/m, 'name: Reporting')
    .replace(/^(words|terms): .*/gm, '$1: []');

/** The server, the folder with InvGate's profile on it, and the names of people and groups there. */
type World = { readonly server: Server; readonly folder: string; readonly at: Readonly<Record<string, string>> };

/** Those who ask for others where a directory knows managers and teams (GOV-5), and what is held there beside what another portal gives (GOV-7). */
export function asksForOthers(name: string, skip: string | false, world: () => World): void {
  const withAskers = async (story: (its: Guichet) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
    try {
      const invgate = await readFile(join(world().folder, 'invgate.yaml'), 'utf8');
      const ruled = invgate.replace(/(- id: network\n(?: {4}.*\n)+)/, '$1    incompatible: [{ group: reports, portal: reporting }]\n');
      await writeFile(join(folder, 'invgate.yaml'), ruled + more);
      await writeFile(join(folder, 'reporting.yaml'), await reporting());
      await withGuichet({ env: { PORTALS_DIR: folder }, gateway: false, channel: 'msteams' }, story);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const asked = async ({ db }: Guichet) => {
    const rows = await db
      .selectFrom('enrollment')
      .innerJoin('approver', 'approver.enrollmentId', 'enrollment.id')
      .select(['enrollment.groupId', 'approver.address'])
      .orderBy('enrollment.groupId')
      .orderBy('approver.address')
      .execute();
    return rows.map(({ groupId, address }) => `${groupId} ${address.split('@')[0]}`);
  };
  const states = async ({ db }: Guichet) =>
    (await db.selectFrom('behalf').select(['groupId', 'state', 'why']).orderBy('groupId').execute()).map(({ groupId, state, why }) =>
      [groupId, state, why].filter(Boolean).join(' '),
    );

  test(
    `GOV-5 ${name}: the manager in the directory asks for who is theirs, and a member of its team for anybody; who is either no longer asks for nobody`,
    {
      skip,
    },
    () =>
      withAskers(async (its) => {
        const { server, at } = world();
        await manages(server, at.alice ?? '', at.nora ?? '');
        const [ofNora, ofSonia, ofClaire] = [await meets(its, nora), await meets(its, salesWoman), await meets(its, claire)];
        await ofSonia.says('demande l’ensemble Arrivée pour Alice Martin');
        for (const email of [alice, 'nobody@corp.example']) {
          await ofSonia.presses('enroll.whom', { email, givenName: 'Alice', familyName: 'Martin', pack: 'arrival' });
          ofSonia.hears('Vous ne pouvez rien demander ici pour cette adresse');
        }
        await ofNora.says('demande l’ensemble Arrivée pour Alice Martin');
        await ofNora.presses('enroll.whom', { email: alice, pack: 'arrival' });
        ofNora.hears('Alice', 'Arrivée');
        const { card } = ofNora;
        // Another manager since the card came.
        await manages(server, at.alice ?? '', at.claire ?? '');
        await ofNora.presses('enroll.send', {}, { card });
        ofNora.hears('Vous ne pouvez rien demander ici pour cette adresse');
        assert.deepEqual(await asked(its), []);
        await manages(server, at.alice ?? '', at.nora ?? '');
        await ofNora.presses('enroll.whom', { email: alice, pack: 'arrival' });
        await ofNora.presses('enroll.send');
        // Who asks decides on nothing of it: the fallback does in the manager's place.
        assert.deepEqual(await asked(its), ['network claire.fontaine', 'network hugo.marchand', 'workplace paul.chef']);

        // Claire, in the team, prepares the arrival of somebody who is in no directory yet, and has left the team once they are.
        await ofClaire.says('demande l’ensemble Arrivée pour Léo Newt');
        await ofClaire.presses('enroll.whom', { email: 'leo.newt@corp.example', givenName: 'Léo', familyName: 'Newt', pack: 'arrival' });
        await ofClaire.presses('enroll.send');
        ofClaire.hears('attend son compte');
        const leo = await server.put('leonewt', { email: 'leo.newt@corp.example' });
        await regroup(server, 'delete', at.deciders ?? '', at.claire ?? '');
        its.passes(2 * hour);
        await its.mails();
        await regroup(server, 'add', at.deciders ?? '', at.claire ?? '');
        assert.deepEqual(await states(its), ['network asked', 'network notAsked notYours', 'workplace asked', 'workplace notAsked notYours']);
        await server.admin((client) => client.del(leo));
      }),
  );

  test(
    `GOV-7 ${name}: what somebody is in by hand counts at a portal with accounts of Guichet's own, and what they were given there counts here`,
    {
      skip,
    },
    () =>
      withAskers(async (its) => {
        const { server, at } = world();
        const { db, chat, now } = its;
        await importAccounts(db, 'reporting', `identifier,email,givenName,familyName,phone,entity\n${alice},${alice},Alice,Martin,,`, now());
        await regroup(server, 'add', at.network ?? '', at.alice ?? '');
        try {
          await chat.says('m’inscrire à un catalogue Reporting');
          await chat.presses('enroll.prove', { identifier: alice });
          await chat.presses('enroll.code', { code: /\b\d{6}\b/.exec((await its.mails()).at(-1)?.text ?? '')?.[0] ?? '' });
          await its.mails();
          await chat.presses('enroll.pick', { groups: 'reports' });
          chat.hears(/Rapports.*ne va pas avec.*Réseau et accès distants \(InvGate Service Desk\)/);
        } finally {
          await regroup(server, 'delete', at.network ?? '', at.alice ?? '');
        }
        // Asked for in time, and given here while it waits there.
        await chat.presses('enroll.pick', { groups: 'reports' });
        await chat.presses('enroll.confirm', {});
        await its.worker.drain();
        const { id } = await db.selectFrom('enrollment').select('id').executeTakeFirstOrThrow();
        const ofHugo = await meets(its, hugo);
        await regroup(server, 'add', at.network ?? '', at.alice ?? '');
        await ofHugo.sends('decide.approve', { enrollment: id });
        ofHugo.hears(/Rapports.*ne peut pas être donné.*Réseau et accès distants/);
        await regroup(server, 'delete', at.network ?? '', at.alice ?? '');
        await ofHugo.sends('decide.approve', { enrollment: id });
        await its.mails();
        await proves(its);
        await chat.presses('enroll.pick', { groups: 'network' });
        chat.hears(/Réseau et accès distants.*ne va pas avec.*Rapports \(Reporting\)/);
      }),
  );
}
