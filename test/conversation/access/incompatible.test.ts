import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { loadPortals, shippedPortals } from '../../../core/portal/load.ts';
import { statusOf } from '../../deciding.ts';
import { aliceAccount, asks, claire, hugo, meets, proves, withProfile } from '../../enrolling.ts';
import { type Guichet, withGuichet } from '../../support.ts';

const nobody =
  "    incompatible: [{ group: workplace, reason: { fr: 'Qui gère le réseau n’a pas de poste.', en: 'Whoever runs the network has no workplace.' } }]\n";
const further = '    incompatible: [{ group: workplace, approvers: [claire.fontaine@example.org] }]\n';
const ruled = (rule: string) => (profile: string) => profile.replace(/(- id: network\n(?: {4}.*\n)+)/, `$1${rule}`);

const withRule = (rule: string, story: (its: Guichet) => Promise<void>, locale: 'fr' | 'en' = 'fr') =>
  withProfile(ruled(rule), (folder) => withGuichet({ channel: 'msteams', locale, env: { PORTALS_DIR: folder } }, story));

const given = async ({ db }: Guichet) => (await db.selectFrom('membership').select('groupId').orderBy('groupId').execute()).map(({ groupId }) => groupId);

/** Alice, who has proven her account, asks for more. */
const asksMore = ({ chat }: Guichet) => chat.says(chat.locale === 'fr' ? 'm’inscrire à un catalogue InvGate' : 'request a catalogue InvGate');

/** Hugo approves what waits for him. */
async function approves(its: Guichet, locale: 'fr' | 'en' = 'fr') {
  const ofHugo = await meets(its, hugo, locale);
  await ofHugo.says(locale === 'fr' ? 'à décider' : 'what waits for me');
  await ofHugo.presses('decide.approve');
  return ofHugo;
}

for (const locale of ['fr', 'en'] as const)
  test(`GOV-7 asked for in one go, or while the other is held, from either side: refused with the profile's reason, in ${locale}`, () =>
    withRule(
      nobody,
      async (its) => {
        const { chat, worker } = its;
        await proves(its);
        await chat.presses('enroll.pick', { groups: 'workplace,network' });
        chat.hears(locale === 'fr' ? /ne va pas avec.*Qui gère le réseau/ : /doesn’t go with.*runs the network/);
        await chat.presses('enroll.pick', { groups: 'network' });
        await chat.presses('enroll.confirm');
        await worker.drain();
        await approves(its, locale);
        // The rule stands at the other group, and holds from this side too.
        await asksMore(its);
        await chat.presses('enroll.pick', { groups: 'workplace' });
        chat.hears(locale === 'fr' ? /Poste de travail.*ne va pas avec.*Réseau/ : /Workplace.*doesn’t go with.*Network/);
        assert.deepEqual(await given(its), ['network']);
      },
      locale,
    ));

test('GOV-7 what was given since it was asked for counts when it is decided: not given, and said to who decides', () =>
  withRule(nobody, async (its) => {
    const { db, chat } = its;
    const [id] = await asks(its, ['network']);
    const account = await db.selectFrom('account').select('id').where('portal', '=', 'invgate').where('email', '=', aliceAccount).executeTakeFirstOrThrow();
    const row = { id: 'by-hand', portal: 'invgate', accountId: account.id, groupId: 'workplace', enrollmentId: null };
    await db
      .insertInto('membership')
      .values({ ...row, grantedAt: its.now(), provisionAt: its.now(), provisionedAt: its.now() })
      .execute();
    const ofHugo = await approves(its);
    ofHugo.hears(/Réseau et accès distants.*ne peut pas être donné.*Poste de travail/);
    assert.equal(await statusOf(its, id), 'pending');
    await db.deleteFrom('membership').where('id', '=', 'by-hand').execute();
    await ofHugo.presses('decide.approve');
    assert.equal(await statusOf(its, id), 'approved');
    await its.mails();
    chat.hears('approuvée');
  }));

test('GOV-7 a further approver decides after the others, and their card says what is held', () =>
  withRule(further, async (its) => {
    const { chat, worker } = its;
    const ofClaire = await meets(its, claire);
    const [workplace] = await asks(its, ['workplace']);
    await approves(its);
    assert.equal(await statusOf(its, workplace), 'approved', 'nothing conflicts yet');
    await asksMore(its);
    await chat.presses('enroll.pick', { groups: 'network' });
    chat.hears(/Réseau et accès distants.*ne va pas avec.*Poste de travail.*un approbateur de plus/);
    await chat.presses('enroll.confirm');
    await worker.drain();
    const { id } = await its.db.selectFrom('enrollment').select('id').where('groupId', '=', 'network').executeTakeFirstOrThrow();
    await ofClaire.says('à décider');
    ofClaire.hears('Aucune demande');
    const ofHugo = await approves(its);
    assert.equal(await statusOf(its, id), 'pending');
    ofHugo.hears(/répondu/);
    await worker.drain();
    ofClaire.hears('Incompatible avec', 'Poste de travail', 'Étape 2 sur 2');
    await ofClaire.presses('decide.approve');
    assert.equal(await statusOf(its, id), 'approved');
    assert.deepEqual(await given(its), ['network', 'workplace']);
  }));

