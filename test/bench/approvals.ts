import { join } from 'node:path';
import { type Connector, member, tenant } from '../fakes/connector.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { makeRequests, requestId } from './requests.ts';
import { objectIdOf, openTalk } from './talk.ts';

const [few, many] = [100, 100_000];
const [short, long] = [10, 10_000];
const decided = 90;
const warmUp = 20;
const looks = 60;

/** An approver whom the profile of InvGate names, as Teams' roster knows them. */
const approver = (email: string, person: number) => ({ ...member('Bench', 'Approver', objectIdOf(person)), email, tenantId: tenant });
const claire = approver('claire.fontaine@example.org', 9_000_001);
const hugo = approver('hugo.marchand@example.org', 9_000_002);

/** Deciding among few requests and among many, and «À décider» of who has few and many waiting; by clicks on real cards, in alternating rounds. */
export async function measureApprovals(folder: string, connector: Connector): Promise<Figure[]> {
  const paths = { few: join(folder, 'fewRequests.sqlite'), many: join(folder, 'manyRequests.sqlite') };
  const [ofClaire, waits] = [{ count: decided, approver: claire.email }, hugo.email];
  await makeRequests(paths.few, connector.url, [ofClaire, { count: short, approver: waits }, { count: few - decided - short }]);
  await makeRequests(paths.many, connector.url, [ofClaire, { count: long, approver: waits }, { count: many - decided - long }]);
  connector.members.push(claire, hugo);
  // In a process of its own: reading mails must not slow the clock that times the turns.
  const inbox = await startProcess('inboxProcess.ts');
  const small = await startProcess('guichetProcess.ts', settings(`sqlite:${paths.few}`, inbox.url));
  const large = await startProcess('guichetProcess.ts', settings(`sqlite:${paths.many}`, inbox.url));
  try {
    const pairs = async (person: number, times: number, turn: (talk: ReturnType<typeof openTalk>, round: number) => Promise<number>) => {
      const [atSmall, atLarge] = [openTalk(small.url, connector.url, person), openTalk(large.url, connector.url, person)];
      const taken: { small: number; large: number }[] = [];
      for (let round = 1; round <= times; round += 1) taken.push({ small: await turn(atSmall, round), large: await turn(atLarge, round) });
      const kept = taken.slice(warmUp);
      return [median(kept.map((pair) => pair.large)), median(kept.map((pair) => pair.small))] as const;
    };
    const [ofMany, ofFew] = await pairs(9_000_001, decided, (talk, round) =>
      talk.presses({ verb: 'decide.approve', inputs: { enrollment: requestId(round) }, shows: claire.email }),
    );
    const [ofLong, ofShort] = await pairs(9_000_002, warmUp + looks, (talk) => talk.presses({ verb: 'decide.start', next: 'decide.open' }));
    connector.clear();
    return [
      ratioFigure(
        'median decision with 100,000 requests, against one with 100',
        ofMany / ofFew,
        { atMost: 1.2 },
        `${ofMany.toFixed(2)} and ${ofFew.toFixed(2)} ms`,
      ),
      ratioFigure(
        'median «À décider» with 10,000 pending, against one with 10',
        ofLong / ofShort,
        { atMost: 2 },
        `${ofLong.toFixed(2)} and ${ofShort.toFixed(2)} ms`,
      ),
    ];
  } finally {
    await Promise.all([small.stop(), large.stop(), inbox.stop()]);
  }
}
