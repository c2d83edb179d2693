import { createLdapDirectory } from '../../core/connectors/ldap/ldap.ts';
import { addressOf } from '../fakes/slapd.ts';
import { ldapOf, type Server } from './directoryServer.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { startProcess } from './processes.ts';

/** What a network adds to an answer, in milliseconds. */
const latency = 2;
const atOnce = 8;
const rounds = 7;
const searchesEach = 40;

/** Searches a second over the connections that are kept, against a connection for each, over TLS, in alternating rounds. */
export async function measureDirectoryPool(server: Server): Promise<Figure[]> {
  const wire = await startProcess('wireProcess.ts', { TARGET: String(server.port), LATENCY: String(latency) });
  const open = () => createLdapDirectory(ldapOf({ url: `ldaps://127.0.0.1:${new URL(wire.url).port}`, ca: server.ca }), Date.now, () => undefined);
  const kept = open();
  const round = async (search: (by: { identifier: string }) => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    const person = async (place: number) => {
      for (let n = 0; n < searchesEach; n += 1) if (!(await search({ identifier: addressOf(place * searchesEach + n) }))) throw new Error('Nobody was found.');
    };
    await Promise.all(Array.from({ length: atOnce }, (_, place) => person(place)));
    return (atOnce * searchesEach) / ((performance.now() - began) / 1_000);
  };
  const each = async (by: { identifier: string }) => {
    const own = open();
    const found = await own.find(by);
    await own.close();
    return found;
  };
  try {
    const pair = async () => ({ kept: await round((by) => kept.find(by)), each: await round(each) });
    await pair();
    const pairs: Awaited<ReturnType<typeof pair>>[] = [];
    while (pairs.length < rounds) pairs.push(await pair());
    const middle = (of: 'kept' | 'each') => median(pairs.map((rates) => rates[of])).toFixed(0);
    return [
      ratioFigure(
        `searches a second over kept connections, against a connection for each (TLS, ${latency} ms of network)`,
        median(pairs.map((rates) => rates.kept / rates.each)),
        { atLeast: 5 },
        `${middle('kept')} and ${middle('each')} a second`,
      ),
    ];
  } finally {
    await kept.close();
    await wire.stop();
  }
}
