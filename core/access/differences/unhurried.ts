import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Millis, second } from '../../foundation/clock.ts';

/** For each millisecond that this process was at work, so many are left to the turns of chats. */
const share = 4;
const longest: Millis = second / 20;

/** Makes a pause that leaves most of the processor to others: call it between two small parts of long work. */
export function unhurried(): () => Promise<void> {
  let before = performance.eventLoopUtilization();
  return async () => {
    const { active } = performance.eventLoopUtilization(before);
    await sleep(Math.min(longest, active * share));
    before = performance.eventLoopUtilization();
  };
}
