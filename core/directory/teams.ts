import type { Dependencies } from '../dependencies.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { type Group, managerTeam, namedApprovers, namedInReview, type Portal, type Staffed } from '../portal/index.ts';

type Teams = Pick<Dependencies, 'directory'>;

/**
 * A profile with those who may decide now: the members of the teams that are groups of its directory, and the manager of the account that
 * asks (DIR-11). Asks nobody where the profile itself lists all. Call it before the transaction of the deed.
 */
export async function withApprovers(teams: Teams, portal: Portal, accountId?: string): Promise<Staffed> {
  const named = namedApprovers(portal);
  const filled = await withTeams(teams, portal, named);
  const manager = accountId !== undefined && named.includes(`@${managerTeam}`) ? await teams.directory.managerOf(portal.id, accountId) : undefined;
  return manager === undefined ? filled : { ...filled, teams: [...filled.teams, { id: managerTeam, members: [manager] }] };
}

/** A profile with those who may review a group now. */
export const withReviewers = (teams: Teams, portal: Portal, group: Group): Promise<Staffed> => withTeams(teams, portal, namedInReview(portal, group));

/** A profile whose teams of these names have the members that the directory gives them. */
async function withTeams({ directory }: Teams, portal: Portal, names: readonly string[]): Promise<Staffed> {
  const teams = portal.teams.map(async (team) =>
    team.group !== undefined && names.includes(`@${team.id}`) ? { ...team, members: [...(await directory.membersOf(portal.id, team.group))] } : team,
  );
  return { ...portal, teams: await Promise.all(teams), staffed: true };
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
