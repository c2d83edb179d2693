import type { Ability } from '../ports.ts';
import type { Portal } from './schema.ts';

/** What a profile offers that its directory cannot do, one sentence a procedure, for the operator (DIR-1). */
export function unsupported({ procedures, passwordEnds, signIn }: Portal, can: ReadonlySet<Ability>): string[] {
  const { signUp, reset, unlock, changePassword, twoFactor, acceptInvitation, createOrganisation, addUser, removeUser, enroll } = procedures;
  const needs: readonly (readonly [procedure: string, needed: false | readonly Ability[]])[] = [
    ['signUp', signUp !== undefined && (signUp.kind === 'create' ? ['create', 'setPassword'] : ['setPassword'])],
    ['reset', reset !== undefined && ['setPassword']],
    ['unlock', unlock !== undefined && ['setPassword']],
    ['changePassword', changePassword !== undefined && ['verify', 'changePassword']],
    ['twoFactor', twoFactor !== undefined && ['verify']],
    ['acceptInvitation', acceptInvitation !== undefined && (can.has('guests') ? [] : ['create', 'setPassword'])],
    ['createOrganisation', createOrganisation !== undefined && ['create', 'setPassword']],
    ['addUser', addUser !== undefined && ['create', 'setPassword']],
    ['removeUser', removeUser !== undefined && ['remove']],
    ['enroll', enroll !== undefined && ['groups']],
  ];
  return [
    ...needs.map(([procedure, needed]) => [`procedures.${procedure}`, needed || []] as const),
    // Who links an account has typed the password.
    ['signIn.openid', signIn.openid.some(({ accounts }) => accounts === 'ties') ? (['verify'] as const) : []] as const,
    ['passwordEnds', passwordEnds && passwordEnds.tell.length > 0 ? (['passwordEnd'] as const) : []] as const,
  ].flatMap(([field, needed]) => {
    const missing = needed.filter((ability) => !can.has(ability));
    return missing.length > 0 ? [`${field}: its directory cannot ${missing.map((ability) => inWords[ability]).join(' or ')}`] : [];
  });
}

const inWords: Readonly<Record<Ability, string>> = {
  verify: 'compare a password',
  setPassword: 'set a password',
  changePassword: 'change a password with its owner’s rights',
  create: 'make an account (directory.create)',
  guests: 'invite guests',
  remove: 'end an account',
  groups: 'keep groups (directory.groups)',
  manager: 'name a manager',
  passwordEnd: 'say when a password ends',
  search: 'look for people by their names',
};
