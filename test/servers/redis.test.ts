import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Keyv } from 'keyv';
import { lookAtRedis } from '../../bot/doctor/services.ts';
import { openRedis } from '../../bot/redis.ts';
import { second } from '../../core/foundation/clock.ts';
import { keyvContract } from '../contract/keyv.ts';
import { meets } from '../enrolling.ts';
import { alice, bruno, type Member } from '../fakes/connector.ts';
import { skipWithout } from '../fakes/daemon.ts';
import { installationWith } from '../fakes/installation.ts';
import { type RedisServer, startRedis } from '../fakes/redis.ts';
import { freshRecords } from '../records.ts';
import { codeIn, type Guichet, guichet, withGuichet } from '../support.ts';

const skip = skipWithout('redis-server');
let server: RedisServer;

before(async () => {
  if (!skip) server = await startRedis();
});
after(() => server?.close());

const readyAt = async ({ url, passes }: Guichet): Promise<number> => {
  passes(5 * second);
  return (await fetch(`${url}/readyz`)).status;
};

/** Waits until the bot has found Redis again. */
async function readyAgain(running: Guichet): Promise<void> {
  for (const end = performance.now() + 10_000; performance.now() < end; await sleep(50)) if ((await readyAt(running)) === 200) return;
  assert.fail('Redis is back, and the bot has not found it within ten seconds');
}

if (!skip)
  keyvContract('Redis', async (t) => {
    const own = await startRedis();
    const opened: Awaited<ReturnType<typeof openRedis>>[] = [];
    t.after(async () => {
      await Promise.all(opened.map(({ close }) => close()));
      await own.close();
    });
    return async (namespace) => {
      const redis = await openRedis(own.url);
      opened.push(redis);
      return new Keyv({ store: redis.store, ...(namespace !== undefined && { namespace }) });
    };
  });

test('OPS-6 Redis: that of the settings keeps what it is told', { skip }, async (t) => {
  assert.deepEqual(await lookAtRedis(await installationWith(t, { KEYV_URL: server.url })), [{ state: 'ok', found: 'Redis keeps what it is told', todo: '' }]);
});

test('with KEYV_URL conversations are on Redis, whole, and nowhere in the records; a restart finds them', { skip }, async () => {
  const { url: database, drop } = await freshRecords();
  const env = { KEYV_URL: server.url };
  const first = await guichet({ database, env });
  await first.chat.says('mdp octopus oublié');
  await first.chat.presses('reset.send', { identifier: 'amartin' });
  const kept = await first.db.selectFrom('keyv').select('key').where('key', 'like', 'conversation%').execute();
  assert.deepEqual(kept, []);
  const { card } = first.chat;
  await first.stop();
  const second = await guichet({ database, env, again: first.world });
  await second.chat.presses('reset.code', { code: codeIn((await second.mails())[0]) }, { card });
  second.chat.hears('Le code est bon');
  await second.close();
  await drop();
});

test('OPS-5 where conversations are on Redis, what is held of somebody is given and erased there too, and nobody else’s', { skip }, async () => {
  const { url: database, drop } = await freshRecords();
  const its = await guichet({ database, env: { KEYV_URL: server.url } });
  const person = (...args: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../../bot/commands/person.ts'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: database, KEYV_URL: server.url, SECRET_KEY: its.config.secretKey },
    });
  const conversationsOf = (who: Member) => JSON.parse(person('export', who.email).stdout).held.keyv ?? [];
  try {
    await its.chat.says('mdp octopus oublié');
    await (await meets(its, bruno)).says('mdp octopus oublié');
    const [hers, ...others] = conversationsOf(alice);
    assert.deepEqual(others, []);
    assert.match(JSON.stringify(hers), /"procedure":"reset"|reset/);
    const erased = person('erase', alice.email, '--yes');
    assert.match(erased.stdout, /Certificate of erasure/, erased.stderr);
    assert.match(person('export', alice.email).stdout, /"octopus"/, 'the account is the portal’s');
    assert.deepEqual(conversationsOf(alice), []);
    assert.equal(conversationsOf(bruno).length, 1);
  } finally {
    await its.close();
    await drop();
  }
});

test('Redis ends in the middle of a conversation: it is said, and once it is back the same click works', { skip }, () =>
  withGuichet({ env: { KEYV_URL: server.url } }, async (running) => {
    const { chat, db } = running;
    await chat.says('annuler');
    await chat.says('mdp octopus oublié');
    assert.equal(await readyAt(running), 200);
    await server.stop();
    try {
      await chat.presses('reset.send', { identifier: 'amartin' });
      chat.hears('Rien de ce que vous avez saisi n’est perdu');
      assert.equal((await db.selectFrom('outbox').select('id').execute()).length, 0);
      assert.equal(await readyAt(running), 503);
    } finally {
      await server.start();
    }
    await readyAgain(running);
    await chat.presses('reset.send');
    chat.hears('Octopus · Étape 2 sur 3');
    assert.equal((await running.mails()).length, 1);
  }),
);

test('Redis stops answering: users who wait are told within fifteen seconds, and go on when it answers again', { skip, timeout: 60_000 }, () =>
  withGuichet({ env: { KEYV_URL: server.url } }, async (running) => {
    const { chat } = running;
    await chat.says('annuler');
    await chat.says('mdp octopus oublié');
    server.freeze();
    const began = performance.now();
    try {
      // Each of them writes to the silent connection, which for the socket is a sign of life.
      const others = Array.from({ length: 10 }, (_, n) =>
        sleep(n * 500).then(() => chat.post(chat.activity({ type: 'message', text: 'bonjour', conversation: { id: `other ${n}` } }))),
      );
      await chat.presses('reset.send', { identifier: 'amartin' });
      chat.hears('Rien de ce que vous avez saisi n’est perdu');
      assert.ok(performance.now() - began < 15_000);
      await Promise.all(others);
      assert.equal(await readyAt(running), 503);
    } finally {
      server.thaw();
    }
    await readyAgain(running);
    await chat.presses('reset.send');
    chat.hears('Octopus · Étape 2 sur 3');
  }),
);

test('a Redis that is not there at start is named, and the bot does not start', { skip }, async () => {
  await assert.rejects(openRedis('redis://127.0.0.1:1'), { message: /^KEYV_URL: Redis does not answer/ });
  await assert.rejects(openRedis(server.url.replace('redis://', 'redis://somebody:wrong@')), { message: /^KEYV_URL: Redis does not answer/ });
});
