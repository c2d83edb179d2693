import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { beginReview } from '../../core/access/index.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { system } from '../../core/foundation/actor.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { enqueue, withoutSecrets } from '../../core/foundation/outbox/enqueue.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { groupOf, loadPortals, shippedPortals } from '../../core/portal/index.ts';
import { askers } from '../behalf.ts';
import { type Chat, openChat, textOf } from '../chat.ts';
import { slapd } from '../directory/servers.ts';
import { claire, hugo, samuel, withProfile } from '../enrolling.ts';
import { spawnBot } from '../fakes/botProcess.ts';
import { type Connector, startConnector } from '../fakes/connector.ts';
import { startCutting } from '../fakes/cutting.ts';
import { skipWithout } from '../fakes/daemon.ts';
import { ldapPortal } from '../fakes/ldapPortal.ts';
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts';
import { type RedisServer, startRedis } from '../fakes/redis.ts';
import { skipWithoutSlapd } from '../fakes/slapd.ts';
import { type Inbox, type Received, startInbox } from '../fakes/smtp.ts';
import { hold } from '../reviewing.ts';
import { asksAbout, chatIdOf, clicks } from '../soak/approver.ts';
import { codeIn, linkIn } from '../support.ts';
import { openPage } from '../webPage.ts';

// bot/main.ts twice, as processes of their own, on one PostgreSQL that is empty when both start.

const skip = skipWithout('postgres') || skipWithout('redis-server');
let server: PostgresServer;
let redis: RedisServer;

const opened: { close(): Promise<void> }[] = [];

before(async () => {
  if (skip) return;
  server = await startPostgres();
  opened.push(server);
  redis = await startRedis();
  opened.push(redis);
});
after(() => Promise.all(opened.map((each) => each.close())));

type Pair = {
  readonly urls: readonly [string, string];
  readonly db: Database;
  /** Each bot has a mail server of its own, to tell who did what. */
  readonly inboxes: readonly [Inbox, Inbox];
  /** What arrived by both, once so many have; fails after twenty seconds. */
  mails(count: number): Promise<Received[]>;
  readonly connector: Connector;
  /** Kills one of them, as `kill -9` does. */
  kill(at: 0 | 1): Promise<void>;
  /** The same person's chat, as each bot gets it from the channel. */
  readonly chats: readonly [Chat, Chat];
};

let pairs = 0;

async function twoBots(env: Readonly<Record<string, string>>, story: (pair: Pair) => Promise<void>): Promise<void> {
  pairs += 1;
  const admin = await openDatabase(server.url);
  await sql.raw(`create database pair${pairs}`).execute(admin);
  await admin.destroy();
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  const [connector, ...inboxes] = await Promise.all([startConnector(), startInbox(), startInbox()]);
  const database = server.url.replace(/postgres$/, `pair${pairs}`);
  const bots = inboxes.map((inbox) => spawnBot({ folder, env: { DATABASE_URL: database, SMTP_URL: inbox.url, ...env } }));
  const db = await openDatabase(database);
  try {
    const [one = '', other = ''] = await Promise.all(bots.map(({ url }) => url));
    const { refused } = await importAccounts(
      db,
      'octopus',
      'identifier,email,givenName,familyName,phone,entity\namartin,alice.martin@corp.example,Alice,Martin,,',
      Date.now(),
    );
    assert.deepEqual(refused, []);
    const chatAt = (url: string) => openChat({ url, connector, locale: 'fr', channel: 'msteams' });
    const mails = async (count: number): Promise<Received[]> => {
      const arrived = () => inboxes.flatMap((inbox) => inbox.mails);
      for (const end = performance.now() + 20_000; arrived().length < count; await sleep(20))
        assert.ok(performance.now() < end, `${arrived().length} of ${count} mails`);
      return arrived();
    };
    await story({ urls: [one, other], db, inboxes, connector, mails, kill: async (at) => await bots[at]?.kill(), chats: [chatAt(one), chatAt(other)] });
  } finally {
    await Promise.all(bots.map((bot) => bot.kill()));
    await db.destroy();
    await Promise.all([connector, ...inboxes].map((each) => each.close()));
    await rm(folder, { recursive: true });
  }
}

