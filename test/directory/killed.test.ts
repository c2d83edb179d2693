import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { second } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { openChat } from '../chat.ts';
import { databaseIn, spawnBot } from '../fakes/botProcess.ts';
import { startConnector } from '../fakes/connector.ts';
import { startCutting } from '../fakes/cutting.ts';
import { ldapPortal } from '../fakes/ldapPortal.ts';
import { skipWithoutSlapd } from '../fakes/slapd.ts';
import { startInbox } from '../fakes/smtp.ts';
import { linkIn } from '../support.ts';
import { openPage } from '../webPage.ts';
import { slapd } from './servers.ts';

/** How often the bot is killed, and how many submissions each kill cuts short. With KILLS=25 they are 200, which takes some minutes. */
const kills = Number(process.env.KILLS ?? 3);
const people = 8;

test(`DIR-4 killed ${kills} times at random instants of ${people} resets each: nothing is lost, nothing is done twice, nobody is told «failed» of what was done`, {
  skip: skipWithoutSlapd(),
}, async () => {
  const server = await slapd();
  // With a network between, a kill meets more often what was done and not yet answered.
  const wire = await startCutting(server.real.ports.secure);
  wire.slow(15);
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  const portals = join(folder, 'portals');
  await mkdir(portals);
  await writeFile(join(portals, 'staff.yaml'), ldapPortal('staff', { url: `ldaps://127.0.0.1:${wire.port}`, ca: server.authority.ca }));
  const db = await openDatabase(databaseIn(folder));
  await migrate(db);
  const [inbox, connector] = await Promise.all([startInbox(), startConnector()]);
  let ahead = 0;
  /** Each start is later than the claims of acts and jobs that the one before left. */
  const starts = async () => {
    const bot = spawnBot({ folder, ahead, env: { SMTP_URL: inbox.url, PORTALS_DIR: portals } });
    ahead += 121 * second;
    return { ...bot, url: await bot.url };
  };
  const recorded = async (email: string) => {
    const { id } = await db.selectFrom('account').select('id').where('identifier', '=', email).executeTakeFirstOrThrow();
    const done = db.selectFrom('audit').select('id').where('action', '=', 'reset.completed').where('outcome', '=', 'ok');
    return (await done.where('subject', '=', `account:${id}`).execute()).length;
  };
  /** Resent after a kill, a mail has the id that it had. */
  const delivered = (email: string) => new Set(inbox.mails.filter(({ to }) => to === email).map(({ headers }) => headers['message-id'])).size;
  const arrive = async (email: string, mails: number) => {
    for (const end = performance.now() + 20_000; delivered(email) < mails; await sleep(5))
      assert.ok(performance.now() < end, `${email} waits for mail ${mails}`);
  };
  const seen = { before: 0, after: 0, done: 0 };
  let bot = await starts();
  try {
    for (let round = 0; round < kills; round += 1) {
      const chat = openChat({ url: bot.url, connector, locale: 'fr', channel: 'msteams' });
      const owners: { email: string; at: string; password: string; link: string; page: Awaited<ReturnType<typeof openPage>> }[] = [];
      for (let n = 0; n <= people; n += 1) {
        const email = `person${round}-${n}@corp.example`;
        const at = await server.put(`person${round}-${n}`, { email });
        await chat.says('mot de passe oublié staff');
        await chat.presses('reset.send', { identifier: email });
        await arrive(email, 1);
        const link = linkIn(inbox.mails.findLast(({ to }) => to === email));
        owners.push({ email, at, password: `Grand-Large-${round}-${n}-25!`, link, page: await openPage(bot.url, link) });
      }
      // Spread over the time that one takes on this machine just now: some are cut before they act, some within, some after.
      const began = performance.now();
      const [quick, ...cutShort] = owners;
      assert.equal((await quick?.page.submits(quick.password))?.status, 303);
      const pace = performance.now() - began;
      const answers = cutShort.map(async ({ page, password }) => {
        await sleep(Math.random() * 4 * pace);
        return await page.posts({ password, repeat: password }, page.token).catch(() => undefined);
      });
      await sleep((0.5 + 4 * Math.random()) * pace);
      await bot.kill();
      const first = await Promise.all(answers);
      const cut = await Promise.all(
        cutShort.map(async ({ at, email, password }) => ({ opened: await server.opens(at, password), recorded: await recorded(email) })),
      );

      bot = await starts();
      for (const [n, { email, at, password, link }] of cutShort.entries()) {
        const was = cut[n];
        assert.ok(was);
        seen[was.recorded > 0 ? 'done' : was.opened ? 'after' : 'before'] += 1;
        assert.ok(was.opened || was.recorded === 0, 'what is recorded was done');
        assert.ok(first[n] === undefined || first[n].status === 303, `${first[n]?.status}`);
        const again = await openPage(bot.url, link);
        if (was.recorded > 0) assert.equal(again.status, 410);
        else {
          const answered = await again.submits(password);
          assert.equal(answered.status, 303, answered.html);
        }
        assert.equal(await server.opens(at, password), true);
        assert.equal(await recorded(email), 1);
        await arrive(email, 2);
      }
    }
    const owners = new Set(inbox.mails.map(({ to }) => to));
    assert.equal(owners.size, kills * (people + 1));
    for (const owner of owners) {
      await arrive(owner, 2);
      assert.equal(delivered(owner), 2, 'one mail with a link and one that tells, each');
    }
    console.log(`cut short before the act ${seen.before} times, between act and commit ${seen.after}, after it ${seen.done}`);
  } finally {
    await bot.kill();
    await db.destroy();
    await Promise.all([inbox.close(), connector.close()]);
    await rm(folder, { recursive: true });
    await wire.close();
    await server.close();
  }
});
