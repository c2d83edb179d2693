import { setTimeout as sleep } from 'node:timers/promises';
import { minute } from '../../core/foundation/clock.ts';
import type { Chance } from './chance.ts';
import type { World } from './world.ts';

/** What befalls the bots, by name; each settles when it is over. */
const faults: Readonly<Record<string, (world: World, chance: Chance) => Promise<void>>> = {
  'a bot is killed': (world, chance) => world.kills(chance),
  'another bot is killed': (world, chance) => world.kills(chance),
  'SMTP hangs': async ({ inbox }, chance) => {
    inbox.hang(chance.pick(['before', 'after']));
    await sleep(chance.between(1_000, 5_000));
    inbox.goOn();
  },
  'SMTP hangs, and a bot is killed': async (world, chance) => {
    world.inbox.hang(chance.pick(['before', 'after']));
    await sleep(chance.between(500, 1_500));
    await world.kills(chance);
    world.inbox.goOn();
  },
  'the clock jumps': async (world, chance) => {
    world.sets(Math.round(chance.between(-2 * minute, 2 * minute)));
  },
  'PostgreSQL restarts': async ({ postgres }, chance) => {
    await postgres?.stop(chance.pick(['SIGINT', 'SIGQUIT']));
    await sleep(chance.between(100, 1_500));
    await postgres?.start();
  },
};

/** Lets one thing after another befall the bots, each kind as often, until `over`; then nothing is amiss any more. Returns how often each did. */
export async function befall(world: World, chance: Chance, over: AbortSignal, tell: (what: string) => void): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let left: string[] = [];
  while (!over.aborted) {
    if (left.length === 0) left = Object.keys(faults).filter((name) => world.postgres || !name.includes('PostgreSQL'));
    const [first, ...others] = left;
    if (first === undefined) break;
    const name = chance.pick([first, ...others]);
    left = left.filter((each) => each !== name);
    tell(name);
    await faults[name]?.(world, chance);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    await sleep(chance.between(300, 2_500));
  }
  return counts;
}
