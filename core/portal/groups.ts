import { emailKey } from '../foundation/identifiers.ts';
import type { Portal } from './schema.ts';

/** A group of a profile's catalogue, with its approvers and rules. */
export type Group = Portal['groups'][number];

/** The group of a portal with this id; undefined where the profile has none (any more). */
export const groupOf = (portal: Portal, id: string): Group | undefined => portal.groups.find((group) => group.id === id);

/** Whether a group is for people of an entity; a group that names none is for everybody. */
export const isFor = (group: Group, entity: string | null): boolean => group.for.length === 0 || (entity !== null && group.for.includes(entity));

/** Who decides on a group, as normalised addresses: those named, and the members of the teams named (`@team`). */
export function approversOf(portal: Portal, group: Group): string[] {
  const named = group.approvers.flatMap((approver) =>
    approver.startsWith('@') ? (portal.teams.find(({ id }) => `@${id}` === approver)?.members ?? []) : [approver],
  );
  return [...new Set(named.map(emailKey))];
}

/** Who decides where nobody else can or does, as normalised addresses. */
export const fallbackOf = (portal: Portal): string[] => portal.fallback.map(emailKey);

/** Everybody whom a portal names to decide on anything, as normalised addresses. */
export const everyApprover = (portal: Portal): string[] => [
  ...new Set([
    ...portal.groups.flatMap((group) => approversOf(portal, group)),
    ...(portal.procedures.createOrganisation?.approvers ?? []).map(emailKey),
    ...fallbackOf(portal),
  ]),
];
