import { setTimeout as sleep } from 'node:timers/promises';
import { verifyAudit } from '../../core/foundation/auditChain.ts';
import { minute, second } from '../../core/foundation/clock.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { decides } from './approver.ts';
import { chanceOf } from './chance.ts';
import { befall } from './faults.ts';
import { differences } from './invariants.ts';
import { newLedger } from './ledger.ts';
import { settle } from './settle.ts';
import { asks, resets } from './stories.ts';
import { approvers, openWorld } from './world.ts';

const peopleAtOnce = 6;
/** At the end, for what was accepted to be done. */
const settling = 15 * second;

type Options = { readonly minutes: number; readonly seed: string; readonly on: 'postgres' | 'sqlite'; readonly tell: (line: string) => void };

/** What a soak did, and what was not as it should be. */
export type Soaked = { readonly summary: string; readonly differs: readonly string[]; readonly log: readonly string[] };

/** People reset, ask and decide for so long while much befalls the bots; then all that they were told is compared with what is. */
export async function soak({ minutes, seed, on, tell }: Options): Promise<Soaked> {
  const end = performance.now() + minutes * minute;
  const world = await openWorld(on, Math.ceil(150 * minutes), chanceOf(seed, 'door'));
  try {
    const ledger = newLedger();
    const [calm, home] = [new AbortController(), new AbortController()];
    const deciding = approvers.map((who) => decides(world, ledger, chanceOf(seed, who.email), who, home.signal));
    await sleep(second);
    const befalling = befall(world, chanceOf(seed, 'faults'), calm.signal, tell);
    let next = 0;
    const lives = async () => {
      while (performance.now() < end - settling && next < world.accounts) {
        const n = next;
        next += 1;
        await (n % 2 === 0 ? resets : asks)(world, ledger, chanceOf(seed, `P${n}`), n, calm.signal);
      }
    };
    const people = Array.from({ length: peopleAtOnce }, lives);
    await sleep((end - performance.now()) / 2);
    const secrets = createSecrets('a key of the tests that is long enough');
    const { head } = await verifyAudit(world.db, secrets).catch(() => ({ head: '' }));
    await sleep(end - settling - performance.now());
    calm.abort();
    const counts = await befalling;
    await Promise.all(people);
    const left = await settle(world, settling);
    home.abort();
    await Promise.all(deciding);
    left.push(...(await settle(world, settling)));
    const chain = await verifyAudit(world.db, secrets, head);
    const { resets: reset, asks: asked, heard, stuck, lostAnswers } = ledger;
    return {
      summary: [
        `${reset.filter(({ said }) => said).length} of ${reset.length} passwords set, ${asked.filter(({ reference }) => reference).length} of ${asked.length} requests sent`,
        `${heard.length} answers to approvers, ${lostAnswers} answers lost, ${world.inbox.mails.length} mails, ${chain.sealed} records in the chain`,
        [...counts].map(([what, times]) => `${what}: ${times}`).join(', '),
        ...stuck.map((what) => `gave up: ${what}`),
      ].join('\n'),
      differs: [...(await differences(world, ledger)), ...left, ...chain.faults.map(({ what, at }) => `the audit: record ${at}: ${what}`)],
      log: world.log,
    };
  } finally {
    await world.close();
  }
}
