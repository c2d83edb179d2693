import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openBrowser, tokenIn } from '../../browser.ts';
import { alice, enters, examine, givesUp, keptBy, withConsole } from '../../console.ts';
import { addressesOf, roles, table } from '../../consoleTable.ts';

/** The way in, and one's own sessions, are for everybody. */
const forAll = ['/console/signout', '/console/sessions', '/console/signin/:provider', '/console/signin/:provider/callback'];

/** What renews itself is never read to its end, and leads nobody in. */
const isStream = (path: string): boolean => path.startsWith('/console/live/');

test('OPS-1 each address of the console is in the table of who may', async () => {
  const folder = new URL('../../../bot/pages/console/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('Routes.ts'));
  const sources = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const mounted = sources.flatMap((source) => [...source.matchAll(/'(\/console[^']*)': (?:\{|stream)/g)].map(([, path = '']) => path));
  assert.deepEqual([...new Set(mounted)].sort(), [...new Set([...table.map(([, path]) => path), ...forAll])].sort());
});

for (const role of roles)
  test(`OPS-1 of the pages and deeds a ${role} is refused all that are not theirs, which leaves a record and nothing more, and shown the others, each ≤ 60 KB`, () =>
    withConsole(
      [alice(role)],
      async (its) => {
        const browser = await enters(its, { language: 'en' });
        const csrf = tokenIn((await browser.get('/console')).html);
        const account = await its.db.selectFrom('account').select('id').where('identifierKey', '=', 'bleroy').executeTakeFirstOrThrow();
        const ids: Readonly<Record<string, string>> = {
          figures: 'waiting',
          account: account.id,
          outbox: await givesUp(its),
          portals: 'octopus',
          live: 'erased:0000-0000',
          erasure: 'erased:0000-0000',
        };
        const form = {
          csrf,
          whom: 'bruno.leroy@corp.example',
          why: 'because',
          confirm: 'bruno.leroy@corp.example',
          pseudonym: 'erased:0000-0000',
          once: crypto.randomUUID(),
        };
        const each = table.flatMap(([method, template, whose]) => addressesOf(template, ids).map((path) => [method, template, whose, path] as const));
        for (const [method, template, whose, path] of each) {
          const mine = whose.includes(role);
          const before = mine ? [] : await keptBy(its);
          if (mine && isStream(template)) {
            const stream = await browser.streams(path);
            assert.ok([200, 404].includes(stream.status), path);
            stream.close();
            continue;
          }
          const { status, html } = method === 'GET' ? await browser.get(path) : await browser.posts(path, form);
          const named = `${method} ${path} as ${role}: ${status}`;
          if (mine) {
            // A made-up form, of an account with nothing to end: answered, and never for want of a role.
            assert.ok([200, 303, 404, 422].includes(status), named);
            assert.ok(Buffer.byteLength(html) <= 60_000, `${named}, ${Buffer.byteLength(html)} bytes`);
            if (html.startsWith('<!doctype')) assert.equal(html.match(/rel="stylesheet"/g)?.length, 1, named);
            assert.doesNotMatch(html, /<script(?![^>]* src="\/p\/assets\/)|<img|<iframe|style="/, named);
          } else {
            assert.equal(status, 403, named);
            assert.match(html, /Not with your role/, named);
            const left = (await keptBy(its)).filter(({ row }) => !before.some((each) => each.row === row));
            assert.deepEqual(
              left.map(({ table: name, row }) => [name, /"console\.refused".*"console\.role".*\\"needs\\":\\"[a-z ]+\\"/.test(row)]),
              [['audit', true]],
              `${named} left something else`,
            );
          }
        }
        const stranger = openBrowser(its.url);
        for (const [method, template, , path] of each) {
          const { status } = method === 'GET' ? await stranger.get(path) : await stranger.posts(path, form);
          assert.equal(status, method === 'GET' && !isStream(template) ? 303 : 403, `${method} ${path} as a stranger`);
        }
      },
      { examine },
    ));

test('OPS-1 on a port of its own the console is there alone, with what signs in to it, and where everybody is there is none', () =>
  withConsole(
    [alice('operator')],
    async (its) => {
      const everybody = openBrowser(its.url);
      assert.deepEqual([(await everybody.get('/console')).status, (await everybody.get('/console/outbox')).status], [404, 404]);
      assert.equal((await everybody.get('/p/outscale/signin')).status, 200);
      assert.notEqual(its.consoleUrl, its.url);
      const browser = await enters(its);
      assert.equal((await browser.get('/console/outbox')).status, 200);
      assert.equal((await browser.get('/')).location, '/console');
      for (const path of ['/p/outscale/reset', '/p/outscale/account', '/p/outscale/organisation', '/api/messages', '/metrics', '/readyz'])
        assert.ok([404, 405].includes((await browser.get(path)).status), path);
      const { html } = await browser.get('/console');
      const files = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, path = '']) => path);
      for (const path of files) assert.equal((await browser.get(path)).status, 200, path);
    },
    { env: { CONSOLE_PORT: '0' } },
  ));

