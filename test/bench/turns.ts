import { type Connector, member } from '../fakes/connector.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import type { Bot } from './processes.ts';
import { answered, objectIdOf, openTalk, type Talk } from './talk.ts';
import { pressesOurs, pressesTheirs, says, type TurnKind } from './turnKinds.ts';

const chats = 8;
const rounds = 7;
/** A multiple of the four presses of a cycle. */
const pressesEach = 120;
const messagesEach = 60;

/** Both bots of a comparison, and the kind of turn of each. */
type Pair = { readonly ours: Bot; readonly our: TurnKind; readonly theirs: Bot; readonly their: TurnKind; readonly turnsEach: number };

/** How many turns a second each bot manages, with several chats at once, in alternating rounds. The figures are medians of the rounds' ratios. */
export async function measureTurns(guichet: Bot, minimal: Bot, durable: Bot, connector: Connector): Promise<Figure[]> {
  // As people are: of whom the roster does not know, the bot asks again every minute.
  for (let person = 0; person < chats; person += 1) connector.members.push(member('Bench', `Person${person}`, objectIdOf(person)));
  const round = async (bot: Bot, talks: readonly Talk[], kind: TurnKind, turnsEach: number) => {
    const [began, busy] = [performance.now(), await bot.cpu()];
    await Promise.all(talks.map((talk) => kind(talk, turnsEach)));
    const turns = talks.length * turnsEach;
    const rate = turns / ((performance.now() - began) / 1_000);
    answered(connector, turns * kind.messages);
    return { rate, cpu: ((await bot.cpu()) - busy) / turns };
  };
  const compare = async ({ ours, our, theirs, their, turnsEach }: Pair) => {
    const talksWith = (bot: Bot) => Array.from({ length: chats }, (_, person) => openTalk(bot.url, connector.url, person));
    const [us, them] = [talksWith(ours), talksWith(theirs)];
    const pair = async () => ({ us: await round(ours, us, our, turnsEach), them: await round(theirs, them, their, turnsEach) });
    // Warm-up, not counted: compiling and caching in the first turns.
    await pair();
    const pairs: Awaited<ReturnType<typeof pair>>[] = [];
    while (pairs.length < rounds) pairs.push(await pair());
    const both = (of: (figure: { rate: number; cpu: number }) => number) =>
      [median(pairs.map(({ us }) => of(us))), median(pairs.map(({ them }) => of(them)))].map((figure) => figure.toFixed(0)).join(' and ');
    return {
      ratio: median(pairs.map(({ us, them }) => us.rate / them.rate)),
      detail: `${both(({ rate }) => rate)} a second, ${both(({ cpu }) => cpu)} µs of processor each`,
    };
  };

  const cards = await compare({ ours: guichet, our: pressesOurs, theirs: minimal, their: pressesTheirs, turnsEach: pressesEach });
  const kept = await compare({ ours: guichet, our: pressesOurs, theirs: durable, their: pressesTheirs, turnsEach: pressesEach });
  const messages = await compare({ ours: guichet, our: says, theirs: minimal, their: says, turnsEach: messagesEach });
  return [
    ratioFigure('card turns a second, against the minimal bot, whose state is in memory', cards.ratio, { atLeast: 0.7 }, cards.detail),
    ratioFigure('the same, its state kept as Guichet keeps it', kept.ratio, { atLeast: 1 }, kept.detail),
    ratioFigure('message turns a second, against the minimal bot, whose state is in memory', messages.ratio, { atLeast: 0.8 }, messages.detail),
  ];
}
