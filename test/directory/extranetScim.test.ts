import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { meets } from '../enrolling.ts';
import { accepts, accountOf, establishment, helene, lea, marc, nina, provesAccount, usersIn } from '../managing.ts';
import { freshRecords } from '../records.ts';
import { type Guichet, linkIn, withGuichet } from '../support.ts';
import { profileOn, setEnvironment } from './portals.ts';
import { scim } from './scim.ts';

// The users of the Extranet's establishments, with their accounts on a SCIM server, and only their places here.

const { server, put, opens, between } = await scim();
for (const { email, givenName, surname } of [helene, lea, marc]) put(email, { email, givenName, familyName: surname });
const profile = await profileOn('extranet', 'extranet-scim');
const file = join(profile.folder, 'extranet.yaml');
// SCIM compares no password.
await writeFile(file, (await readFile(file, 'utf8')).replace(/ {2}changePassword:\n(?: {4}.*\n)+/, ''));
setEnvironment({ EXTRANET_SCIM_URL: server.url, EXTRANET_SCIM_TOKEN: server.token });
after(async () => {
  await profile.drop();
  await server.close();
});

const places = [
  'identifiant,établissement,pays,droits',
  'helene.roux@hotel.example,H-PARIS,FR,administration reservations',
  'helene.roux@hotel.example,H-BRUGES,BE,administration',
  'LEA.NOWAK@hotel.example,H-BRUGES,BE,administration invoices',
  'marc.petit@hotel.example,H-PARIS,FR,reservations',
];

/** Runs the operator's command. */
async function imports(database: string, lines: readonly string[], ...options: string[]): Promise<{ code: number; out: string; err: string }> {
  const csv = join(profile.folder, 'places.csv');
  await writeFile(csv, lines.join('\n'));
  const program = join(import.meta.dirname, '../../bot/commands/accountsImport.ts');
  const env = { ...process.env, DATABASE_URL: database, PORTALS_DIR: profile.folder, SECRET_KEY: 'a key of the tests that is long enough' };
  return await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', program, 'extranet', csv, ...options], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr }),
  );
}

const { url: database, drop } = await freshRecords();
after(drop);
const story = (run: (its: Guichet) => Promise<void>, folder = profile.folder) =>
  withGuichet({ env: { PORTALS_DIR: folder }, channel: 'msteams', gateway: false, database }, run);

/** What the server has of a user: whether they can sign in, by their user name. */
const active = (userName: string): unknown => server.read('User', server.find(userName))?.active;

test('EX-6 EX-8 DIR-2 the Extranet on SCIM: an operator imports who belongs where; each person is looked up, and who is not there is named', () =>
  story(async (its) => {
    const preview = await imports(database, places, '--dry-run');
    assert.deepEqual([preview.code, preview.out.trim()], [0, 'Nothing was changed. It would be: extranet: 4 places in establishments, 0 unchanged, 0 refused']);
    assert.deepEqual(await its.db.selectFrom('organisation').select('id').execute(), []);
    const first = await imports(database, [...places, 'nobody@hotel.example,H-PARIS,FR,', 'marc.petit@hotel.example,H-PARIS,FR,invoices', ',H-PARIS,FR,']);
    assert.match(first.out, /extranet: 4 places in establishments, 0 unchanged, 3 refused/);
    assert.match(first.err, /:6: .*nobody called nobody@hotel\.example\n.*:7: .*on line 5 already\n.*:8: identifier/);
    assert.equal(first.code, 1);
    assert.match((await imports(database, places)).out, /extranet: 0 places in establishments, 4 unchanged/);
    assert.deepEqual(await usersIn(its, 'H-PARIS'), ['helene.roux@hotel.example administrator reservations', 'marc.petit@hotel.example member reservations']);
    const head = await imports(database, ['identifiant,droits', 'helene.roux@hotel.example,']);
    assert.match(head.err, /must name the columns identifier,establishment,country,rights, each once\. Missing: establishment, country\./);
  }));

