import { z } from 'zod';
import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { Portal } from '../portal/index.ts';
import type { Role } from './roles.ts';

/** An organisation that somebody administers now, with the accounts by which they do: a person may own several. */
export type Administered = { readonly organisationId: string; readonly name: string; readonly accounts: readonly [string, ...string[]] };

const ids = z.array(z.string());

/** The rights that an administrator may give in a portal. */
export const rightsIn = (portal: Portal | undefined) => portal?.procedures.addUser?.rights ?? [];

/** The rights that are in the profile, of those that were chosen or kept. */
export const knownRights = (portal: Portal, chosen: readonly string[]) => rightsIn(portal).filter(({ id }) => chosen.includes(id));

/** What is kept of chosen rights: those that make an administrator are the role, and the others a list. */
export function roleFor(portal: Portal, chosen: readonly string[]): { role: Role; rights: string } {
  const known = knownRights(portal, chosen);
  const others = known.filter(({ administrator }) => !administrator).map(({ id }) => id);
  return { role: known.some(({ administrator }) => administrator) ? 'administrator' : 'member', rights: JSON.stringify(others) };
}

/** The rights of a member, by what is kept of them. */
export function rightsOfMember(portal: Portal, { role, rights }: { role: string; rights: string }): string[] {
  const kept = ids.parse(JSON.parse(rights));
  return rightsIn(portal)
    .filter(({ id, administrator }) => (administrator ? role === 'administrator' : kept.includes(id)))
    .map(({ id }) => id);
}

/**
 * Whether this person administers a validated organisation now, by an account that they have proven to own; undefined where they do not
 * (EX-10). Ask when the deed is done, in its transaction.
 */
export async function administered(db: Database, actor: Actor, portal: Portal, organisationId: string): Promise<Administered | undefined> {
  if (!actor.authenticated) return undefined;
  const [first, ...others] = await db
    .selectFrom('organisationMember')
    .innerJoin('organisation', 'organisation.id', 'organisationMember.organisationId')
    .innerJoin('binding', 'binding.accountId', 'organisationMember.accountId')
    .select(['organisation.name', 'organisationMember.accountId'])
    .where('organisationMember.organisationId', '=', organisationId)
    .where('organisation.portal', '=', portal.id)
    .where('organisation.status', '=', 'validated')
    .where('role', '=', 'administrator')
    .where('organisationMember.endedAt', 'is', null)
    .where('binding.person', '=', actor.person)
    .where('binding.endedAt', 'is', null)
    .orderBy('grantedAt')
    .execute();
  return first && { organisationId, name: first.name, accounts: [first.accountId, ...others.map(({ accountId }) => accountId)] };
}

/** The establishment that is known by this identifier, if this person administers it; one that is not there and somebody else's are the same (ALL-4). */
export async function establishmentOf(db: Database, actor: Actor, portal: Portal, identifier: string): Promise<Administered | undefined> {
  const row = await db
    .selectFrom('organisation')
    .select('id')
    .where('portal', '=', portal.id)
    .where('establishment', '=', establishmentKey(identifier))
    .executeTakeFirst();
  return await administered(db, actor, portal, row?.id ?? '');
}

/** An establishment's identifier, as it is compared. */
export const establishmentKey = (text: string): string => text.normalize('NFKC').trim().toUpperCase();

/** The words under which one change at a time is made to the users of an organisation, and to the places of one account (`oneAtATime`). */
export const usersOf = (organisationId: string): string => `users ${organisationId}`;
export const placesOf = (accountId: string): string => `places ${accountId}`;
