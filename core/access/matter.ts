import type { Millis } from '../foundation/clock.ts';
import { emailKey } from '../foundation/identifiers.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { approversOf, type Group, groupOf, type Portal } from '../portal/index.ts';

/** What a row of `enrollment` is about: a group of the catalogue, or an organisation to validate (OU-6). */
export type About = { readonly groupId: string; readonly organisationId: string | null };

/** The procedure that a request belongs to, as the audit names it. */
export const procedureOf = ({ organisationId }: Pick<About, 'organisationId'>): Procedure => (organisationId === null ? 'enroll' : 'createOrganisation');

/** What is asked for, and how it is decided: by whom, by one of them or all, and when it is reminded of, escalated and given up. */
export type Matter = About & {
  /** Normalised addresses. */
  readonly approvers: readonly string[];
  readonly decision: 'any' | 'all';
  readonly remindAfter: Millis;
  readonly escalateAfter: Millis;
  readonly expireAfter: Millis;
};

/** How the profile has a group decided. */
export const groupMatter = (portal: Portal, group: Group): Matter => ({
  ...group,
  groupId: group.id,
  organisationId: null,
  approvers: approversOf(portal, group),
});

/** How the profile has a request decided now; undefined where it no longer says. */
export function matterOf(portal: Portal, about: About): Matter | undefined {
  if (about.organisationId === null) {
    const group = groupOf(portal, about.groupId);
    return group && groupMatter(portal, group);
  }
  const options = portal.procedures.createOrganisation;
  const { groupId, organisationId } = about;
  return options && { ...options, groupId, organisationId, approvers: [...new Set(options.approvers.map(emailKey))], decision: 'any' };
}
