import { setTimeout as sleep } from 'node:timers/promises';
import KeyvRedis, { createClient } from '@keyv/redis';
import { type Millis, second } from '../core/foundation/clock.ts';

/** How long an answer is waited for, and how often it is looked whether one comes. */
const patience = 3 * second;
const lookEvery = 2 * second;
const longestPause = 2 * second;

/**
 * Redis as a store of Keyv. Throws where it is not there at start. Later on, what cannot be read or written fails within seconds, as
 * somebody is waiting for it, and works again once Redis does.
 */
export async function openRedis(url: string) {
  let begun = false;
  const client = createClient({
    url,
    // What is asked while there is no connection fails at once: queued, it would be answered when nobody waits any more.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: patience,
      socketTimeout: 2 * patience,
      reconnectStrategy: (attempts, cause) => (begun ? pause(attempts) : cause),
    },
  });
  // Told by the commands that fail; without a listener it would end the process.
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
    // A server or network that has gone silent keeps the connection open and its callers waiting. They fail now, and a new connection is made.
    client.destroy();
    client.connect().catch(() => undefined);
  }, lookEvery);

  return {
    store: new KeyvRedis<string>(client, { throwOnErrors: true, throwOnConnectError: true }),
    /** Whether it takes commands just now. */
    ready: (): boolean => client.isReady,
    close: async (): Promise<void> => {
      clearInterval(watching);
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}

const pause = (attempts: number): Millis => Math.min(100 * 2 ** attempts, longestPause) * (0.5 + Math.random() / 2);
