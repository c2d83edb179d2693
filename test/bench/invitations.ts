import { type Connector, member, tenant } from '../fakes/connector.ts';
import { type Figure, median } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { objectIdOf, openTalk } from './talk.ts';

const invited = 200;
const inviter = 9_000_003;
/** At most this many turns of others, as a stop if the list never ends. */
const most = 5_000;

/** 200 invitations in one confirmation: each turn of the inviter, and those of somebody else until the last mail is queued (one turn at a time). */
export async function measureInvitations(databaseUrl: string, connector: Connector): Promise<Figure[]> {
  connector.members.push({ ...member('Bench', 'Inviter', objectIdOf(inviter)), email: 'bench@sales.example.com', tenantId: tenant });
  const inbox = await startProcess('inboxProcess.ts');
  const guichet = await startProcess('guichetProcess.ts', settings(databaseUrl, inbox.url));
  try {
    const talk = openTalk(guichet.url, connector.url, inviter);
    const other = openTalk(guichet.url, connector.url, inviter + 1);
    const email = Array.from({ length: invited }, (_, at) => `Client ${at} <client${at}@client.example>`).join('\n');
    const menu = { verb: 'menu.show', next: 'portal.choose' } as const;
    const warming = [];
    for (let turn = 0; turn < 400; turn += 1) warming.push(await other.presses(menu));
    const quiet = warming.slice(200);

    const own = [
      await talk.presses({ verb: 'invite.start', inputs: { portal: 'rconnect' }, next: 'invite.who' }),
      await talk.presses({ verb: 'invite.who', inputs: { email }, next: 'invite.company' }),
      await talk.presses({ verb: 'invite.company', inputs: { name: 'Analytique SARL', rights: 'orders' }, next: 'invite.send' }),
    ];
    const began = performance.now();
    own.push(await talk.presses({ verb: 'invite.send', next: 'invite.progress' }));
    const busy = [];
    while (!connector.activities.some((activity) => JSON.stringify(activity).includes(`${invited} invitations`))) {
      busy.push(await other.presses(menu));
      if (busy.length > most) throw new Error('The invitations were not all sent.');
    }
    const seconds = (performance.now() - began) / 1_000;
    connector.clear();
    const slowest = Math.max(...own, ...busy) / 1_000;
    return [
      {
        what: `slowest chat turn while ${invited} invitations are sent by one confirmation`,
        measured: `${slowest.toFixed(2)} s (confirming ${own.at(-1)?.toFixed(0)} ms; others’ turns ${median(busy).toFixed(1)} ms, else ${median(quiet).toFixed(1)}; all queued after ${seconds.toFixed(1)} s)`,
        wanted: '≤ 3 s',
        met: slowest <= 3,
      },
    ];
  } finally {
    await Promise.all([guichet.stop(), inbox.stop()]);
  }
}
