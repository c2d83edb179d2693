import { join } from 'node:path';
import { createLdapDirectory } from '../../core/connectors/ldap/ldap.ts';
import type { Directory } from '../../core/ports.ts';
import type { Connector } from '../fakes/connector.ts';
import { addressOf } from '../fakes/slapd.ts';
import { ldapOf, portalsOn, type Server } from './directoryServer.ts';
import { type Figure, median, ratioFigure } from './figures.ts';
import { settings, startProcess } from './processes.ts';
import { openTalk } from './talk.ts';

const requests = 200;
const warmUp = 40;

/** A reset where few people are in the directory and where many are: asking in chat, and what the page does then, in turns. */
export async function measureDirectorySizes(
  folder: string,
  { few, many }: { readonly few: Server; readonly many: Server },
  connector: Connector,
): Promise<Figure[]> {
  const inbox = await startProcess('inboxProcess.ts');
  const start = async (name: string, server: Server) =>
    await startProcess('guichetProcess.ts', {
      ...settings(`sqlite:${join(folder, `${name}.sqlite`)}`, inbox.url),
      PORTALS_DIR: await portalsOn(join(folder, name), { staff: server }),
    });
  const [small, large] = [await start('directoryFew', few), await start('directoryMany', many)];
  const [ofFew, ofMany] = [few, many].map((server) => createLdapDirectory(ldapOf(server), Date.now, () => undefined)) as [Directory, Directory];
  try {
    let asking = 0;
    const asks = async (bot: { url: string }, server: Server, place: number): Promise<number> => {
      const talk = openTalk(bot.url, connector.url, ++asking);
      await talk.presses({ verb: 'reset.start', inputs: { portal: 'staff' }, next: 'reset.send' });
      return await talk.presses({ verb: 'reset.send', inputs: { identifier: spread(server, place) }, next: 'reset.code' });
    };
    const sets = async (directory: Directory, server: Server, place: number): Promise<number> => {
      const began = performance.now();
      const entry = await directory.find({ identifier: spread(server, place) });
      const written = entry && (await directory.setPassword(entry, `Grand-Large-${place}-25!`));
      if (!written?.ok) throw new Error('A password was not set.');
      return performance.now() - began;
    };
    const pairs: { asked: readonly [number, number]; set: readonly [number, number] }[] = [];
    for (let place = 0; place < requests + warmUp; place += 1) {
      const asked = await inTurn(
        place,
        () => asks(small, few, place),
        () => asks(large, many, place),
      );
      const set = await inTurn(
        place,
        () => sets(ofFew, few, place),
        () => sets(ofMany, many, place),
      );
      if (place >= warmUp) pairs.push({ asked, set });
    }
    const compare = (what: string, of: 'asked' | 'set'): Figure => {
      const [one, other] = [median(pairs.map((pair) => pair[of][0])), median(pairs.map((pair) => pair[of][1]))];
      return ratioFigure(what, other / one, { atMost: 1.3 }, `${other.toFixed(1)} and ${one.toFixed(1)} ms`);
    };
    return [
      compare('median reset request with 100,000 people in OpenLDAP, against one with 1,000', 'asked'),
      compare('median new password set there, found and written', 'set'),
    ];
  } finally {
    await Promise.all([small.stop(), large.stop(), inbox.stop(), ofFew.close(), ofMany.close()]);
  }
}

/** Somebody, evenly among all. */
const spread = ({ people }: Server, place: number): string => addressOf(Math.floor((place * people) / (requests + warmUp)));

/** Both, and by turns either first: what the first leaves to its worker slows the second. */
async function inTurn(place: number, one: () => Promise<number>, other: () => Promise<number>): Promise<readonly [number, number]> {
  if (place % 2 === 0) return [await one(), await other()];
  const second = await other();
  return [await one(), second];
}
