import type { Connector } from '../fakes/connector.ts';
import { median } from './figures.ts';
import type { Bot } from './processes.ts';
import { openTalk, type Talk } from './talk.ts';
import { pressesOurs } from './turnKinds.ts';

/** How many people ask at any moment for what cannot be had, and how often quiet and busy are compared. */
export const waiting = 8;
const rounds = 5;
/** A multiple of the four presses of a cycle. */
const presses = 400;

/** The median card turn of other portals while people ask one portal's directory, against turns while nobody does, by turns. */
export type OthersTurns = { readonly ratio: number; readonly detail: string };

/** `asks`: one attempt of one of those people, over and over until it is enough. `begun`: when all of them have asked. */
export async function othersTurns(
  bot: Bot,
  connector: Connector,
  asks: (talk: Talk, person: number) => Promise<void>,
  begun: () => Promise<void>,
): Promise<OthersTurns> {
  const other = openTalk(bot.url, connector.url, 1);
  let stopped = false;
  const patient = async (person: number): Promise<void> => {
    const talk = openTalk(bot.url, connector.url, 100 + person);
    while (!stopped) await asks(talk, person);
  };
  const turns = async (): Promise<number> => {
    const took: number[] = [];
    while (took.length < presses / 4) {
      const began = performance.now();
      await pressesOurs(other, 4);
      took.push((performance.now() - began) / 4);
    }
    return median(took);
  };
  await turns();
  const pairs: { quiet: number; busy: number }[] = [];
  while (pairs.length < rounds) {
    const quiet = await turns();
    stopped = false;
    const people = Promise.all(Array.from({ length: waiting }, (_, person) => patient(person)));
    await begun();
    const busy = await turns();
    stopped = true;
    await people;
    pairs.push({ quiet, busy });
  }
  const middle = (of: 'quiet' | 'busy') => median(pairs.map((pair) => pair[of])).toFixed(2);
  return { ratio: median(pairs.map(({ quiet, busy }) => busy / quiet)), detail: `${middle('busy')} and ${middle('quiet')} ms` };
}
