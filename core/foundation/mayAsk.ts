import type { Actor } from './actor.ts';
import { networkOf } from './clientAddress.ts';
import type { Millis } from './clock.ts';
import type { Tx } from './database/schema.ts';
import type { Limits } from './limits.ts';

/** How often people may ask a portal for mails and codes, as its profile says. */
export type Asking = { readonly perPerson: number; readonly perAddress: number; readonly perCrowd: number; readonly within: Millis };

/**
 * Counts a request and tells whether it is allowed. It is counted per person or, on a page without a signed-in person, per network. In channels
 * that authenticate nobody each conversation looks like a new person, so there all requests are also counted together.
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
