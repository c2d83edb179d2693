import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { countDifferences, differenceList } from '../../../core/access/index.ts';
import { refer } from '../../../core/directory/references.ts';
import { day, hour } from '../../../core/foundation/clock.ts';
import { newId } from '../../../core/foundation/secrets.ts';
import { collected } from '../../collected.ts';
import { setEnvironment } from '../../directory/portals.ts';
import { scim } from '../../directory/scim.ts';
import { shipped } from '../../directory/teams.ts';
import { aliceAccount, asks, hugo, meets, samuel } from '../../enrolling.ts';
import { type Guichet, type Options, withGuichet } from '../../support.ts';

// InvGate’s groups are those of a SCIM server, where others put people in and take them out too.

const root = join(import.meta.dirname, '..', '..', '..');
const { server, put, group, members, between } = await scim();
const network = group('Network');
for (const name of ['Workplace', 'Applications', 'Sensitive data']) group(name);
const folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
const invgate = await shipped('invgate', [/opensOn: .*\nuntil:\n(?: {2}.*\n)+/, ''], [/( {2}- id: network\n)/, '$1    longest: 90d\n']);
await writeFile(join(folder, 'invgate.yaml'), `${invgate}\n${await readFile(join(root, 'docs/directories/invgate-scim.yaml'), 'utf8')}`);
setEnvironment({ INVGATE_SCIM_URL: server.url, INVGATE_SCIM_TOKEN: server.token });
const alice = put('alice.martin');
const paul = put('paul.durand', { givenName: 'Paul', familyName: 'Durand' });
after(async () => {
  await rm(folder, { recursive: true });
  await server.close();
});

const has = (...people: string[]) => server.change('Group', network, { members: people.map((value) => ({ value })) });
const down = (run: () => Promise<unknown>) =>
  between(
    (_request, response) => void response.status(503).end(),
    async () => void (await run()),
  );

/** Alice has the network, which Guichet gave; Paul has it from others. */
const withNetwork = (story: (its: Guichet) => Promise<void>, options: Options = {}) =>
  withGuichet({ env: { PORTALS_DIR: folder }, gateway: false, channel: 'msteams', ...options }, async (its) => {
    has(paul);
    const approver = await meets(its, hugo);
    await meets(its, samuel);
    await asks(its, ['network']);
    await approver.presses('decide.approve');
    await its.mails();
    assert.deepEqual(members(network), [paul, alice]);
    await story(its);
  });

/** The same, without the conversations that led to it. */
const withRecords = (story: (its: Guichet) => Promise<void>) =>
  withGuichet({ env: { PORTALS_DIR: folder }, gateway: false }, async (its) => {
    has(paul, alice);
    const who = { identifier: aliceAccount, email: aliceAccount, givenName: 'Alice', familyName: 'Martin', phone: null, entity: null };
    const state = { hasPassword: true, locked: false, disabled: false, privileged: false, passwordEndsAt: null };
    const [now, accountId] = [its.now(), await refer(its.db, 'invgate', { ...who, ...state, id: alice }, its.now())];
    const given = { id: newId(), portal: 'invgate', accountId, groupId: 'network', enrollmentId: null, grantedAt: now, provisionAt: now, provisionedAt: now };
    await its.db.insertInto('membership').values(given).execute();
    await story(its);
  });

/** A night passes, and the look with it. */
const night = async (its: Guichet, days = 1) => {
  its.passes(days * day);
  return await its.mails();
};
const found = async ({ db }: Guichet) => (await collected(differenceList(db))).map(({ kind, email }) => `${kind} ${email.split('@')[0]}`).sort();
const audited = async ({ db }: Guichet, action: string) => (await db.selectFrom('audit').select('id').where('action', '=', action).execute()).length;
const given = 'given paul.durand';

