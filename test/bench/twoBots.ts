import { cpus } from 'node:os';
import type { Connector } from '../fakes/connector.ts';
import { type Figure, median } from './figures.ts';
import { type Bot, settings, startProcess } from './processes.ts';
import { openTalk } from './talk.ts';
import { pressesOurs } from './turnKinds.ts';

/** Chats with each bot, all from this one process: the load is bounded by what it can ask. */
const chats = 8;
const rounds = 7;
/** A multiple of the four presses of a cycle. */
const pressesEach = 60;
/** Two bots, two of the database's processes, and this one with the connector in it. */
const coresNeeded = 5;

/** How many card turns a second two bots manage on one database, against one of them alone with as many chats, in alternating rounds. */
export async function measureTwoBots(url: string, connector: Connector): Promise<Figure[]> {
  const [one, other] = [await startProcess('guichetProcess.ts', settings(url)), await startProcess('guichetProcess.ts', settings(url))];
  try {
    const round = async (bots: readonly [Bot, Bot]) => {
      const busy = async () => (await one.cpu()) + (await other.cpu());
      const talks = Array.from({ length: 2 * chats }, (_, person) => openTalk(bots[person < chats ? 0 : 1].url, connector.url, person));
      const turns = talks.length * pressesEach;
      const [began, before] = [performance.now(), await busy()];
      await Promise.all(talks.map((talk) => pressesOurs(talk, pressesEach)));
      return { rate: turns / ((performance.now() - began) / 1_000), cpu: ((await busy()) - before) / turns };
    };
    const pair = async () => ({ two: await round([one, other]), alone: await round([one, one]) });
    await pair();
    const pairs: Awaited<ReturnType<typeof pair>>[] = [];
    while (pairs.length < rounds) pairs.push(await pair());
    const ratio = median(pairs.map(({ two, alone }) => two.rate / alone.rate));
    const middle = (of: 'two' | 'alone', what: 'rate' | 'cpu') => median(pairs.map(({ [of]: { [what]: figure } }) => figure)).toFixed(0);
    const cores = cpus().length;
    const shown = cores >= coresNeeded;
    return [
      {
        what: 'card turns a second of two bots on one database, against one of them with as many chats',
        measured: `${ratio.toFixed(2)} × (${middle('two', 'rate')} and ${middle('alone', 'rate')} a second)`,
        wanted: shown ? '≥ 1.7 ×' : `≥ 1.7 ×, not to be seen on ${cores} cores, which bots, database and load share`,
        ...(shown && { met: ratio >= 1.7 }),
      },
      {
        what: 'what a turn costs the bots meanwhile, two and one',
        measured: `${middle('two', 'cpu')} and ${middle('alone', 'cpu')} µs of processor`,
        wanted: 'to know',
      },
    ];
  } finally {
    await Promise.all([one.stop(), other.stop()]);
  }
}
