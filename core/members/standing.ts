import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Portal } from '../portal/index.ts';

/**
 * The accounts of a person that may administer now, by what their directory says: none that is disabled or gone, and, where the profile names
 * teams of administrators, none outside of them (DIR-2, DIR-11). `recorded`: Guichet's own records alone decide.
 */
export type Standing = 'recorded' | ReadonlySet<string>;

type Asked = Pick<Dependencies, 'db' | 'directory'>;

/** Whether a group of the directory names a portal's administrators, in place of the role that is recorded. */
export const isNamedElsewhere = ({ procedures }: Portal): boolean => (procedures.addUser?.administrators.length ?? 0) > 0;

/** Asks the directory about accounts. Call it before the transaction of the deed. */
export async function standingOf({ directory }: Pick<Asked, 'directory'>, portal: Portal, accountIds: readonly string[]): Promise<Standing> {
  if (portal.directory.kind === 'embedded') return 'recorded';
  const names = portal.procedures.addUser?.administrators ?? [];
  const groups = portal.teams.flatMap(({ id, group }) => (group !== undefined && names.includes(`@${id}`) ? [group] : []));
  const stands = async (accountId: string): Promise<boolean> => {
    if (names.length > 0) return (await directory.amongGroups(portal.id, { accountId }, groups)).length > 0;
    const account = await directory.get(portal.id, accountId);
    return account !== undefined && !account.disabled;
  };
  const standing = await Promise.all(accountIds.map(stands));
  return new Set(accountIds.filter((_, at) => standing[at]));
}

/** Asks the directory about the accounts that a person has proven to own. */
export async function standingOfPerson(dependencies: Asked, actor: Actor, portal: Portal): Promise<Standing> {
  if (portal.directory.kind === 'embedded' || !actor.authenticated) return 'recorded';
  const rows = await dependencies.db
    .selectFrom('binding')
    .select('accountId')
    .where('person', '=', actor.person)
    .where('portal', '=', portal.id)
    .where('endedAt', 'is', null)
    .execute();
  return await standingOf(
    dependencies,
    portal,
    rows.map(({ accountId }) => accountId),
  );
}

/** Whether a standing lets an account administer. */
export const stands = (standing: Standing, accountId: string): boolean => standing === 'recorded' || standing.has(accountId);
