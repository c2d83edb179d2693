import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, tokenIn, type WebBrowser } from '../../browser.ts';
import { alice, enters, examine, givesUp, keptBy, withConsole } from '../../console.ts';
import { addressOf, roles, table } from '../../consoleTable.ts';
import type { Guichet } from '../../support.ts';
import { hasPassword, joins, signsIn, turnsOn } from '../../twoFactor.ts';

const bruno = { portal: 'outscale', identifier: 'bruno.leroy@corp.example', password: 'Grande-Maree 2026 !' } as const;
const carla = { ...bruno, identifier: 'carla.roux@corp.example' } as const;

/** Carla, who has a role in the console, and Bruno, who has none, each signed in. */
async function bringsBoth(its: Guichet): Promise<Readonly<Record<string, string>>> {
  for (const who of [bruno, carla]) {
    await joins(its, 'outscale', `${who.identifier},${who.identifier},Un,Nom,,`);
    await hasPassword(its, who);
    assert.equal((await signsIn(its, who.password, who)).state, 'open');
  }
  await turnsOn(its, bruno);
  const idOf = async (identifier: string) =>
    (await its.db.selectFrom('account').select('id').where('portal', '=', 'outscale').where('identifierKey', '=', identifier).executeTakeFirstOrThrow()).id;
  const session = await its.db
    .selectFrom('session')
    .select('id')
    .where('accountId', '=', await idOf(carla.identifier))
    .executeTakeFirstOrThrow();
  return { account: await idOf(bruno.identifier), outbox: await givesUp(its), operators: session.id };
}

const deeds = table.filter(([method]) => method === 'POST').map(([, template]) => template);

test('OPS-1 no deed is forged: without its token, with that of another session, from another site or without the session it does nothing', () =>
  withConsole(
    [alice(...roles), { portal: 'outscale', account: carla.identifier, roles: [...roles] }],
    async (its) => {
      const browser = await enters(its);
      const ids = await bringsBoth(its);
      const csrf = tokenIn((await browser.get('/console')).html);
      const other = openBrowser(its.url);
      await other.signsIn('outscale', carla.identifier, carla.password);
      const foreign = tokenIn((await other.get('/p/outscale/account')).html);
      const form = { whom: bruno.identifier, why: 'parce que', confirm: bruno.identifier, pseudonym: 'erased:0000-0000', once: crypto.randomUUID() };
      for (const template of deeds) {
        const path = addressOf(template, ids);
        const before = await keptBy(its);
        const tried = [
          await browser.posts(path, form),
          await browser.posts(path, { ...form, csrf: foreign }),
          await browser.posts(path, { ...form, csrf }, { origin: 'https://evil.example' }),
          await browser.posts(path, { ...form, csrf }, { 'sec-fetch-site': 'cross-site' }),
          await openBrowser(its.url).posts(path, { ...form, csrf }),
        ];
        assert.deepEqual(
          tried.map(({ status }) => status),
          [403, 403, 403, 403, 403],
          template,
        );
        assert.deepEqual(await keptBy(its), before, template);
      }
    },
    { examine },
  ));

/** Each deed that changes something, and its record. Erasing has a test of its own. */
const changing: readonly (readonly [string, string])[] = [
  ['/console/outbox/:secret', 'outbox.retried'],
  ['/console/account/:secret/link', 'console.link'],
  ['/console/account/:secret/sessions', 'console.sessions'],
  ['/console/account/:secret/factor', 'console.factor'],
  ['/console/operators/:secret', 'console.session'],
];

/** Sends a page's form, and the very same once more. */
async function sendsTwice(browser: WebBrowser, path: string): Promise<number[]> {
  const { html } = await browser.get(path);
  const once = /name="once" value="([^"]+)"/.exec(html)?.[1];
  const form = { csrf: tokenIn(html), why: 'parce que', ...(once !== undefined && { once }) };
  return [(await browser.posts(path, form)).status, (await browser.posts(path, form)).status];
}

test('OPS-1 no deed is replayed: the same form sent again does nothing more', () =>
  withConsole([alice(...roles), { portal: 'outscale', account: carla.identifier, roles: ['auditor'] }], async (its) => {
    const browser = await enters(its);
    const ids = await bringsBoth(its);
    for (const [template, action] of changing) {
      const [first = 0, again = 0] = await sendsTwice(browser, addressOf(template, ids));
      assert.equal(first, 303, template);
      assert.ok([404, 422].includes(again), `${template}: ${again}`);
      const done = await its.db.selectFrom('audit').select('id').where('action', '=', action).where('outcome', '=', 'ok').execute();
      assert.equal(done.length, 1, action);
    }
    assert.equal((await its.mails()).filter(({ to, text }) => to === bruno.identifier && text.includes('/link/')).length, 1);
  }));
