import { type Connector, member } from '../fakes/connector.ts';
import { type Figure, median } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { objectIdOf, openTalk } from './talk.ts';

const people = 200;
const rounds = 5;
/** Teams waits so long for a click. */
const seconds = 3;

/** How long the last of 200 people waits who all write at the same moment. */
export async function measureCrowd(url: string, connector: Connector): Promise<Figure[]> {
  for (let person = 0; person < people; person += 1) connector.members.push(member('Bench', `Person${person}`, objectIdOf(person)));
  const guichet = await startProcess('guichetProcess.ts', settings(url));
  try {
    const talks = Array.from({ length: people }, (_, person) => openTalk(guichet.url, connector.url, person));
    const last: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const waited = await Promise.all(talks.map((talk) => talk.says('aide')));
      // The first round meets everybody.
      if (round > 0) last.push(Math.max(...waited) / 1_000);
      connector.clear();
    }
    const slowest = median(last);
    return [
      {
        what: `the last of ${people} people who write at once is answered after`,
        measured: `${slowest.toFixed(2)} s`,
        wanted: `≤ ${seconds} s`,
        met: slowest <= seconds,
      },
    ];
  } finally {
    await guichet.stop();
  }
}
