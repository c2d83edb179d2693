import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { meet } from '../../core/foundation/people.ts';
import { anyProgram } from '../programs.ts';
import { openRecords } from '../records.ts';

const program = join(import.meta.dirname, '../../bot/commands/invitationsImport.ts');

test('RC-1 an operator imports a list of invitations: a dry run first, files as spreadsheets save them, each bad line named', async (t) => {
  const { db, url, close } = await openRecords();
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  t.after(async () => {
    await close();
    await rm(folder, { recursive: true });
  });
  const run = (file: string, ...options: string[]) => {
    const env = {
      ...anyProgram,
      DATABASE_URL: url,
      SECRET_KEY: 'a key of the tests that is long enough',
      PUBLIC_URL: 'https://guichet.example.org',
    };
    const args = ['--disable-warning=ExperimentalWarning', program, 'rconnect', join(folder, file), ...options];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, cwd: folder, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  await writeFile(
    join(folder, 'clients.csv'),
    Buffer.from('sep=;\r\nNom;Prénom;Société;E-mail\r\nCurie;Irène;Labo;irene@labo.example\r\nNoël;Zoé;Labo;zoe@\r\n', 'latin1'),
  );
  await writeFile(join(folder, 'plain.txt'), 'ada@client.example\nbob@client.example\n');
  const sonia = ['--inviter', 'sonia.lambert@sales.example.com'];

  assert.match(run('clients.csv', ...sonia).stderr, /Nobody with the address sonia\.lambert@sales\.example\.com has written to the bot yet/);
  const who = {
    channel: 'msteams',
    tenant: 't',
    objectId: 's',
    name: 'Sonia Lambert',
    email: 'sonia.lambert@sales.example.com',
    locale: 'fr',
    address: {},
  } as const;
  await meet(db, () => 1, who);
  assert.match(run('clients.csv', ...sonia, '--rights', 'orders,gold').stderr, /--rights: gold not among orders, invoices/);

  const dry = run('clients.csv', ...sonia, '--dry-run');
  assert.equal(dry.status, 1, 'a line was refused');
  assert.match(dry.stdout, /^Irène Curie <irene@labo\.example>: would be invited\nNothing was changed\. It would be: rconnect: 1 invited, 0 not, 1 refused/);
  assert.match(dry.stderr, /clients\.csv: Noël Zoé Labo zoe@: /);
  assert.deepEqual(await db.selectFrom('invitation').selectAll().execute(), []);

  assert.match(run('clients.csv', ...sonia, '--by', 'jdupont').stdout, /rconnect: 1 invited, 0 not, 1 refused; their mails leave by a running bot/);
  const [invitation] = await db.selectFrom('invitation').select(['email', 'familyName', 'company', 'inviterName']).execute();
  const { company, ...person } = invitation ?? { company: '{}' };
  assert.deepEqual(person, { email: 'irene@labo.example', familyName: 'Curie', inviterName: 'Sonia Lambert' });
  assert.equal(JSON.parse(company).name, 'Labo');
  const operators = await db.selectFrom('audit').select('actor').where('action', '=', 'invite.list').execute();
  assert.deepEqual(
    operators.map(({ actor }) => actor),
    ['operator:jdupont'],
  );
  assert.match(run('clients.csv', ...sonia).stdout, /irene@labo\.example: has an invitation that is still valid/);

  const two = run('plain.txt', ...sonia, '--company', 'Client SARL', '--language', 'en');
  assert.deepEqual([two.status, /2 invited/.test(two.stdout)], [0, true], two.stderr);
});
