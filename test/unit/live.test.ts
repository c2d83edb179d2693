import assert from 'node:assert/strict';
import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { createLive } from '../../bot/pages/console/live.ts';

const quiet = { error: () => undefined };

/** A stream that nobody reads; `taken` is what was written to it. */
function response() {
  const to = new ServerResponse(new IncomingMessage(new Socket()));
  const taken: string[] = [];
  to.write = (text: string) => {
    taken.push(text);
    return true;
  };
  return { to, taken };
}

const followed = (session: string, still = async () => true) => ({ key: 'k', every: 1, session, read: async () => 'news', still });

test('OPS-2 a process has a hundred streams at most, and takes new ones once others have ended', async () => {
  const live = createLive({ steady: () => 0, log: quiet, ticking: false });
  const open = Array.from({ length: 100 }, (_, n) => {
    const { to } = response();
    return { to, ended: live.stream(followed(`s${n}`), String).writes?.(to) };
  });
  assert.equal(live.stream(followed('one more'), String).status, 503);
  open[0]?.to.destroy();
  await open[0]?.ended;
  assert.equal(live.stream(followed('one more'), String).status, 200);
});

test('OPS-2 who takes nothing gets nothing more, and is cut off when its session is due to be looked at', async () => {
  let now = 0;
  const live = createLive({ steady: () => now, log: quiet, ticking: false });
  const { to, taken } = response();
  const ended = live.stream(followed('s'), String).writes?.(to);
  Object.defineProperty(to, 'writableNeedDrain', { value: true });
  now += 60_000;
  const closed = once(to, 'close');
  await live.look();
  await Promise.all([closed, ended]);
  assert.deepEqual(
    taken.filter((text) => text.startsWith('data')),
    [],
  );
});

test('OPS-2 a reading that fails is logged, ends no stream, and is tried again', async () => {
  const faults: unknown[] = [];
  const live = createLive({ steady: () => 0, log: { error: (fault: unknown) => void faults.push(fault) }, ticking: false });
  const { to, taken } = response();
  let fails = true;
  const read = async () => {
    if (fails) throw new Error('no records');
    return 'news';
  };
  const ended = live.stream({ ...followed('s'), read }, String).writes?.(to);
  await live.look();
  assert.equal(faults.length, 1);
  fails = false;
  await live.look();
  assert.equal(taken.at(-1), 'data: news\n\n');
  to.destroy();
  await ended;
});
