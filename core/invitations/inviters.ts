import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { domainOf, emailKey } from '../foundation/identifiers.ts';
import { isAdministrator } from '../members/index.ts';
import { type Portal, vouchedFor } from '../portal/index.ts';
import type { Invitation } from './invitation.ts';

/** Whether a profile lets this address invite: it names the address, its team or its mail domain. */
export function invites(portal: Portal, address: string): boolean {
  const key = emailKey(address);
  return (portal.procedures.invite?.inviters ?? []).some((inviter) => {
    if (inviter.startsWith('@')) return portal.teams.some(({ id, members }) => `@${id}` === inviter && members.map(emailKey).includes(key));
    return inviter.includes('@') ? emailKey(inviter) === key : key.includes('@') && domainOf(key) === inviter;
  });
}

/** The address that this actor may invite as now; undefined if they may not. `actor.email` is proven by the channel's roster. */
export const inviterAddress = (actor: Actor, portal: Portal): string | undefined =>
  actor.email !== undefined && vouchedFor(actor, portal) && invites(portal, actor.email) ? actor.email : undefined;

/**
 * Whether the inviter may still invite: for an invitation into an establishment they must still administer it, otherwise the profile must
 * still name them.
 */
export const stillInvites = async (
  db: Database,
  portal: Portal,
  { organisationId, inviterAccountId, inviterEmail }: Pick<Invitation, 'organisationId' | 'inviterAccountId' | 'inviterEmail'>,
): Promise<boolean> =>
  organisationId === null ? invites(portal, inviterEmail) : inviterAccountId !== null && (await isAdministrator(db, organisationId, inviterAccountId));
