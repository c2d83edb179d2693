import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector } from '../fakes/connector.ts';
import { addressOf } from '../fakes/slapd.ts';
import { portalsOn, type Server } from './directoryServer.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { openTalk } from './talk.ts';
import { pressesOurs } from './turnKinds.ts';

/** How long the directory takes to answer, in milliseconds, and how many people wait for it at any moment. */
const slow = 5_000;
const waiting = 8;
const rounds = 5;
/** A multiple of the four presses of a cycle. */
const presses = 400;

/** Card turns of other portals while people wait for a directory that is slow, against turns while nobody does. */
export async function measureSlowDirectory(folder: string, server: Server, connector: Connector): Promise<Figure[]> {
  const wire = await startProcess('wireProcess.ts', { TARGET: String(server.port), LATENCY: String(slow) });
  const url = `ldaps://127.0.0.1:${new URL(wire.url).port}`;
  const bot = await startProcess('guichetProcess.ts', {
    ...settings(`sqlite:${join(folder, 'directorySlow.sqlite')}`),
    PORTALS_DIR: await portalsOn(join(folder, 'directorySlow'), { staff: { url, ca: server.ca } }),
  });
  try {
    const other = openTalk(bot.url, connector.url, 1);
    const waits: number[] = [];
    let stopped = false;
    const patient = async (person: number): Promise<void> => {
      const talk = openTalk(bot.url, connector.url, 100 + person);
      while (!stopped) {
        await talk.presses({ verb: 'reset.start', inputs: { portal: 'staff' }, next: 'reset.send' });
        waits.push(await talk.presses({ verb: 'reset.send', inputs: { identifier: addressOf(person) }, shows: 'annuaire' }));
      }
    };
    const turn = async (): Promise<number> => {
      const began = performance.now();
      await pressesOurs(other, 4);
      return (performance.now() - began) / 4;
    };
    const turns = async (): Promise<number> => {
      const took: number[] = [];
      while (took.length < presses / 4) took.push(await turn());
      return median(took);
    };
    await turns();
    const pairs: { quiet: number; busy: number }[] = [];
    while (pairs.length < rounds) {
      const quiet = await turns();
      stopped = false;
      const people = Promise.all(Array.from({ length: waiting }, (_, person) => patient(person)));
      // By then all have asked, and wait.
      await sleep(300);
      const busy = await turns();
      stopped = true;
      await people;
      pairs.push({ quiet, busy });
    }
    const middle = (of: 'quiet' | 'busy') => median(pairs.map((pair) => pair[of])).toFixed(2);
    const longest = Math.max(...waits) / 1_000;
    return [
      ratioFigure(
        `median card turn of other portals while ${waiting} people wait for a directory that takes 5 s, against a quiet one`,
        median(pairs.map(({ quiet, busy }) => busy / quiet)),
        { atMost: 1.1 },
        `${middle('busy')} and ${middle('quiet')} ms`,
      ),
      { what: 'DIR-8 the longest wait of one who is told that it does not answer', measured: `${longest.toFixed(2)} s`, wanted: '≤ 3 s', met: longest <= 3 },
    ];
  } finally {
    await bot.stop();
    await wire.stop();
  }
}
