import type { LocalisedText } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import type { Portal } from './schema.ts';

/** A group of a profile's catalogue, with its approvers and rules. */
export type Group = Portal['groups'][number];

/** Another group that is not to be held together with one. */
export type Incompatible = Group['incompatible'][number];

/** The other group of a rule, as requests record it: `network`, or `octopus/admins` of another portal. */
export const keyOf = ({ group, portal }: Pick<Incompatible, 'group' | 'portal'>): string => (portal === undefined ? group : `${portal}/${group}`);

/** The groups that a request records, as `keyOf` writes them. */
export const keysIn = (conflicts: string | null): string[] => (conflicts === null ? [] : conflicts.split(' '));

/** A profile whose teams have the members that their directory gives them now (DIR-11); the room `directory` fills them. */
export type Staffed = Portal & { readonly staffed: true };

/** The team that stands for the manager of who asks. */
export const managerTeam = 'manager';

/** A stage of the decision on a group: its approvers, and how many of them have to agree. */
export type Stage = Group['stages'][number];

/**
 * The stages in which a group is decided, one at least (GOV-1), and after them one for each of the groups with which it conflicts for who asks: `conflicts`
 * as requests record them (GOV-7).
 */
export const stagesOf = (
  { stages, approvers, decision, incompatible }: Pick<Group, 'stages' | 'approvers' | 'decision' | 'incompatible'>,
  conflicts: string | null = null,
): readonly [Stage, ...Stage[]] => {
  const [first = { approvers, decision }, ...others] = stages;
  // In the order in which they were found, so that a new one comes after the stage that decides.
  const further = keysIn(conflicts).flatMap((key) => incompatible.filter((rule) => rule.approvers.length > 0 && keyOf(rule) === key));
  return [first, ...others, ...further.map((rule) => ({ approvers: rule.approvers, decision: 'any' as const }))];
};

/** The portal's group with this id. Undefined if the profile does not have it, or no longer does. */
export const groupOf = (portal: Portal, id: string): Group | undefined => portal.groups.find((group) => group.id === id);

/** What a group is called. One that is no longer there keeps its id. */
export const groupName = (portal: Portal | undefined, id: string): LocalisedText => (portal && groupOf(portal, id))?.name ?? id;

/** Whether a group is open to people of an entity. A group that names no entity is open to everybody. */
export const isFor = (group: Group, entity: string | null): boolean => group.for.length === 0 || (entity !== null && group.for.includes(entity));

/** The people whom a profile names by address or as members of a team (`@team`), as normalised addresses. */
export const peopleOf = ({ teams }: Staffed, named: readonly string[]): string[] => peopleIn(teams, named);

function peopleIn(teams: Portal['teams'], named: readonly string[]): string[] {
  const addresses = named.flatMap((name) => (name.startsWith('@') ? (teams.find(({ id }) => `@${id}` === name)?.members ?? []) : [name]));
  return [...new Set(addresses.map(emailKey))];
}

/** The fallback approvers, for when nobody else can decide or does, as normalised addresses. */
export const fallbackOf = (portal: Staffed): string[] => peopleOf(portal, portal.fallback);

/** How a profile names all of its approvers: addresses and teams. */
export const namedApprovers = ({ groups, procedures, fallback }: Portal): string[] => [
  ...groups.flatMap((group) => [...stagesOf(group), ...group.incompatible]).flatMap(({ approvers }) => approvers),
  ...(procedures.createOrganisation?.approvers ?? []),
  ...fallback,
];

/** Every approver that a portal names, as normalised addresses. */
export const everyApprover = (portal: Staffed): string[] => peopleOf(portal, namedApprovers(portal));

/** Whether a profile itself names somebody as an approver. No directory is asked who is in its teams. */
export const namesApprover = (portal: Portal, address: string): boolean => peopleIn(portal.teams, namedApprovers(portal)).includes(emailKey(address));