test('many jobs are each done once, and both bots do some', { skip }, () =>
  twoBots({}, async ({ db, inboxes, mails }) => {
    const secrets = createSecrets('a key of the tests that is long enough');
    const about = { kind: 'mail', template: 'passwordChanged', portal: 'octopus', locale: 'fr', params: { when: 'x', identifier: 'amartin' } } as const;
    const now = Date.now();
    await db.transaction().execute(async (tx) => {
      for (let n = 0; n < 300; n += 1) await enqueue(tx, secrets, { ...about, to: `p${n}@corp.example` }, { reason: `changed:${n}`, now, dueAt: now });
    });
    await mails(300);
    await sleep(500);
    const all = await mails(300);
    assert.equal(all.length, 300);
    assert.equal(new Set(all.map(({ to }) => to)).size, 300);
    for (const inbox of inboxes) assert.ok(inbox.mails.length > 30, `one bot sent only ${inbox.mails.length}`);
    const left = await db
      .selectFrom('outbox')
      .select('id')
      .where((row) => row.or([row('status', '!=', 'done'), row('attempts', '!=', 1)]))
      .execute();
    assert.deepEqual(left, []);
  }),
);

for (const on of ['PostgreSQL', 'Redis'] as const)
  test(`a conversation that one bot began goes on at the other, kept on ${on}; its link is spent once by submissions to both`, { skip }, () =>
    twoBots(on === 'Redis' ? { KEYV_URL: redis.url } : {}, async ({ urls, db, mails, chats: [here, there] }) => {
      await here.says('annuler');
      await here.says('mdp octopus oublié');
      await there.presses('reset.send', { identifier: 'amartin' }, { card: here.card });
      there.hears('Octopus · Étape 2 sur 3');
      await here.presses('reset.code', { code: codeIn((await mails(1))[0]) }, { card: there.card });
      here.hears('Le code est bon');

      const link = here.opens();
      const pages = await Promise.all([...urls, ...urls, ...urls].map((url) => openPage(url, link)));
      const answers = await Promise.all(pages.map((page, n) => page.submits(`essai ${n} du même lien`)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 410, 410, 410, 410, 410]);
      const done = await db.selectFrom('audit').select('id').where('action', '=', 'reset.completed').execute();
      assert.equal(done.length, 1);
      // One mail says so, beside the one that tells of the chat, and one message in the chat.
      await mails(3);
      await sleep(1_000);
      assert.equal((await mails(3)).length, 3);
      assert.equal(here.heard.split('Votre mot de passe est enregistré').length, 2);
      await there.says('annuler');
      there.hears('Il n’y a rien en cours');
    }),
  );

test('a click that reaches both bots at once acts once', { skip }, () =>
  twoBots({}, async ({ db, mails, chats: [here, there] }) => {
    for (let round = 1; round <= 4; round += 1) {
      await here.says('annuler');
      await here.says('mdp octopus oublié');
      const { card } = here;
      await Promise.all([here, there].map((chat) => chat.presses('reset.send', { identifier: 'amartin' }, { card })));
      const texts = [here, there].map((chat) => textOf(chat.card));
      assert.ok(
        texts.some((text) => text.includes('Octopus · Étape 2 sur 3')),
        texts.join('\n---\n'),
      );
      assert.equal((await db.selectFrom('request').select('id').execute()).length, round);
    }
    const sent = await mails(4);
    assert.equal(new Set(sent.map(linkIn)).size, 4);
  }),
);

