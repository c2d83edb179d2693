import type { Connector } from '../fakes/connector.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import type { Bot } from './processes.ts';
import { answered, openTalk, type Press, type Talk } from './talk.ts';

const chats = 8;
const rounds = 7;
/** A multiple of the four presses of a cycle. */
const pressesEach = 120;
const messagesEach = 60;

/** In, on, back and out of a sign-up again: four cards, each of them another. */
const signUp: readonly Press[] = [
  { verb: 'signUp.start', inputs: { portal: 'invgate' }, next: 'signUp.address' },
  { verb: 'signUp.address', inputs: { email: 'camille.petit@corp.example' }, next: 'signUp.details' },
  { verb: 'signUp.back', next: 'signUp.address' },
  { verb: 'signUp.cancel', next: 'menu.show' },
];
const same: readonly Press[] = [{ verb: 'minimal.next', next: 'minimal.next' }];

const presses =
  (cycle: readonly Press[]) =>
  async (talk: Talk): Promise<void> => {
    for (let turn = 0; turn < pressesEach; turn += cycle.length) for (const press of cycle) await talk.presses(press);
  };

async function says(talk: Talk): Promise<void> {
  for (let turn = 0; turn < messagesEach; turn += 1) await talk.says('aide');
}

/** How many turns a second both bots manage, several chats at once, in alternating rounds; the figure is the median of the rounds' ratios. */
export async function measureTurns(guichet: Bot, minimal: Bot, durable: Bot, connector: Connector): Promise<Figure[]> {
  const talksWith = (bot: Bot) => Array.from({ length: chats }, (_, person) => openTalk(bot.url, connector.url, person));
  const ours = talksWith(guichet);

  const rate = async (talks: readonly Talk[], deed: (talk: Talk) => Promise<void>, turnsEach: number): Promise<number> => {
    const began = performance.now();
    await Promise.all(talks.map(deed));
    const seconds = (performance.now() - began) / 1_000;
    answered(connector, deed === says ? talks.length * turnsEach : 0);
    return (talks.length * turnsEach) / seconds;
  };
  const compare = async (other: Bot, our: (talk: Talk) => Promise<void>, their: (talk: Talk) => Promise<void>, turnsEach: number) => {
    const theirs = talksWith(other);
    // Not counted: what is compiled and cached in the first turns.
    await rate(ours, our, turnsEach);
    await rate(theirs, their, turnsEach);
    const pairs: [number, number][] = [];
    for (let round = 0; round < rounds; round += 1) pairs.push([await rate(ours, our, turnsEach), await rate(theirs, their, turnsEach)]);
    const [us, them] = [median(pairs.map(([rate]) => rate)), median(pairs.map(([, rate]) => rate))];
    return { ratio: median(pairs.map(([us, them]) => us / them)), detail: `${us.toFixed(0)} and ${them.toFixed(0)} turns a second` };
  };

  const cards = await compare(minimal, presses(signUp), presses(same), pressesEach);
  const kept = await compare(durable, presses(signUp), presses(same), pressesEach);
  const messages = await compare(minimal, says, says, messagesEach);
  return [
    ratioFigure('card turns a second, against the minimal bot', cards.ratio, { atLeast: 0.7 }, cards.detail),
    {
      what: 'the same, against the minimal bot with its state kept as Guichet keeps it',
      measured: `${kept.ratio.toFixed(2)} × (${kept.detail})`,
      wanted: 'to know',
    },
    { what: 'message turns a second, against the minimal bot', measured: `${messages.ratio.toFixed(2)} × (${messages.detail})`, wanted: 'to know' },
  ];
}
