import { type Figure, median, ratioFigure } from './figures.ts';
import { type Bot, settings, startProcess } from './processes.ts';

const runs = 5;

/** Start to listening, with records that are there already, and the memory then; against a process that merely loads the same packages. */
export async function measureStartUp(databaseUrl: string): Promise<Figure[]> {
  const env = settings(databaseUrl);
  const once = async (file: string): Promise<Bot> => {
    const bot = await startProcess(file, env);
    await bot.stop();
    return bot;
  };
  // The first start makes the tables, and leaves behind what the next need not compile.
  await once('guichetProcess.ts');
  const pairs: { ours: Bot; merely: Bot }[] = [];
  for (let run = 0; run < runs; run += 1) pairs.push({ ours: await once('guichetProcess.ts'), merely: await once('packagesProcess.ts') });

  const compare = (what: string, unit: string, of: (bot: Bot) => number): Figure => {
    const [ours, merely] = [median(pairs.map((pair) => of(pair.ours))), median(pairs.map((pair) => of(pair.merely)))];
    const ratio = median(pairs.map((pair) => of(pair.ours) / of(pair.merely)));
    return ratioFigure(what, ratio, { atMost: 1.3 }, `${ours.toFixed(0)} and ${merely.toFixed(0)} ${unit}`);
  };
  return [
    compare('start to listening (compile cache warm), against merely loading the same packages', 'ms', ({ millis }) => millis),
    compare('resident memory once listening, against the same', 'MiB', ({ rss }) => rss / 2 ** 20),
  ];
}
