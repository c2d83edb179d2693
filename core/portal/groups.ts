import { emailKey } from '../foundation/identifiers.ts';
import type { Portal } from './schema.ts';

/** A group of a profile's catalogue, with its approvers and rules. */
export type Group = Portal['groups'][number];

/** The portal's group with this id. Undefined if the profile does not have it, or no longer does. */
export const groupOf = (portal: Portal, id: string): Group | undefined => portal.groups.find((group) => group.id === id);

/** Whether a group is open to people of an entity. A group that names no entity is open to everybody. */
export const isFor = (group: Group, entity: string | null): boolean => group.for.length === 0 || (entity !== null && group.for.includes(entity));

/** The approvers of a group, as normalised addresses: those named, and the members of the teams named (`@team`). */
export function approversOf(portal: Portal, group: Group): string[] {
  const named = group.approvers.flatMap((approver) =>
    approver.startsWith('@') ? (portal.teams.find(({ id }) => `@${id}` === approver)?.members ?? []) : [approver],
  );
  return [...new Set(named.map(emailKey))];
}

/** The fallback approvers, for when nobody else can decide or does, as normalised addresses. */
export const fallbackOf = (portal: Portal): string[] => portal.fallback.map(emailKey);

/** Every approver that a portal names, as normalised addresses. */
export const everyApprover = (portal: Portal): string[] => [
  ...new Set([
    ...portal.groups.flatMap((group) => approversOf(portal, group)),
    ...(portal.procedures.createOrganisation?.approvers ?? []).map(emailKey),
    ...fallbackOf(portal),
  ]),
];
