import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { differenceList } from '../../core/access/index.ts';
import { refer } from '../../core/directory/references.ts';
import { day } from '../../core/foundation/clock.ts';
import { newId } from '../../core/foundation/secrets.ts';
import { collected } from '../collected.ts';
import { skipWithoutSlapd, tree } from '../fakes/slapd.ts';
import { withGuichet } from '../support.ts';
import { type Server, slapd } from './servers.ts';
import { directoryLines, regroup, shipped, without } from './teams.ts';

const skip = skipWithoutSlapd();
const people = ['alice', 'bruno', 'claire', 'diane'] as const;

let server: Server;
let folder: string;
let network: string;
/** Their names in the directory. */
const names: Record<string, string> = {};

before(async () => {
  if (skip) return;
  server = await slapd();
  for (const uid of people) names[uid] = await server.put(uid, { email: `${uid}@corp.example` });
  network = await server.group('network', [names.alice, names.bruno, names.claire].map(String));
  folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
  const invgate = await shipped('invgate', ...without('applications', 'sensitive-data', 'workplace'));
  await writeFile(join(folder, 'invgate.yaml'), invgate + directoryLines(server, tree.base, { network }));
});
after(async () => {
  if (skip) return;
  await rm(folder, { recursive: true });
  await server.close();
});

test(
  'GOV-3 DIR-7 OpenLDAP: the nightly look leaves out whom somebody took out and leaves alone whom somebody put in, takes out who should have left, and puts in who never arrived',
  { skip },
  () =>
    withGuichet({ env: { PORTALS_DIR: folder }, gateway: false }, async (its) => {
      const { db, now } = its;
      const directory = server.open({ people: { ...(server.settings.people as object), identifier: 'mail', domains: undefined } });
      const accounts: Record<string, string> = {};
      for (const uid of people) accounts[uid] = await refer(db, 'invgate', await directory.find({ email: `${uid}@corp.example` }), now());
      const given = (uid: string, provisionedAt: number | null) =>
        db
          .insertInto('membership')
          .values({
            id: newId(),
            portal: 'invgate',
            accountId: accounts[uid] ?? '',
            groupId: 'network',
            enrollmentId: null,
            grantedAt: now(),
            provisionAt: now(),
            provisionedAt,
          })
          .execute();
      await given('alice', now());
      await given('diane', null);
      await db
        .insertInto('accessLeaving')
        .values({ id: newId(), portal: 'invgate', accountId: accounts.claire ?? '', groupId: 'network', since: now(), leftAt: null })
        .execute();
      await regroup(server, 'delete', network, String(names.alice));
      its.passes(day);
      await its.mails();
      const found = async () =>
        (await collected(differenceList(db))).map(({ kind, name, email }) => `${kind} ${name === '' ? '?' : email.split('@')[0]}`).sort();
      assert.deepEqual(await found(), ['given bruno', 'missing alice', 'notGiven diane', 'notRemoved claire']);
      const { searchEntries } = await server.admin((client) => client.search(network, { scope: 'base', attributes: ['member'] }));
      const inside = [searchEntries[0]?.member]
        .flat()
        .map(String)
        .filter((name) => name.startsWith('uid='));
      assert.deepEqual(inside.sort(), [names.bruno, names.diane].sort());
      its.passes(day);
      await its.mails();
      assert.deepEqual(await found(), ['given bruno', 'missing alice']);
      await directory.close();
    }),
);
