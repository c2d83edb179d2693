import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startConnector } from '../fakes/connector.ts';
import { message, startHost } from '../fakes/host.ts';

const clients: unknown[] = [];
const connectors = [await startConnector(), await startConnector()] as const;
let host: Awaited<ReturnType<typeof startHost>>;
before(async () => {
  host = await startHost({
    run: async (context) => {
      clients.push(context.turnState.get(context.adapter.ConnectorClientKey));
      await context.sendActivity('bonjour');
    },
  });
});
after(() => Promise.all([host.stop(), ...connectors.map((connector) => connector.close())]));

const says = async (serviceUrl: string) => {
  await host.post(message(serviceUrl));
  return clients.at(-1);
};

test('a client of the connector is made once an address, and what it sends arrives there', async () => {
  const [one, other] = connectors;
  const first = await says(one.url);
  assert.ok(first);
  assert.equal(await says(one.url), first);
  const second = await says(other.url);
  assert.notEqual(second, first);
  assert.deepEqual([one.activities.length, other.activities.length], [2, 1]);
});

test('of addresses without end no more than a hundred clients are kept', async () => {
  const [{ url }] = connectors;
  const first = await says(url);
  for (let path = 0; path < 100; path += 1) await says(`${url}${path}/`);
  const again = await says(url);
  assert.notEqual(again, first);
  assert.equal(await says(url), again);
});

test('a client that is kept is limited once: a busy connector is tried again, and one that failed is not', async () => {
  const [{ url, answer, requests }] = connectors;
  for (let turn = 0; turn < 3; turn += 1) await says(url);
  const tries = async (status: number) => {
    const before = requests.length;
    answer(status, { 'retry-after': '0' });
    await says(url);
    return requests.length - before;
  };
  assert.deepEqual([await tries(429), await tries(500)], [2, 1]);
});