test('OPS-1 settings are shown as they are in force, and nothing secret is; a portal is shown as people meet it, with its warnings', () =>
  withConsole(
    [alice('operator')],
    async (its) => {
      const browser = await enters(its, { language: 'en' });
      const { html } = await browser.get('/console/settings');
      assert.match(html, /<code>SECRET_KEY<\/code><\/td><td[^>]*>••••••/);
      assert.match(html, /<code>SMTP_URL<\/code><\/td><td[^>]*>smtp:\/\/127\.0\.0\.1:\d+</);
      assert.match(html, /<code>KEYV_URL<\/code><\/td><td[^>]*><span class="quiet">Not set/);
      for (const secret of [its.config.secretKey, 'hush', 'token-of-metrics']) assert.ok(!html.includes(secret), secret);
      assert.match((await browser.get('/console/portals')).html, /href="\/console\/portals\/extranet\?lang=en"/);
      const portal = await browser.get('/console/portals/extranet?lang=fr');
      assert.match(portal.html, /Mot de passe oublié[\s\S]*class="press"/);
      assert.match(portal.html, /Aucun avertissement|lang="en"/);
      // Each procedure that a portal offers begins with a card, but for deciding, which begins with somebody's request.
      for (const { id, procedures } of its.core.portals.values()) {
        const { html: drawn } = await browser.get(`/console/portals/${id}?lang=en`);
        const offered = new Set([...Object.keys(procedures), 'support']);
        offered.delete('decide');
        assert.equal([...drawn.matchAll(/<div class="card">/g)].length, offered.size + 1, id);
        assert.ok(Buffer.byteLength(drawn) <= 60_000, id);
      }
    },
    { env: { SMTP_URL: 'smtp://postmaster:hush@127.0.0.1:1', METRICS_TOKEN: 'token-of-metrics' } },
  ));

test('OPS-1 what is not there, or is gone, is said within the console, to whom is in it; others are led in, and told nothing', () =>
  withConsole([alice('support', 'operator')], async (its) => {
    const browser = await enters(its);
    for (const path of [
      'nothing',
      'outbox/gone',
      'portals/gone',
      'operators/gone',
      'erasure/gone',
      'account/gone',
      'account/gone/everything',
      'deeper/than/anything',
    ]) {
      const { status, html } = await browser.get(`/console/${path}`);
      assert.deepEqual([status, /introuvable/i.test(html), html.includes('href="/console/people?lang=fr"')], [404, true, true], path);
      assert.ok([303, 404].includes((await openBrowser(its.url).get(`/console/${path}`)).status), path);
    }
    assert.match((await browser.get('/console/sessions')).location ?? '', /^\/p\/outscale\/account/);
  }));

test('OPS-1 a page stays within 60 KB whatever is in its table; what has no room is a page further, and nothing is passed over', () =>
  withConsole([alice('operator', 'auditor')], async (its) => {
    const browser = await enters(its);
    const long = '<&"'.repeat(300);
    const record = {
      at: its.now(),
      actor: `approver:${'a'.repeat(120)}@corp.example`,
      channel: 'page',
      portal: 'octopus',
      subject: 'none:long',
      outcome: 'no',
    };
    const records = Array.from({ length: 50 }, (_, at) => ({ ...record, action: `long.${at}`, detail: JSON.stringify({ why: long }) }));
    await its.db.insertInto('audit').values(records).execute();
    const jobs: string[] = [];
    for (let n = 0; n < 50; n += 1) jobs.push(await givesUp(its));
    await its.db.updateTable('outbox').set({ error: long }).execute();
    const seen: string[] = [];
    for (const first of ['/console/audit?whom=none%3Along', '/console/outbox'])
      for (let path = first, pages = 0; path !== '' && pages < 9; pages += 1) {
        const { html } = await browser.get(path);
        assert.ok(Buffer.byteLength(html) <= 60_000, `${path}: ${Buffer.byteLength(html)} bytes`);
        seen.push(...[...html.matchAll(/>long\.(\d+) |id="job-([^"]+)"/g)].map(([, at, job]) => at ?? job ?? ''));
        path = /<p><a href="([^"]*(?:before|after)=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
      }
    assert.deepEqual([...seen].sort(), [...records.map((_, at) => `${at}`), ...jobs].sort());
  }));