test('GOV-1 two approvers of both stages decide at two bots at once: at each stage one decision counts', { skip }, () =>
  withProfile(
    (profile) => {
      const stage = `{ approvers: [${hugo.email}, ${claire.email}] }`;
      return profile.replace(/(- id: network\n.*\n) {4}approvers: .*\n/, `$1    stages: [${stage}, ${stage}]\n`);
    },
    (folder) =>
      twoBots({ PORTALS_DIR: folder }, async ({ urls, db, mails, connector, chats: [here] }) => {
        const heading = 'identifier,email,givenName,familyName,phone,entity';
        await importAccounts(db, 'invgate', `${heading}\nalice.martin@corp.example,alice.martin@corp.example,Alice,Martin,,`, Date.now());
        connector.members.push(hugo, claire);
        const approvers = [hugo, claire].map((who, n) => ({ who, chat: openChat({ url: urls[n] ?? '', connector, locale: 'fr', channel: 'msteams', who }) }));
        for (const { chat } of approvers) await chat.says('bonjour');
        await here.says('m’inscrire à un catalogue InvGate');
        await here.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
        await here.presses('enroll.code', { code: codeIn((await mails(1))[0]) });
        await here.presses('enroll.pick', { groups: 'network' });
        await here.presses('enroll.confirm', { justification: '' });
        /** The card of a stage in an approver's chat, once it has come. */
        const cardAt = async (stage: number, who: typeof hugo) => {
          const isIt = (one: (typeof connector.activities)[number]) =>
            one.conversationId === chatIdOf(who) && asksAbout(one) && JSON.stringify(one).includes(`Étape ${stage} sur 2`);
          for (const end = performance.now() + 20_000; performance.now() < end; await sleep(20)) {
            const found = connector.activities.find(isIt);
            const asked = found && asksAbout(found);
            if (asked) return { ...asked, message: found.id };
          }
          return assert.fail(`no card of stage ${stage} for ${who.name}`);
        };
        for (const stage of [1, 2]) {
          const cards = await Promise.all(approvers.map(({ who }) => cardAt(stage, who)));
          await Promise.all(
            approvers.map(({ chat }, n) => {
              const one = cards[n];
              return one ? clicks(chat, one.card, 'decide.approve', {}, one.message) : assert.fail();
            }),
          );
          const { status } = await db.selectFrom('enrollment').select('status').executeTakeFirstOrThrow();
          assert.equal(status, stage === 1 ? 'pending' : 'approved');
          assert.equal((await db.selectFrom('enrollmentNote').select('id').where('kind', '=', 'stage').execute()).length, 1);
        }
        assert.equal((await db.selectFrom('membership').select('groupId').where('groupId', '=', 'network').execute()).length, 1);
      }),
  ),
);

