import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { approvalCard } from '../../cards/access/decide.ts';
import type { ApprovalNotifier } from '../../core/access/approvalCards.ts';
import { createApprovalJobs } from '../../core/access/approvalJobs.ts';
import type { ApprovalView } from '../../core/access/approvalView.ts';
import { createApproval } from '../../core/access/decide.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { NoAnswer, Postponed } from '../../core/foundation/outbox/faults.ts';
import { dependenciesOf, noCards } from '../fakes/dependencies.ts';
import { insertPendingRequest } from '../fakes/pendingRequest.ts';
import { demo } from '../fakes/portal.ts';

const clock = () => 1_000_000;
const bruno = { email: 'bruno@corp.example', guest: false, tenant: 't' };

/** One request with one card that was sent, and what its changes showed, in the order in which they arrived. */
async function oneCard(arrives: (view: ApprovalView) => Promise<void>) {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  await insertPendingRequest(db);
  await db.insertInto('approver').values({ id: 'n', enrollmentId: 'e', address: bruno.email, open: 1, decision: null, askedAt: 0, decidedAt: null }).execute();
  await db.insertInto('approvalCard').values({ id: 'c', enrollmentId: 'e', approver: 'bruno@corp.example', address: '{}', activityId: 'activity-1' }).execute();
  const shown: string[] = [];
  const card = async (_address: object, id: string | undefined, view: ApprovalView) => {
    await arrives(view);
    shown.push(view.status);
    return id ?? 'activity-1';
  };
  const jobs = createApprovalJobs(dependenciesOf(db, clock), { ...noCards, card, roster: async () => bruno });
  const decide = () => db.updateTable('enrollment').set({ status: 'approved', decidedAt: 1, decidedBy: 'bruno@corp.example' }).where('id', '=', 'e').execute();
  return { jobs, shown, decide };
}

test('IN-10 a change of a card that is overtaken by the decision does not bring its buttons back', async () => {
  const [begun, slow] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { jobs, shown, decide } = await oneCard(async ({ status }) => {
    if (status !== 'pending') return;
    begun.resolve();
    await slow.promise;
  });
  const first = jobs.update('c', 1);
  await begun.promise;
  await decide();
  await jobs.update('c', 1);
  slow.resolve();
  await first;
  assert.equal(shown.at(-1), 'approved', shown.join());
});

/** An approver who is sent a card for a request of which `lost` cards arrive without anybody hearing of it. `meanwhile` happens while a card is sent. */
async function lostCards(lost: number, meanwhile: () => Promise<void> = async () => undefined) {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  await insertPendingRequest(db);
  const { email } = bruno;
  await db.insertInto('approver').values({ id: 'n', enrollmentId: 'e', address: email, open: 1, decision: null, askedAt: 0, decidedAt: null }).execute();
  const person = { channel: 'msteams', tenant: 't', name: null, locale: 'fr', address: '{}', seenAt: 0 };
  await db
    .insertInto('person')
    .values({ ...person, id: 'bruno', objectId: 'bruno', emailKey: email })
    .execute();
  const sent: { id: string; row: string; again: boolean }[] = [];
  const updated: (readonly [string, string])[] = [];
  const card: ApprovalNotifier['card'] = async (_address, id, view, _approver, _locale, { sent: first } = {}) => {
    if (id !== undefined || !first) updated.push([id ?? '', view.status]);
    else sent.push({ id: `message-${sent.length}`, ...first });
    if (id === undefined) await meanwhile();
    if (sent.length <= lost) throw new NoAnswer('It was taken, and nobody hears of it.');
    return id ?? sent.at(-1)?.id ?? '';
  };
  const dependencies = dependenciesOf(db, clock);
  const jobs = createApprovalJobs(dependencies, { ...noCards, card, roster: async () => bruno });
  const actor = { person: 'bruno', channel: 'msteams', locale: 'fr', authenticated: true, tenant: 't', email } as const;
  return { db, jobs, sent, updated, actor, approval: createApproval(dependencies) };
}

test('IN-10 a card of which nobody knows whether it arrived is sent again, and says that it replaces the other', async () => {
  const { jobs, sent, db } = await lostCards(1);
  await assert.rejects(jobs.ask('e', bruno.email, 'job', 1));
  await jobs.ask('e', bruno.email, 'job', 2);
  // The bot died again, before the job was done: the card is there.
  await jobs.ask('e', bruno.email, 'job', 3);
  assert.deepEqual(
    sent.map(({ again }) => again),
    [false, true],
  );
  const known = await db.selectFrom('approvalCard').select('activityId').execute();
  assert.deepEqual(
    known.map(({ activityId }) => activityId),
    ['message-1'],
  );
});

test('IN-10 a card whose message is not known is, from the first click on it, updated as the others are', async () => {
  const { jobs, sent, updated, actor, approval, db } = await lostCards(1);
  await assert.rejects(jobs.ask('e', bruno.email, 'job', 1));
  await jobs.ask('e', bruno.email, 'job', 2);
  const clicked = { enrollment: 'e', row: sent[0]?.row ?? '', activityId: 'message-0' };
  await approval.clicked({ ...actor, email: 'mallory@corp.example' }, clicked);
  await approval.clicked(actor, { ...clicked, row: 'another' });
  assert.equal((await db.selectFrom('approvalCard').select('id').execute()).length, 1, 'only an approver’s click, on a card of that request');
  await approval.clicked(actor, clicked);
  await approval.clicked(actor, clicked);
  assert.ok((await approval.decide(actor, 'e', { decision: 'approved' })).ok);
  for (const { id } of await db.selectFrom('approvalCard').select('id').execute()) await jobs.update(id, 1);
  assert.deepEqual(updated.toSorted(), [
    ['message-0', 'approved'],
    ['message-1', 'approved'],
  ]);
});

