import { z } from 'zod';
import type { Connector } from '../fakes/connector.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import type { Bot } from './processes.ts';
import { answered, openTalk } from './talk.ts';

const rounds = 5;
const turns = 60;
const passwords = 4;

const hashes = z.object({ hashed: z.int() });

/** The time of a turn of one chat, quiet and while passwords are hashed in the same process, in alternating rounds. */
export async function measureHashing(guichet: Bot, connector: Connector): Promise<Figure[]> {
  const talk = openTalk(guichet.url, connector.url, 0);
  const round = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) times.push(await talk.says('aide'));
    answered(connector, turns);
    return times;
  };
  const hash = async (count: number) => hashes.parse(await guichet.ask({ hash: count })).hashed;

  await round();
  const pairs: { quiet: number[]; busy: number[] }[] = [];
  let hashed = 0;
  for (let pair = 0; pair < rounds; pair += 1) {
    const quiet = await round();
    await hash(passwords);
    const busy = await round();
    hashed = await hash(0);
    pairs.push({ quiet, busy });
  }
  const [quiet, busy] = [pairs.flatMap((pair) => pair.quiet), pairs.flatMap((pair) => pair.busy)];
  const ratio = median(pairs.map((pair) => median(pair.busy) / median(pair.quiet)));
  return [
    ratioFigure(
      'median message turn while four passwords wait to be hashed, against a quiet one',
      ratio,
      { atMost: 1.3 },
      `${median(busy).toFixed(1)} and ${median(quiet).toFixed(1)} ms; ${hashed} hashed meanwhile`,
    ),
  ];
}
