import type { Millis } from '../foundation/clock.ts';
import type { LocalisedText } from '../foundation/i18n.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { type Group, groupOf, type Portal, peopleOf, type Staffed, stagesOf } from '../portal/index.ts';

/** Identifies what a row of `enrollment` is about: a group of the catalogue, or an organisation to validate (OU-6). */
export type MatterIds = { readonly groupId: string; readonly organisationId: string | null };

/** The same, at a stage of its decision (from 0; GOV-1). */
export type StageIds = MatterIds & {
  readonly stage: number /** The groups with which it conflicts, that add stages (GOV-7). */;
  readonly conflicts: string | null;
};

/** The procedure of a request, as the audit names it. */
export const procedureOf = ({ organisationId }: Pick<MatterIds, 'organisationId'>): Procedure => (organisationId === null ? 'enroll' : 'createOrganisation');

/** What a request is about and how a stage of it is decided: by which approvers, by how many of them, and when to remind, escalate and expire. */
export type Matter = StageIds & {
  /** Normalised addresses. */
  readonly approvers: readonly string[];
  readonly decision: 'any' | 'all' | number;
  /** What the profile calls the stage, and how many there are. */
  readonly stageName?: LocalisedText | undefined;
  readonly stages: number;
  readonly remindAfter: Millis;
  readonly escalateAfter: Millis;
  readonly expireAfter: Millis;
};

/** The matter of a request for a group, at a stage. Where the profile has fewer stages by now, its last one decides. */
export function groupMatter(portal: Staffed, group: Group, { stage: at, conflicts }: Pick<StageIds, 'stage' | 'conflicts'>): Matter {
  const stages = stagesOf(group, conflicts);
  const stage = Math.min(at, stages.length - 1);
  const { name, approvers, decision } = stages[stage] ?? stages[0];
  const { remindAfter, escalateAfter, expireAfter } = group;
  const decided = { approvers: peopleOf(portal, approvers), decision, stageName: name, stages: stages.length };
  return { ...decided, remindAfter, escalateAfter, expireAfter, groupId: group.id, organisationId: null, stage, conflicts };
}

/** The matter of a request, as the profile is now; undefined if the profile no longer has it. */
export function matterOf(portal: Staffed, ids: StageIds): Matter | undefined {
  const { groupId, organisationId } = ids;
  if (organisationId === null) {
    const group = groupOf(portal, groupId);
    return group && groupMatter(portal, group, ids);
  }
  const options = portal.procedures.createOrganisation;
  return (
    options && { ...options, groupId, organisationId, approvers: peopleOf(portal, options.approvers), decision: 'any', stage: 0, stages: 1, conflicts: null }
  );
}

/** How many have to agree at a stage of a request. Who they are may be known to the directory alone. */
export function decisionAt(portal: Portal, { groupId, organisationId, stage, conflicts }: StageIds): Matter['decision'] {
  const group = organisationId === null ? groupOf(portal, groupId) : undefined;
  const stages = group ? stagesOf(group, conflicts) : [];
  return stages[Math.min(stage, stages.length - 1)]?.decision ?? 'any';
}

/** How many of a stage's approvers have to agree; all of those who are asked count as one more than are still open. */
export const suffices = ({ decision }: Pick<Matter, 'decision'>, agreed: number, open: number): boolean =>
  decision === 'all' ? open === 0 : agreed >= (decision === 'any' ? 1 : decision);
