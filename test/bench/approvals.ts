import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shipped } from '../directory/teams.ts';
import { type Connector, member, tenant } from '../fakes/connector.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { makeRequests, requestId, type Share } from './requests.ts';
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

type Pairs = (person: number, times: number, turn: (talk: ReturnType<typeof openTalk>, round: number) => Promise<number>) => Promise<readonly [number, number]>;

/** Runs a bot over many requests and one over few. `pairs` gives the median of a turn at each, in alternating rounds. */
async function atBoth(
  folder: string,
  connector: Connector,
  shares: { readonly many: readonly Share[]; readonly few: readonly Share[] },
  env: Readonly<Record<string, string>>,
  story: (pairs: Pairs) => Promise<Figure[]>,
): Promise<Figure[]> {
  const paths = { few: join(folder, 'fewRequests.sqlite'), many: join(folder, 'manyRequests.sqlite') };
  await makeRequests(paths.few, connector.url, shares.few);
  await makeRequests(paths.many, connector.url, shares.many);
  // In a process of its own: reading mails must not slow the clock that times the turns.
  const inbox = await startProcess('inboxProcess.ts');
  const small = await startProcess('guichetProcess.ts', { ...settings(`sqlite:${paths.few}`, inbox.url), ...env });
  const large = await startProcess('guichetProcess.ts', { ...settings(`sqlite:${paths.many}`, inbox.url), ...env });
  try {
    return await story(async (person, times, turn) => {
      const [atSmall, atLarge] = [openTalk(small.url, connector.url, person), openTalk(large.url, connector.url, person)];
      const taken: { small: number; large: number }[] = [];
      for (let round = 1; round <= times; round += 1) taken.push({ small: await turn(atSmall, round), large: await turn(atLarge, round) });
      const kept = taken.slice(warmUp);
      return [median(kept.map((pair) => pair.large)), median(kept.map((pair) => pair.small))];
    });
  } finally {
    connector.clear();
    await Promise.all([small.stop(), large.stop(), inbox.stop()]);
  }
}

/** Deciding among few requests and among many, and «À décider» of who has few and many waiting; by clicks on real cards, in alternating rounds. */
export async function measureApprovals(folder: string, connector: Connector): Promise<Figure[]> {
  const [ofClaire, waits] = [{ count: decided, approver: claire.email }, hugo.email];
  const shares = (all: number, waiting: number) => [ofClaire, { count: waiting, approver: waits }, { count: all - decided - waiting }];
  connector.members.push(claire, hugo);
  return await atBoth(folder, connector, { many: shares(many, long), few: shares(few, short) }, {}, async (pairs) => {
    const [ofMany, ofFew] = await pairs(9_000_001, decided, (talk, round) =>
      talk.presses({ verb: 'decide.approve', inputs: { enrollment: requestId(round) }, shows: claire.email }),
    );
    const [ofLong, ofShort] = await pairs(9_000_002, warmUp + looks, (talk) => talk.presses({ verb: 'decide.start', next: 'decide.open' }));
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
  });
}

/** The decision at the third stage of three, among few requests that stand there and among many (GOV-1). */
export async function measureStages(folder: string, connector: Connector): Promise<Figure[]> {
  const own = join(folder, 'stages');
  await mkdir(own);
  const before = [hugo.email, 'samuel.okafor@example.org'];
  const stages = [...before, claire.email].map((one) => `{ approvers: [${one}] }`).join(', ');
  await writeFile(join(own, 'invgate.yaml'), await shipped('invgate', [/(- id: network\n.*\n) {4}approvers: .*\n/, `$1    stages: [${stages}]\n`]));
  const staged = { group: 'network', agreed: before };
  const shares = (all: number) => [
    { count: decided, approver: claire.email, staged },
    { count: all - decided, approver: 'nadia.benali@example.org', staged },
  ];
  if (!connector.members.includes(claire)) connector.members.push(claire);
  return await atBoth(own, connector, { many: shares(many), few: shares(few) }, { PORTALS_DIR: own }, async (pairs) => {
    const [ofMany, ofFew] = await pairs(9_000_001, decided, (talk, round) =>
      talk.presses({ verb: 'decide.approve', inputs: { enrollment: requestId(round) }, shows: claire.email }),
    );
    const figures = `${ofMany.toFixed(2)} and ${ofFew.toFixed(2)} ms`;
    return [ratioFigure('median decision at stage 3 of 3 with 100,000 requests, against one with 100', ofMany / ofFew, { atMost: 1.2 }, figures)];
  });
}