test('GOV-3 DIR-7 what somebody took out of the directory is shown as that and not put back; what others gave is listed and left alone; asked for again, it is given again', () =>
  withNetwork(async (its) => {
    await night(its);
    assert.deepEqual(await found(its), [given]);
    has(paul);
    assert.deepEqual(await night(its), [], 'nobody is written to');
    assert.deepEqual([await found(its), members(network)], [[given, 'missing alice.martin'], [paul]]);
    await night(its);
    assert.deepEqual([await audited(its, 'access.missing'), members(network)], [1, [paul]], 'found once, and left out');
    await its.chat.says('mes demandes');
    its.chat.hears('Réseau et accès distants — retiré dans l’annuaire');
    assert.match(JSON.stringify(its.chat.card), /"Redemander"/);
    assert.doesNotMatch(JSON.stringify(its.chat.card), /"Rendre"|Jusqu’au/);
    await its.chat.says('mon compte');
    its.chat.hears(/Réseau et accès distants \\\(retiré dans l’annuaire/);
    const [row] = (await collected(differenceList(its.db, { portal: 'invgate', group: 'network' }))).filter(({ kind }) => kind === 'missing');
    assert.deepEqual([row?.identifier, row?.name], [aliceAccount, 'Alice Martin']);
    // Redemander, approved again: in the directory again, with an end of its own.
    await its.chat.says('mes demandes');
    await its.chat.presses('enroll.start');
    await its.chat.presses('enroll.pick', { groups: 'network' });
    await its.chat.presses('enroll.confirm', { justification: '' });
    await its.mails();
    const approver = await meets(its, hugo);
    await approver.says('à décider');
    await approver.presses('decide.approve');
    await its.mails();
    assert.deepEqual(members(network), [paul, alice]);
    await night(its);
    assert.deepEqual(await found(its), [given]);
    const rows = await its.db.selectFrom('membership').select(['missingSince', 'endsAt']).execute();
    assert.deepEqual([rows.length, rows[0]?.missingSince, (rows[0]?.endsAt ?? 0) > its.now()], [1, null, true]);
  }));

test('GOV-3 DIR-7 who looks at what they have sees at once what was taken out of the directory, and what came back; one that is down or silent shows it as it is known', () =>
  withNetwork(async (its) => {
    its.passes(hour);
    const taken = 'Réseau et accès distants — retiré dans l’annuaire';
    const looks = async () => {
      await its.chat.says('mes demandes');
      return its.chat.heard.includes(taken);
    };
    assert.equal(await looks(), false);
    has(paul);
    await down(async () => assert.equal(await looks(), false, 'it is down'));
    await between(
      () => undefined,
      async () => assert.equal(await looks(), false, 'it is silent'),
    );
    assert.equal(await looks(), true);
    await its.chat.says('mon compte');
    its.chat.hears(/Réseau et accès distants \\\(retiré dans l’annuaire/);
    has(paul, alice);
    assert.equal(await looks(), false);
    assert.deepEqual([await audited(its, 'access.missing'), await audited(its, 'access.back')], [1, 1]);
  }));

test('GOV-3 DIR-7 what comes back into the directory ends on its day; what ended while the directory was down is shown as still there, and taken out by the nightly look', () =>
  withNetwork(async (its) => {
    has(paul);
    await night(its);
    has(paul, alice);
    await night(its);
    assert.deepEqual([await found(its), await audited(its, 'access.back')], [[given], 1]);
    const [{ endsAt = 0 } = {}] = await its.db.selectFrom('membership').select(['endsAt', 'missingSince']).where('missingSince', 'is', null).execute();
    assert.ok(endsAt !== null && endsAt > its.now(), 'with the end that it had');
    await down(async () => {
      its.passes(endsAt - its.now());
      await its.mails();
      its.passes(8 * hour);
      await its.mails();
      await its.chat.says('mes demandes');
      its.chat.hears('Réseau et accès distants — terminé', 'Encore présent dans l’annuaire');
      await its.chat.says('mon compte');
      its.chat.hears(/Réseau et accès distants \\\(terminé, retrait de l’annuaire en cours/);
      // It is given up after a week.
      for (let days = 0; days < 9; days += 1) await night(its);
    });
    const tried = await its.db.selectFrom('outbox').select('status').where('kind', '=', 'leave').execute();
    assert.deepEqual(
      tried.map(({ status }) => status),
      ['given-up'],
    );
    assert.deepEqual(members(network), [paul, alice]);
    await night(its);
    assert.deepEqual([members(network), await audited(its, 'enroll.left')], [[paul], 1]);
    await night(its);
    assert.deepEqual(await found(its), [given]);
    await its.chat.says('mes demandes');
    its.chat.hears('Réseau et accès distants — terminé');
    assert.doesNotMatch(its.chat.heard, /Encore présent/);
    // Somebody gives it by hand afterwards: that is theirs.
    has(paul, alice);
    await night(its, 3);
    assert.deepEqual(
      [await found(its), members(network)],
      [
        ['given alice.martin', given],
        [paul, alice],
      ],
    );
    await its.chat.says('mon compte');
    its.chat.hears(/Réseau et accès distants \\\(donné sans passer par Guichet/);
  }));

test('GOV-3 DIR-7 what never reached the directory is put in by the nightly look; who has the group through another one has it; a look that is cut off, or whose directory is down, changes nothing until it is done', () =>
  withRecords(async (its) => {
    // Alice is moved into a group that lies in it.
    const inner = group('Network, inner', [alice]);
    has(paul, inner);
    await night(its);
    assert.deepEqual(await found(its), [given]);
    // Its provisioning was given up.
    has(paul);
    server.change('Group', inner, { members: [] });
    await its.db.updateTable('membership').set({ provisionedAt: null }).execute();
    await down(async () => {
      for (let days = 0; days < 3; days += 1) await night(its);
    });
    assert.deepEqual([await found(its), members(network)], [[given], [paul]], 'nothing is known while it is down');
    await night(its);
    assert.deepEqual(
      [members(network), await found(its)],
      [
        [paul, alice],
        [given, 'notGiven alice.martin'],
      ],
    );
    await night(its);
    assert.deepEqual(await found(its), [given]);
    // Cut off while it asks about Alice; another night, it is whole.
    has(paul);
    await between(
      (request, response, pass) => (request.url.includes(alice) ? void response.status(503).end() : pass()),
      async () => void (await night(its)),
    );
    assert.deepEqual(await countDifferences(its.db), { missing: 0, given: 1, notRemoved: 0, notGiven: 0 });
    its.passes(hour);
    await its.mails();
    assert.deepEqual(await countDifferences(its.db), { missing: 1, given: 1, notRemoved: 0, notGiven: 0 });
    const metrics = await (await fetch(`${its.operationsUrl}/metrics`)).text();
    assert.match(metrics, /guichet_access_differences\{kind="missing"\} 1/);
  }));

test('GOV-3 a clock that is put back or forward by a day looks once a night, and forgets none', () =>
  withRecords(async (its) => {
    const lookedAt = async () => (await its.db.selectFrom('accessLook').select('lookedAt').where('groupId', '=', 'network').executeTakeFirst())?.lookedAt;
    const first = its.now() + day;
    await night(its);
    assert.equal(await lookedAt(), first);
    await night(its, -1);
    await night(its);
    await its.core.access.differences.plan();
    await its.mails();
    assert.equal(its.now(), first);
    has(paul);
    its.passes(hour);
    await its.mails();
    assert.deepEqual([await found(its), await lookedAt()], [[given], first], 'that night was looked at');
    await night(its);
    assert.equal(await lookedAt(), its.now(), 'and the next one is not forgotten');
    its.passes(3 * day);
    await its.core.access.differences.plan();
    await its.mails();
    assert.equal(await lookedAt(), its.now());
  }));
