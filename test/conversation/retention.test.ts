import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { sealAudit } from '../../core/foundation/auditChain.ts';
import { day, minute } from '../../core/foundation/clock.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { asks, claire, meets } from '../enrolling.ts';
import { linkIn, withGuichet } from '../support.ts';

/** How many rows each table has, of those that have any. */
async function sizes(db: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await db.introspection.getTables()) {
    if (name.startsWith('kysely')) continue;
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db);
    const n = Number(rows[0]?.n);
    if (n > 0) counts[name] = n;
  }
  return counts;
}

test('OPS-5 a reset that somebody did on Web Chat leaves nothing a year later but that the audit was swept', () =>
  withGuichet({ channel: 'webchat' }, async ({ db, chat, mails, page, worker, passes, sweep, config }) => {
    const { audit: _, ...before } = await sizes(db);
    await chat.says('mdp octopus oublié');
    await chat.presses('reset.send', { identifier: 'amartin' });
    const [mail] = await mails();
    assert.equal((await (await page(linkIn(mail))).submits('Grand-Large 25!!')).status, 303);
    await worker.drain();
    await mails();
    passes(minute);
    await sweep();
    await sealAudit(db, createSecrets(config.secretKey));
    const there = await sizes(db);
    for (const table of ['person', 'request', 'link', 'outbox', 'keyv']) assert.ok((there[table] ?? 0) > 0, `${table} is still there`);
    passes(400 * day);
    await worker.drain();
    passes(40 * day);
    await sweep();
    const { audit: records, auditChain: links, ...after } = await sizes(db);
    assert.deepEqual([after, records, links], [before, 1, 1]);
    // And whoever comes back is met anew.
    await chat.says('bonjour');
    assert.equal((await sizes(db)).person, 1);
  }));

test('OPS-5 settings keep for longer, and a request that waits, its approver and its card are there as long as it waits', () =>
  withGuichet({ env: { CONVERSATION_DAYS: '1', PERSON_DAYS: '30', REQUEST_DAYS: '1', CARD_DAYS: '1', APPROVAL_DAYS: '3000' } }, async (its) => {
    const hers = await meets(its, claire);
    const [id] = await asks(its, ['workplace']);
    its.passes(13 * day);
    await its.sweep();
    assert.ok((await its.db.selectFrom('approvalCard').select('id').execute()).length > 0);
    await its.chat.says('bonjour');
    await hers.says('bonjour');
    const row = () =>
      its.db
        .selectFrom('enrollment')
        .select('status')
        .where('id', '=', id ?? '')
        .executeTakeFirst();
    assert.equal((await row())?.status, 'pending');
    its.passes(400 * day);
    await its.worker.drain();
    its.passes(40 * day);
    await its.sweep();
    assert.equal((await row())?.status, 'expired');
    assert.deepEqual(await its.db.selectFrom('approvalCard').select('id').execute(), []);
    // Its requester and the tie to the account are still there.
    assert.equal((await its.db.selectFrom('person').select('id').execute()).length, 1);
  }));
