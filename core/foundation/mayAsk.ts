import type { Portal } from '../portal/schema.ts';
import type { Actor } from '../ports.ts';
import { networkOf } from './clientAddress.ts';
import type { Tx } from './database/schema.ts';
import type { Limits } from './limits.ts';

/**
 * Counts something asked for by who asks, and says whether it may be: a person, or, on a page where nobody is known, the network that it comes
 * from. In chats where nobody vouches for persons each conversation is a new one, so that all of them are counted together as well.
 */
export async function mayAsk(
  limits: Limits,
  { person, ip, authenticated }: Pick<Actor, 'person' | 'ip' | 'authenticated'>,
  { id, asking: { perPerson, perAddress, perCrowd, within } }: Pick<Portal, 'id' | 'asking'>,
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
