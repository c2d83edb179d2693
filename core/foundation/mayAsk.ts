import type { Actor } from './actor.ts';
import { networkOf } from './clientAddress.ts';
import type { Millis } from './clock.ts';
import type { Tx } from './database/schema.ts';
import type { Limits } from './limits.ts';

/** How often a portal may be asked for mails and codes: as its profile says. */
export type Asking = { readonly perPerson: number; readonly perAddress: number; readonly perCrowd: number; readonly within: Millis };

/**
 * Counts something asked for by who asks, and says whether it may be: a person, or, on a page where nobody is known, the network that it comes
 * from. In chats where nobody vouches for persons each conversation is a new one, so that all of them are counted together as well.
 */
export async function mayAsk(
  limits: Limits,
  { person, ip, authenticated }: Pick<Actor, 'person' | 'ip' | 'authenticated'>,
  { id, asking: { perPerson, perAddress, perCrowd, within } }: { readonly id: string; readonly asking: Asking },
  tx?: Tx,
  what: 'ask' | 'support' = 'ask',
): Promise<boolean> {
  const onPage = person === 'anonymous' && ip !== undefined;
  const counted = [
    onPage
      ? await limits.consume(`${what}:ip:${networkOf(ip)}`, { points: perAddress, within }, tx)
      : await limits.consume(`${what}:person:${person}`, { points: perPerson, within }, tx),
  ];
  if (!onPage && !authenticated) counted.push(await limits.consume(`${what}:crowd:${id}`, { points: perCrowd, within }, tx));
  return counted.every(Boolean);
}