test('IN-10 a message that a click made known stays known when the card that replaces it has arrived', async () => {
  const { jobs, sent, updated, actor, approval, db } = await lostCards(1, async () => {
    if (sent.length === 2) await approval.clicked(actor, { enrollment: 'e', row: sent[0]?.row ?? '', activityId: 'message-0' });
  });
  await assert.rejects(jobs.ask('e', bruno.email, 'job', 1));
  await jobs.ask('e', bruno.email, 'job', 2);
  assert.ok((await approval.decide(actor, 'e', { decision: 'approved' })).ok);
  for (const { id } of await db.selectFrom('approvalCard').select('id').execute()) await jobs.update(id, 1);
  assert.deepEqual(updated.map(([message]) => message).toSorted(), ['message-0', 'message-1']);
});

test('IN-10 a card that was decided on while it was sent is noted together with its update, or by the first click on it', async () => {
  const { jobs, actor, approval, db } = await lostCards(0, async () => void (await approval.decide(actor, 'e', { decision: 'approved' })));
  const updates = async () => (await db.selectFrom('outbox').select('reason').where('kind', '=', 'approvalUpdate').execute()).map(({ reason }) => reason);
  // What a bot leaves that is killed right there.
  await sql`create trigger killed before insert on outbox when new.kind = 'approvalUpdate' begin select raise(abort, 'killed'); end`.execute(db);
  await assert.rejects(jobs.ask('e', bruno.email, 'job', 1), /killed/);
  await sql`drop trigger killed`.execute(db);
  assert.deepEqual(await updates(), []);
  await approval.clicked(actor, { enrollment: 'e', row: 'job', activityId: 'message-0' });
  assert.deepEqual(await updates(), ['update:job:found']);
});

test('IN-10 a card that is found when the request is over is updated at once', async () => {
  const { jobs, sent, actor, approval, db } = await lostCards(1);
  await assert.rejects(jobs.ask('e', bruno.email, 'job', 1));
  await approval.decide(actor, 'e', { decision: 'approved' });
  await approval.clicked(actor, { enrollment: 'e', row: sent[0]?.row ?? '', activityId: 'message-0' });
  const due = await db.selectFrom('outbox').select('payload').where('kind', '=', 'approvalUpdate').execute();
  assert.deepEqual(
    due.map(({ payload }) => JSON.parse(payload)),
    [{ kind: 'approvalUpdate', card: 'job' }],
  );
});

test('a card that the channel asked to send later leaves nothing to wonder about', async () => {
  const { jobs, db } = await lostCards(0);
  const late = createApprovalJobs(dependenciesOf(db, clock), {
    ...noCards,
    card: async () => {
      throw new Postponed(1_000);
    },
    roster: async () => bruno,
  });
  await assert.rejects(late.ask('e', bruno.email, 'job', 1));
  assert.deepEqual(await db.selectFrom('approvalCard').select('id').execute(), []);
  await jobs.ask('e', bruno.email, 'job', 2);
});

test('a card that shows how things stand is changed once', async () => {
  const { jobs, shown } = await oneCard(async () => undefined);
  await jobs.update('c', 1);
  assert.deepEqual(shown, ['pending']);
});

test('IN-10 what a requester writes makes no line of its own on the card: none looks like an approver’s agreement', () => {
  const forged = 'Voilà.\n\nhugo.marchand@example.org a donné son accord le 20 novembre 2026.\u2028Relance le 21 novembre 2026.';
  const texts = textsOf({ ...decided, justification: forged, reason: forged, notes: [{ at: 0, kind: 'answer', author: 'Alice\nMartin', text: forged }] });
  assert.ok(texts.some((text) => text.startsWith('Alice Martin répond')));
  for (const text of texts) assert.doesNotMatch(text, /[\r\n\u2028\u2029]/);
});

test('IN-10 a card stays below what Teams takes, however much is asked and answered: the end of it is shown, and how much came before', () => {
  const notes = (n: number, text: string) =>
    Array.from({ length: n }, (_, at) => ({ at, kind: 'answer' as const, author: 'Alice Martin', text: `${at} ${text}` }));
  for (const [count, text, hidden] of [
    [20, 'oui', 0],
    [21, 'oui', 1],
    [120, 'oui', 100],
    [3, '*'.repeat(1998), 0],
    [30, '*'.repeat(1997), 26],
    [30, '漢'.repeat(1997), 26],
  ] as const) {
    const view = { ...decided, justification: '漢'.repeat(2000), reason: '漢'.repeat(2000), notes: notes(count, text) };
    const texts = textsOf(view);
    const shown = texts.filter((line) => line.startsWith('Alice Martin répond'));
    assert.equal(shown.length, count - hidden);
    assert.ok(shown.at(-1)?.includes(`${count - 1} `));
    assert.equal(
      texts.find((line) => line.startsWith('…')),
      hidden === 0 ? undefined : translate('fr')('approval.notes.more', { n: hidden }),
    );
    assert.ok(Buffer.byteLength(JSON.stringify(approvalCard({ t: translate('fr'), portal: demo, view }))) < 80_000);
  }
});

const decided: ApprovalView = {
  ...{ id: 'e', reference: 'ABCD-1234', portal: demo.id, group: 'Réseau', justification: null, createdAt: 0, status: 'refused', decidedAt: 1 },
  ...{ decidedBy: 'bruno@corp.example', reason: 'Non', open: [], notes: [] },
  requester: { name: 'Alice Martin', email: 'alice@corp.example', identifier: 'alice' },
};

const textsOf = (view: ApprovalView): string[] =>
  approvalCard({ t: translate('fr'), portal: demo, view }).body.flatMap((element) => (element.type === 'TextBlock' ? [element.text] : []));
