import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skipWithoutSamba } from '../fakes/samba.ts';
import { serverContract } from './contract.ts';
import { type Server, samba, usual } from './servers.ts';

let server: Server;
serverContract(
  'Active Directory',
  async () => {
    server = await samba();
    return server;
  },
  skipWithoutSamba(),
);

test('DIR-2 Active Directory: CORP\\name, name@domain and name are one', { skip: skipWithoutSamba() }, async () => {
  await server.put('aspelt');
  const own = server.open();
  const ids = await Promise.all(
    ['aspelt', 'ASPELT', 'EXAMPLE\\aspelt', 'example\\ASpelt', 'aspelt@example.test'].map(async (identifier) => (await own.find({ identifier }))?.id),
  );
  assert.ok(ids[0] !== undefined && new Set(ids).size === 1, String(ids));
  for (const identifier of ['OTHER\\aspelt', 'aspelt@other.test']) assert.equal(await own.find({ identifier }), undefined);
  await own.close();
});

test('DIR-15 Active Directory: an account with adminCount is left alone', { skip: skipWithoutSamba() }, async () => {
  const at = await server.put('aadmin');
  const { Attribute, Change } = await import('ldapts');
  await server.admin((client) => client.modify(at, new Change({ operation: 'add', modification: new Attribute({ type: 'adminCount', values: ['1'] }) })));
  const own = server.open();
  const entry = await own.find({ identifier: 'aadmin' });
  assert.equal(entry?.privileged, true);
  const reset = await own.setPassword(entry, 'Prise-de-Controle-1');
  assert.ok(!reset.ok && reset.refusals[0].key === 'directory.closed');
  assert.equal(await server.opens(at, usual), true);
  await own.close();
});

test('DIR-5 Active Directory: an account in a closed place counts as disabled', { skip: skipWithoutSamba() }, async () => {
  const at = await server.put('agone', { place: 'Leavers' });
  const own = server.open();
  const entry = await own.find({ identifier: 'agone' });
  assert.equal(entry?.disabled, true);
  const reset = await own.setPassword(entry, 'Prise-de-Controle-1');
  assert.ok(!reset.ok && reset.refusals[0].key === 'directory.closed');
  assert.equal(await server.opens(at, usual), true);
  await own.close();
});

test('DIR-9 Active Directory: StartTLS on the plain port, verified', { skip: skipWithoutSamba() }, async () => {
  await server.put('astart');
  const plain = String((server.settings.servers as string[])[0])
    .replace('ldaps:', 'ldap:')
    .replace(':636', ':389');
  const own = server.open({ servers: [plain], startTls: true });
  assert.ok(await own.find({ identifier: 'astart' }));
  await own.close();
  const wrong = server.open({ servers: [plain], startTls: true, serverName: 'elsewhere.example' });
  await assert.rejects(wrong.find({ identifier: 'astart' }), { name: 'DirectoryMisconfigured' });
  await wrong.close();
});
