import { join } from 'node:path';
import { startCutting } from '../fakes/cutting.ts';
import { portalsOn, type Server } from './directoryServer.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { settings, startProcess } from './processes.ts';

const runs = 5;

/** Start to listening with three portals on directories, against one without, in turns. */
export async function measureDirectoryStart(folder: string, server: Server): Promise<Figure[]> {
  const wire = await startCutting(server.port);
  const at = { url: `ldaps://127.0.0.1:${wire.port}`, ca: server.ca };
  const env = settings(`sqlite:${join(folder, 'directoryStart.sqlite')}`);
  const PORTALS_DIR = await portalsOn(join(folder, 'directoryStart'), { staff: at, sites: at, works: at });
  const once = async (over: Readonly<Record<string, string>>): Promise<number> => {
    const bot = await startProcess('guichetProcess.ts', { ...env, ...over });
    await bot.stop();
    return bot.millis;
  };
  try {
    const pair = async () => ({ without: await once({}), three: await once({ PORTALS_DIR }) });
    // The first ones make the tables, and leave behind what the next need not compile.
    await pair();
    const pairs: Awaited<ReturnType<typeof pair>>[] = [];
    while (pairs.length < runs) pairs.push(await pair());
    if (wire.connections() > 0) throw new Error('A start connected to a directory.');
    const middle = (of: 'three' | 'without') => median(pairs.map((pair) => pair[of])).toFixed(0);
    return [
      ratioFigure(
        'start to listening with three portals on LDAP (no connection is opened), against one with none',
        median(pairs.map(({ three, without }) => three / without)),
        { atMost: 1.3 },
        `${middle('three')} and ${middle('without')} ms`,
      ),
    ];
  } finally {
    await wire.close();
  }
}
