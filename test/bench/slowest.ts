import type { Connector } from '../fakes/connector.ts';
import { type Figure, median, quantile, ratioFigure } from './figures.ts';
import type { Bot } from './processes.ts';
import { openTalk } from './talk.ts';
import { pressesOurs, pressesTheirs, says, type TurnKind } from './turnKinds.ts';

const rounds = 9;
/** Enough for the slowest hundredth to be more than one turn. */
const turns = 200;

/** How much longer the slowest hundredth of turns takes than the median, one chat at a time. The figure is the median of the rounds' ratios. */
export async function measureSlowest(guichet: Bot, minimal: Bot, connector: Connector): Promise<Figure[]> {
  const compare = async (what: string, our: TurnKind, their: TurnKind): Promise<Figure> => {
    const round = async (bot: Bot, kind: TurnKind) => {
      const times = await kind(openTalk(bot.url, connector.url, 0), turns);
      connector.clear();
      return { middle: median(times), slow: quantile(times, 0.99) };
    };
    const pair = async () => ({ us: await round(guichet, our), them: await round(minimal, their) });
    await pair();
    const pairs: Awaited<ReturnType<typeof pair>>[] = [];
    while (pairs.length < rounds) pairs.push(await pair());
    const ratio = (of: 'us' | 'them') => median(pairs.map(({ [of]: { middle, slow } }) => slow / middle));
    const [middle, slow] = [median(pairs.map(({ us }) => us.middle)), median(pairs.map(({ us }) => us.slow))];
    return ratioFigure(what, ratio('us'), { atMost: 3 }, `${slow.toFixed(1)} and ${middle.toFixed(1)} ms; the minimal bot's ${ratio('them').toFixed(2)} ×`);
  };
  return [
    await compare('slowest hundredth of card turns (p99), against the median one', pressesOurs, pressesTheirs),
    await compare('slowest hundredth of message turns (p99), against the median one', says, says),
  ];
}
