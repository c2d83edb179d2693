import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { beginReview } from '../../core/access/index.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { system } from '../../core/foundation/actor.ts';
import { type Millis, minute } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { withoutSecrets } from '../../core/foundation/outbox/enqueue.ts';
import { groupOf, loadPortals, shippedPortals } from '../../core/portal/index.ts';
import { actionsOf, openChat } from '../chat.ts';
import { credentials } from '../credentials.ts';
import { claire, hugo, nadia, withProfile } from '../enrolling.ts';
import { databaseIn, spawnBot } from '../fakes/botProcess.ts';
import { type Posted, startConnector } from '../fakes/connector.ts';
import { startInbox } from '../fakes/smtp.ts';
import { hold } from '../reviewing.ts';
import { asksAbout, chatIdOf, clicks } from '../soak/approver.ts';
import { codeIn, linkIn } from '../support.ts';
import { openPage } from '../webPage.ts';

const good = 'quatre 7 vents';
/** A claim of the outbox ends after half a minute, and a retry waits for less. */
const aWhile = 3 * minute;

/** Waits until something holds, for ten seconds at most. */
async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = performance.now() + 10_000; performance.now() < end; await sleep(20)) if (await holds()) return;
  assert.fail(`It never came to it: ${what}`);
}

/** The real bot in a process of its own, around records, a mailbox and a connector that outlive it. */
async function world(env: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  const db: Database = await openDatabase(databaseIn(folder));
  await migrate(db);
  const heading = 'identifier,email,givenName,familyName,phone,entity';
  await importAccounts(db, 'octopus', `${heading}\namartin,alice.martin@corp.example,Alice,Martin,,`, Date.now());
  await importAccounts(db, 'invgate', `${heading}\nalice.martin@corp.example,alice.martin@corp.example,Alice,Martin,,`, Date.now());
  let onSent: (activity: Posted) => void = () => undefined;
  const [inbox, connector] = await Promise.all([startInbox(), startConnector((activity) => onSent(activity))]);
  let bot: ReturnType<typeof spawnBot> | undefined;
  return {
    db,
    inbox,
    connector,
    /** Kills the bot when the channel has taken such an activity, before the bot hears that it did. */
    killsAt(is: (activity: Posted) => boolean) {
      onSent = (activity) => void (is(activity) && bot?.kill());
    },
    /** Starts the bot, and opens Alice's chat with it. */
    async starts(ahead: Millis = 0, smtp = inbox.url) {
      bot = spawnBot({ folder, ahead, env: { SMTP_URL: smtp, ...env } });
      const url = await bot.url;
      return { url, kill: bot.kill, ended: bot.ended, chat: openChat({ url, connector, locale: 'fr', channel: 'msteams' }) };
    },
    /** Whether a job of this kind is in that state. */
    job: async (kind: string, status: string) =>
      (await db.selectFrom('outbox').select('id').where('kind', '=', kind).where('status', '=', status).execute()).length > 0,
    async ends() {
      await bot?.kill();
      await db.destroy();
      await Promise.all([inbox.close(), connector.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

async function inWorld(story: (its: Awaited<ReturnType<typeof world>>) => Promise<void>, env = {}): Promise<void> {
  const its = await world(env);
  try {
    await story(its);
  } finally {
    await its.ends();
  }
}

test('ALL-7 killed after the request: the mail leaves after the restart, once, and the procedure stands where it was', () =>
  inWorld(async ({ starts, inbox, job }) => {
    inbox.reject(451);
    const before = await starts();
    await before.chat.says('mdp octopus oublié');
    await before.chat.presses('reset.send', { identifier: 'amartin' });
    const { card } = before.chat;
    await until('the mail was tried', () => job('mail', 'waiting'));
    await before.kill();

    inbox.reject();
    const after = await starts(aWhile);
    await inbox.waitFor(1);
    await until('the mail is done', () => job('mail', 'done'));
    await after.chat.presses('reset.code', { code: '12' }, { card });
    after.chat.hears('Octopus · Étape 2 sur 3');
    assert.equal((await openPage(after.url, linkIn(inbox.mails[0]))).status, 200);
    assert.equal(inbox.mails.length, 1);
  }));

test('ALL-7 killed while the mail was under way: it leaves again when the claim has ended, as the same message', () =>
  inWorld(async ({ starts, inbox, job }) => {
    const taken: string[] = [];
    // Takes the mail, and never says so.
    const silent = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onData: (stream) => void text(stream).then((mail) => taken.push(mail)),
    });
    silent.on('error', () => undefined);
    silent.listen(0, '127.0.0.1');
    const port = await new Promise<number>((known) => silent.server.once('listening', () => known(Number(Object(silent.server.address()).port))));
    try {
      const before = await starts(0, `smtp://127.0.0.1:${port}`);
      await before.chat.says('mdp octopus oublié');
      await before.chat.presses('reset.send', { identifier: 'amartin' });
      await until('the mail was taken', () => taken.length === 1);
      assert.ok(await job('mail', 'claimed'));
      await before.kill();
    } finally {
      silent.close();
    }
    await starts(aWhile);
    await inbox.waitFor(1);
    await until('the mail is done', () => job('mail', 'done'));
    assert.equal(inbox.mails.length, 1);
    const id = /^Message-ID: (.+)$/im.exec(taken[0] ?? '')?.[1]?.trim();
    assert.ok(id);
    assert.equal(inbox.mails[0]?.headers['message-id'], id);
  }));

test('ALL-12 killed between the accepted password and the message in chat: it is set, the mail leaves once, and the chat moves on', () =>
  inWorld(async ({ starts, inbox, connector, job, db }) => {
    const before = await starts();
    await before.chat.says('mdp octopus oublié');
    await before.chat.presses('reset.send', { identifier: 'amartin' });
    await inbox.waitFor(1);
    const link = linkIn(inbox.mails[0]);
    await until('the mail is done', () => job('mail', 'done'));
    inbox.reject(451);
    // Hears the message, and never says so.
    connector.answer(0, {}, 1);
    const { length } = connector.requests;
    assert.equal((await (await openPage(before.url, link)).submits(good)).status, 303);
    await until('the chat is being told', () => connector.requests.length > length);
    await before.kill();

    inbox.reject();
    const after = await starts(aWhile);
    await inbox.waitFor(2);
    await until('the chat was told', () => job('chat', 'done'));
    assert.equal(before.chat.heard.split('Votre mot de passe est enregistré').length, 2, 'told once');
    assert.equal((await openPage(after.url, link)).status, 410);
    const account = await credentials(db).select('passwordHash').executeTakeFirst();
    assert.match(account?.passwordHash ?? '', /^\$argon2id\$/);
    await after.chat.says('annuler');
    after.chat.hears('Il n’y a rien en cours');
    await until('nothing is left', async () => !(await job('mail', 'waiting')) && !(await job('mail', 'claimed')));
    assert.equal(inbox.mails.length, 2);
  }));

for (const after of [0, 25, 60])
  test(`ALL-2 killed ${after} ms into the submission: all of it happened, or nothing did`, () =>
    inWorld(async ({ starts, inbox, db }) => {
      const before = await starts();
      await before.chat.says('mdp octopus oublié');
      await before.chat.presses('reset.send', { identifier: 'amartin' });
      await inbox.waitFor(1);
      const web = await openPage(before.url, linkIn(inbox.mails[0]));
      const submitted = web.submits(good).catch(() => undefined);
      await sleep(after);
      await before.kill();
      await submitted;

      const happened = await Promise.all([
        credentials(db).select('id').where('passwordHash', 'is not', null).execute(),
        db.selectFrom('link').select('id').where('spentAt', 'is not', null).execute(),
        db.selectFrom('request').select('id').where('completedAt', 'is not', null).execute(),
        db.selectFrom('outbox').select('id').where('reason', 'like', 'changed:%').execute(),
        db.selectFrom('outbox').select('id').where('kind', '=', 'chat').execute(),
        db.selectFrom('audit').select('id').where('action', '=', 'reset.completed').execute(),
      ]);
      assert.equal(new Set(happened.map((rows) => rows.length)).size, 1);
      const done = happened[0]?.length === 1;
      const again = await starts(aWhile);
      assert.equal((await openPage(again.url, linkIn(inbox.mails[0]))).status, done ? 410 : 200);
    }));

test('IN-10 killed between the channel’s taking an approver’s card and the note of it: another replaces it, and a click on the first ends its buttons too', () =>
  inWorld(async ({ starts, inbox, connector, killsAt, db }) => {
    connector.members.push(nadia);
    const before = await starts();
    await openChat({ url: before.url, connector, locale: 'fr', channel: 'msteams', who: nadia }).says('bonjour');
    await before.chat.says('m’inscrire à un catalogue InvGate');
    await before.chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
    await inbox.waitFor(1);
    await before.chat.presses('enroll.code', { code: codeIn(inbox.mails[0]) });
    await before.chat.presses('enroll.pick', { groups: 'applications' });
    killsAt((activity) => asksAbout(activity) !== undefined);
    await before.chat.presses('enroll.confirm', { justification: '' });
    const cards = () => connector.activities.filter((activity) => asksAbout(activity));
    await until('the card was taken', () => cards().length === 1);
    killsAt(() => false);

    const after = await starts(aWhile);
    await until('another card came', () => cards().length === 2);
    const [lost, known] = cards();
    assert.match(JSON.stringify(known?.attachments), /celle-ci la remplace/);
    await until('its message is known', async () => (await db.selectFrom('approvalCard').select('activityId').execute()).every(({ activityId }) => activityId));
    const asked = lost && asksAbout(lost);
    assert.ok(asked);
    const chat = openChat({ url: after.url, connector, locale: 'fr', channel: 'msteams', who: nadia });
    const shown = await clicks(chat, asked.card, 'decide.approve', {}, lost.id);
    assert.deepEqual(actionsOf(shown), []);
    const ended = (id = '') => connector.activities.some((one) => one.method === 'PUT' && one.id === id && JSON.stringify(one).includes('Approuvée'));
    await until('both cards show how it ended', () => ended(lost.id) && ended(known?.id));
  }));

test('GOV-1 killed once the first stage was decided: the second is asked after the restart, and the click, delivered again, decides nothing there', () =>
  withProfile(
    (profile) =>
      profile.replace(
        /(- id: network\n.*\n) {4}approvers: .*\n/,
        `$1    stages: [{ approvers: [${hugo.email}] }, { approvers: [${hugo.email}, ${claire.email}] }]\n`,
      ),
    (folder) =>
      inWorld(
        async ({ starts, inbox, connector, killsAt, db }) => {
          connector.members.push(hugo, claire);
          const before = await starts();
          const chatOf = (url: string, who: typeof hugo) => openChat({ url, connector, locale: 'fr', channel: 'msteams', who });
          for (const who of [hugo, claire]) await chatOf(before.url, who).says('bonjour');
          await before.chat.says('m’inscrire à un catalogue InvGate');
          await before.chat.presses('enroll.prove', { identifier: 'alice.martin@corp.example' });
          await inbox.waitFor(1);
          await before.chat.presses('enroll.code', { code: codeIn(inbox.mails[0]) });
          await before.chat.presses('enroll.pick', { groups: 'network' });
          await before.chat.presses('enroll.confirm', { justification: '' });
          const at = (stage: number) => connector.activities.filter((one) => asksAbout(one) && JSON.stringify(one).includes(`Étape ${stage} sur 2`));
          await until('the first stage is asked', () => at(1).length === 1);
          const [first] = at(1);
          const asked = first && asksAbout(first);
          assert.ok(asked);
          killsAt((activity) => JSON.stringify(activity).includes('Étape 2 sur 2'));
          await clicks(chatOf(before.url, hugo), asked.card, 'decide.approve', {}, first.id).catch(() => undefined);
          await before.ended;
          killsAt(() => false);

          const after = await starts(aWhile);
          const ofClaire = () => at(2).find(({ conversationId }) => conversationId === chatIdOf(claire));
          await until('the second stage is asked', () => ofClaire() !== undefined);
          await clicks(chatOf(after.url, hugo), asked.card, 'decide.approve', {}, first.id);
          const stands = async () => ({ ...(await db.selectFrom('enrollment').select(['status', 'stage', 'decidedBy']).executeTakeFirst()) });
          assert.deepEqual(await stands(), { status: 'pending', stage: 1, decidedBy: null });
          assert.equal((await db.selectFrom('enrollmentNote').select('id').where('kind', '=', 'stage').execute()).length, 1);
          const [card] = [ofClaire()].flatMap((one) => (one ? [asksAbout(one)?.card] : []));
          assert.ok(card);
          await clicks(chatOf(after.url, claire), card, 'decide.approve', {}, ofClaire()?.id);
          assert.deepEqual(await stands(), { status: 'approved', stage: 1, decidedBy: claire.email });
        },
        { PORTALS_DIR: folder },
      ),
  ));

test('GOV-4 killed while those whom a review removes are taken out: after the restart each has left once, and was told once', () =>
  inWorld(async ({ db, starts, connector, inbox }) => {
    connector.members.push(hugo);
    const before = await starts();
    const ofHugo = (url: string) => openChat({ url, connector, locale: 'fr', channel: 'msteams', who: hugo });
    const chat = ofHugo(before.url);
    await chat.says('bonjour');
    const many = 80;
    await hold(
      { db, now: Date.now },
      'network',
      Array.from({ length: many }, (_, n) => ({ name: `Paul P${n}` })),
    );
    const invgate = (await loadPortals([shippedPortals], {})).portals.get('invgate');
    const network = invgate && groupOf(invgate, 'network');
    assert.ok(network);
    await beginReview({ db, secrets: withoutSecrets }, invgate, network, system, Date.now());
    await until('the list has come', () => JSON.stringify(connector.activities).includes('Revue des accès'));
    await chat.says('mes revues');
    await chat.presses('review.all', {}, { choice: 'remove' });
    await chat.presses('review.decide', { reason: '' });
    const applied = async () => (await db.selectFrom('reviewItem').select('id').where('appliedAt', 'is not', null).execute()).length;
    await until('some have left', async () => (await applied()) > 0);
    await before.kill();
    await starts(aWhile);
    await until(
      'all have left',
      async () => (await applied()) === many && inbox.mails.length >= many && !(await db.selectFrom('membership').select('id').executeTakeFirst()),
    );
    await until(
      'nothing is left to do',
      async () =>
        !(await db
          .selectFrom('outbox')
          .select('id')
          .where('kind', 'in', ['leave', 'mail', 'reviewApply'])
          .where('status', 'in', ['waiting', 'claimed'])
          .where('dueAt', '<', Date.now() + aWhile)
          .executeTakeFirst()),
    );
    const removed = await db.selectFrom('audit').select('subject').where('action', '=', 'review.removed').execute();
    assert.deepEqual([removed.length, new Set(removed.map(({ subject }) => subject)).size], [many, many]);
    // What the mail server took before the bot heard of it is sent again as the same message.
    assert.equal(new Set(inbox.mails.map(({ to }) => to).filter((to) => to.endsWith('@corp.example'))).size, many);
    assert.equal((await db.selectFrom('outbox').select('id').where('reason', 'like', 'review-removed:mail:%').execute()).length, many);
  }));
