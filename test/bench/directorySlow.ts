import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector } from '../fakes/connector.ts';
import { addressOf } from '../fakes/slapd.ts';
import { portalsOn, type Server } from './directoryServer.ts';
import { type Figure, ratioFigure } from './figures.ts';
import { othersTurns, waiting } from './othersTurns.ts';
import { settings, startProcess } from './processes.ts';

/** How long the directory takes to answer, in milliseconds. */
const slow = 5_000;

/** Card turns of other portals while people wait for a directory that is slow, against turns while nobody does. */
export async function measureSlowDirectory(folder: string, server: Server, connector: Connector): Promise<Figure[]> {
  const wire = await startProcess('wireProcess.ts', { TARGET: String(server.port), LATENCY: String(slow) });
  const url = `ldaps://127.0.0.1:${new URL(wire.url).port}`;
  const bot = await startProcess('guichetProcess.ts', {
    ...settings(`sqlite:${join(folder, 'directorySlow.sqlite')}`),
    PORTALS_DIR: await portalsOn(join(folder, 'directorySlow'), { staff: { url, ca: server.ca } }),
  });
  try {
    const waits: number[] = [];
    const { ratio, detail } = await othersTurns(
      bot,
      connector,
      async (talk, person) => {
        await talk.presses({ verb: 'reset.start', inputs: { portal: 'staff' }, next: 'reset.send' });
        waits.push(await talk.presses({ verb: 'reset.send', inputs: { identifier: addressOf(person) }, shows: 'annuaire' }));
      },
      // By then all have asked, and wait.
      () => sleep(300),
    );
    const longest = Math.max(...waits) / 1_000;
    return [
      ratioFigure(
        `median card turn of other portals while ${waiting} people wait for a directory that takes 5 s, against a quiet one`,
        ratio,
        { atMost: 1.1 },
        detail,
      ),
      { what: 'DIR-8 the longest wait of one who is told that it does not answer', measured: `${longest.toFixed(2)} s`, wanted: '≤ 3 s', met: longest <= 3 },
    ];
  } finally {
    await bot.stop();
    await wire.stop();
  }
}
