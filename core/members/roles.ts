import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';
import { letFind, sortKeyOf } from './search.ts';

/** What an account may do in an organisation: an administrator lets others in. */
export type Role = 'administrator' | 'member';

/** What can become of an organisation; docs/states.md draws it. */
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

/** Whether an account is an administrator of an organisation now; ask when the deed is done, in its transaction. */
export async function isAdministrator(db: Database, organisationId: string, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisationMember')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('accountId', '=', accountId)
    .where('role', '=', 'administrator')
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** The organisations to which accounts belong now, oldest membership first; those of one instant by name. */
export async function organisationsOf(db: Database, accountIds: readonly string[]): Promise<Membership[]> {
  if (accountIds.length === 0) return [];
  const rows = await db
    .selectFrom('organisationMember')
    .innerJoin('organisation', 'organisation.id', 'organisationMember.organisationId')
    .select(['organisationId', 'organisation.portal', 'name', 'reference', 'status', 'domicile', 'accountId', 'role'])
    .where('accountId', 'in', accountIds)
    .where('endedAt', 'is', null)
    .orderBy('grantedAt')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, status: organisationStatus(row.status), role: row.role === 'administrator' ? 'administrator' : 'member' }));
}

/** The accounts that belong to an organisation now, oldest first. */
export async function membersOf(db: Database, organisationId: string): Promise<{ accountId: string; role: Role }[]> {
  const rows = await db
    .selectFrom('organisationMember')
    .select(['accountId', 'role'])
    .where('organisationId', '=', organisationId)
    .where('endedAt', 'is', null)
    .orderBy('grantedAt')
    .execute();
  return rows.map((row) => ({ ...row, role: row.role === 'administrator' ? 'administrator' : 'member' }));
}

/**
 * Gives an account a role, and maybe rights, in an organisation; false, and nothing changed, where it has one already or the account is gone.
 * `named`: what who lets them in calls them, where nobody has asked them: the account's own name would tell that it was there (ALL-4).
 * `madeAccount`: the account is there for this place.
 */
export async function grantRole(
  tx: Tx,
  role: {
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
  const { now, rights = '[]', named, madeAccount, ...given } = role;
  const recorded = await tx
    .selectFrom('account')
    .select(['givenName', 'familyName', 'email', 'identifier'])
    .where('id', '=', role.accountId)
    .executeTakeFirst();
  if (!recorded) return false;
  const account = { ...recorded, ...named };
  const granted = await tx
    .insertInto('organisationMember')
    .values({ id: newId(), ...given, ...named, rights, sortKey: sortKeyOf(account), grantedAt: now, endedAt: null, madeAccount: madeAccount ? 1 : 0 })
    // The unique key of what holds decides: of two who grant at once, one does.
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'organisationId'])
    .executeTakeFirst();
  if (granted) await letFind(tx, granted, account);
  return granted !== undefined;
}

/** Ends an account's role in an organisation; false where it has none. */
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

/** The status that a row holds. */
export function organisationStatus(text: string): OrganisationStatus {
  const known = organisationStatuses.find((status) => status === text);
  if (!known) throw new Error(`An organisation has no status ${text}.`);
  return known;
}
