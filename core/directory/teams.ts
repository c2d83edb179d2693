import type { Dependencies } from '../dependencies.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { managerTeam, namedApprovers, type Portal, type Staffed } from '../portal/index.ts';

type Teams = Pick<Dependencies, 'directory'>;

/**
 * A profile with those who may decide now: the members of the teams that are groups of its directory, and the manager of the account that
 * asks (DIR-11). Asks nobody where the profile itself lists all. Call it before the transaction of the deed.
 */
export async function withApprovers({ directory }: Teams, portal: Portal, accountId?: string): Promise<Staffed> {
  const named = new Set(namedApprovers(portal));
  const teams = await Promise.all(
    portal.teams.map(async (team) =>
      team.group !== undefined && named.has(`@${team.id}`) ? { ...team, members: [...(await directory.membersOf(portal.id, team.group))] } : team,
    ),
  );
  const manager = accountId !== undefined && named.has(`@${managerTeam}`) ? await directory.managerOf(portal.id, accountId) : undefined;
  return { ...portal, teams: manager === undefined ? teams : [...teams, { id: managerTeam, members: [manager] }], staffed: true };
}

/** A profile in whose inviting teams this address is a member if it is one now: a team of inviters can be too large to be listed. */
export async function withInviter({ directory }: Teams, portal: Portal, address: string): Promise<Staffed> {
  const inviting = portal.teams.filter(({ id, group }) => group !== undefined && portal.procedures.invite?.inviters.includes(`@${id}`));
  if (inviting.length === 0) return { ...portal, staffed: true };
  const groups = inviting.flatMap(({ group }) => group ?? []);
  const within = await directory.amongGroups(portal.id, { email: emailKey(address) }, groups);
  const members = (group: string | undefined) => (group !== undefined && within.includes(group) ? [address] : []);
  return { ...portal, teams: portal.teams.map((team) => (inviting.includes(team) ? { ...team, members: members(team.group) } : team)), staffed: true };
}
