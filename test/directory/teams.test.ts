import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hour } from '../../core/foundation/clock.ts';
import { DirectoryMisconfigured } from '../../core/ports.ts';
import { collected } from '../collected.ts';
import { asks, claire, colleague, hugo, meets } from '../enrolling.ts';
import { domain, skipWithoutSamba } from '../fakes/samba.ts';
import { skipWithoutSlapd, tree } from '../fakes/slapd.ts';
import { clientChat, invitationIn, invites, provesMailbox, salesWoman } from '../inviting.ts';
import { begins, onCard } from '../reviewing.ts';
import { type Guichet, withGuichet } from '../support.ts';
import { asksForOthers } from './askers.ts';
import { type Server, samba, slapd } from './servers.ts';
import { directoryLines, manages, regroup, shipped, without } from './teams.ts';

const nora = colleague('Nora', 'Chef');
const paul = colleague('Paul', 'Sous-Chef', 'paul.chef@example.org');

/** Makes the account, in the records alone, a plain member of the establishment H-PARIS, and ties it to the person. Returns the establishment's id. */
async function placed({ db, now }: Guichet, { person, accountId }: { person: string; accountId: string }): Promise<string> {
  const common = { portal: 'extranet', accountId, endedAt: null };
  const empty = { siret: null, domicile: '', details: '{}', decidedAt: null, decidedBy: null, reason: null };
  const paris = { name: 'H-PARIS', establishment: 'H-PARIS', reference: 'HHHH-PPPP', country: 'FR' };
  await db
    .insertInto('organisation')
    .values({ id: 'paris', portal: 'extranet', ...paris, ...empty, status: 'validated', createdBy: 'import', createdAt: now() })
    .execute();
  const place = { organisationId: 'paris', role: 'member', rights: '[]', sortKey: 'hugo', grantedBy: 'import', grantedAt: now(), madeAccount: 0 };
  await db
    .insertInto('organisationMember')
    .values({ id: 'place', ...common, ...place, givenName: null, familyName: null })
    .execute();
  await db
    .insertInto('binding')
    .values({ id: 'tie', ...common, person, createdAt: now() })
    .execute();
  return 'paris';
}