test('EX-6 EX-7 EX-8 DIR-6 the Extranet on SCIM: an invited user gets an account there, an existing one is let in with theirs, and deleting ends the one that was made', () =>
  story(async (its) => {
    const administrator = await meets(its, helene);
    await provesAccount(its, administrator, 'ajouter un utilisateur extranet', 'addUser');
    await administrator.presses('addUser.add', {
      organisation: await establishment(its, 'H-PARIS'),
      email: nina.email,
      givenName: 'Nina',
      familyName: 'Vidal',
    });
    await administrator.presses('addUser.send', { rights: 'reservations,invoices' });
    assert.equal(server.find(nina.email), '', 'nothing before it is accepted');
    await its.mails();
    await accepts(its, await meets(its, nina));
    const link = linkIn((await its.mails()).find(({ to }) => to === nina.email));
    assert.equal((await (await its.page(link)).submits('trois mots sans rapport')).status, 303);
    assert.equal(opens(server.find(nina.email), 'trois mots sans rapport'), true);
    assert.equal(server.read('User', server.find(nina.email))?.displayName, 'Nina Vidal');
    assert.ok((await usersIn(its, 'H-PARIS')).includes('nina.vidal@hotel.example member reservations invoices'));

    await administrator.says('ajouter un utilisateur extranet');
    await administrator.presses('addUser.existing');
    await administrator.presses('addUser.review', { establishment: 'h-bruges', email: marc.email });
    await administrator.presses('addUser.send', { rights: 'invoices' });
    const before = server.find(marc.email);
    await its.mails();
    await accepts(its, await meets(its, marc));
    assert.equal(server.find(marc.email), before);
    assert.ok((await usersIn(its, 'H-BRUGES')).includes('marc.petit@hotel.example member invoices'));

    for (const [{ email }, place] of [
      [nina, 'H-PARIS'],
      [marc, 'H-PARIS'],
      [marc, 'H-BRUGES'],
    ] as const) {
      await administrator.says('supprimer un utilisateur extranet');
      await administrator.presses('removeUser.choose', { organisation: await establishment(its, place) });
      await administrator.presses('removeUser.manage', {}, { choice: await accountOf(its, email) });
      await administrator.presses('removeUser.ask');
      await administrator.presses('removeUser.remove');
    }
    await its.mails();
    assert.deepEqual(await usersIn(its, 'H-PARIS'), ['helene.roux@hotel.example administrator reservations']);
    assert.deepEqual([active(nina.email), active(marc.email)], [false, true]);
  }));

test('EX-6 DIR-4 the Extranet on SCIM, where users are added at once: an answer is lost; the same click again makes one account and mails its first password', async () => {
  const atOnce = await profileOn('extranet', 'extranet-scim');
  await writeFile(join(atOnce.folder, 'extranet.yaml'), (await readFile(file, 'utf8')).replace('invites: true', 'invites: false'));
  await story(async (its) => {
    const paula = { email: 'paula.durand@hotel.example', givenName: 'Paula', familyName: 'Durand' };
    const administrator = await meets(its, helene);
    await administrator.says('ajouter un utilisateur extranet');
    const added = { organisation: await establishment(its, 'H-PARIS'), ...paula };
    await between(
      (request, response, pass) => {
        if (request.method === 'POST') response.send = () => void request.socket.destroy() as never;
        pass();
      },
      () => administrator.presses('addUser.add', added).then(() => undefined),
    );
    administrator.hears('ne répond pas');
    await its.mails();
    await administrator.presses('addUser.add', added);
    const link = linkIn((await its.mails()).find(({ to }) => to === paula.email));
    assert.equal((await (await its.page(link)).submits('trois mots sans rapport')).status, 303);
    assert.equal(opens(server.find(paula.email), 'trois mots sans rapport'), true);
  }, atOnce.folder);
  await atOnce.drop();
});
