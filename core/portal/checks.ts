import { day } from '../foundation/clock.ts';
import { isBuiltIn } from './companyFields.ts';
import { distinguishedName, inClear } from './directorySettings.ts';
import { groupId } from './graphSettings.ts';
import { type Group, managerTeam, type Stage, stagesOf } from './groups.ts';
import { openidFaults } from './openidChecks.ts';
import { endingNotices } from './passwordEnds.ts';
import type { Portal } from './schema.ts';

/** Something wrong in a profile, and the field where. */
export type Fault = { readonly path: readonly (string | number)[]; readonly message: string };

/** What a profile says against itself: references to what it does not declare, ids given twice, a procedure without what it needs. */
export function contradictions(portal: Portal): Fault[] {
  const { signUp, reset, enroll, invite, acceptInvitation, createOrganisation, addUser } = portal.procedures;
  const entities = portal.entities.map(({ id }) => id);
  const groups = portal.groups.map(({ id }) => id);
  const teams = portal.teams.map(({ id }) => id);
  const faults: (Fault | false)[] = [
    ...(
      [
        ['signUp', signUp],
        ['reset', reset],
      ] as const
    ).map(
      ([name, options]) =>
        options?.then !== undefined &&
        options.then !== 'support' &&
        !(options.then in portal.procedures) && {
          path: ['procedures', name, 'then'],
          message: `${options.then} is not among this portal's procedures: offer it, or leave this out`,
        },
    ),
    ...portal.excluded.map(
      ({ entity }, at) => !entities.includes(entity) && { path: ['excluded', at, 'entity'], message: `${entity} is not declared under entities` },
    ),
    ...repeated(['entities'], entities),
    ...repeated(['groups'], groups),
    ...repeated(['teams'], teams),
    ...repeated(
      ['procedures', 'acceptInvitation', 'company'],
      (acceptInvitation?.company ?? []).map(({ id }) => id),
    ),
    ...repeated(
      ['procedures', 'invite', 'grants'],
      (invite?.grants ?? []).map(({ id }) => id),
    ),
    ...repeated(
      ['procedures', 'addUser', 'rights'],
      (addUser?.rights ?? []).map(({ id }) => id),
    ),
    addUser?.invites === true &&
      acceptInvitation === undefined && { path: ['procedures', 'addUser', 'invites'], message: 'needs acceptInvitation among the procedures' },
    ...teamFaults(portal),
    ...portal.groups.flatMap(({ for: entitled }, group) => [
      ...entitled.map(
        (entity, at) => !entities.includes(entity) && { path: ['groups', group, 'for', at], message: `${entity} is not declared under entities` },
      ),
    ]),
    ...(acceptInvitation?.company ?? []).flatMap(({ id, label, type, options }, at) => [
      label === undefined &&
        !isBuiltIn(id) && { path: ['procedures', 'acceptInvitation', 'company', at, 'label'], message: `${id} is not a built-in field: needs a label` },
      type === 'select' && options.length === 0 && { path: ['procedures', 'acceptInvitation', 'company', at, 'options'], message: 'a select needs options' },
    ]),
    signUp?.userNameIsEmail === true &&
      !signUp.fields.includes('userName') && { path: ['procedures', 'signUp', 'userNameIsEmail'], message: 'needs userName among the fields' },
    enroll !== undefined && groups.length === 0 && { path: ['procedures', 'enroll'], message: 'needs at least one entry under groups' },
    createOrganisation?.proof.directory.accounts === portal.id && {
      path: ['procedures', 'createOrganisation', 'proof', 'directory', 'accounts'],
      message: `${portal.id} is where the accounts of the portal itself are: proven is an account of another directory`,
    },
    ...directoryFaults(portal),
    ...signInFaults(portal),
    ...endingFaults(portal),
    ...openidFaults(portal),
    portal.until !== undefined && portal.opensOn === undefined && { path: ['until'], message: 'needs opensOn' },
    !isTimeZone(portal.timeZone) && { path: ['timeZone'], message: `${portal.timeZone} is no time zone: write one such as Europe/Paris` },
  ];
  return faults.filter((fault) => fault !== false);
}