test(
  'GOV-5 a pack that is asked for at two bots at once, and one during which a bot is killed: each group is asked for once, and the person concerned is told once',
  { skip },
  () =>
    withProfile(
      (profile) => `${profile}${askers.replace(', reporting/reports', '')}`,
      (folder) =>
        twoBots({ PORTALS_DIR: folder }, async ({ urls, db, inboxes, connector, kill }) => {
          const people = ['Paul Durand', 'Zoe Petit'].map((name) => ({ name, email: `${name.replace(' ', '.').toLowerCase()}@corp.example` }));
          const lines = people.map(({ name, email }) => `${email},${email},${name.replace(' ', ',')},,`);
          await importAccounts(db, 'invgate', ['identifier,email,givenName,familyName,phone,entity', ...lines].join('\n'), Date.now());
          connector.members.push(claire);
          const [here, there] = [0, 1].map((at) => openChat({ url: urls[at] ?? '', connector, locale: 'fr', channel: 'msteams', who: claire }));
          assert.ok(here && there);
          await here.says('bonjour');
          const prepares = async ({ name, email }: { name: string; email: string }) => {
            await here.says(`prépare l’arrivée de ${name} à la comptabilité`);
            await here.presses('enroll.whom', { email });
            return here.card;
          };
          const asked = async (email: string) => {
            const rows = await db
              .selectFrom('enrollment')
              .innerJoin('account', 'account.id', 'enrollment.accountId')
              .select(['groupId', 'enrollment.id'])
              .where('email', '=', email)
              .orderBy('groupId')
              .execute();
            const parts = await db.selectFrom('approver').select('enrollmentId').execute();
            return rows.map(({ groupId, id }) => `${groupId} ${parts.filter(({ enrollmentId }) => enrollmentId === id).length}`);
          };
          const told = (email: string) => inboxes.flatMap(({ mails }) => mails).filter(({ to, subject }) => to === email && subject?.includes('a demandé'));
          const once = async ({ email }: { email: string }) => {
            for (const end = performance.now() + 20_000; told(email).length === 0 && performance.now() < end; ) await sleep(20);
            assert.deepEqual([await asked(email), told(email).length], [['network 2', 'workplace 1'], 1], email);
          };
          const [both, killed] = people;
          assert.ok(both && killed);
          const card = await prepares(both);
          await Promise.all([here, there].map((chat) => chat.presses('enroll.send', {}, { card })));
          await once(both);
          const last = await prepares(killed);
          const click = here.presses('enroll.send', {}, { card: last }).catch(() => undefined);
          // In the middle of it, at a write that is another at each run.
          await sleep(Math.random() * 40);
          await kill(0);
          await click;
          await there.presses('enroll.send', {}, { card: last });
          there.hears('La demande pour Zoe Petit est partie');
          await once(killed);
          const keys = await db.selectFrom('outbox').select('reason').where('reason', 'like', 'behalf-told:%').execute();
          assert.equal(keys.length, 2);
        }),
    ),
);

test('GOV-4 two reviewers decide at two bots at once: each person is decided on once, and two reviews that begin at once are one', { skip }, () =>
  twoBots({}, async ({ urls, db, connector }) => {
    connector.members.push(hugo, samuel);
    const chats = [hugo, samuel].map((who, n) => openChat({ url: urls[n] ?? '', connector, locale: 'fr', channel: 'msteams', who }));
    for (const chat of chats) await chat.says('bonjour');
    await hold(
      { db, now: Date.now },
      'network',
      Array.from({ length: 30 }, (_, n) => ({ name: `Paul P${n}` })),
    );
    const invgate = (await loadPortals([shippedPortals], {})).portals.get('invgate');
    const network = invgate && groupOf(invgate, 'network');
    assert.ok(network);
    const begun = await Promise.all([1, 2, 3].map(() => beginReview({ db, secrets: withoutSecrets }, invgate, network, system, Date.now())));
    assert.deepEqual([begun.filter(({ isNew }) => isNew).length, new Set(begun.map(({ reference }) => reference)).size], [1, 1]);
    for (const end = performance.now() + 20_000; performance.now() < end; await sleep(20))
      if (await db.selectFrom('review').select('id').where('readAt', 'is not', null).executeTakeFirst()) break;
    for (const chat of chats) {
      await chat.says('mes revues');
      await chat.presses('review.all', {}, { choice: chat === chats[0] ? 'keep' : 'remove' });
    }
    await Promise.all(chats.map((chat) => chat.presses('review.decide', { reason: '' })));
    const decided = await db.selectFrom('reviewItem').select(['decision', 'decidedBy']).execute();
    assert.equal(new Set(decided.map(({ decision, decidedBy }) => `${decision} ${decidedBy}`)).size, 1, 'one of the two decided on all');
    const records = await db.selectFrom('audit').select('detail').where('action', 'in', ['review.keep', 'review.remove']).where('outcome', '=', 'ok').execute();
    assert.deepEqual(
      records.map(({ detail }) => JSON.parse(detail).people),
      [30],
    );
  }),
);

