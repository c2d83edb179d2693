import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, tokenIn } from '../../browser.ts';
import { alice, enters, examine, givesUp, keptBy, withConsole } from '../../console.ts';
import { addressesOf, roles, table } from '../../consoleTable.ts';
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
  const sessionOf = async (accountId: string) =>
    await its.db
      .selectFrom('session')
      .selectAll()
      .where('accountId', '=', accountId)
      .where('endedAt', 'is', null)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
  const account = await idOf(bruno.identifier);
  const person = {
    id: 'bruno',
    channel: 'webchat',
    tenant: '',
    objectId: 'bruno',
    name: 'Bruno',
    locale: 'fr',
    emailKey: null,
    address: null,
    seenAt: its.now(),
  };
  await its.db.insertInto('person').values(person).execute();
  const tie = { id: 'tie', person: person.id, accountId: account, portal: 'outscale', createdAt: its.now(), endedAt: null };
  await its.db.insertInto('binding').values(tie).execute();
  const session = await sessionOf(account);
  await its.db
    .insertInto('session')
    .values({ ...session, id: 'phone', digest: 'phone' })
    .execute();
  return { account, session: session.id, outbox: await givesUp(its), operators: (await sessionOf(await idOf(carla.identifier))).id };
}

/** The address of each deed. */
const deedsAt = (ids: Readonly<Record<string, string>>): readonly string[] =>
  table.filter(([method]) => method === 'POST').flatMap(([, template]) => addressesOf(template, ids));

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
      for (const path of deedsAt(ids)) {
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
          path,
        );
        assert.deepEqual(await keptBy(its), before, path);
      }
    },
    { examine },
  ));

/** Each deed that changes something, what its page says of before and after, and its record. Erasing has a test of its own. */
const changing: readonly (readonly [string, RegExp, string])[] = [
  ['/console/outbox/:secret', /Abandonné après 12 tentatives<\/td><td[^>]*>À faire maintenant/, 'outbox.retried'],
  ['/console/account/:secret/link', /Liens encore valables<\/td><td[^>]*>0<\/td><td[^>]*>1/, 'console.link'],
  ['/console/account/:secret/session', /Sessions<\/td><td[^>]*>2<\/td><td[^>]*>1</, 'console.session'],
  ['/console/account/:secret/sessions', /Sessions<\/td><td[^>]*>1<\/td><td[^>]*>0</, 'console.sessions'],
  ['/console/account/:secret/ties', /Conversations reliées<\/td><td[^>]*>1<\/td><td[^>]*>0</, 'console.ties'],
  ['/console/account/:secret/factor', /Double authentification<\/td><td[^>]*>Activée<\/td><td[^>]*>Désactivée</, 'console.factor'],
  ['/console/operators/:secret', /Session<\/td><td[^>]*>Ouverte<\/td><td[^>]*>Fermée/, 'console.session'],
];

test('OPS-1 each deed shows what is before and after, asks for its reason and is not replayed: the same form sent again does nothing more', () =>
  withConsole([alice(...roles), { portal: 'outscale', account: carla.identifier, roles: ['auditor'] }], async (its) => {
    const browser = await enters(its);
    const ids = await bringsBoth(its);
    const recordsOf = async (action: string) =>
      (await its.db.selectFrom('audit').select('detail').where('action', '=', action).where('outcome', '=', 'ok').execute()).map(
        ({ detail }) => JSON.parse(detail).why,
      );
    for (const [template, shown, action] of changing) {
      const path = template.replace(':secret', ids[template.split('/')[2] ?? ''] ?? '').replace(/session$/, `session?session=${ids.session}`);
      const { html } = await browser.get(path);
      assert.match(html, shown, template);
      const once = /name="once" value="([^"]+)"/.exec(html)?.[1];
      const form = { csrf: tokenIn(html), ...(once !== undefined && { once }) };
      const before = await recordsOf(action);
      const unsaid = await browser.posts(path, { ...form, why: '' });
      assert.deepEqual([unsaid.status, await recordsOf(action)], [422, before], template);
      assert.match(unsaid.html, /Dites pourquoi/, template);
      const why = `parce que ${template}`;
      assert.equal((await browser.posts(path, { ...form, why })).status, 303, template);
      const again = await browser.posts(path, { ...form, why });
      assert.ok([404, 422].includes(again.status), `${template}: ${again.status}`);
      assert.deepEqual(await recordsOf(action), [...before, why], template);
    }
    assert.equal((await its.mails()).filter(({ to, text }) => to === bruno.identifier && text.includes('/link/')).length, 1);
  }));
