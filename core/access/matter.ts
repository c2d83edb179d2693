import type { Millis } from '../foundation/clock.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { type Group, groupOf, peopleOf, type Staffed } from '../portal/index.ts';

/** Identifies what a row of `enrollment` is about: a group of the catalogue, or an organisation to validate (OU-6). */
export type MatterIds = { readonly groupId: string; readonly organisationId: string | null };

/** The procedure of a request, as the audit names it. */
export const procedureOf = ({ organisationId }: Pick<MatterIds, 'organisationId'>): Procedure => (organisationId === null ? 'enroll' : 'createOrganisation');

/** What a request is about and how it is decided: by which approvers, by any or all of them, and when to remind, escalate and expire. */
export type Matter = MatterIds & {
  /** Normalised addresses. */
  readonly approvers: readonly string[];
  readonly decision: 'any' | 'all';
  readonly remindAfter: Millis;
  readonly escalateAfter: Millis;
  readonly expireAfter: Millis;
};

/** The matter of a request for a group. */
export const groupMatter = (portal: Staffed, group: Group): Matter => ({
  ...group,
  groupId: group.id,
  organisationId: null,
  approvers: peopleOf(portal, group.approvers),
});

/** The matter of a request, as the profile is now; undefined if the profile no longer has it. */
export function matterOf(portal: Staffed, ids: MatterIds): Matter | undefined {
  if (ids.organisationId === null) {
    const group = groupOf(portal, ids.groupId);
    return group && groupMatter(portal, group);
  }
  const options = portal.procedures.createOrganisation;
  const { groupId, organisationId } = ids;
  return options && { ...options, groupId, organisationId, approvers: peopleOf(portal, options.approvers), decision: 'any' };
}
