import { distinguishedName } from './directorySettings.ts';
import type { Faults } from './fault.ts';
import { groupId } from './graphSettings.ts';
import { type Group, managerTeam, type Stage, stagesOf } from './groups.ts';
import type { Portal } from './schema.ts';

/** What is wrong with the teams and with how they are named (DIR-11). */
export function teamFaults({ directory, fallback, forOthers, groups, procedures, teams }: Portal): Faults {
  const { addUser, createOrganisation, invite } = procedures;
  const naming = (path: readonly (string | number)[], names: readonly string[], whose: 'asks' | 'nobody'): Faults =>
    names.map((name, at) => {
      if (!name.startsWith('@')) return false;
      const id = name.slice(1);
      if (id !== managerTeam) return !teams.some((team) => team.id === id) && { path: [...path, at], message: `${name} is not declared under teams` };
      if (whose === 'nobody') return { path: [...path, at], message: '@manager is the manager of who asks for a group: nobody asks for one here' };
      return (
        !knowsManagers(directory) && {
          path: [...path, at],
          message: '@manager needs a directory that knows managers: directory.people.manager, or directory.can',
        }
      );
    });
  return [
    ...teams.flatMap(({ id, members, group }, at) => [
      id === managerTeam && { path: ['teams', at, 'id'], message: `${managerTeam} stands for the manager of who asks: choose another` },
      members.length > 0 === (group !== undefined) && { path: ['teams', at], message: 'needs either members or a group of the directory' },
      group !== undefined &&
        directory.kind === 'embedded' && { path: ['teams', at, 'group'], message: 'needs a directory of the organisation’s: directory.kind' },
      group !== undefined && misnamed(directory, group) !== undefined && { path: ['teams', at, 'group'], message: misnamed(directory, group) ?? '' },
    ]),
    ...groups.flatMap(({ approvers }, at) => naming(['groups', at, 'approvers'], approvers, 'asks')),
    ...groups.flatMap(({ stages }, at) => stages.flatMap((stage, n) => naming(['groups', at, 'stages', n, 'approvers'], stage.approvers, 'asks'))),
    ...groups.flatMap(({ incompatible }, at) =>
      incompatible.flatMap((rule, n) => naming(['groups', at, 'incompatible', n, 'approvers'], rule.approvers, 'asks')),
    ),
    ...groups.flatMap((group, at) => stageFaults(group, teams, ['groups', at])),
    ...naming(['fallback'], fallback, 'asks'),
    ...naming(['forOthers', 'askers'], forOthers?.askers ?? [], 'asks'),
    ...naming(['procedures', 'invite', 'inviters'], invite?.inviters ?? [], 'nobody'),
    ...naming(['procedures', 'createOrganisation', 'approvers'], createOrganisation?.approvers ?? [], 'nobody'),
    ...naming(['procedures', 'addUser', 'administrators'], addUser?.administrators ?? [], 'nobody'),
    ...(addUser?.administrators ?? []).map(
      (name, at) =>
        teams.some((team) => `@${team.id}` === name && team.group === undefined) && {
          path: ['procedures', 'addUser', 'administrators', at],
          message: `${name} is a list of addresses: administrators are a group of the directory, or those to whom the records give the right`,
        },
    ),
  ];
}

function knowsManagers(directory: Portal['directory']): boolean {
  if (directory.kind === 'ldap' || directory.kind === 'scim') return directory.people.manager !== undefined;
  return directory.kind === 'graph' || (directory.kind === 'http' && directory.can.includes('manager'));
}

/** Why a directory cannot have a group of that name; undefined if it can. */
function misnamed({ kind }: Portal['directory'], group: string): string | undefined {
  const form = kind === 'ldap' ? distinguishedName : kind === 'graph' ? groupId : undefined;
  return form?.safeParse(group).error?.issues[0]?.message;
}

/** What is wrong with how a group is decided (GOV-1). */
function stageFaults(group: Group, teams: Portal['teams'], path: readonly (string | number)[]): Faults {
  const listed = ({ approvers }: Stage): number | undefined => {
    const named = approvers.map((name) => (name.startsWith('@') ? teams.find(({ id }) => `@${id}` === name) : undefined));
    // Who is in a group of the directory, or manages whom, is not known here.
    if (approvers.some((name, at) => name.startsWith('@') && (named[at]?.members.length ?? 0) === 0)) return undefined;
    return new Set(approvers.flatMap((name, at) => named[at]?.members ?? [name]).map((address) => address.toLowerCase())).size;
  };
  return [
    group.approvers.length > 0 === group.stages.length > 0 && { path: [...path, 'approvers'], message: 'needs either approvers or stages' },
    ...stagesOf(group).map((stage, n) => {
      const known = listed(stage);
      const at = group.stages.length > 0 ? [...path, 'stages', n, 'decision'] : [...path, 'decision'];
      return (
        typeof stage.decision === 'number' &&
        known !== undefined &&
        stage.decision > known && { path: at, message: `${stage.decision} have to agree, and there are ${known}` }
      );
    }),
  ];
}

/** Stages that nobody could decide if their only approver asks, where there is no fallback (GOV-1). */
export const lonelyStages = ({ groups, fallback, teams }: Portal): string[] =>
  fallback.length > 0
    ? []
    : groups.flatMap((group) =>
        group.stages.flatMap(({ approvers }, n) => {
          const people = approvers.flatMap((name) => teams.find(({ id }) => `@${id}` === name)?.members ?? [name]);
          const isOne = people.length === 1 && !people[0]?.startsWith('@');
          return isOne
            ? [`stage ${n + 1} of ${group.id} has one approver, ${people[0]}, and there is no fallback: a request of their own is handed to support`]
            : [];
        }),
      );
