import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSmsGateway } from '../../core/connectors/sms.ts';
import { RetryAfter, Undeliverable } from '../../core/foundation/outbox/faults.ts';
import { startSmsGateway } from '../fakes/sms.ts';

const sms = { to: '+33612345678', text: 'Code: 049381', id: 'id1' };

test('IN-7 a text message is posted as JSON, with the credentials of the address', async () => {
  const gateway = await startSmsGateway();
  await createSmsGateway(gateway.url.replace('://', '://us%40er:p%2Fw@')).send(sms);
  await createSmsGateway(gateway.url).send(sms);
  assert.deepEqual(gateway.messages, [
    { ...sms, authorization: `Basic ${Buffer.from('us@er:p/w').toString('base64')}` },
    { ...sms, authorization: undefined },
  ]);
  await gateway.close();
});

for (const [status, headers, says] of [
  [400, {}, (error: unknown) => error instanceof Undeliverable],
  [429, { 'retry-after': '7' }, (error: unknown) => error instanceof RetryAfter && error.millis === 7_000],
  [429, {}, (error: unknown) => error instanceof Error && !(error instanceof Undeliverable)],
  [503, { 'retry-after': 'Fri, 20 Nov 2026 08:00:00 GMT' }, (error: unknown) => error instanceof Error && !(error instanceof Undeliverable)],
] as const)
  test(`a gateway that answers ${status} ${JSON.stringify(headers)}`, async () => {
    const gateway = await startSmsGateway();
    gateway.answer(status, headers);
    await assert.rejects(createSmsGateway(gateway.url).send(sms), says);
    await gateway.close();
  });

test('the code is never sent on to where a gateway points', async (t) => {
  const [gateway, elsewhere] = [await startSmsGateway(), await startSmsGateway()];
  t.after(() => Promise.all([gateway.close(), elsewhere.close()]));
  gateway.answer(307, { location: elsewhere.url });
  await assert.rejects(createSmsGateway(gateway.url).send(sms));
  assert.deepEqual(elsewhere.messages, []);
});

test('a gateway that is away is worth another try', async () => {
  const gateway = await startSmsGateway();
  await gateway.close();
  await assert.rejects(createSmsGateway(gateway.url).send(sms), (error) => !(error instanceof Undeliverable));
});
