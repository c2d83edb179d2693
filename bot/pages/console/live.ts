import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Followed } from '../../../core/console/index.ts';
import { type Millis, second } from '../../../core/foundation/clock.ts';
import type { Log } from '../../log.ts';
import { contentPolicy, type Reply } from '../reply.ts';

/** Why a stream has ended: its session is over, as many as may be are open, or Guichet stops. */
type Ending = 'over' | 'many' | 'stopping';

/** Streams at once, of this process and of one session: a browser has six connections to a host, which its other pages need too. */
const most = { all: 100, session: 3 } as const;
/** How often each session is looked at, whether anything has changed or not. Proxies cut off what is silent for a minute. */
const checkedEvery = 15 * second;

type Listener = {
  readonly session: string;
  readonly to: ServerResponse;
  readonly draw: (value: unknown) => string;
  readonly still: () => Promise<boolean>;
  said: string;
  checkedAt: Millis;
};
type Topic = { readonly read: () => Promise<unknown>; readonly listeners: Set<Listener>; readonly timer: NodeJS.Timeout | undefined; looking?: Promise<void> };

/** The pages that are open and renew themselves, by server-sent events: one reading for all who are shown the same. */
export type Live = {
  /** The stream of what somebody follows, as `draw` writes it. Sends what has changed, and nothing to whose session is over. */
  stream<T>(followed: Followed<T>, draw: (value: T) => string): Reply;
  /** Reads everything that is followed once more, and looks at every session. */
  look(): Promise<void>;
  /** Ends all streams, and begins none any more. */
  close(): void;
};

/** Creates it. Without `ticking` nothing is read until somebody says `look`. */
export function createLive({ steady, log, ticking }: { readonly steady: () => Millis; readonly log: Pick<Log, 'error'>; readonly ticking: boolean }): Live {
  const topics = new Map<string, Topic>();
  /** In the order in which they were opened. */
  const open = new Set<Listener>();
  let closed = false;

  const end = (listener: Listener, why: Ending): void => {
    listener.to.end(`event: end\ndata: ${why}\n\n`);
  };

  const tell = async (listener: Listener, value: unknown, always: boolean): Promise<void> => {
    const text = listener.draw(value);
    const now = steady();
    const isDue = always || now - listener.checkedAt >= checkedEvery;
    if ((text === listener.said && !isDue) || listener.to.writableEnded) return;
    // Who takes nothing for so long is not there any more; nothing piles up for them.
    if (listener.to.writableNeedDrain) return void (isDue && listener.to.destroy());
    if (!(await listener.still())) return end(listener, 'over');
    listener.checkedAt = now;
    listener.to.write(text === listener.said ? ':\n\n' : `data: ${text}\n\n`);
    listener.said = text;
  };

  const look = async (topic: Topic, always: boolean): Promise<void> => {
    const value = await topic.read();
    await Promise.all([...topic.listeners].map((listener) => tell(listener, value, always)));
  };
  /** One look at a time: who comes meanwhile waits for the next. */
  const looks = (key: string, topic: Topic, always = false): Promise<void> => {
    topic.looking ??= look(topic, always)
      .catch((err: unknown) => log.error({ err, what: key.split(' ', 1)[0] }, 'What pages show could not be read again'))
      .finally(() => {
        delete topic.looking;
      });
    return topic.looking;
  };

  const topicOf = ({ key, every, read }: Followed<unknown>): Topic => {
    const known = topics.get(key);
    if (known) return known;
    const topic: Topic = { read, listeners: new Set(), timer: ticking ? setInterval(() => void looks(key, topic), every) : undefined };
    topics.set(key, topic);
    return topic;
  };

  const follow = async (followed: Followed<unknown>, listener: Listener): Promise<void> => {
    if (closed) return end(listener, 'stopping');
    const topic = topicOf(followed);
    const own = [...open].filter(({ session, to }) => session === listener.session && !to.writableEnded);
    for (const oldest of own.slice(0, Math.max(0, own.length + 1 - most.session))) end(oldest, 'many');
    open.add(listener);
    topic.listeners.add(listener);
    const over = Promise.withResolvers<void>();
    listener.to.on('close', over.resolve);
    // After a restart each comes back after a while of its own, and not all at once. What is there is in the page; the stream has what changes.
    listener.to.write(`retry: ${2_000 + Math.floor(Math.random() * 4_000)}\n\n`);
    if (!listener.to.closed) await over.promise;
    open.delete(listener);
    topic.listeners.delete(listener);
    if (topic.listeners.size > 0) return;
    clearInterval(topic.timer);
    topics.delete(followed.key);
  };

  return {
    stream: <T>(followed: Followed<T>, draw: (value: T) => string) => {
      // Who follows the same reads the same.
      const shape = z.custom<T>();
      if (closed || open.size >= most.all) return { ...refused, headers: { ...refused.headers, 'Retry-After': '60' } };
      const { session, still } = followed;
      return {
        ...opened,
        writes: (to) => follow(followed, { session, to, draw: (value) => draw(shape.parse(value)), still, said: '', checkedAt: steady() }),
      };
    },
    look: async () => void (await Promise.all([...topics].map(([key, topic]) => looks(key, topic, true)))),
    close: () => {
      closed = true;
      for (const listener of open) end(listener, 'stopping');
    },
  };
}

const headers = { 'Cache-Control': 'no-store', 'Content-Security-Policy': contentPolicy({ frames: "'none'" }) };
// Proxies such as nginx keep an answer until it is whole, unless they are told not to.
const opened = { status: 200, headers: { ...headers, 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' }, body: '' };
const refused = { status: 503, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, body: '' };
