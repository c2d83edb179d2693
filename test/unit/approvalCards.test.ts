import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approvalCard } from '../../cards/access/decide.ts';
import { createApprovalJobs } from '../../core/access/approvalJobs.ts';
import type { ApprovalView } from '../../core/access/approvalView.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { translate } from '../../core/foundation/i18n.ts';
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
