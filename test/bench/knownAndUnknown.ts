import type { Figure } from './figures.ts';
import { timingEquality } from './timingEquality.ts';

/** How many accounts are there. */
export const known = 500;
const pairs = 250;
const warmUp = 30;
/** A difference of medians that no network would let through, in milliseconds. */
const unseen = 0.1;

/** The address of an account, or of none beyond the number of accounts made. All have the same length. */
export const address = (number: number): string => `u${String(number).padStart(6, '0')}@corp.example`;

/** A way to ask for something by an identifier or address, numbered. */
export type Flow = { readonly what: string; readonly count?: number; readonly ask: (number: number) => Promise<unknown> };

/** The times of accounts that are there and that are not, in random order, each on another account, so that no limit is reached. */
export async function compare({ what, count = pairs, ask }: Flow): Promise<Figure> {
  const times = { there: [] as number[], notThere: [] as number[] };
  for (let number = 1; number <= warmUp; number += 1) await ask(number % 2 === 0 ? number : known + number);
  while (times.there.length < count || times.notThere.length < count) {
    const kind = Math.random() < 0.5 ? 'there' : 'notThere';
    const number = warmUp + times[kind].length + 1 + (kind === 'there' ? 0 : known);
    const began = performance.now();
    await ask(1 + (number % (2 * known)));
    times[kind].push(performance.now() - began);
  }
  return timingEquality(`ALL-4 ${what}, known and unknown`, times.there.slice(0, count), times.notThere.slice(0, count), unseen);
}

let people = 0;
/** Each time somebody else, in a chat of their own. */
export const chatting = () => ({ person: `person-${++people}`, channel: 'msteams', locale: 'fr', authenticated: true }) as const;
