import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentLabel } from '../../bot/pages/agent.ts';
import { day, hour } from '../../core/foundation/clock.ts';
import { sweepSessions } from '../../core/foundation/database/sweep.ts';
import { beginSession, takeSession } from '../../core/signIn/sessionRecords.ts';
import { openRecords } from '../records.ts';

const began = Date.parse('2026-11-20T08:00:00Z');
const session = { portal: 'octopus', accountId: 'a', state: 'open', agent: '', ip: '', now: began } as const;

test('sessions that are over are deleted, those that can still be used are not', async () => {
  const { db, close } = await openRecords();
  await db.transaction().execute(async (tx) => {
    await beginSession(tx, { ...session, remember: 'no' });
    await beginSession(tx, { ...session, remember: 'me' });
  });
  assert.equal(await sweepSessions(db, 'session', began + 12 * hour - 1), 0);
  assert.equal(await sweepSessions(db, 'session', began + 12 * hour), 1);
  assert.equal(await sweepSessions(db, 'session', began + 30 * day), 1);
  await close();
});

test('OU-11 of two who take the same session at once, one gets it', async () => {
  const { db, close } = await openRecords();
  await db
    .insertInto('account')
    .values({
      id: 'a',
      portal: 'octopus',
      identifier: 'amartin',
      identifierKey: 'amartin',
      email: '',
      emailKey: '',
      givenName: '',
      familyName: '',
      phone: null,
      entity: null,
      directoryId: null,
      sessionsFrom: 0,
      createdAt: 0,
      updatedAt: 0,
    })
    .execute();
  const secret = await db.transaction().execute((tx) => beginSession(tx, { ...session, state: 'second', remember: 'no' }));
  const take = () => db.transaction().execute((tx) => takeSession(tx, { portal: 'octopus', secret }, began));
  const taken = await Promise.all([take(), take(), take(), take()]);
  assert.equal(taken.filter((one) => one !== undefined).length, 1);
  await close();
});

for (const [userAgent, label] of [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge · Windows'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Chrome · Android'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15', 'Safari · macOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
  ['<script>alert(1)</script>', ''],
  [undefined, ''],
] as const)
  test(`a session of ${userAgent?.slice(0, 40)} is known by «${label}»`, () => assert.equal(agentLabel(userAgent), label));