test('GOV-7 both asked for and approved at the same time: the second gets the further stage, or is not given', () =>
  withRule(further, async (its) => {
    const { db, worker } = its;
    const [ofHugo, ofClaire] = [await meets(its, hugo), await meets(its, claire)];
    // Asked apart, so that neither knows of the other.
    const [network] = await asks(its, ['network']);
    await db.updateTable('enrollment').set({ conflicts: null }).execute();
    await asksMore(its);
    await its.chat.presses('enroll.pick', { groups: 'workplace' });
    await its.chat.presses('enroll.confirm');
    await db.updateTable('enrollment').set({ conflicts: null }).execute();
    await worker.drain();
    const { id: workplace } = await db.selectFrom('enrollment').select('id').where('groupId', '=', 'workplace').executeTakeFirstOrThrow();
    await Promise.all([ofHugo.sends('decide.approve', { enrollment: network }), ofClaire.sends('decide.approve', { enrollment: workplace })]);
    const statuses = [await statusOf(its, network), await statusOf(its, workplace)].sort();
    assert.deepEqual(statuses, ['approved', 'pending']);
    assert.equal((await given(its)).length, 1);
  }));

test('GOV-7 a second account of the same person is no way round, nor is unlinking it; what a stranger holds who had linked the account says nothing', () =>
  withRule(nobody, async (its) => {
    const { db, chat, now } = its;
    await proves(its);
    const { person } = await db.selectFrom('binding').select('person').where('endedAt', 'is', null).executeTakeFirstOrThrow();
    const head = 'identifier,email,givenName,familyName,phone,entity';
    const people = ['second', 'thief'].map((name) => `${name}@corp.example,${name}@corp.example,Some,Body,,`);
    await importAccounts(db, 'invgate', [head, ...people].join('\n'), now());
    const ids = await db.selectFrom('account').select(['id', 'emailKey']).where('portal', '=', 'invgate').execute();
    const idOf = (email: string) => ids.find(({ emailKey }) => emailKey === email)?.id ?? '';
    const [second, thief, hers] = ['second@corp.example', 'thief@corp.example', aliceAccount].map(idOf) as [string, string, string];
    const ties = (id: string, who: string, accountId: string, endedAt: number | null) =>
      db.insertInto('binding').values({ id, person: who, accountId, portal: 'invgate', createdAt: 1, endedAt }).execute();
    const holds = (accountId: string) =>
      db
        .insertInto('membership')
        .values({ id: accountId, portal: 'invgate', accountId, groupId: 'workplace', enrollmentId: null, grantedAt: 1, provisionAt: 1, provisionedAt: 1 })
        .execute();
    await holds(thief);
    await ties('tie-1', 'a thief', thief, null);
    await ties('tie-2', 'a thief', hers, 2);
    await chat.presses('enroll.pick', { groups: 'network' });
    chat.hears('Réseau et accès distants');
    assert.doesNotMatch(chat.heard, /ne va pas avec/);
    await holds(second);
    await ties('tie-3', person, second, null);
    for (const endedAt of [null, 3]) {
      await db.updateTable('binding').set({ endedAt }).where('id', '=', 'tie-3').execute();
      await chat.says('annuler');
      await chat.says('m’inscrire à un catalogue InvGate');
      if (endedAt === null) await chat.presses('enroll.account', { account: hers });
      await chat.presses('enroll.pick', { groups: 'network' });
      chat.hears(/ne va pas avec.*Qui gère le réseau/);
    }
  }));

test('GOV-7 a rule across portals: what the same person holds elsewhere counts, and both profiles know', () =>
  withProfile(ruled('    incompatible: [{ group: reports, portal: reporting }]\n'), async (folder) => {
    const reporting = (await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8'))
      .replace(/^id: invgate/m, 'id: reporting')
      .replace('- id: workplace', '- id: reports')
      .replace(/^name: .*/m, 'name: Reporting')
      .replace(/^(words|terms): .*/gm, '$1: []');
    await writeFile(join(folder, 'reporting.yaml'), reporting);
    const { portals } = await loadPortals([folder]);
    const mirrored = portals.get('reporting')?.groups.find(({ id }) => id === 'reports')?.incompatible ?? [];
    assert.deepEqual(
      mirrored.map(({ group, portal }) => [portal, group]),
      [['invgate', 'network']],
    );
    await withGuichet({ channel: 'msteams', env: { PORTALS_DIR: folder } }, async (its) => {
      const { db, chat, now } = its;
      const head = 'identifier,email,givenName,familyName,phone,entity';
      await importAccounts(db, 'reporting', `${head}\namartin@corp.example,${aliceAccount},Alice,Martin,,`, now());
      const { id } = await db.selectFrom('account').select('id').where('portal', '=', 'reporting').executeTakeFirstOrThrow();
      const held = { id: 'held', portal: 'reporting', accountId: id, groupId: 'reports', enrollmentId: null };
      await db
        .insertInto('membership')
        .values({ ...held, grantedAt: 1, provisionAt: 1, provisionedAt: 1 })
        .execute();
      await proves(its);
      await chat.presses('enroll.pick', { groups: 'network' });
      chat.hears(/Réseau et accès distants.*ne va pas avec.*Poste de travail \(Reporting\)/);
    });
  }));

test('GOV-7 a rule that names what does not exist, itself, or a team across portals is refused by name', async () => {
  for (const [rule, says] of [
    ['{ group: nowhere }', /incompatible\.0\.group: nowhere is no group of invgate/],
    ['{ group: network }', /network is the group itself/],
    ["{ group: workplace, approvers: ['@nobody'] }", /@nobody is not declared under teams/],
  ] as const)
    await withProfile(ruled(`    incompatible: [${rule}]\n`), async (folder) => {
      await assert.rejects(loadPortals([folder]), says);
    });
});
