import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { dependenciesOver } from '../../../bot/commands/dependencies.ts';
import { createConsoleInvitation } from '../../../core/console/index.ts';
import { operatorNamed } from '../../../core/foundation/actor.ts';
import { sealAudit } from '../../../core/foundation/auditChain.ts';
import { hour, minute } from '../../../core/foundation/clock.ts';
import { createSecrets } from '../../../core/foundation/secrets.ts';
import { endFactor } from '../../../core/signIn/index.ts';
import { openBrowser, tokenIn } from '../../browser.ts';
import { alice, enters, consoleFolder as folder, givesUp, withConsole } from '../../console.ts';
import { type Guichet, linkIn, withGuichet } from '../../support.ts';
import { alices, hasPassword, portalOf } from '../../twoFactor.ts';

test('OPS-1 without a file that names who may use it, there is no console', () =>
  withGuichet({}, async ({ url }) => {
    const got = await openBrowser(url).get('/console');
    assert.equal(got.status, 404);
  }));

test('OPS-1 who has no session signs in with the second factor, and what a role does not open is neither offered nor done', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its);
    const job = await givesUp(its);
    const home = await browser.get('/console');
    assert.equal(home.status, 200);
    assert.match(home.html, /Vue d’ensemble/);
    assert.doesNotMatch(home.html, /href="\/console\/(audit|outbox)/);
    assert.match(home.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    const csrf = tokenIn(home.html);
    const refused: number[] = [];
    for (const path of ['/console/audit', '/console/audit.csv', '/console/outbox', '/console/directories', '/console/doctor', `/console/outbox/${job}`])
      refused.push((await browser.get(path)).status);
    for (const [path, fields] of [
      ['/console/audit/verify', {}],
      ['/console/doctor', {}],
      [`/console/outbox/${job}`, { why: 'parce que' }],
    ] as const)
      refused.push((await browser.posts(path, { csrf, ...fields })).status);
    assert.deepEqual(
      refused,
      Array.from({ length: 9 }, () => 403),
    );
    assert.equal((await its.db.selectFrom('outbox').select('status').where('id', '=', job).executeTakeFirstOrThrow()).status, 'given-up');
  }));

test('OPS-1 an account without a role, without a second factor, or kept signed in for days is told why, and ends the session there', () =>
  withConsole([alice('operator')], async (its) => {
    await hasPassword(its);
    const plain = openBrowser(its.url);
    assert.equal((await plain.signsIn('outscale', alices.identifier, alices.password)).status, 303);
    const without = await plain.get('/console');
    assert.equal(without.status, 403);
    assert.match(without.html, /second facteur/);
    assert.match(without.html, /href="\/p\/outscale\/account\/second-factor/);
    const kept = await enters(its, { remember: 'me' });
    const remembered = await kept.get('/console');
    assert.equal(remembered.status, 403);
    assert.match(remembered.html, /Reconnectez-vous pour la console/);
    const out = await kept.posts('/console/signout', { csrf: tokenIn(remembered.html) });
    assert.match(out.location ?? '', /signin\?return=console/);
    assert.equal((await kept.get('/console')).status, 303);
  }));

test('OPS-1 ALL-4 an account that is not named hears the same whoever else is, gets nowhere, and each try is recorded', () =>
  withConsole([{ ...alice('operator'), account: 'somebody.else@corp.example' }], async (its) => {
    const browser = await enters(its);
    const stranger = await browser.get('/console');
    assert.equal(stranger.status, 403);
    assert.match(stranger.html, /n’est pas ouverte à ce compte/);
    for (const path of ['/console/outbox', '/console/audit', '/console/audit.csv', '/console/figures/jobs'])
      assert.equal((await browser.get(path)).status, 403);
    assert.equal((await browser.posts('/console/audit/verify', { csrf: tokenIn(stranger.html) })).status, 403);
    const tries = await its.db.selectFrom('audit').select(['action', 'subject']).where('outcome', '=', 'console.stranger').execute();
    assert.deepEqual(
      tries.map(({ action, subject }) => [action, subject.startsWith('account:')]),
      Array.from({ length: 6 }, () => ['console.refused', true]),
    );
  }));

test('OPS-1 a session that ended, by time or with its second factor, closes the console at the next click', async () => {
  for (const ends of [
    async ({ passes }: Guichet) => passes(31 * minute),
    async (its: Guichet) => {
      const secrets = createSecrets(its.config.secretKey);
      await endFactor({ db: its.db, secrets }, portalOf(its, 'outscale'), alices.identifier, its.now(), operatorNamed('root'));
    },
  ])
    await withConsole([alice('auditor', 'operator')], async (its) => {
      const browser = await enters(its);
      const page = await browser.get('/console/audit');
      assert.equal(page.status, 200);
      await ends(its);
      assert.equal((await browser.get('/console/audit')).status, 303);
      assert.equal((await browser.posts('/console/audit/verify', { csrf: tokenIn(page.html) })).status, 303);
    });
});

test('OPS-1 a form of another session, of another site or without its token does nothing', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its);
    const job = await givesUp(its);
    const { html } = await browser.get(`/console/outbox/${job}`);
    const path = `/console/outbox/${job}`;
    const tried = [
      await browser.posts(path, { why: 'x' }),
      await browser.posts(path, { why: 'x', csrf: tokenIn(html).replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')) }),
      await browser.posts(path, { why: 'x', csrf: tokenIn(html) }, { origin: 'https://evil.example' }),
      await openBrowser(its.url).posts(path, { why: 'x', csrf: tokenIn(html) }),
    ];
    assert.deepEqual(
      tried.map(({ status }) => status),
      [403, 403, 403, 403],
    );
    assert.equal((await its.db.selectFrom('outbox').select('status').where('id', '=', job).executeTakeFirstOrThrow()).status, 'given-up');
  }));

