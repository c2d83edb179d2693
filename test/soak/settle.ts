import { setTimeout as sleep } from 'node:timers/promises';
import { hour, minute } from '../../core/foundation/clock.ts';
import type { World } from './world.ts';

/** Work that is not done when nothing is due any more for an hour. */
const later = ['due', 'endingLook'];

/** Waits until the bots have done what they accepted, moving their clocks to each next try; returns what is left after `limit` milliseconds. */
export async function settle(world: World, limit: number): Promise<string[]> {
  const { db } = world;
  const open = () =>
    db
      .selectFrom('outbox')
      .select(['kind', 'status', 'error', 'attempts', 'reason'])
      .where('status', 'in', ['waiting', 'claimed'])
      .where('dueAt', '<', Date.now() + world.ahead() + hour)
      .where('kind', 'not in', later)
      .execute();
  const unsealed = async () =>
    (
      await db
        .selectFrom('audit')
        .leftJoin('auditChain', 'auditChain.auditId', 'audit.id')
        .select('audit.id')
        .where('auditChain.seq', 'is', null)
        .limit(1)
        .execute()
    ).length;
  let moved = performance.now();
  for (const end = performance.now() + limit; performance.now() < end; await sleep(200)) {
    const left = await open();
    if (left.length === 0 && (await unsealed()) === 0) return [];
    if (performance.now() - moved < 2_000) continue;
    moved = performance.now();
    // Less than the life of a code: a mail that was late is still of use.
    world.sets(world.ahead() + minute);
  }
  return (await open()).map(({ kind, status, attempts, reason, error }) => `${kind} ${reason} is ${status} after ${attempts} tries: ${error}`);
}
