import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hour, minute } from '../../../core/foundation/clock.ts';
import { openBrowser } from '../../browser.ts';
import { alice, enters, givesUp, withConsole } from '../../console.ts';
import { invgateOnScim } from '../../directory/scim.ts';
import { freshRecords } from '../../records.ts';
import { type Guichet, guichet } from '../../support.ts';
import { alices, appShows, hasPassword, joins, turnsOn } from '../../twoFactor.ts';

/** A request that waits for an approver. */
async function asks({ db, now }: Guichet, n: number): Promise<void> {
  const account = await db.selectFrom('account').select('id').where('portal', '=', 'invgate').executeTakeFirstOrThrow();
  const pending = { portal: 'invgate', organisationId: null, accountId: account.id, person: 'p', locale: 'fr', justification: null };
  const undecided = { status: 'pending', createdAt: now() + n, expiresAt: now() + hour, decidedAt: null, decidedBy: null, reason: null };
  await db
    .insertInto('enrollment')
    .values({ ...pending, ...undecided, id: `e${n}`, groupId: `g${n}`, reference: `R-${n}` })
    .execute();
}

/** Each page that renews itself: its stream, something that happens, and what the stream says of it. */
const pages = [
  ['/console/live/overview', (its: Guichet) => asks(its, 1), 'waiting', /Moins de 1 jour <strong>1</],
  ['/console/live/outbox', (its: Guichet) => givesUp(its), 'list', /550 &lt;no such mailbox&gt;/],
  ['/console/live/requests', (its: Guichet) => asks(its, 2), 'list', /R-2/],
] as const;

test('OPS-2 what waits and what fails renews itself: each page gets what has changed, and nothing while nothing has', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its);
    for (const [path, happens, part, shows] of pages) {
      const page = await browser.get(path.replace('/live', '').replace('/overview', ''));
      assert.ok(page.html.includes(`data-stream="${path}?lang=fr"`), path);
      assert.match(page.html, new RegExp(`data-live="${part}"`));
      const stream = await browser.streams(`${path}?lang=fr`);
      assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/);
      await its.live.look();
      assert.doesNotMatch(JSON.parse((await stream.next())?.data ?? '{}')[part], shows);
      await its.live.look();
      await happens(its);
      await its.live.look();
      assert.match(JSON.parse((await stream.next())?.data ?? '{}')[part], shows, path);
      stream.close();
    }
  }));

test('OPS-2 the overview says how directories do: one look for all, and one that hangs holds no page up', async (t) => {
  const { folder, between, close } = await invgateOnScim();
  t.after(close);
  await withConsole(
    [alice('support')],
    async (its) => {
      const browser = await enters(its);
      const overview = async () => (await browser.get('/console?lang=fr')).html;
      assert.match(await overview(), /Répond, en/);
      let asked = 0;
      await between(
        (request) => {
          asked += 1;
          request.socket.destroy();
        },
        async () => {
          assert.match(await overview(), /Répond, en/);
          assert.equal(asked, 0);
          its.passes(minute);
          await Promise.all([overview(), overview()]);
          assert.match(await overview(), /<span class="bad">Ne répond pas/);
          const alone = asked;
          its.passes(minute);
          await overview();
          assert.equal(asked, 2 * alone);
        },
      );
      await between(
        () => undefined,
        async () => {
          its.passes(minute);
          assert.match(await overview(), /Ne répond pas/);
        },
      );
      assert.match((await browser.get('/console/figures/directories?lang=fr')).html, /Ne répond pas/);
    },
    { env: { PORTALS_DIR: folder } },
  );
});

test('OPS-2 all who look at a page cost one reading, whoever they are', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its);
    const streams = [];
    const readings = async () => {
      its.statements.length = 0;
      await its.live.look();
      return its.statements.filter((sql) => sql.includes('from "outbox"')).length;
    };
    streams.push(await browser.streams('/console/live/outbox?lang=fr'));
    const alone = await readings();
    for (const lang of ['en', 'fr']) streams.push(await browser.streams(`/console/live/outbox?lang=${lang}`));
    assert.deepEqual([alone, await readings()], [1, 1]);
    for (const stream of streams) stream.close();
  }));