test('OPS-1 an operator retries what was given up, with a reason that the audit keeps; a second click finds it done', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its);
    const job = await givesUp(its);
    const list = await browser.get('/console/outbox');
    assert.match(list.html, /550 &lt;no such mailbox&gt;/);
    const path = `/console/outbox/${job}`;
    const missing = await browser.sends(path, { why: '  ' });
    assert.equal(missing.status, 422);
    assert.match(missing.html, /Dites pourquoi/);
    const done = await browser.sends(path, { why: 'boîte recréée' });
    assert.match(done.location ?? '', /^\/console\/outbox\?lang=fr&said=retried/);
    const row = await its.db.selectFrom('audit').select(['actor', 'detail', 'subject']).where('action', '=', 'outbox.retried').executeTakeFirstOrThrow();
    assert.match(row.actor, /^account:/);
    assert.deepEqual([row.subject, JSON.parse(row.detail).why], [`job:${job}`, 'boîte recréée']);
    assert.equal((await browser.posts(path, { csrf: tokenIn(missing.html), why: 'encore' })).status, 404);
  }));

test('OPS-4 an auditor searches, follows a name, takes the table, and sees where the chain breaks; each look leaves a record', () =>
  withConsole([alice('auditor')], async (its) => {
    const browser = await enters(its);
    const found = await browser.get(`/console/audit?whom=${encodeURIComponent(alices.identifier)}&outcome=ok`);
    assert.match(found.html, /twoFactor\.on/);
    assert.match(found.html, new RegExp(`>${alices.identifier}</a>`), 'accounts are called by their names');
    const subject = /whom=(account%3A[\w-]+)/.exec(found.html)?.[1] ?? '';
    assert.match((await browser.get(`/console/audit?whom=${subject}`)).html, /twoFactor\.on/);
    assert.match((await browser.get('/console/audit?whom=%25')).html, /Aucun enregistrement/);
    assert.match((await browser.get('/console/audit?action=twoFactor&portal=octopus')).html, /Aucun enregistrement/);
    const csv = await browser.get('/console/audit.csv?action=twoFactor');
    assert.match(csv.headers.get('content-disposition') ?? '', /attachment; filename="guichet-audit\.csv"/);
    assert.match(csv.html, /^\ufeff?at;actor;channel;action;portal;subject;outcome;detail\r\n.*;twoFactor\./);
    const looks = await its.db.selectFrom('audit').select('detail').where('action', '=', 'console.searched').orderBy('id').execute();
    assert.deepEqual(
      looks.map(({ detail }) => JSON.parse(detail).whom),
      [alices.identifier, decodeURIComponent(subject), '?', ''],
    );
    await sealAudit(its.db, createSecrets(its.config.secretKey));
    const verifies = async () => await browser.posts('/console/audit/verify?lang=fr', { csrf: tokenIn((await browser.get('/console/audit')).html) });
    assert.match((await verifies()).html, /La chaîne est intacte/);
    const row = await its.db.selectFrom('audit').select('id').where('action', '=', 'twoFactor.on').executeTakeFirstOrThrow();
    await its.db.updateTable('audit').set({ outcome: 'altered' }).where('id', '=', row.id).execute();
    const broken = await verifies();
    assert.match(broken.html, /rompue/);
    assert.ok(broken.html.includes(`l’enregistrement ${row.id} a été modifié`));
  }));

