import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { indexMember, sortKeyOf } from './search.ts';
import { isNamedElsewhere, type Standing, stands } from './standing.ts';

/** An account's role in an organisation. An administrator may add others. */
export type Role = 'administrator' | 'member';

/** The states of an organisation, as drawn in docs/states.md. */
export const organisationStatuses = ['pending', 'validated', 'refused', 'withdrawn', 'expired'] as const;
export type OrganisationStatus = (typeof organisationStatuses)[number];

/** An organisation with the role that an account has in it. */
export type Membership = {
  readonly organisationId: string;
  readonly portal: string;
  readonly name: string;
  readonly reference: string;
  readonly status: OrganisationStatus;
  readonly domicile: string;
  readonly accountId: string;
  readonly role: Role;
};

/** The memberships that have not ended; add which. */
const current = (db: Database) => db.selectFrom('organisationMember').where('organisationMember.endedAt', 'is', null);

const administratorsOf = (db: Database, organisationId: string) =>
  current(db).select('id').where('organisationId', '=', organisationId).where('role', '=', 'administrator');

/** Whether an account administers an organisation now. Call it in the transaction of the change, with the standing that was asked for before it. */
export async function isAdministrator(
  db: Database,
  portal: Portal,
  { organisationId, accountId, standing }: { organisationId: string; accountId: string; standing: Standing },
): Promise<boolean> {
  if (!stands(standing, accountId)) return false;
  if (isNamedElsewhere(portal)) return await isMember(db, { id: accountId, portal: portal.id }, organisationId);
  return (await administratorsOf(db, organisationId).where('accountId', '=', accountId).executeTakeFirst()) !== undefined;
}

/** Whether no other account administers an organisation. Call it under `membersLock`. Where a group of the directory names them, it has its own keepers. */
export async function isLastAdministrator(tx: Tx, portal: Portal, organisationId: string, accountId: string): Promise<boolean> {
  if (isNamedElsewhere(portal)) return false;
  return (await administratorsOf(tx, organisationId).where('accountId', '!=', accountId).executeTakeFirst()) === undefined;
}

/** Whether an account is a member of this organisation now, or of any if none is named. */
export async function isMember(db: Database, { id, portal }: Pick<Account, 'id' | 'portal'>, organisationId?: string): Promise<boolean> {
  const row = await current(db)
    .select('id')
    .where('portal', '=', portal)
    .where('accountId', '=', id)
    .$if(organisationId !== undefined, (some) => some.where('organisationId', '=', organisationId ?? ''))
    .executeTakeFirst();
  return row !== undefined;
}

/** The organisations of accounts, oldest membership first; those of the same instant by name. */
export async function organisationsOf(db: Database, accountIds: readonly string[]): Promise<Membership[]> {
  if (accountIds.length === 0) return [];
  const rows = await current(db)
    .innerJoin('organisation', 'organisation.id', 'organisationMember.organisationId')
    .select(['organisationId', 'organisation.portal', 'name', 'reference', 'status', 'domicile', 'accountId', 'role'])
    .where('accountId', 'in', accountIds)
    .orderBy('grantedAt')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, status: organisationStatus(row.status), role: row.role === 'administrator' ? 'administrator' : 'member' }));
}

/** The current members of an organisation, oldest first. */
export async function membersOf(db: Database, organisationId: string): Promise<{ accountId: string; role: Role }[]> {
  const rows = await current(db).select(['accountId', 'role']).where('organisationId', '=', organisationId).orderBy('grantedAt').execute();
  return rows.map((row) => ({ ...row, role: row.role === 'administrator' ? 'administrator' : 'member' }));
}

/**
 * Gives an account a role, and optionally rights, in an organisation. Returns false, without a change, if it has one already or the account is
 * gone. `named`: how the administrator calls a user whom they add; showing the account's own name would reveal that it existed (ALL-4).
 * `madeAccount`: the account was created for this membership.
 */
export async function grantRole(
  tx: Tx,
  role: {
    id?: string;
    organisationId: string;
    portal: string;
    accountId: string;
    role: Role;
    rights?: string;
    grantedBy: string;
    now: Millis;
    named?: { readonly givenName: string; readonly familyName: string };
    madeAccount: boolean;
  },
): Promise<boolean> {
  const { id = newId(), now, rights = '[]', named, madeAccount, ...granting } = role;
  const recorded = await tx
    .selectFrom('account')
    .select(['givenName', 'familyName', 'email', 'identifier'])
    .where('id', '=', role.accountId)
    .executeTakeFirst();
  if (!recorded) return false;
  const account = { ...recorded, ...named };
  const granted = await tx
    .insertInto('organisationMember')
    .values({ id, ...granting, ...named, rights, sortKey: sortKeyOf(account), grantedAt: now, endedAt: null, madeAccount: madeAccount ? 1 : 0 })
    // The unique key of current memberships decides: of two grants at once, one succeeds.
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'organisationId'])
    .executeTakeFirst();
  if (granted) await indexMember(tx, granted, account);
  return granted !== undefined;
}

/** Ends an account's role in an organisation. Returns false if it has none. */
export async function endRole(tx: Tx, organisationId: string, accountId: string, now: Millis): Promise<boolean> {
  const ended = await tx
    .updateTable('organisationMember')
    .set({ endedAt: now })
    .where('organisationId', '=', organisationId)
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (ended) await tx.deleteFrom('memberWord').where('memberId', '=', ended.id).execute();
  return ended !== undefined;
}

/** Reads a row's status. */
export function organisationStatus(text: string): OrganisationStatus {
  const known = organisationStatuses.find((status) => status === text);
  if (!known) throw new Error(`An organisation has no status ${text}.`);
  return known;
}
