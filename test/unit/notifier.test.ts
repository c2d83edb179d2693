import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { TurnContext } from 'botbuilder';
import { createAdapter } from '../../bot/adapter.ts';
import { chatEventKey } from '../../bot/app.ts';
import { createLog } from '../../bot/log.ts';
import { createNotifier } from '../../bot/notifier.ts';
import type { ApprovalView } from '../../core/access/approvalView.ts';
import { NoAnswer, Postponed, RetryAfter, Undeliverable } from '../../core/foundation/outbox/faults.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import { createPace, teamsRates } from '../../core/foundation/outbox/pace.ts';
import { alice, type Connector, startConnector, tenant } from '../fakes/connector.ts';
import { settings } from '../fakes/host.ts';
import { demo } from '../fakes/portal.ts';

const event: ChatEvent = { name: 'passwordSet', portal: 'invgate' };
const open = settings();
const registered = settings({ MicrosoftAppId: crypto.randomUUID(), MicrosoftAppPassword: 'p', MicrosoftAppTenantId: tenant });

/** A pace that nothing has been sent at. */
let time = 0;
let pace = createPace(() => time, teamsRates);

let connector: Connector;
before(async () => {
  connector = await startConnector();
});
beforeEach(() => {
  connector.clear();
  connector.requests.length = 0;
  pace = createPace(() => time, teamsRates);
});
after(() => connector.close());

const addressAt = (serviceUrl: string) => ({
  channelId: 'msteams',
  serviceUrl,
  conversation: { id: 'a:alice', conversationType: 'personal', tenantId: tenant },
  bot: { id: '28:guichet', name: 'Guichet' },
  user: { id: alice.id, name: alice.name, aadObjectId: alice.aadObjectId },
  locale: 'en-US',
});

const speak = async (context: TurnContext) => void (await context.sendActivity('It is done.'));
function notify(
  run: (context: TurnContext) => Promise<void> = speak,
  config = open,
  address: Record<string, unknown> = addressAt(connector.url),
): Promise<void> {
  const faults: unknown[] = [];
  const adapter = createAdapter(config, createLog({ logLevel: 'silent' }), async (_context, error) => void faults.push(error));
  const told = createNotifier({ adapter, config, run, portals: new Map([[demo.id, demo]]), pace }).notify(address, event, 'fr', 'outbox-1');
  return told.finally(() => assert.deepEqual(faults, [], 'a fault is for the worker, not for the chat'));
}

test('what happened reaches the bot as a turn in the person’s own chat, in their language', async () => {
  const seen: unknown[] = [];
  await notify(async (context) => {
    const { type, from, recipient, conversation, locale } = context.activity;
    seen.push(context.turnState.get(chatEventKey), type, from.aadObjectId, recipient.id, conversation.tenantId, locale);
    await speak(context);
  });
  assert.deepEqual(seen, [event, 'event', alice.aadObjectId, '28:guichet', tenant, 'fr']);
  const sent = await connector.next();
  assert.deepEqual([sent.text, sent.conversationId, sent.replyToId], ['It is done.', 'a:alice', undefined]);
  assert.match(connector.requests[0]?.path ?? '', /\/activities$/, 'not as a reply, which could not be updated later');
});

for (const [status, code] of [
  [403, 'ConversationBlockedByUser'],
  [403, 'BotNotInConversationRoster'],
  [404, 'ConversationNotFound'],
] as const) {
  test(`${status} ${code} is undeliverable`, async () => {
    connector.answer(status, {}, 1, code);
    await assert.rejects(notify(), (error: unknown) => error instanceof Undeliverable && error.message.includes(code));
    assert.equal(connector.requests.length, 1);
  });
}

test('429 with a Retry-After is waited for by the worker, as long as it says', async () => {
  connector.answer(429, { 'retry-after': '7' });
  await assert.rejects(notify(), (error: unknown) => error instanceof RetryAfter && error.millis === 7_000);
  assert.equal(connector.requests.length, 1);
});

test('a connector that is busy for a moment is asked again', async () => {
  connector.answer(502, {}, 1);
  connector.answer(412, {}, 1);
  await notify();
  assert.equal((await connector.next()).text, 'It is done.');
  assert.equal(connector.requests.length, 3);
});

for (const status of [429, 412, 504]) {
  test(`a lasting ${status} is left to the worker after a few tries`, async () => {
    connector.answer(status, {}, 20);
    await assert.rejects(notify(), (error: unknown) => !(error instanceof Undeliverable || error instanceof RetryAfter));
    assert.ok(connector.requests.length >= 3 && connector.requests.length <= 6, `${connector.requests.length} requests`);
  });
}

test('500 is not sent again, since the message may have arrived', async () => {
  connector.answer(500);
  await assert.rejects(notify(), NoAnswer);
  assert.equal(connector.requests.length, 1);
});

test('no answer within ten seconds is a fault, not a hang', { timeout: 15_000 }, async () => {
  connector.answer(0);
  const began = performance.now();
  await assert.rejects(notify(), NoAnswer);
  assert.ok(performance.now() - began < 11_000);
  assert.equal(connector.requests.length, 1);
});

