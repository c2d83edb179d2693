import type { GraphSettings } from '../../portal/index.ts';

/** A permission of an application, for what, and those that hold it too. */
export type Permission = { readonly name: string; readonly why: string; readonly or: readonly string[] };

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'];

/** The least permissions that a profile takes, each with its reason. */
export function permissionsFor({ create, groups, passwords, privileged, remove }: GraphSettings): readonly Permission[] {
  const writesGroups = groups !== undefined || (create?.groups.length ?? 0) > 0;
  const all: readonly (Permission | false)[] = [
    { name: 'User.Read.All', why: 'find people and their managers', or: ['User.ReadWrite.All', ...directory] },
    !writesGroups && {
      name: 'GroupMember.Read.All',
      why: `see who has a directory role${privileged.length > 0 ? ' or is in a privileged group' : ''}, and who is in a team`,
      or: ['GroupMember.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All', ...directory],
    },
    writesGroups && {
      name: 'GroupMember.ReadWrite.All',
      why: 'put people into groups and take them out',
      or: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    { name: 'User-PasswordProfile.ReadWrite.All', why: 'reset passwords', or: [] },
    passwords.accessPass !== undefined && {
      name: 'UserAuthMethod-TAP.ReadWrite.All',
      why: 'give temporary access passes',
      or: ['UserAuthenticationMethod.ReadWrite.All'],
    },
    {
      name: 'User.RevokeSessions.All',
      why: 'end sign-in sessions after a reset, and of who is disabled',
      or: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    create?.as === 'guest' && { name: 'User.Invite.All', why: 'invite guests', or: ['User.ReadWrite.All', 'Directory.ReadWrite.All'] },
    create?.as === 'member' && { name: 'User.ReadWrite.All', why: 'make accounts', or: ['Directory.ReadWrite.All'] },
    remove === 'delete'
      ? { name: 'User.ReadWrite.All', why: 'delete accounts', or: [] }
      : { name: 'User.EnableDisableAccount.All', why: 'disable accounts', or: ['User.ReadWrite.All', 'Directory.ReadWrite.All'] },
  ];
  return all.filter((permission) => permission !== false);
}

/** Permissions with which the application could make itself, or anybody, an administrator: nothing here takes them. */
export const excessive: ReadonlySet<string> = new Set([
  'Directory.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'AppRoleAssignment.ReadWrite.All',
  'Application.ReadWrite.All',
  'PrivilegedAccess.ReadWrite.AzureADGroup',
  'UserAuthenticationMethod.ReadWrite.All',
]);
