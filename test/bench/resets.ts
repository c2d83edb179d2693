import type { Connector } from '../fakes/connector.ts';
import { identifier, makeAccounts } from './accounts.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { openTalk, type Talk } from './talk.ts';
import { timingEquality } from './timingEquality.ts';

const few = 1_000;
const many = 1_000_000;
const requests = 200;
const warmUp = 40;

/** Asks for a reset of Octopus in a chat of its own; the times of that turn and of the one after it, in milliseconds. */
async function reset(talk: Talk, identifier: string): Promise<{ asked: number; after: number }> {
  await talk.presses({ verb: 'reset.start', inputs: { portal: 'octopus' }, next: 'reset.send' });
  const asked = await talk.presses({ verb: 'reset.send', inputs: { identifier }, next: 'reset.code' });
  return { asked, after: await talk.presses({ verb: 'reset.cancel', next: 'menu.show' }) };
}

/**
 * A reset request among few accounts and among a million, in records at these two addresses; and, among few, for accounts that are there and that
 * are not (ALL-4).
 */
export async function measureResets(urls: { readonly few: string; readonly many: string }, connector: Connector): Promise<Figure[]> {
  await makeAccounts(urls.few, few);
  await makeAccounts(urls.many, many);
  // In a process of its own, so that reading mails does not slow the clock that times the turns.
  const inbox = await startProcess('inboxProcess.ts');
  const small = await startProcess('guichetProcess.ts', settings(urls.few, inbox.url));
  const large = await startProcess('guichetProcess.ts', settings(urls.many, inbox.url));
  try {
    // Every request is by another person for another account, so no limit is reached, and no link replaces an older one.
    let people = 0;
    const ask = (bot: { url: string }, name: string) => reset(openTalk(bot.url, connector.url, ++people), name);
    const spread = (place: number, count: number) => identifier(1 + Math.floor((place * count) / 2 / (requests + warmUp)));

    const sizes: { small: number; large: number }[] = [];
    for (let place = 0; place < requests + warmUp; place += 1) {
      const [one, other] = [await ask(small, spread(place, few)), await ask(large, spread(place, many))];
      if (place >= warmUp) sizes.push({ small: one.asked, large: other.asked });
    }
    const [ofFew, ofMany] = [median(sizes.map(({ small }) => small)), median(sizes.map(({ large }) => large))];

    const known: Awaited<ReturnType<typeof ask>>[] = [];
    const unknown: typeof known = [];
    while (known.length < requests || unknown.length < requests) {
      // In random order, because what one request leaves to the worker slows the next, whatever its kind.
      const exists = Math.random() < 0.5;
      const number = (exists ? few / 2 + known.length : few + unknown.length) + 1;
      (exists ? known : unknown).push(await ask(small, identifier(number)));
    }
    return [
      ratioFigure(
        'median reset request with 1,000,000 accounts, against one with 1,000',
        ofMany / ofFew,
        { atMost: 1.2 },
        `${ofMany.toFixed(2)} and ${ofFew.toFixed(2)} ms`,
      ),
      timingEquality(
        'ALL-4 median reset request, known and unknown account',
        known.map(({ asked }) => asked),
        unknown.map(({ asked }) => asked),
      ),
      timingEquality(
        'ALL-4 the turn after it',
        known.map(({ after }) => after),
        unknown.map(({ after }) => after),
      ),
    ];
  } finally {
    await Promise.all([small.stop(), large.stop(), inbox.stop()]);
  }
}
