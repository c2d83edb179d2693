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
import { ldapPortal } from '../fakes/ldapPortal.ts';
import { skipWithoutSlapd } from '../fakes/slapd.ts';
import { startInbox } from '../fakes/smtp.ts';
import { linkIn } from '../support.ts';
import { openPage } from '../webPage.ts';
import { slapd } from './servers.ts';

/** How often the bot is killed. KILLS=200 takes some minutes. */
const kills = Number(process.env.KILLS ?? 8);

test(`DIR-4 killed ${kills} times at random instants of a reset: nothing is lost, nothing is done twice, nobody is told «failed» of what was done`, {
  skip: skipWithoutSlapd(),
}, async () => {
  const server = await slapd();
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  const portals = join(folder, 'portals');
  await mkdir(portals);
  await writeFile(join(portals, 'staff.yaml'), ldapPortal('staff', { url: server.real.url, ca: server.authority.ca }));
  const db = await openDatabase(databaseIn(folder));
  await migrate(db);
  const [inbox, connector] = await Promise.all([startInbox(), startConnector()]);
  let ahead = 0;
  /** Each start is later than the claim of the act that the one before left. */
  const starts = async () => {
    const bot = spawnBot({ folder, ahead, env: { SMTP_URL: inbox.url, PORTALS_DIR: portals } });
    ahead += 11 * second;
    return { ...bot, url: await bot.url };
  };
  const count = async () => (await db.selectFrom('audit').select('id').where('action', '=', 'reset.completed').where('outcome', '=', 'ok').execute()).length;
  const seen = { before: 0, after: 0, done: 0 };
  let bot = await starts();
  try {
    for (let round = 0; round < kills; round += 1) {
      const email = `person${round}@corp.example`;
      const at = await server.put(`person${round}`, { email });
      const chat = openChat({ url: bot.url, connector, locale: 'fr', channel: 'msteams' });
      const { length } = inbox.mails;
      await chat.says('mot de passe oublié staff');
      await chat.presses('reset.send', { identifier: email });
      await inbox.waitFor(length + 1);
      const link = linkIn(inbox.mails.findLast(({ to }) => to === email));
      const page = await openPage(bot.url, link);
      const password = `Grand-Large-${round}-25!`;
      const answer = page.posts({ password, repeat: password }, page.token).catch(() => undefined);
      await sleep(Math.random() * 60);
      await bot.kill();
      const first = await answer;

      const [opened, recorded] = [await server.opens(at, password), (await count()) - round];
      seen[recorded > 0 ? 'done' : opened ? 'after' : 'before'] += 1;
      assert.ok(opened || recorded === 0, 'what is recorded was done');
      assert.ok(first === undefined || first.status === 303, `${first?.status}`);
      bot = await starts();
      const again = await openPage(bot.url, link);
      if (recorded > 0) assert.equal(again.status, 410);
      else {
        const answered = await again.submits(password);
        assert.equal(answered.status, 303, answered.html);
      }
      assert.equal(await server.opens(at, password), true);
      assert.equal(await count(), round + 1);
      await inbox.waitFor(2 * (round + 1));
    }
    assert.equal(inbox.mails.length, 2 * kills, 'one mail with a link and one that tells, each');
    console.log(`killed before the act ${seen.before} times, between act and commit ${seen.after}, after it ${seen.done}`);
  } finally {
    await bot.kill();
    await db.destroy();
    await Promise.all([inbox.close(), connector.close()]);
    await rm(folder, { recursive: true });
    await server.close();
  }
});
