import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day } from '../../../core/foundation/clock.ts';
import { alice, enters, withConsole } from '../../console.ts';
import type { Guichet } from '../../support.ts';

const review = { portal: 'invgate', groupId: 'network', readAt: 1, escalatedAt: null, endedAt: null };
const item = { directoryId: '', email: '', emailKey: '', sortKey: '', searched: '', decidedAt: null, decidedBy: null, reason: null, appliedAt: null };

/** Reviews in each state; one has people, of whom one is called as a formula begins. */
async function reviewed({ db, now }: Guichet): Promise<void> {
  const at = now();
  await db
    .insertInto('review')
    .values([
      { ...review, id: 'r1', reference: 'RV-1', begunAt: at - 9 * day, endsAt: at + day },
      { ...review, id: 'r2', reference: 'RV-2', begunAt: at - 3 * day, endsAt: at + day, groupId: 'gone', endedAt: at },
      { ...review, id: 'r3', reference: 'RV-3', begunAt: at - day, endsAt: at + day, portal: 'octopus', groupId: 'x', readAt: null },
    ])
    .execute();
  const decided = { decidedBy: 'hugo@corp.example', decidedAt: at };
  await db
    .insertInto('reviewItem')
    .values([
      { ...item, id: 'i1', reviewId: 'r1', directoryId: '1', name: 'Léa Petit', decision: 'keep', ...decided },
      { ...item, id: 'i2', reviewId: 'r1', directoryId: '2', name: '=HYPERLINK("x")', decision: 'remove', ...decided, reason: '+partie' },
      { ...item, id: 'i3', reviewId: 'r1', directoryId: '3', name: 'Noé', decision: null },
    ])
    .execute();
}

test('OPS-2 GOV-4 reviews are listed with their state, and each has its report as a file; who looked at the people in it is recorded', () =>
  withConsole([alice('auditor')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    assert.match((await browser.get('/console/reviews')).html, /There has been no review yet/);
    await reviewed(its);
    const { html } = await browser.get('/console/reviews?lang=en');
    assert.match(html, /RV-3[\s\S]*Reading the directory[\s\S]*RV-2[\s\S]*Ended[\s\S]*RV-1[\s\S]*Under way[\s\S]*?>1<[\s\S]*?>1<[\s\S]*?>1</);
    assert.doesNotMatch(html, /Léa/);
    assert.doesNotMatch((await browser.get('/console/reviews?portal=octopus')).html, /RV-1/);
    const report = await browser.get('/console/reviews.csv?review=RV-1');
    assert.match(report.headers.get('content-disposition') ?? '', /guichet-reviews\.csv/);
    assert.match(report.html, /review;portal;group;[\s\S]*RV-1;invgate;network;[^\r]*;Léa Petit;;keep;hugo@corp\.example;/);
    assert.match(report.html, /"'=HYPERLINK\(""x""\)";;remove;[^\r]*;'\+partie\r\n/);
    assert.equal(report.html.split('\r\n').length, 5);
    const looks = await its.db.selectFrom('audit').select('detail').where('action', '=', 'console.reviews').execute();
    assert.deepEqual(
      looks.map(({ detail }) => JSON.parse(detail).review),
      ['RV-1'],
    );
  }));

test('OPS-4 a case is followed by the reference that people read out: of a request, an organisation, a review', () =>
  withConsole([alice('auditor')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    await reviewed(its);
    const account = await its.db.selectFrom('account').select('id').where('portal', '=', 'invgate').executeTakeFirstOrThrow();
    const asked = { portal: 'invgate', organisationId: null, accountId: account.id, person: 'p', locale: 'fr', justification: null, groupId: 'g', id: 'e' };
    const undecided = { status: 'pending', createdAt: its.now(), expiresAt: its.now(), decidedAt: null, decidedBy: null, reason: null };
    await its.db
      .insertInto('enrollment')
      .values({ ...asked, ...undecided, reference: 'D-77' })
      .execute();
    const record = { at: its.now(), actor: 'system', channel: 'cli', portal: 'invgate', outcome: 'ok', detail: '{}' };
    await its.db
      .insertInto('audit')
      .values([
        { ...record, action: 'enroll.asked', subject: `account:${account.id}` },
        { ...record, action: 'review.began', subject: 'review:r1' },
      ])
      .execute();
    for (const [whom, action] of [
      ['d-77', 'enroll.asked'],
      ['RV-1', 'review.began'],
    ] as const)
      assert.ok((await browser.get(`/console/audit?whom=${whom}`)).html.includes(action), whom);
  }));

test('OPS-2 where a directory and the records differ is listed, and is a file', () =>
  withConsole([alice('operator')], async (its) => {
    const browser = await enters(its, { language: 'en' });
    assert.match((await browser.get('/console/differences')).html, /No differences/);
    const found = { portal: 'invgate', groupId: 'network', accountId: null, foundAt: its.now() - day, seenAt: its.now(), email: 'x@corp.example' };
    await its.db
      .insertInto('accessDifference')
      .values(
        Array.from({ length: 130 }, (_, n) => ({
          ...{ ...found, id: `d${n}`, directoryId: `d${1_000 + n}`, identifier: `who${n}`, name: `Who ${n}`, emailKey: `who${n}` },
          kind: n % 2 === 0 ? 'missing' : 'given',
        })),
      )
      .execute();
    const { html } = await browser.get('/console/differences?lang=en');
    assert.match(html, /The first 50 differences[\s\S]*Who 0 [\s\S]*taken out of the directory by somebody[\s\S]*not from Guichet/);
    assert.ok(Buffer.byteLength(html) <= 60_000);
    assert.equal((await browser.get('/console/differences.csv')).html.split('\r\n').length, 132);
    assert.equal((await its.db.selectFrom('audit').select('id').where('action', '=', 'console.differences').execute()).length, 3);
  }));
