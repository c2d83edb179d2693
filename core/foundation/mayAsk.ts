import type { Actor } from './actor.ts';
import { networkOf } from './clientAddress.ts';
import type { Tx } from './database/schema.ts';
import { mailboxKey } from './identifiers.ts';
import type { Limits } from './limits.ts';
import type { LimitSettings } from './limitTable.ts';

/** A mail that somebody asks for. */
export type Wish = {
  /** Mails of one kind to one account are counted together. */
  readonly what: 'link' | 'identifier' | 'proof' | 'invitation';
  /** What was typed, normalised. Never what was found: that would tell (ALL-4). */
  readonly key: string;
  /** Where the mail goes; empty if nothing was found. */
  readonly to: string;
  /** Who asks, by an identity that the channel vouches for or the secret of an older link. Undefined for anybody else. */
  readonly who: string | undefined;
  /** Whether that is the owner, whose mails no stranger may use up. */
  readonly owner: boolean;
};

/**
 * `sent`; `limited`: too many were asked for, by what was typed or by who asks; `full`: the mailbox alone has had enough. That depends on what was
 * found, so nobody may notice it: the same work is done as for an address that is not there, and nothing is sent (ALL-4).
 */
export type Asked = 'sent' | 'limited' | 'full';

type Who = Pick<Actor, 'person' | 'channel' | 'ip' | 'authenticated'>;
type PortalLimits = LimitSettings & { readonly id: string };

/**
 * Counts a request for a mail and tells what becomes of it. Strangers share the limits of the account and of its mailbox (over all portals); an
 * owner has both alone. Persons have one for all that they ask for; on a page, the network was counted before. In channels that authenticate nobody
 * each conversation looks like a new person, so there all requests are also counted together; beyond that, each account still has one.
 * The same actor takes the same statements whatever was found (ALL-4).
 */
export async function mayAsk(limits: Limits, actor: Who, portal: PortalLimits, { what, key, to, who, owner }: Wish, tx?: Tx): Promise<Asked> {
  const account = `${what}:${portal.id}:${key}`;
  const mailbox = to === '' ? `?${portal.id}:${key}` : mailboxKey(to);
  // What is refused for the account sends nothing, and uses up nothing of the mailbox's.
  const shared = (await limits.takeOf(portal, 'ask.account', account, tx)) ? await inMailbox(limits.take('mailbox', mailbox, tx)) : 'limited';
  const own =
    who !== undefined && (await limits.takeOf(portal, 'ask.owner', `${account}:${who}`, tx))
      ? await inMailbox(limits.take('mailbox.owner', `${mailbox}:${who}`, tx))
      : 'limited';
  const counted: boolean[] = [];
  if (actor.channel !== 'page') counted.push(await limits.takeOf(portal, 'ask.person', actor.person, tx));
  if (actor.channel !== 'page' && !actor.authenticated) {
    const crowd = await limits.takeOf(portal, 'ask.crowd', portal.id, tx);
    counted.push(crowd || (await limits.takeOf(portal, 'ask.reserve', account, tx)));
  }
  return counted.every(Boolean) ? (owner ? own : shared) : 'limited';
}

const inMailbox = async (taken: Promise<boolean>): Promise<Asked> => ((await taken) ? 'sent' : 'full');

/** Counts a case for support: by person, on a page by network, and in channels that authenticate nobody all together. */
export async function mayReachSupport(limits: Limits, { person, channel, ip, authenticated }: Who, portal: PortalLimits, tx: Tx): Promise<boolean> {
  if (person === 'anonymous' && ip !== undefined) return await limits.takeOf(portal, 'support.network', networkOf(ip), tx);
  const own = await limits.takeOf(portal, 'support.person', person, tx);
  if (authenticated || channel === 'page') return own;
  return (await limits.takeOf(portal, 'support.crowd', portal.id, tx)) && own;
}