test('a connector that cannot be reached is a fault', async () => {
  const gone = await startConnector();
  await gone.close();
  await assert.rejects(notify(speak, open, addressAt(gone.url)), (error: unknown) => error instanceof Error && !(error instanceof Undeliverable));
});

test('a fault of the bot comes out as it is', async () => {
  await assert.rejects(
    notify(() => Promise.reject(new Error('ours'))),
    { message: 'ours' },
  );
});

for (const [what, address] of [
  ['an address that is none', { conversation: 'x' }],
  ['a service address elsewhere', addressAt('https://smba.trafficmanager.net.evil.example/')],
] as const) {
  test(`${what} is undeliverable, and nothing is sent`, async () => {
    await assert.rejects(notify(speak, registered, address), Undeliverable);
    await assert.rejects(notify(speak, open, address), Undeliverable);
  });
}

test('with an app id, the bot’s token is not sent to a stored address on this machine', async () => {
  await assert.rejects(notify(speak, registered), Undeliverable);
  assert.equal(connector.requests.length, 0);
});

const view: ApprovalView = {
  id: 'e1',
  reference: 'ABCD-1234',
  portal: demo.id,
  group: { fr: 'Réseau', en: 'Network' },
  requester: { name: 'Alice Martin', email: 'alice@corp.example', identifier: 'alice@corp.example' },
  justification: null,
  createdAt: 0,
  status: 'pending',
  decidedAt: null,
  decidedBy: null,
  reason: null,
  notes: [],
  open: ['bruno@corp.example'],
};

/** Shows an approver's card, or changes one, as the worker does. */
function shows(
  activityId?: string,
  over: Partial<ApprovalView> = {},
  address: Record<string, unknown> = addressAt(connector.url),
  config = open,
): Promise<string> {
  const adapter = createAdapter(config, createLog({ logLevel: 'silent' }), async () => undefined);
  return createNotifier({ adapter, config, run: async () => assert.fail('no dialog has to do with it'), portals: new Map([[demo.id, demo]]), pace }).card(
    address,
    activityId,
    { ...view, ...over },
    undefined,
    'fr',
  );
}

test('a card is sent without any dialog, and is changed by the id that it got', async () => {
  const id = await shows();
  const sent = await connector.next();
  assert.deepEqual([sent.method, sent.id, sent.replyToId], ['POST', id, undefined]);
  assert.match(JSON.stringify(sent.attachments), /Demande à traiter : Réseau/);
  assert.equal(await shows(id, { status: 'approved', decidedBy: 'bruno@corp.example', decidedAt: 1 }), id);
  const changed = await connector.next();
  assert.deepEqual([changed.method, changed.id], ['PUT', id]);
  assert.doesNotMatch(JSON.stringify(changed.attachments), /"actions"/);
});

for (const [status, kind] of [
  [403, Undeliverable],
  [404, Undeliverable],
] as const)
  for (const id of [undefined, 'activity-1'])
    test(`a card that is ${id ? 'changed' : 'sent'} and answered with ${status} is undeliverable`, async () => {
      connector.answer(status);
      await assert.rejects(shows(id), kind);
    });

test('a card is not sent to a stored address of no known channel, or for a portal that is gone', async () => {
  await assert.rejects(shows(undefined, {}, addressAt('https://smba.trafficmanager.net.evil.example/'), registered), Undeliverable);
  await assert.rejects(shows(undefined, {}, addressAt(connector.url), registered), Undeliverable);
  await assert.rejects(shows(undefined, { portal: 'gone' }), Undeliverable);
  assert.equal(connector.requests.length, 0);
});

test('a rate-limited conversation waits for its turn; others do not', async () => {
  const ids = await Promise.all([1, 2, 3, 4, 5].map((n) => shows(undefined, { id: `e${n}` })));
  assert.equal(ids.length, 5);
  await assert.rejects(shows(undefined, { id: 'e6' }), (error: unknown) => error instanceof Postponed && error.millis === 550);
  await assert.rejects(notify(), (error: unknown) => error instanceof Postponed && error.millis === 1_100);
  assert.equal(connector.activities.length, 5);
  const another = { ...addressAt(connector.url), conversation: { id: 'a:bruno', tenantId: tenant } };
  // The tenant's own share is forty a second.
  time += 25;
  await shows(undefined, { id: 'e6' }, another);
  time += 525;
  await shows(undefined, { id: 'e6' });
  assert.equal(connector.activities.length, 7);
});

test('a turn that sends several messages uses as much of the rate', async () => {
  const talk = async (context: TurnContext) => {
    for (const n of [1, 2, 3, 4, 5]) await context.sendActivity(`${n}`);
  };
  await notify(talk);
  await assert.rejects(notify(talk), Postponed);
  assert.equal(connector.activities.length, 5);
});

test('after a 429 the whole conversation rests as long as the connector said, and nothing is sent to find out', async () => {
  connector.answer(429, { 'retry-after': '7' });
  await assert.rejects(shows(), RetryAfter);
  await assert.rejects(shows(undefined, { id: 'e2' }), (error: unknown) => error instanceof Postponed && error.millis === 7_000);
  assert.equal(connector.requests.length, 1);
  time += 7_000;
  await shows(undefined, { id: 'e2' });
});
