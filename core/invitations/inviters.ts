import type { Dependencies } from '../dependencies.ts';
import { bindingsOf, withInviter } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { domainOf, emailKey } from '../foundation/identifiers.ts';
import { isAdministrator, type Standing, standingOf } from '../members/index.ts';
import { type Portal, peopleOf, type Staffed, vouchedFor } from '../portal/index.ts';
import type { Invitation } from './invitation.ts';

/** Whether a profile lets this address invite: it names the address, its team or its mail domain. */
export function invites(portal: Staffed, address: string): boolean {
  const key = emailKey(address);
  const inviters = portal.procedures.invite?.inviters ?? [];
  const isDomain = (inviter: string) => !inviter.includes('@');
  return (
    inviters.some((inviter) => isDomain(inviter) && key.includes('@') && domainOf(key) === inviter) ||
    peopleOf(
      portal,
      inviters.filter((inviter) => !isDomain(inviter)),
    ).includes(key)
  );
}

/** The address that this actor may invite as now; undefined if they may not. `actor.email` is proven by the channel's roster. */
export const inviterAddress = async (dependencies: Dependencies, actor: Actor, portal: Portal): Promise<string | undefined> =>
  actor.email !== undefined && vouchedFor(actor, portal, 'invite') && invites(await withInviter(dependencies, portal, actor.email), actor.email)
    ? actor.email
    : undefined;

type Inviter = Pick<Invitation, 'organisationId' | 'inviter' | 'inviterAccountId' | 'inviterEmail'>;

/** What the directory says now of an inviter's right, for `stillInvites`. */
export type InviterRight = { readonly portal: Staffed; readonly standing: Standing };

/** Asks the directory about an inviter (DIR-11). Call it before the transaction of the deed. */
export const inviterRight = async (dependencies: Dependencies, portal: Portal, inviter: Omit<Inviter, 'inviter'>): Promise<InviterRight> =>
  inviter.organisationId === null
    ? { portal: await withInviter(dependencies, portal, inviter.inviterEmail), standing: 'recorded' }
    : { portal: { ...portal, staffed: true }, standing: await standingOf(dependencies, portal, [inviter.inviterAccountId ?? '']) };

/**
 * Whether the inviter may still invite: for an invitation into an establishment they must still administer it, with an account that is still tied to
 * their chat, or what a stranger sent through a tie would outlive it. Otherwise the profile must still name them.
 */
export const stillInvites = async (
  db: Database,
  { portal, standing }: InviterRight,
  { organisationId, inviter, inviterAccountId, inviterEmail }: Inviter,
): Promise<boolean> =>
  organisationId === null
    ? invites(portal, inviterEmail)
    : inviterAccountId !== null &&
      (await bindingsOf(db, inviter)).some(({ accountId }) => accountId === inviterAccountId) &&
      (await isAdministrator(db, portal, { organisationId, accountId: inviterAccountId, standing }));