test('OPS-4 each name that a record has leads to its records, whatever stands before it', () =>
  withConsole([alice('auditor')], async (its) => {
    const browser = await enters(its);
    const names = [
      'approver:nadia@example.org',
      'operator:paul',
      'organisation:o-1',
      'review:r-1',
      'erased:ABCD-EFGH',
      'enrollment:e-1',
      'case:C-1',
      'anonymous',
      'system',
    ];
    const record = { at: its.now(), channel: 'page', portal: 'octopus', outcome: 'ok', detail: '{}' };
    await its.db
      .insertInto('audit')
      .values(names.map((name, at) => ({ ...record, actor: name, action: `tried.${at}`, subject: 'none:x' })))
      .execute();
    const { html } = await browser.get('/console/audit?whom=none%3Ax&lang=fr');
    for (const [at, name] of names.entries()) {
      const row = new RegExp(`tried\\.${at} [\\s\\S]*?href="([^"]+)"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
      assert.match((await browser.get(row)).html, new RegExp(`tried\\.${at} `), name);
    }
  }));

test('OPS-4 older records are a page further, and nothing is shown twice', () =>
  withConsole([alice('auditor')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    const at = its.now();
    const record = { at, actor: 'system', channel: 'cli', portal: 'octopus', subject: 'test', outcome: 'ok' };
    await its.db
      .insertInto('audit')
      .values(Array.from({ length: 120 }, (_, n) => ({ ...record, action: `reset.n${n}`, detail: '{}' })))
      .execute();
    const seen: string[] = [];
    let path: string | undefined = '/console/audit?action=reset';
    while (path !== undefined) {
      const { html } = await browser.get(path);
      seen.push(...[...html.matchAll(/reset\.n\d+/g)].map(([name]) => name));
      path = /href="(\/console\/audit\?[^"]*before=\d+[^"]*)"/.exec(html.replace(/<header>[\s\S]*?<\/header>/, ''))?.[1]?.replaceAll('&amp;', '&');
    }
    assert.deepEqual([seen.length, new Set(seen).size], [120, 120]);
  }));

test('OPS-2 the overview shows what waits by age, what was given up and what came to its end, each with its table and CSV', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    await givesUp(its);
    const account = await its.db.selectFrom('account').select('id').where('portal', '=', 'invgate').executeTakeFirstOrThrow();
    const pending = { portal: 'invgate', organisationId: null, accountId: account.id, person: 'p', locale: 'fr', justification: null };
    const undecided = { status: 'pending', expiresAt: its.now() + hour, decidedAt: null, decidedBy: null, reason: null };
    const days = [0, 0, 2, 5, 30];
    await its.db
      .insertInto('enrollment')
      .values(
        days.map((old, n) => ({ ...pending, ...undecided, id: `e${n}`, groupId: `g${n}`, reference: `R-${n}`, createdAt: its.now() - old * 24 * hour - 1 })),
      )
      .execute();
    const { html } = await browser.get('/console');
    assert.match(html, /Less than 1 day <strong>2<\/strong>\s*<svg/);
    const waiting = await browser.get('/console/figures/waiting?lang=en');
    assert.match(waiting.html, /InvGate Service Desk;2;1;1;1\r\n/);
    assert.match((await browser.get('/console/figures/jobs?lang=en')).html, /Given up;1\r\n/);
    assert.equal((await browser.get('/console/figures/nothing')).status, 404);
    for (const { identifier } of await its.db.selectFrom('account').select('identifier').execute())
      assert.ok(!html.replace(/<footer>[\s\S]*/, '').includes(identifier));
  }));

test('OPS-2 a funnel shows where people leave, by portal and by day, and how long it takes those who come to the end', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    const made = { portal: 'octopus', procedure: 'reset', person: 'p', accountId: null, data: '{}', locale: 'fr', sentTo: null, asked: null };
    const [at, then] = [its.now() - hour, its.now() + hour];
    const ends = (subject: string, provenAt: number | null, completedAt: number | null, expiresAt = at) => ({
      ...{ ...made, id: crypto.randomUUID(), subject, createdAt: at - hour, expiresAt, provenAt, completedAt },
    });
    await its.db
      .insertInto('request')
      .values([
        ends('none:octopus:x', null, null),
        ends('account:a', null, null),
        ends('account:b', at, null),
        ends('account:c', at, null, then),
        ends('account:d', at, at - 56 * minute),
        ends('account:e', null, at - 57 * minute),
        { ...ends('account:f', at, at), createdAt: its.now() - 40 * 24 * hour },
      ])
      .execute();
    const { html } = await browser.get('/console?portal=octopus&lang=en');
    const picture = /Asked <strong>6<[\s\S]*?Account found <strong>5<[\s\S]*?83%[\s\S]*?Mailbox confirmed <strong>4<[\s\S]*?Done <strong>2<[\s\S]*?33%/;
    assert.match(html, picture);
    assert.match(html, /Left: 3\. Under way: 1\. Refusals on the way: 0\./);
    const table = await browser.get('/console/figures/funnels?lang=en');
    assert.match(table.html, /Octopus;[^;]+;Asked 6 · Account found 5 · Mailbox confirmed 4 · Done 2;3;1;0;5 minutes\r\n/);
    assert.match((await browser.get('/console/figures/days?lang=en')).html, /2026-11-20;Octopus;[^;]+;6;2;3;1\r\n/);
    assert.doesNotMatch((await browser.get('/console?portal=invgate&lang=en')).html, /Asked <strong>6/);
  }));

test('OPS-2 what waits for whom is listed, the oldest first and a page at a time, for support and operators; each look leaves a record', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    const account = await its.db.selectFrom('account').select('id').where('portal', '=', 'invgate').executeTakeFirstOrThrow();
    const pending = { portal: 'invgate', organisationId: null, accountId: account.id, person: 'p', locale: 'fr', justification: null };
    const undecided = { status: 'pending', expiresAt: its.now() + hour, decidedAt: null, decidedBy: null, reason: null };
    const rows = Array.from({ length: 60 }, (_, n) => ({
      ...{ ...pending, ...undecided, id: `e${n}`, groupId: `<b>${n}`, reference: `R-${String(n).padStart(3, '0')}` },
      createdAt: its.now() - (n + 1) * hour,
    }));
    await its.db.insertInto('enrollment').values(rows).execute();
    const asked = { enrollmentId: 'e59', decision: null, askedAt: 0, decidedAt: null };
    await its.db
      .insertInto('approver')
      .values([
        { ...asked, id: 'a', address: 'claire@corp.example', open: 1 },
        { ...asked, id: 'b', address: 'former@corp.example', open: 0 },
      ])
      .execute();
    const first = await browser.get('/console/requests?portal=invgate');
    assert.match(first.html, /R-059[\s\S]*?claire@corp\.example[\s\S]*?R-058[\s\S]*?Nobody/);
    assert.doesNotMatch(first.html, /former@|<b>\d/);
    const next =
      /href="(\/console\/requests\?[^"]*after=[^"]*)"/.exec(first.html.replace(/<header>[\s\S]*?<\/header>/, ''))?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await browser.get(next);
    const references = [first, second].flatMap(({ html }) => html.match(/R-\d{3}/g) ?? []);
    assert.deepEqual(references, rows.map(({ reference }) => reference).reverse());
    assert.match((await browser.get('/console/requests?portal=octopus')).html, /No request is waiting/);
    const looks = await its.db.selectFrom('audit').select('detail').where('action', '=', 'console.waiting').orderBy('id').execute();
    assert.deepEqual(
      looks.map(({ detail }) => JSON.parse(detail).found),
      [50, 10, 0],
    );
  }));

test('OPS-6 an operator has the installation looked at when they ask for it, and reads what to do', () => {
  let looks = 0;
  const examine = async () => {
    looks += 1;
    return [
      { check: 'node', state: 'ok', found: 'Node 24', todo: '' },
      { check: 'mail', state: 'fault', found: 'nothing <listens> there', todo: 'See whether that program runs.' },
    ] as const;
  };
  return withConsole(
    [alice('operator')],
    async (its) => {
      const browser = await enters(its, { language: 'en' });
      const before = await browser.get('/console/doctor');
      assert.equal(looks, 0, 'a page that is looked at asks no other system');
      const { html } = await browser.posts('/console/doctor', { csrf: tokenIn(before.html) });
      assert.match(html, /Fault<\/span>[\s\S]*mail[\s\S]*nothing &lt;listens&gt; there[\s\S]*See whether that program runs/);
    },
    { examine },
  );
});

test('OPS-1 whom the file names is invited once more without harm: an account, a link to its password, and then the second factor', () =>
  withConsole([{ portal: 'outscale', account: 'paul.durand@corp.example', roles: ['operator'] }], async (its) => {
    const portal = portalOf(its, 'outscale');
    const { dependencies, close } = await dependenciesOver(its.db, its.config, its.core.portals);
    const accounts = [{ portal: 'outscale', account: 'paul.durand@corp.example', roles: ['operator'] as const }];
    const invite = createConsoleInvitation({ ...dependencies, clock: its.now }, { accounts, openid: [] });
    const paul = { account: 'Paul.Durand@corp.example', givenName: 'Paul', familyName: 'Durand' };
    const told = async (invitee: typeof paul) => {
      const invited = await invite(portal, invitee, operatorNamed('root'));
      return invited.ok ? invited.value.made : invited.refusals[0]?.key;
    };
    assert.deepEqual([await told({ ...paul, account: 'eve@corp.example' }), await told(paul), await told(paul)], ['console.unnamed', true, false]);
    await close();
    const mail = (await its.mails()).findLast(({ to }) => to.toLowerCase() === 'paul.durand@corp.example');
    assert.equal((await (await its.page(linkIn(mail))).submits('Petite-Maree 2027 !')).status, 303);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', 'paul.durand@corp.example', 'Petite-Maree 2027 !');
    assert.match((await browser.get('/console')).html, /Configurer la double authentification/);
    const row = await its.db.selectFrom('audit').select('actor').where('action', '=', 'console.invited').executeTakeFirstOrThrow();
    assert.equal(row.actor, 'operator:root');
  }));

test('OPS-1 a file that cannot be used stops the start, and says which entry is wrong', async () => {
  const file = join(folder, 'wrong.yaml');
  const told = async (text: string): Promise<string> => {
    await writeFile(file, text);
    return await withGuichet({ env: { CONSOLE_FILE: file } }, async () => undefined).then(
      () => 'started',
      (error: Error) => error.message,
    );
  };
  assert.match(await told('- { portal: nowhere, account: a, roles: [operator] }'), /entry 1 portal: there is no portal nowhere/);
  assert.match(await told('- { portal: extranet, account: a, roles: [operator] }'), /extranet offers no two-factor sign-in/);
  assert.match(await told('- { portal: outscale, account: a, roles: [king] }'), /entry 1 roles 0: one of support, operator, auditor/);
  assert.match(await told('[]'), /one person at least/);
  assert.match(await told('- {'), /CONSOLE_FILE/);
  await rm(file);
  assert.match(await withGuichet({ env: { CONSOLE_FILE: file } }, async () => undefined).then(String, (error: Error) => error.message), /cannot be read/);
});

test('OPS-2 what changes of a day that is over is seen half a minute later, and of the others is not read again', () =>
  withConsole([alice('support')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    const made = { portal: 'octopus', procedure: 'reset', person: 'p', accountId: null, data: '{}', locale: 'fr', sentTo: null, asked: null };
    const [then, later] = [its.now() - 5 * 24 * hour, its.now() + 24 * hour];
    const row = (id: string, createdAt: number) => ({ ...made, id, subject: 'account:a', createdAt, expiresAt: later, provenAt: null, completedAt: null });
    await its.db
      .insertInto('request')
      .values([row('r1', then), row('r2', then - 5 * 24 * hour)])
      .execute();
    const left = async () =>
      /Asked <strong>(\d)[\s\S]*?Mailbox confirmed <strong>(\d)[\s\S]*?Done <strong>(\d)/.exec((await browser.get('/console?portal=octopus')).html)?.slice(1);
    assert.deepEqual(await left(), ['2', '0', '0']);
    await its.db.updateTable('request').set({ provenAt: its.now() }).where('id', '=', 'r1').execute();
    its.passes(31_000);
    its.statements.length = 0;
    assert.deepEqual(await left(), ['2', '1', '0']);
    // Of requests: what is open, the day that changed, and today.
    assert.equal(its.statements.filter((sql) => sql.includes('from request') && sql.includes("'signUp'")).length, 3);
    await its.db.updateTable('request').set({ completedAt: its.now() }).where('id', '=', 'r1').execute();
    its.passes(31_000);
    assert.deepEqual(await left(), ['2', '1', '1']);
  }));
