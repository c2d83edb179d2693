import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Attribute, Change } from 'ldapts';
import { hour } from '../../core/foundation/clock.ts';
import { statusOf } from '../deciding.ts';
import { asks, claire, colleague, hugo, meets, nadia } from '../enrolling.ts';
import { skipWithoutSlapd, tree } from '../fakes/slapd.ts';
import { type Guichet, withGuichet } from '../support.ts';
import { type Server, slapd } from './servers.ts';
import { directoryLines, manages, regroup, shipped, without } from './teams.ts';

const skip = skipWithoutSlapd();
const nora = colleague('Nora', 'Chef');
const paul = colleague('Paul', 'Sous-Chef', 'paul.chef@example.org');

let server: Server;
let folder: string;
/** The names of people and groups in the directory. */
const at = { alice: '', claire: '', hugo: '', nadia: '', nora: '', paul: '', deciders: '', network: '' };

before(async () => {
  if (skip) return;
  server = await slapd();
  at.alice = await server.put('alice', { email: 'alice.martin@corp.example' });
  for (const [uid, { email }] of Object.entries({ claire, hugo, nadia, nora, paul })) Object.assign(at, { [uid]: await server.put(uid, { email }) });
  at.deciders = await server.group('deciders', [at.claire, at.hugo, at.nadia]);
  at.network = await server.group('network', []);
  folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
  const invgate = await shipped(
    'invgate',
    [/teams:\n.*\n/, `teams:\n  - { id: deciders, group: '${at.deciders}' }\n`],
    [/opensOn: .*\nuntil:\n(?: {2}.*\n)+/, ''],
    [/^fallback: .*$/m, `fallback: [${paul.email}]`],
    [/(- id: network\n.*\n) {4}approvers: .*\n/, "$1    stages: [{ approvers: ['@manager'] }, { approvers: ['@deciders'], decision: 2 }]\n"],
    ...without('applications', 'sensitive-data', 'workplace'),
  );
  await writeFile(join(folder, 'invgate.yaml'), invgate + directoryLines(server, tree.base, { network: at.network }));
});
after(async () => {
  if (skip) return;
  await rm(folder, { recursive: true });
  await server.close();
});

const everyDecider = () => new Change({ operation: 'replace', modification: new Attribute({ type: 'member', values: [at.claire, at.hugo, at.nadia] }) });

const withStages = (story: (its: Guichet) => Promise<void>) =>
  withGuichet({ env: { PORTALS_DIR: folder }, gateway: false, channel: 'msteams' }, async (its) => {
    await manages(server, at.alice, at.nora);
    try {
      await story(its);
    } finally {
      await server.admin((client) => client.modify(at.deciders, everyDecider()));
    }
  });

/** Those who were asked at a stage, from 0, with what they decided. */
const parts = async ({ db }: Guichet, stage: number) => {
  const rows = await db.selectFrom('approver').select(['address', 'decision']).where('stage', '=', stage).orderBy('address').execute();
  return rows.map(({ address, decision }) => `${address.split('.')[0]}: ${decision ?? 'asked'}`);
};

test('GOV-1 the manager decides first, then two of a directory’s group: who is no longer the one, or has left the other, decides nothing', { skip }, () =>
  withStages(async (its) => {
    const [ofNora, ofHugo, ofClaire, ofNadia] = [await meets(its, nora), await meets(its, hugo), await meets(its, claire), await meets(its, nadia)];
    const [id = ''] = await asks(its, ['network']);
    ofNora.hears('Étape 1 sur 2', 'Alice');
    // Another manager since the card came.
    await manages(server, at.alice, at.hugo);
    await ofNora.presses('decide.approve', { enrollment: id });
    ofNora.hears('pas, ou plus, approbateur');
    its.passes(25 * hour);
    await its.mails();
    await ofHugo.presses('decide.approve', { enrollment: id });
    await its.mails();
    assert.deepEqual(await parts(its, 0), ['nora: dropped']);
    assert.deepEqual(await parts(its, 1), ['claire: asked', 'hugo: asked', 'nadia: asked']);
    ofClaire.hears('Étape 2 sur 2', 'Hugo Marchand');
    await ofClaire.presses('decide.approve', { enrollment: id });
    // Who leaves the group has no say at its stage; what they decided as the manager stands.
    await regroup(server, 'delete', at.deciders, at.hugo);
    await ofHugo.says('à décider');
    await ofHugo.sends('decide.approve', { verb: 'decide.approve', nonce: 'any', enrollment: id });
    assert.equal(await statusOf(its, id), 'pending');
    its.passes(25 * hour);
    await its.mails();
    ofNadia.hears('Étape 2 sur 2', 'Hugo Marchand', 'Claire Fontaine');
    assert.deepEqual(await parts(its, 1), ['claire: approved', 'hugo: dropped', 'nadia: asked']);
    await ofNadia.presses('decide.approve', { enrollment: id });
    await its.mails();
    assert.equal(await statusOf(its, id), 'approved');
    const { searchEntries } = await server.admin((client) => client.search(at.network, { scope: 'base', attributes: ['member'] }));
    assert.ok([searchEntries[0]?.member].flat().includes(at.alice), 'Alice is in the group of the directory');
    await regroup(server, 'delete', at.network, at.alice);
  }),
);

test('GOV-1 who is their own manager in the directory does not decide: the fallback does, and the group follows', { skip }, () =>
  withStages(async (its) => {
    const ofPaul = await meets(its, paul);
    await manages(server, at.alice, at.alice);
    const [id = ''] = await asks(its, ['network']);
    assert.deepEqual(await parts(its, 0), ['paul: asked']);
    await ofPaul.presses('decide.approve', { enrollment: id });
    assert.deepEqual(await parts(its, 1), ['claire: asked', 'hugo: asked', 'nadia: asked']);
  }),
);

test('GOV-2 whom an absent manager named decides for them as long as the directory names that manager', { skip }, () =>
  withStages(async (its) => {
    const [ofNora, ofPaul, ofClaire] = [await meets(its, nora), await meets(its, paul), await meets(its, claire)];
    await ofNora.presses('absence.set', { from: '', to: '2026-11-30', delegate: paul.email }, { card: (await ofNora.says('je suis absente')).card });
    ofNora.hears('décide pour vous');
    await its.mails();
    const [id = ''] = await asks(its, ['network']);
    ofPaul.hears('Vous décidez pour Nora Chef', 'Étape 1 sur 2');
    const { card } = ofPaul;
    await manages(server, at.alice, at.claire);
    await ofPaul.presses('decide.approve', { enrollment: id }, { card });
    ofPaul.hears('Rien n’a été changé');
    assert.deepEqual(await parts(its, 0), ['nora: asked']);
    await manages(server, at.alice, at.nora);
    await ofPaul.presses('decide.approve', { enrollment: id }, { card });
    await its.mails();
    assert.deepEqual(await parts(its, 0), ['nora: approved']);
    ofClaire.hears('Étape 2 sur 2', 'Paul Sous-Chef, pour Nora Chef');
    assert.equal(await statusOf(its, id), 'pending');
  }),
);
