import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skipWithout } from '../fakes/daemon.ts';
import { soak } from '../soak/soak.ts';

test('while bots are killed, SMTP hangs, the clock jumps and PostgreSQL restarts, what people are told is what is done, once', {
  skip: skipWithout('postgres'),
  timeout: 180_000,
}, async (t) => {
  const seed = String(Date.now() % 100_000);
  const { summary, differs, log } = await soak({ minutes: 1, seed, on: 'postgres', tell: () => undefined });
  t.diagnostic(summary);
  assert.deepEqual(differs, [], `npm run soak -- --minutes 1 --seed ${seed}\n${log.slice(-20).join('\n')}`);
});