test('a message that reaches both bots at once is answered by one card', { skip }, () =>
  twoBots({}, async ({ chats: [here, there], connector }) => {
    for (let round = 1; round <= 4; round += 1) {
      await here.says('annuler');
      const { length } = connector.activities;
      const id = `twice-${round}`;
      await Promise.all([here, there].map((chat) => chat.says('mdp octopus oublié', { id })));
      const cards = connector.activities.slice(length).filter(({ attachments }) => attachments !== undefined);
      assert.equal(cards.length, 1);
    }
  }),
);

test('a click at a bot that dies in it is done by the other within seconds, and called neither old nor done', { skip }, () =>
  twoBots({}, async ({ db, kill, mails, chats: [here, there] }) => {
    await here.says('mdp octopus oublié');
    const { card } = here;
    // The records hold still, so that the click is under way when its bot dies.
    const [locked, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = db.transaction().execute(async (tx) => {
      await sql`lock table request in access exclusive mode`.execute(tx);
      locked.resolve();
      await letGo.promise;
    });
    await locked.promise;
    const lost = here.presses('reset.send', { identifier: 'amartin' }, { card }).catch(() => undefined);
    await sleep(500);
    await kill(0);
    letGo.resolve();
    await Promise.all([holding, lost]);
    await there.presses('reset.send', { identifier: 'amartin' }, { card });
    assert.match(textOf(there.card), /Octopus · Étape 2 sur 3/);
    assert.equal((await mails(1)).length, 1);
  }),
);

test('DIR-4 two bots over one directory: of what is submitted to both at once one acts, with one record and one mail', {
  skip: skip || skipWithoutSlapd(),
}, async (t) => {
  const directory = await slapd();
  t.after(() => directory.close());
  // Long enough between them that both act at the same time.
  const wire = await startCutting(directory.real.ports.secure);
  t.after(() => wire.close());
  wire.slow(20);
  const portals = await mkdtemp(join(tmpdir(), 'guichet-portals-'));
  t.after(() => rm(portals, { recursive: true }));
  await writeFile(join(portals, 'staff.yaml'), ldapPortal('staff', { url: `ldaps://127.0.0.1:${wire.port}`, ca: directory.authority.ca }));
  await twoBots({ PORTALS_DIR: portals }, async ({ urls, db, mails, chats: [here] }) => {
    for (const [round, alike] of [true, false, true, false].entries()) {
      const email = `pair${round}@corp.example`;
      const at = await directory.put(`pair${round}`, { email });
      await here.says('mot de passe oublié staff');
      await here.presses('reset.send', { identifier: email });
      const link = linkIn((await mails(2 * round + 1)).find(({ to }) => to === email));
      const passwords = ['Grand-Large 25!!', alike ? 'Grand-Large 25!!' : 'Bateau-dans-la-Brume-12'];
      const pages = await Promise.all(urls.map((url) => openPage(url, link)));
      const answers = await Promise.all(pages.map((page, n) => page.submits(passwords[n] ?? '')));
      const won = answers.findIndex(({ status }) => status === 303);
      assert.equal(answers.filter(({ status }) => status === 303).length, 1, answers.map(({ status }) => status).join());
      const opens = await Promise.all(passwords.map((password) => directory.opens(at, password)));
      assert.deepEqual(opens, alike ? [true, true] : [won === 0, won === 1], 'the one that was told so');
      const { searchEntries } = await directory.admin((client) => client.search(at, { scope: 'base', attributes: ['pwdHistory'] }));
      assert.equal([searchEntries[0]?.pwdHistory].flat().length, 1, 'written once');
      const done = await db.selectFrom('audit').select('id').where('action', '=', 'reset.completed').where('outcome', '=', 'ok').execute();
      assert.equal(done.length, round + 1);
      const told = (await mails(2 * round + 2)).filter(({ to }) => to === email);
      assert.equal(told.length, 2, 'the link, and that it is done');
    }
    await sleep(500);
    assert.equal((await mails(8)).length, 8);
    assert.deepEqual(await db.selectFrom('directoryAct').select('key').execute(), []);
  });
});
