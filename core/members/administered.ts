import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { unlabelled } from '../foundation/pasted.ts';
import type { Portal } from '../portal/index.ts';
import { isNamedElsewhere, type Standing, standingOfPerson, stands } from './standing.ts';

/** An organisation that a person administers now, with the accounts that make them its administrator: they may own several. */
export type AdministeredOrganisation = { readonly organisationId: string; readonly name: string; readonly accounts: readonly [string, ...string[]] };

/**
 * The validated organisation if this person administers it now, by an account that they have proven to own; otherwise undefined (EX-10).
 * Call it in the transaction of the change, with the standing that was asked for before it.
 */
export async function administeredOrganisation(
  db: Database,
  actor: Actor,
  portal: Portal,
  organisationId: string,
  standing: Standing,
): Promise<AdministeredOrganisation | undefined> {
  if (!actor.authenticated) return undefined;
  const rows = await db
    .selectFrom('organisationMember')
    .innerJoin('organisation', 'organisation.id', 'organisationMember.organisationId')
    .innerJoin('binding', 'binding.accountId', 'organisationMember.accountId')
    .select(['organisation.name', 'organisationMember.accountId'])
    .where('organisationMember.organisationId', '=', organisationId)
    .where('organisation.portal', '=', portal.id)
    .where('organisation.status', '=', 'validated')
    .$if(!isNamedElsewhere(portal), (recorded) => recorded.where('role', '=', 'administrator'))
    .where('organisationMember.endedAt', 'is', null)
    .where('binding.person', '=', actor.person)
    .where('binding.endedAt', 'is', null)
    .orderBy('grantedAt')
    .execute();
  const [first, ...others] = rows.filter(({ accountId }) => stands(standing, accountId));
  return first && { organisationId, name: first.name, accounts: [first.accountId, ...others.map(({ accountId }) => accountId)] };
}

/** The establishment with this identifier, if this person administers it. One that does not exist and one of somebody else look the same (ALL-4). */
export async function establishmentOf(
  dependencies: Pick<Dependencies, 'db' | 'directory'>,
  actor: Actor,
  portal: Portal,
  identifier: string,
): Promise<AdministeredOrganisation | undefined> {
  const { db } = dependencies;
  const row = await db
    .selectFrom('organisation')
    .select('id')
    .where('portal', '=', portal.id)
    .where('establishment', '=', establishmentKey(unlabelled(identifier)))
    .executeTakeFirst();
  return await administeredOrganisation(db, actor, portal, row?.id ?? '', await standingOfPerson(dependencies, actor, portal));
}

/** Normalises an establishment's identifier for comparison. */
export const establishmentKey = (text: string): string => text.normalize('NFKC').trim().toUpperCase();

/** The lock for changes to an organisation's members (`oneAtATime`). */
export const membersLock = (organisationId: string): string => `users ${organisationId}`;
/** The lock for changes to an account's memberships (`oneAtATime`). */
export const membershipsLock = (accountId: string): string => `places ${accountId}`;
