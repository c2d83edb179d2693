import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, hour, minute } from '../../../core/foundation/clock.ts';
import { openBrowser } from '../../browser.ts';
import { identifiers, usual, withPasswords } from '../../signedIn.ts';
import { type Guichet, withGuichet } from '../../support.ts';
import { alices, appShows, hasPassword, portalOf, signsIn, turnsOn, visitor } from '../../twoFactor.ts';

const openSessions = ({ db }: Guichet, state = 'open') =>
  db.selectFrom('session').select('id').where('state', '=', state).where('endedAt', 'is', null).execute();

test('ALL-5 sixty sign-ins of one account leave ten sessions: the oldest ends, the newest works, and the audit says so', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const tickets: Awaited<ReturnType<typeof signsIn>>['ticket'][] = [];
    for (let n = 0; n < 60; n += 1) {
      tickets.push((await signsIn(its)).ticket);
      its.passes(1_000);
    }
    assert.equal((await openSessions(its)).length, 10);
    const live = await Promise.all(tickets.map(async (ticket) => (await its.core.signIn.sessions.find(ticket)) !== undefined));
    assert.deepEqual(live, [...Array(50).fill(false), ...Array(10).fill(true)]);
    const records = await its.db.selectFrom('audit').select('detail').where('action', '=', 'session.ended').execute();
    assert.equal(records.length, 50);
    assert.match(records[0]?.detail ?? '', /"ending":"tooMany"/);
  }));

test('ALL-5 sign-ins at the same instant leave ten sessions, and another account’s are its own', () =>
  withGuichet({}, async (its) => {
    await withPasswords(its);
    await openBrowser(its.url).signsIn('extranet', identifiers.extranet, usual);
    await Promise.all(Array.from({ length: 14 }, () => signsIn(its, usual)));
    assert.equal((await openSessions(its)).length, 11);
    const last = await signsIn(its, usual);
    assert.ok(await its.core.signIn.sessions.find(last.ticket), 'the one that has just begun');
  }));

test('OU-11 sign-ins that wait for the second factor end no open session: whoever knows the password cannot throw the owner out', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const { ticket } = await turnsOn(its);
    for (let n = 0; n < 20; n += 1) assert.equal((await signsIn(its)).state, 'second');
    assert.ok(await its.core.signIn.sessions.find(ticket));
    assert.equal((await openSessions(its, 'second')).length, 10);
  }));

const cookieOf = ({ cookies }: { readonly cookies: readonly string[] }): string => cookies.find((cookie) => cookie.startsWith('guichet-outscale=')) ?? '';

const remembered = { ...alices, remember: 'me' } as const;

test('OC-6 OU-11 «remember me» lasts 24 hours where a second factor is on, in the records and in the browser, and thirty days elsewhere', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const plain = openBrowser(its.url);
    const kept = await plain.signsIn('outscale', alices.identifier, alices.password, 'me');
    assert.match(cookieOf(kept), /Max-Age=2592000/);
    its.passes(13 * day);
    assert.match((await plain.get('/p/outscale/account')).html, /Alice Martin/);

    const { code } = await turnsOn(its);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', alices.identifier, alices.password, 'me');
    const passed = await browser.sends('/p/outscale/signin/second', { code: code() });
    assert.match(cookieOf(passed), /Max-Age=86400/);
    its.passes(day - minute);
    assert.match((await browser.get('/p/outscale/account')).html, /Alice Martin/);
    its.passes(minute);
    assert.equal((await browser.get('/p/outscale/account')).status, 303);
  }));

test('OU-11 a remembered session that turns the second factor on, or changes the password, lasts a day from then', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const begun = await its.core.signIn.page(portalOf(its, 'outscale'), remembered, { ...visitor, agent: '' });
    assert.ok(begun.ok);
    const ticket = { portal: 'outscale', secret: begun.value.secret };
    assert.ok((await its.core.signIn.twoFactor.begin(ticket, alices.password, visitor)).ok);
    const state = await its.core.signIn.twoFactor.look(ticket);
    assert.ok(state?.state === 'begun');
    assert.ok((await its.core.signIn.twoFactor.confirm(ticket, appShows(state.secret, its.now()), visitor)).ok);
    its.passes(23 * hour);
    const next = { current: alices.password, password: 'Autre-Large 2026 !', repeat: 'Autre-Large 2026 !' };
    const changed = await its.core.passwords.change.submit(ticket, next, visitor);
    assert.ok(changed.ok);
    const after = { portal: 'outscale', secret: changed.value.secret };
    assert.ok(await its.core.signIn.sessions.find(after));
    its.passes(hour);
    assert.equal(await its.core.signIn.sessions.find(after), undefined);
  }));