for (const { name, start, skip, root } of [
  { name: 'Active Directory', start: samba, skip: skipWithoutSamba(), root: domain.base },
  { name: 'OpenLDAP', start: slapd, skip: skipWithoutSlapd(), root: tree.base },
]) {
  let server: Server;
  let folder: string;
  /** The names of people and groups in the directory. */
  const at: Record<string, string> = {};

  before(async () => {
    if (skip) return;
    server = await start();
    const put = async (uid: string, email: string) => {
      at[uid] = await server.put(uid, { email });
    };
    await put('alice', 'alice.martin@corp.example');
    await put('claire', claire.email);
    await put('hugo', hugo.email);
    await put('nora', nora.email);
    await put('paul', paul.email);
    await put('sonia', salesWoman.email);
    await put('gone', 'gone@example.org');
    for (const group of ['network', 'workplace']) at[group] = await server.group(group, []);
    at.nested = await server.group('nested', [at.hugo ?? '']);
    at.deciders = await server.group('deciders', [at.claire ?? '', at.nested, at.gone ?? '']);
    at.sales = await server.group('sales', [at.sonia ?? '']);
    at.last = await server.group('last', [at.paul ?? '']);
    await server.disable(at.gone ?? '');
    folder = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
    const catalogue = { network: at.network, workplace: at.workplace };
    const invgate = await shipped(
      'invgate',
      [/teams:\n.*\n/, `teams:\n  - { id: deciders, group: '${at.deciders}' }\n  - { id: last, group: '${at.last}' }\n`],
      [/^fallback: .*$/m, "fallback: ['@last']"],
      ['approvers: [claire.fontaine@example.org, hugo.marchand@example.org]', "approvers: ['@manager']"],
      ['approvers: [hugo.marchand@example.org, samuel.okafor@example.org]', "approvers: ['@deciders']"],
      ...without('applications', 'sensitive-data'),
    );
    await writeFile(join(folder, 'invgate.yaml'), invgate + directoryLines(server, root, catalogue));
    const rconnect = await shipped(
      'rconnect',
      [/inviters: .*\n/, "inviters: ['@sales']\n"],
      [/grants:\n(?: {6}.*\n)+/, 'grants: []\n'],
      [/members: \[alice.*\n/, `group: '${at.sales}'\n`],
    );
    await writeFile(join(folder, 'rconnect.yaml'), rconnect + directoryLines(server, root));
    const extranet = await shipped('extranet', [/( +)invites: true\n/, "$1invites: true\n$1administrators: ['@managers']\n"]);
    await writeFile(join(folder, 'extranet.yaml'), `${extranet}\nteams: [{ id: managers, group: '${at.nested}' }]\n${directoryLines(server, root)}`);
  });
  after(async () => {
    if (skip) return;
    await rm(folder, { recursive: true });
    await server.close();
  });

  const withTeams = (story: (guichet: Guichet) => Promise<void>) => withGuichet({ env: { PORTALS_DIR: folder }, gateway: false, channel: 'msteams' }, story);

  const open = async ({ db }: Guichet, id: string) =>
    (await db.selectFrom('approver').select('address').where('enrollmentId', '=', id).where('open', '=', 1).orderBy('address').execute()).map(
      ({ address }) => address,
    );

  test(`DIR-11 ${name}: approvers are the members of a group, nested ones too; who leaves it loses the right at the next click`, { skip }, () =>
    withTeams(async (its) => {
      const { db, worker } = its;
      const chats = { claire: await meets(its, claire), hugo: await meets(its, hugo) };
      const [id = ''] = await asks(its, ['network']);
      assert.deepEqual(await open(its, id), [claire.email, hugo.email], 'and nobody who is disabled');
      chats.hugo.hears('Alice');
      await regroup(server, 'delete', at.nested ?? '', at.hugo ?? '');
      await chats.hugo.presses('decide.approve', { enrollment: id });
      chats.hugo.hears('pas, ou plus, approbateur');
      await regroup(server, 'add', at.nested ?? '', at.hugo ?? '');
      await chats.claire.presses('decide.approve', { enrollment: id });
      await worker.drain();
      assert.equal((await db.selectFrom('enrollment').select('decidedBy').where('id', '=', id).executeTakeFirst())?.decidedBy, claire.email);
    }),
  );

  test(
    `GOV-4 ${name}: who is in the directory’s group is reviewed, whoever put them there; who is removed leaves it, and a reviewer who has left their group decides nothing`,
    { skip },
    () =>
      withTeams(async (its) => {
        const [eva, ivo] = [
          await server.put('eva', { givenName: 'Eva', familyName: 'Hand' }),
          await server.put('ivo', { givenName: 'Ivo', familyName: 'Left' }),
        ];
        for (const member of [eva, ivo]) await regroup(server, 'add', at.network ?? '', member);
        const ofHugo = await meets(its, hugo);
        await begins(its);
        await its.mails();
        const people = onCard(ofHugo.hears('Eva Hand', 'Ivo Left', 'donné sans passer par Guichet').card);
        assert.deepEqual([...people.keys()], ['Eva Hand', 'Ivo Left']);
        const { card } = ofHugo;
        await regroup(server, 'delete', at.nested ?? '', at.hugo ?? '');
        await ofHugo.presses('review.keep', { ticks: people.get('Eva Hand') }, { card });
        ofHugo.hears('n’est pas, ou n’est plus, à vous');
        await regroup(server, 'add', at.nested ?? '', at.hugo ?? '');
        await ofHugo.presses('review.keep', { ticks: people.get('Eva Hand') }, { card });
        await ofHugo.presses('review.remove', { ticks: people.get('Ivo Left') });
        await ofHugo.presses('review.decide', {});
        const mails = (await its.mails()).filter(({ to }) => to === 'ivo@corp.example');
        assert.equal(mails.length, 1);
        const [group] = (await server.admin((client) => client.search(at.network ?? '', { scope: 'base', attributes: ['member'] }))).searchEntries;
        const members = [group?.member ?? []].flat().map((member) => `${member}`.toLowerCase());
        assert.deepEqual([members.includes(eva.toLowerCase()), members.includes(ivo.toLowerCase())], [true, false]);
        await regroup(server, 'delete', at.network ?? '', eva);
      }),
  );

  test(`DIR-11 ${name}: an approver is the manager of who asks; a new manager is asked, and the old one no longer decides`, { skip }, () =>
    withTeams(async (its) => {
      await manages(server, at.alice ?? '', at.nora ?? '');
      const chats = { nora: await meets(its, nora), paul: await meets(its, paul) };
      const [id = ''] = await asks(its, ['workplace']);
      assert.deepEqual(await open(its, id), [nora.email]);
      await manages(server, at.alice ?? '', at.claire ?? '');
      await chats.nora.presses('decide.approve', { enrollment: id });
      chats.nora.hears('pas, ou plus, approbateur');
      its.passes(25 * hour);
      await its.worker.drain();
      assert.deepEqual(await open(its, id), [claire.email]);
      its.passes(72 * hour);
      await its.worker.drain();
      assert.deepEqual(await open(its, id), [claire.email, paul.email].sort(), 'the fallback is a group too');
      await chats.paul.presses('decide.approve', { enrollment: id });
      assert.equal((await its.db.selectFrom('enrollment').select('status').where('id', '=', id).executeTakeFirst())?.status, 'approved');
    }),
  );

  asksForOthers(name, skip, () => ({ server, folder, at }));

  test(`DIR-11 ${name}: inviters are the members of a group; who leaves it invites nobody, and what they sent is over`, { skip }, () =>
    withTeams(async (its) => {
      await invites(its);
      const [mail] = await its.mails();
      assert.equal(mail?.to, 'ada@client.example');
      const stranger = await meets(its, claire);
      await stranger.says('je voudrais inviter un client sur rconnect');
      assert.equal(JSON.stringify(stranger.card).includes('invite.who'), false, 'not in the group');
      await regroup(server, 'delete', at.sales ?? '', at.sonia ?? '');
      try {
        const sonia = await meets(its, salesWoman);
        await sonia.says('je voudrais inviter un client sur rconnect');
        assert.equal(JSON.stringify(sonia.card).includes('invite.who'), false, 'no longer');
        const chat = clientChat(its);
        await provesMailbox(its, chat);
        assert.equal(JSON.stringify(chat.card).includes('acceptInvitation.agree'), false);
        chat.hears('ne peut plus inviter');
        assert.equal((await its.page(invitationIn(mail))).html.includes('Get started'), false);
      } finally {
        await regroup(server, 'add', at.sales ?? '', at.sonia ?? '');
      }
    }),
  );

  test(`DIR-11 DIR-2 ${name}: administrators are the members of a group; who leaves it, or is disabled, manages nobody any more`, { skip }, () =>
    withTeams(async (its) => {
      const { core, db } = its;
      const portal = core.portals.get('extranet');
      assert.ok(portal);
      const chat = await meets(its, hugo);
      await chat.says('mdp extranet oublié');
      await chat.presses('reset.send', { identifier: hugo.email, email: hugo.email });
      const person = await db.selectFrom('person').select('id').where('objectId', '=', hugo.aadObjectId).executeTakeFirstOrThrow();
      const account = await db.selectFrom('account').select('id').where('portal', '=', 'extranet').where('emailKey', '=', hugo.email).executeTakeFirstOrThrow();
      const actor = { person: person.id, channel: 'msteams', locale: 'fr', authenticated: true, name: hugo.name } as const;
      const organisationId = await placed(its, { person: person.id, accountId: account.id });
      const lists = async () => {
        const page = await core.establishments.users.list(actor, portal, organisationId, { limit: 5 });
        return page.ok ? 'listed' : page.refusals[0].key;
      };
      assert.deepEqual([await lists(), await core.establishments.addUser.administers(actor, portal)], ['listed', true]);
      await regroup(server, 'add', at.nested ?? '', at.claire ?? '');
      await regroup(server, 'delete', at.nested ?? '', at.hugo ?? '');
      assert.deepEqual([await lists(), await core.establishments.addUser.administers(actor, portal)], ['addUser.notAdministrator', false]);
      await regroup(server, 'add', at.nested ?? '', at.hugo ?? '');
      assert.equal(await lists(), 'listed');
      await server.disable(at.hugo ?? '');
      assert.deepEqual([await lists(), await core.establishments.addUser.administers(actor, portal)], ['addUser.notAdministrator', false]);
    }),
  );

  // The one of the two that can be stopped and gone on with.
  if (name === 'OpenLDAP')
    test(`DIR-8 DIR-11 ${name}: while the directory does not answer an approver is told so, and decides once it does`, { skip }, () =>
      withTeams(async (its) => {
        const { real } = server as Awaited<ReturnType<typeof slapd>>;
        const chat = await meets(its, claire);
        const [id = ''] = await asks(its, ['network']);
        await real.stop();
        try {
          await chat.presses('decide.approve', { enrollment: id });
          chat.hears('L’annuaire du portail ne répond pas');
          await chat.says('qu’est-ce qui m’attend à décider ?');
          chat.hears('L’annuaire d’InvGate Service Desk ne répond pas pour le moment');
        } finally {
          await real.start();
        }
        assert.deepEqual(await open(its, id), [claire.email], 'nothing was decided');
        await chat.says('qu’est-ce qui m’attend à décider ?');
        await chat.presses('decide.approve', { enrollment: id });
        assert.deepEqual(await open(its, id), []);
      }),
    );

  test(`DIR-11 ${name}: a group that is not there, or has too many members, is for the operator`, { skip }, async () => {
    const directory = server.open({ people: { ...(server.settings.people as object), manager: 'manager' } });
    try {
      await assert.rejects(
        directory.membersOf(`cn=none,${root}`),
        (error: Error) => error instanceof DirectoryMisconfigured && /cn=none.*not in the directory/.test(error.message),
      );
      const names = [await server.put('many', {})];
      const many = await server.group('lot', names);
      const cyclic = await server.group('cyclic', [many]);
      await regroup(server, 'add', many, cyclic);
      const entry = await directory.find({ email: 'many@corp.example' });
      assert.deepEqual(await directory.amongGroups({ id: entry?.id ?? '' }, [cyclic, at.last ?? '']), [cyclic]);
      assert.deepEqual(
        (await directory.membersOf(cyclic)).map(({ id }) => id),
        [entry?.id],
      );
      const closed = await server.put('manyclosed', {});
      await server.disable(closed);
      const catalogue = { mixed: await server.group('mixed', [names[0] ?? '', closed, cyclic]), none: `cn=none,${root}` };
      const own = server.open({ groups: { base: root, catalogue } });
      const itself = (await collected(own.inGroup('mixed'))).flat().map(({ identifier }) => identifier);
      assert.deepEqual(itself.length, 2, 'those whom it has itself, disabled ones too');
      await assert.rejects(collected(own.inGroup('none')), /cn=none.*not in the directory/);
      await own.close();
      // A domain controller takes ten times as long to make them.
      if (server.name !== 'OpenLDAP') return;
      for (let n = 1; n < 200; n += 1) names.push(await server.put(`many${n}`, {}));
      const crowd = await server.group('crowd', names);
      assert.equal((await directory.membersOf(crowd)).length, 200);
      await regroup(server, 'add', crowd, await server.put('many200', {}));
      await assert.rejects(directory.membersOf(crowd), /more than 200 people/);
    } finally {
      await directory.close();
    }
  });
}