/** What is wrong with the teams and with how they are named (DIR-11). */
function teamFaults({ directory, fallback, groups, procedures, teams }: Portal): (Fault | false)[] {
  const { addUser, createOrganisation, invite } = procedures;
  const naming = (path: readonly (string | number)[], names: readonly string[], whose: 'asks' | 'nobody'): (Fault | false)[] =>
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
    ...groups.flatMap((group, at) => stageFaults(group, teams, ['groups', at])),
    ...naming(['fallback'], fallback, 'asks'),
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
function stageFaults(group: Group, teams: Portal['teams'], path: readonly (string | number)[]): (Fault | false)[] {
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
const lonelyStages = ({ groups, fallback, teams }: Portal): string[] =>
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

/** What a profile says against its own directory elsewhere (DIR-7, DIR-9). */
function directoryFaults({ directory, groups, procedures }: Portal): (Fault | false)[] {
  if (directory.kind === 'embedded') return [];
  const { domiciles } = procedures.createOrganisation ?? {};
  const grants = procedures.invite?.grants ?? [];
  const named = [...[...groups, ...grants].map(({ id }) => id), ...(domiciles ? Object.values(domiciles) : [])];
  const known = Object.keys(directory.groups?.catalogue ?? {});
  return [
    ...(directory.kind === 'ldap' ? inClear(directory) : []),
    ...[...new Set(named)].map(
      (id) => !known.includes(id) && { path: ['directory', 'groups', 'catalogue'], message: `names no group of the directory for ${id}: add it` },
    ),
    ...known.map((id) => !named.includes(id) && { path: ['directory', 'groups', 'catalogue', id], message: `${id} is no group of this profile` }),
  ];
}

/** What a profile says against itself of OpenID providers (SSO-1). */
function signInFaults({ directory, signIn }: Portal): (Fault | false)[] {
  return [
    ...repeated(
      ['signIn', 'openid'],
      signIn.openid.map(({ id }) => id),
    ),
    ...signIn.openid.map(
      ({ accounts, issuer }, at) =>
        accounts === 'directory' &&
        directory.kind === 'graph' &&
        directory.tenant !== undefined &&
        !issuer.toLowerCase().includes(`/${directory.tenant.toLowerCase()}/`) && {
          path: ['signIn', 'openid', at, 'issuer'],
          message: 'is of another tenant than the directory, whose people have other ids: write the tenant’s id into both',
        },
    ),
    ...signIn.openid.map(
      ({ accounts }, at) =>
        accounts === 'directory' &&
        directory.kind === 'embedded' && {
          path: ['signIn', 'openid', at, 'accounts'],
          message: 'the ids of Guichet’s own accounts are no provider’s: leave this out, and people link their account themselves',
        },
    ),
  ];
}

/** What a profile says against itself of passwords that end (DIR-14). */
function endingFaults(portal: Portal): (Fault | false)[] {
  const { directory, passwordEnds } = portal;
  return [
    passwordEnds !== undefined &&
      directory.kind === 'embedded' && { path: ['passwordEnds'], message: 'passwords in tables of Guichet’s own do not end: leave this out' },
    passwordEnds !== undefined &&
      passwordEnds.tell.length > 0 &&
      endingNotices(portal) === undefined && { path: ['passwordEnds'], message: 'needs changePassword or reset among the procedures' },
    directory.kind === 'ldap' &&
      directory.flavour === 'activeDirectory' &&
      directory.passwordPolicy !== undefined && {
        path: ['directory', 'passwordPolicy'],
        message: 'Active Directory says of each account when its password ends: leave this out',
      },
  ];
}

const repeated = (field: readonly string[], ids: readonly string[]): (Fault | false)[] =>
  ids.map((id, at) => ids.indexOf(id) < at && { path: [...field, at, 'id'], message: `${id} is there already: each id once` });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** What an operator should know about a profile that is valid and unwise, one sentence each. */
export function warningsOf(portal: Portal): string[] {
  const { minLength } = portal.password;
  const { setPassword, reset } = portal.lifetimes;
  const { forgotIdentifier, invite, createOrganisation } = portal.procedures;
  const { tenants = [], networks = [] } = forgotIdentifier?.trust ?? {};
  const warnings: (string | false)[] = [
    // OC-4. The guideline: NIST SP 800-63B-4, 3.1.1.2.
    minLength < 8 &&
      `password policy (${minLength} characters) is below any current guideline (NIST SP 800-63B-4: 15 characters, or 8 where there is a second factor)`,
    (reset > day || setPassword > 7 * day) && 'links live long (reset beyond a day or setPassword beyond a week): a mailbox read later still opens the account',
    // NIST SP 800-63B-4, 3.2.2.
    portal.lockAfter > 100 && `an account locks only after ${portal.lockAfter} failed sign-ins (NIST SP 800-63B-4: at most 100)`,
    portal.groups.length > 0 &&
      portal.fallback.length === 0 &&
      'requests for groups have no fallback: where the only approver is who asks, or nobody decides in time, nobody else can',
    ...lonelyStages(portal),
    invite !== undefined && invite.inviters.length === 0 && 'invite names no inviters: nobody can invite',
    createOrganisation !== undefined &&
      createOrganisation.approvers.length + portal.fallback.length === 0 &&
      'createOrganisation names nobody who validates, and there is no fallback: nobody can create an organisation',
    forgotIdentifier?.kind === 'lookup' &&
      tenants.length + networks.length === 0 &&
      'forgotIdentifier looks accounts up for those whom it trusts, and trusts nobody: all are handed to support',
    portal.directory.kind === 'ldap' &&
      portal.directory.flavour === 'openLdap' &&
      portal.directory.passwordPolicy === undefined &&
      endingNotices(portal) !== undefined &&
      'directory.passwordPolicy names no policy: of accounts without a pwdPolicySubentry it is not known when their passwords end, and their owners are not told (passwordEnds: { tell: [] } tells nobody)',
  ];
  return warnings.filter((warning) => warning !== false).map((warning) => `${portal.id}: ${warning}`);
}

/** What does not work where several tenants are served and none of them is the bot's own: whose roster should make somebody an approver or inviter? */
export const trustingNobody = (portals: Iterable<Portal>): string[] =>
  [...portals].flatMap(({ id, tenants, home, groups, procedures: { invite, createOrganisation } }) =>
    tenants.length === 0 && home?.length === 0 && (groups.length > 0 || invite || createOrganisation)
      ? [
          `${id}: trusts the roster of none of the tenants of ALLOWED_TENANTS, so nobody approves or invites in chat; set MicrosoftAppTenantId to one of them, or name the trusted ones under tenants`,
        ]
      : [],
  );
