import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message } from '../fakes/host.ts';
import { withGuichet } from '../support.ts';

for (const channelId of ['webchat', 'msteams'] as const)
  test(`what a client leaves in a conversation’s reference on ${channelId} is not stored, but for what messages are sent by`, () =>
    withGuichet({}, async (its) => {
      const extra = { note: 'x'.repeat(50_000), nested: { more: ['y'.repeat(10_000)] }, properties: { html: '<script>' } };
      const activity = message(its.connector.url, { channelId });
      const whole = Object.fromEntries(
        Object.entries(activity).map(([key, value]) => [key, ['from', 'recipient', 'conversation'].includes(key) ? { ...Object(value), ...extra } : value]),
      );
      const long = { ...whole, from: { ...Object(whole.from), role: 'r'.repeat(10_000), name: 'n'.repeat(10_000) } };
      const response = await fetch(`${its.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(long),
      });
      assert.equal(response.status, 200);
      const { address } = await its.db.selectFrom('person').select('address').executeTakeFirstOrThrow();
      const kept = JSON.parse(address ?? '');
      assert.deepEqual(Object.keys(kept).sort(), ['bot', 'channelId', 'conversation', 'locale', 'serviceUrl', 'user']);
      assert.deepEqual(Object.keys(kept.user).sort(), ['aadObjectId', 'id', 'name', 'role']);
      assert.deepEqual(Object.keys(kept.conversation).sort(), ['conversationType', 'id', 'tenantId']);
      assert.ok((address ?? '').length < 2_000, `${address?.length} characters`);
      const everything = JSON.stringify(await its.db.selectFrom('keyv').selectAll().execute());
      assert.doesNotMatch(everything, /xxxxx|yyyyy|rrrrr|script/);
    }));