test('OPS-1 a page that renews itself keeps no session open: it ends on time, and the stream with it', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its);
    const stream = await browser.streams('/console/live/outbox?lang=fr');
    for (let passed = 0; passed < 29; passed += 7) {
      its.passes(7 * minute);
      await its.live.look();
    }
    assert.equal((await stream.next())?.event, 'message');
    its.passes(3 * minute);
    await givesUp(its);
    await its.live.look();
    assert.deepEqual(await stream.next(), { event: 'end', data: 'over' });
    assert.equal(await stream.next(), undefined);
    assert.equal((await browser.get('/console')).status, 303);
    assert.equal((await browser.streams('/console/live/outbox')).status, 403);
  }));

test('OPS-1 a stream ends with its session, and shows nothing that came after', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its);
    const stream = await browser.streams('/console/live/requests?lang=fr');
    await its.db.updateTable('session').set({ endedAt: its.now() }).execute();
    await asks(its, 3);
    await its.live.look();
    assert.deepEqual(await stream.next(), { event: 'end', data: 'over' });
    assert.deepEqual((await its.db.selectFrom('audit').select('detail').where('action', '=', 'console.waiting').execute()).length, 1);
  }));

test('OPS-1 a stream beside a session of another account, which has no role, is no refusal: nothing in the audit says that somebody was turned away', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-aside-'));
  t.after(() => rm(folder, { recursive: true }));
  const profile = await readFile(new URL('../../../core/portals/outscale.yaml', import.meta.url), 'utf8');
  await writeFile(join(folder, 'aside.yaml'), profile.replace(/^id: .*$/m, 'id: aside').replace(/^name: .*$/m, 'name: Aside'));
  const bruno = { portal: 'aside', identifier: 'bruno.leroy@corp.example', password: 'Grande-Maree 2026 !' } as const;
  const named = [{ ...alice('operator'), portal: bruno.portal }, alice('operator')];
  const story = async (its: Guichet): Promise<void> => {
    await joins(its, bruno.portal, `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
    for (const who of [bruno, alices]) await hasPassword(its, who);
    const { secret } = await turnsOn(its);
    const browser = openBrowser(its.consoleUrl);
    const turnedAway = () => its.db.selectFrom('audit').select('subject').where('outcome', '=', 'console.stranger').execute();
    await browser.signsIn(bruno.portal, bruno.identifier, bruno.password);
    assert.equal((await browser.streams('/console/live/outbox')).status, 403);
    assert.equal((await turnedAway()).length, 1);
    const signed = await browser.signsIn(alices.portal, alices.identifier, alices.password);
    await browser.sends(signed.location ?? '', { code: appShows(secret, its.now()) });
    const stream = await browser.streams('/console/live/outbox');
    assert.equal(stream.status, 200);
    assert.equal((await turnedAway()).length, 1);
    stream.close();
  };
  await withConsole(named, story, { env: { PORTALS_DIR: folder } });
});

test('OPS-2 one browser has three streams at most: the oldest ends, and says so', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its);
    const streams = [];
    for (let tries = 0; tries < 4; tries += 1) streams.push(await browser.streams('/console/live/overview'));
    assert.deepEqual(await streams[0]?.next(), { event: 'end', data: 'many' });
    await its.live.look();
    for (const stream of streams.slice(1)) {
      assert.equal((await stream.next())?.event, 'message');
      stream.close();
    }
  }));

test('OPS-2 what one bot does is seen in a page of another; a bot that stops ends its streams', async () => {
  const records = await freshRecords();
  try {
    await withConsole(
      [alice('operator')],
      async (its) => {
        const other = await guichet({ database: records.url, again: its.world });
        const browser = await enters(its);
        const stream = await browser.streams('/console/live/outbox?lang=fr');
        await givesUp(other);
        await other.stop();
        await its.live.look();
        assert.match((await stream.next())?.data ?? '', /no such mailbox/);
        its.live.close();
        assert.deepEqual(await stream.next(), { event: 'end', data: 'stopping' });
        assert.equal((await browser.streams('/console/live/outbox')).status, 503);
      },
      { database: records.url },
    );
  } finally {
    await records.drop();
  }
});
