import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { type Millis, second } from '../core/foundation/clock.ts';
import { createRedisStore } from './redisStore.ts';

/** How long we wait for an answer, how often we check that Redis still answers, and the longest pause before reconnecting. */
const patience = 3 * second;
const lookEvery = 2 * second;
const longestPause = 2 * second;

/**
 * Redis as a store of Keyv. Throws if Redis is unreachable at startup. Later on, a read or write that cannot be done fails within
 * seconds, because somebody is waiting for it, and works again once Redis does.
 */
export async function openRedis(url: string) {
  let begun = false;
  const client = createClient({
    url,
    // Commands without a connection fail at once. If queued, they would be answered when nobody is waiting any more.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: patience,
      socketTimeout: 2 * patience,
      reconnectStrategy: (attempts, cause) => (begun ? pause(attempts) : cause),
    },
  });
  // Failing commands already report the error, but without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    throw new Error('KEYV_URL: Redis does not answer there, or does not let us in.', { cause });
  });
  begun = true;

  const answers = (): Promise<boolean> => {
    const asked = client.ping().then(
      () => true,
      () => true,
    );
    return Promise.race([asked, sleep(patience, false, { ref: false })]);
  };
  let asking = false;
  const watching = setInterval(async () => {
    if (asking || !client.isReady) return;
    asking = true;
    const answered = await answers();
    asking = false;
    if (answered || !client.isOpen) return;
    // If the server or network goes silent, the connection stays open and its callers wait. Fail them now and reconnect.
    client.destroy();
    client.connect().catch(() => undefined);
  }, lookEvery);

  return {
    store: createRedisStore(client),
    /** Whether Redis accepts commands now. */
    ready: (): boolean => client.isReady,
    close: async (): Promise<void> => {
      clearInterval(watching);
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}

const pause = (attempts: number): Millis => Math.min(100 * 2 ** attempts, longestPause) * (0.5 + Math.random() / 2);
