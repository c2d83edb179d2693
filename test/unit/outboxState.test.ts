import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, hour, minute, second } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { enqueue, withoutSecrets } from '../../core/foundation/outbox/enqueue.ts';
import type { Job } from '../../core/foundation/outbox/job.ts';
import { stateOf } from '../../core/foundation/outbox/state.ts';

const now = 100 * day;
const mail: Job = { kind: 'mail', to: 'alice@corp.example', template: 'passwordSet', portal: 'demo', locale: 'en', params: {} };
const chat: Job = { kind: 'chat', person: 'p1', event: { name: 'passwordSet', portal: 'demo' }, locale: 'en' };
const reminder: Job = { kind: 'due', enrollment: 'e', what: 'remind' };

test('how late a job is counts from when it was wanted, by kind; what is due in days is later, not waiting', async (t) => {
  const db = await openDatabase('sqlite::memory:');
  t.after(() => db.destroy());
  await migrate(db);
  assert.deepEqual(await stateOf(db, now), { rows: {}, overdue: {} });
  const put = (job: Job, reason: string, dueAt: number) => enqueue(db, withoutSecrets, job, { reason, dueAt, now });
  await put(mail, 'failed since an hour', now - hour);
  // What fails is tried again later, and is as late as it was.
  await db
    .updateTable('outbox')
    .set({ dueAt: now + 10 * minute, attempts: 7 })
    .execute();
  await put(mail, 'new', now);
  await put(chat, 'tells', now - 5 * second);
  await put(reminder, 'in three days', now + 3 * day);
  await put(chat, 'given up', now - 2 * day);
  await db.updateTable('outbox').set({ status: 'given-up' }).where('reason', '=', 'given up').execute();
  assert.deepEqual(await stateOf(db, now), { rows: { waiting: 3, later: 1, 'given-up': 1 }, overdue: { mail: 3_600, chat: 5 } });
});
