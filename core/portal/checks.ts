import { day } from '../foundation/clock.ts';
import { lonelyStages, teamFaults } from './approverChecks.ts';
import { isBuiltIn } from './companyFields.ts';
import { inClear } from './directorySettings.ts';
import { type Fault, type Faults, repeated } from './fault.ts';
import { packFaults } from './packs.ts';
import { endingNotices } from './passwordEnds.ts';
import { reviewFaults } from './reviewChecks.ts';
import type { Portal } from './schema.ts';
import { applicationFaults, signInFaults } from './signInChecks.ts';

/** What a profile says against itself: references to what it does not declare, ids given twice, a procedure without what it needs. */
export function contradictions(portal: Portal): Fault[] {
  const { signUp, reset, enroll, invite, acceptInvitation, createOrganisation, addUser } = portal.procedures;
  const entities = portal.entities.map(({ id }) => id);
  const groups = portal.groups.map(({ id }) => id);
  const teams = portal.teams.map(({ id }) => id);
  const faults: Faults = [
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
    ...reviewFaults(portal),
    ...packFaults(portal),
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
    ...applicationFaults(portal),
    portal.until !== undefined && portal.opensOn === undefined && { path: ['until'], message: 'needs opensOn' },
    !isTimeZone(portal.timeZone) && { path: ['timeZone'], message: `${portal.timeZone} is no time zone: write one such as Europe/Paris` },
  ];
  return faults.filter((fault) => fault !== false);
}

/** What a profile says against its own directory elsewhere (DIR-7, DIR-9). */
function directoryFaults({ directory, groups, procedures }: Portal): Faults {
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

/** What a profile says against itself of passwords that end (DIR-14). */
function endingFaults(portal: Portal): Faults {
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
