import { emailKey } from '../foundation/identifiers.ts';
import type { Portal } from './schema.ts';

/** A group of a profile's catalogue, with its approvers and rules. */
export type Group = Portal['groups'][number];

/** A profile whose teams have the members that their directory gives them now (DIR-11); the room `directory` fills them. */
export type Staffed = Portal & { readonly staffed: true };

/** The team that stands for the manager of who asks. */
export const managerTeam = 'manager';

/** A stage of the decision on a group: its approvers, and how many of them have to agree. */
export type Stage = Group['stages'][number];

/** The stages in which a group is decided, one at least (GOV-1). */
export const stagesOf = ({ stages, approvers, decision }: Pick<Group, 'stages' | 'approvers' | 'decision'>): readonly [Stage, ...Stage[]] => {
  const [first, ...others] = stages;
  return first ? [first, ...others] : [{ approvers, decision }];
};

/** The portal's group with this id. Undefined if the profile does not have it, or no longer does. */
export const groupOf = (portal: Portal, id: string): Group | undefined => portal.groups.find((group) => group.id === id);

/** Whether a group is open to people of an entity. A group that names no entity is open to everybody. */
export const isFor = (group: Group, entity: string | null): boolean => group.for.length === 0 || (entity !== null && group.for.includes(entity));

/** The people whom a profile names by address or as members of a team (`@team`), as normalised addresses. */
export function peopleOf({ teams }: Staffed, named: readonly string[]): string[] {
  const addresses = named.flatMap((name) => (name.startsWith('@') ? (teams.find(({ id }) => `@${id}` === name)?.members ?? []) : [name]));
  return [...new Set(addresses.map(emailKey))];
}

/** The fallback approvers, for when nobody else can decide or does, as normalised addresses. */
export const fallbackOf = (portal: Staffed): string[] => peopleOf(portal, portal.fallback);

/** How a profile names all of its approvers: addresses and teams. */
export const namedApprovers = ({ groups, procedures, fallback }: Portal): string[] => [
  ...groups.flatMap(stagesOf).flatMap(({ approvers }) => approvers),
  ...(procedures.createOrganisation?.approvers ?? []),
  ...fallback,
];

/** Every approver that a portal names, as normalised addresses. */
export const everyApprover = (portal: Staffed): string[] => peopleOf(portal, namedApprovers(portal));
