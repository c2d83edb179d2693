import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealAudit, verifyAudit } from '../../../core/foundation/auditChain.ts';
import { createSecrets } from '../../../core/foundation/secrets.ts';
import { tokenIn, type WebBrowser } from '../../browser.ts';
import { alice, enters, withConsole } from '../../console.ts';
import { everything } from '../../everything.ts';
import type { Guichet } from '../../support.ts';
import { alices, hasPassword, joins } from '../../twoFactor.ts';

const bruno = { portal: 'outscale', identifier: 'bruno.leroy@corp.example', password: 'Grande-Maree 2026 !' } as const;
const secretsOf = (its: Guichet) => createSecrets(its.config.secretKey);

/** Bruno has an account with a password, and left records. */
async function bringsBruno(its: Guichet): Promise<void> {
  await joins(its, 'outscale', `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
  await hasPassword(its, bruno);
  await its.mails();
}

const valueIn = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

/** The fields of the form on the page that shows what is held of somebody. */
async function previews(browser: WebBrowser, whom: string, own = ''): Promise<{ html: string; fields: Record<string, string> }> {
  const csrf = tokenIn((await browser.get('/console/records')).html);
  const { html } = await browser.posts('/console/records?lang=en', { csrf, whom, own });
  return { html, fields: { csrf, whom, own, pseudonym: valueIn(html, 'pseudonym') } };
}

test('OPS-5 an operator sees what is kept how long, as it is in force', () =>
  withConsole(
    [alice('operator')],
    async (its) => {
      const { html } = await (await enters(its, { language: 'en' })).get('/console/records');
      assert.match(html, /The audit[^<]*<\/td>[\s\S]*?<strong>400 days<\/strong>[\s\S]*?365 days[\s\S]*?<code>AUDIT_DAYS<\/code>/);
      assert.match(html, /Sessions of pages[\s\S]*?<strong>Until its end<\/strong>/);
    },
    { env: { AUDIT_DAYS: '400' } },
  ));

test('OPS-5 an operator sees what erasing somebody does, and it is done by the worker, with a certificate; the audit verifies and names them nowhere', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    await bringsBruno(its);
    await sealAudit(its.db, secretsOf(its));
    assert.match((await previews(browser, 'nobody@corp.example')).html, /Nothing is held of anybody called that/);
    const { html, fields } = await previews(browser, bruno.identifier, 'yes');
    assert.match(html, /bruno\.leroy@corp\.example at outscale/);
    assert.match(html, /account<\/td>[\s\S]*?audit<\/td>/);
    assert.ok((await its.db.selectFrom('account').select('id').where('emailKey', '=', bruno.identifier).execute()).length > 0, 'nothing was changed');
    const tried = async (more: Record<string, string>) => await browser.posts('/console/records/erase?lang=en', { ...fields, ...more });
    for (const [more, said] of [
      [{ why: ' ', confirm: bruno.identifier }, /Say why/],
      [{ why: 'asked by letter', confirm: 'bruno' }, /Enter it again/],
      [{ why: 'asked by letter', confirm: bruno.identifier, whom: '' }, /Nothing is held/],
    ] as const)
      assert.match((await tried(more)).html, said);
    const good = { why: `letter of ${bruno.identifier}, Bruno Leroy, <b>`, confirm: bruno.identifier };
    const asked = await tried(good);
    assert.match(asked.location ?? '', new RegExp(`^/console/erasure/${encodeURIComponent(fields.pseudonym ?? '')}`));
    assert.equal((await tried(good)).location, asked.location, 'a second click asks for nothing more');
    assert.match((await browser.get(asked.location ?? '')).html, /waits for the worker/);
    await its.worker.drain();
    const done = await browser.get(asked.location ?? '');
    assert.match(done.html, /Certificate of erasure[\s\S]*account<\/td>[\s\S]*audit<\/td>/);
    assert.ok(done.html.includes(fields.pseudonym ?? '–'));
    const left = (await everything(its.db)).filter(({ row }) => /bruno|leroy/i.test(row)).map(({ table }) => table);
    assert.deepEqual(
      [...new Set(left)].filter((table) => table !== 'account' && table !== 'credential'),
      [],
    );
    const { faults, erasures, head } = await verifyAudit(its.db, secretsOf(its));
    assert.deepEqual(faults, []);
    assert.deepEqual(
      erasures.map(({ reference, by }) => [reference, by.startsWith('account:')]),
      [[fields.pseudonym, true]],
    );
    assert.ok(done.html.includes(head.split(':')[1] ?? '–'));
    const reason = await its.db.selectFrom('audit').select('detail').where('action', '=', 'console.erase').executeTakeFirstOrThrow();
    assert.equal(JSON.parse(reason.detail).why, `letter of ${fields.pseudonym}, ${fields.pseudonym}, <b>`);
  }));

test('OPS-5 nobody is erased while something of theirs is under way: it is said why, and the outbox retries it', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    await bringsBruno(its);
    const { fields } = await previews(browser, bruno.identifier, 'yes');
    // Meanwhile he asks for something.
    const account = await its.db.selectFrom('account').select('id').where('emailKey', '=', bruno.identifier).executeTakeFirstOrThrow();
    const request = { portal: 'invgate', organisationId: null, accountId: account.id, person: 'p', locale: 'fr', justification: null, groupId: 'g', id: 'e' };
    const pending = { reference: 'R-1', status: 'pending', createdAt: its.now(), expiresAt: its.now(), decidedAt: null, decidedBy: null, reason: null };
    await its.db
      .insertInto('enrollment')
      .values({ ...request, ...pending })
      .execute();
    const { html } = await previews(browser, bruno.identifier, 'yes');
    assert.match(html, /It cannot be done yet[\s\S]*Their request R-1 at invgate waits for a decision/);
    assert.equal(valueIn(html, 'pseudonym'), '');
    const asked = await browser.posts('/console/records/erase?lang=en', { ...fields, why: 'a letter', confirm: bruno.identifier });
    await its.worker.drain();
    assert.match((await browser.get(asked.location ?? '')).html, /nothing was changed[\s\S]*Their request R-1/);
    await its.db.deleteFrom('enrollment').execute();
    const job = await its.db.selectFrom('outbox').select('id').where('kind', '=', 'erase').executeTakeFirstOrThrow();
    assert.equal((await browser.sends(`/console/outbox/${job.id}`, { why: 'it was withdrawn' })).status, 303);
    await its.worker.drain();
    assert.match((await browser.get(asked.location ?? '')).html, /Certificate of erasure/);
  }));

test('OPS-5 nobody of the console is erased from it, and no made-up name of an erasure is taken', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    await bringsBruno(its);
    const { fields } = await previews(browser, alices.identifier, 'yes');
    const own = await browser.posts('/console/records/erase?lang=en', { ...fields, why: 'x', confirm: alices.identifier });
    assert.match(own.html, /has a role in the console/);
    const other = { ...fields, whom: bruno.identifier, why: 'x', confirm: bruno.identifier };
    const forged = await browser.posts('/console/records/erase?lang=en', { ...other, pseudonym: bruno.identifier });
    assert.equal(forged.status, 422);
    assert.equal((await browser.get('/console/erasure/erased%3A0000-0000')).status, 404);
    assert.deepEqual(await its.db.selectFrom('outbox').select('id').where('kind', '=', 'erase').execute(), []);
  }));

test('OPS-5 the name of somebody’s erasure does for nobody else, before it is done and afterwards: what looks done is done', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    await bringsBruno(its);
    const carla = 'carla.roux@corp.example';
    await joins(its, 'outscale', `${carla},${carla},Carla,Roux,,`);
    const { fields } = await previews(browser, bruno.identifier, 'yes');
    const erases = async (whom: string) => await browser.posts('/console/records/erase?lang=en', { ...fields, whom, why: 'a letter', confirm: whom });
    const first = await erases(bruno.identifier);
    assert.equal(first.status, 303);
    const forged = await erases(carla);
    assert.deepEqual([forged.status, forged.location], [422, undefined]);
    assert.match(forged.html, /Check what is held now/);
    assert.notEqual(valueIn(forged.html, 'pseudonym'), fields.pseudonym);
    await its.worker.drain();
    assert.equal((await erases(carla)).status, 422);
    // Bruno's own form finds his certificate, until something of his is there again.
    assert.equal((await erases(bruno.identifier)).location, first.location);
    await joins(its, 'outscale', `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
    assert.match((await erases(bruno.identifier)).html, /Check what is held now/);
    assert.equal((await its.db.selectFrom('audit').select('id').where('action', '=', 'console.erase').execute()).length, 1);
    assert.equal((await its.db.selectFrom('account').select('id').where('emailKey', '=', carla).execute()).length, 1);
  }));
