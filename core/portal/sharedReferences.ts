import type { Fault } from './checks.ts';
import type { Portal } from './schema.ts';

/** A reference of a profile to the environment: the variable, and the field that takes it. */
export type Reference = { readonly name: string; readonly path: readonly (string | number)[] };

/** A profile with its references. */
export type Referring = { readonly portal: Portal; readonly references: readonly Reference[] };

const passwords = /^directory\.(bind\.password|token|oauth\.clientSecret|secret)$/;
const clientSecrets = /^openid\.clients\.\d+\.secret$/;
const isClientSecret = ({ path }: Reference): boolean => clientSecrets.test(path.join('.'));
const isPassword = ({ path }: Reference): boolean => passwords.test(path.join('.'));

/** The secrets of a directory as they stand in its profile, references replaced. */
export const secretsOf = (directory: Portal['directory']): string[] => {
  if (directory.kind === 'ldap') return [directory.bind.password];
  if (directory.kind === 'http') return [directory.secret];
  return directory.kind === 'scim' ? [directory.token, directory.oauth?.clientSecret].filter((secret) => secret !== undefined) : [];
};

/** The servers that a profile's secrets are sent to. */
const serversOf = ({ directory }: Portal): string => {
  if (directory.kind === 'ldap') return [...directory.servers].sort().join(' ');
  if (directory.kind === 'http') return directory.url;
  if (directory.kind === 'graph') return [directory.cloud, directory.url ?? ''].join(' ');
  return directory.kind === 'scim' ? [directory.url, directory.oauth?.tokenUrl ?? ''].join(' ') : '';
};

/**
 * What is wrong with a profile's references beside those of the others: who writes one profile could have the password of another's directory sent to a
 * server of their own, or read it where a name of a server stands. A password is referred to as a password alone, and sent to the same servers; the
 * secret of an application by that application alone.
 */
export function sharedFaults({ portal, references }: Referring, others: readonly Referring[]): Fault[] {
  const taken = others.flatMap((other) => other.references.filter(isPassword).map(({ name }) => ({ name: name.toUpperCase(), other: other.portal })));
  const secrets = others.flatMap((other) =>
    other.references.filter(isClientSecret).map(({ name, path }) => ({ name: name.toUpperCase(), other: other.portal, place: path.join('.') })),
  );
  return references.flatMap((reference): Fault[] => {
    const known = secrets.find(({ name, other, place }) => name === reference.name.toUpperCase() && !(other === portal && place === reference.path.join('.')));
    if (known) return [{ path: reference.path, message: `${reference.name} is the secret of an application of ${known.other.id}: no other field takes it` }];
    const shared = taken.find(
      ({ name, other }) => name === reference.name.toUpperCase() && !(isPassword(reference) && (other === portal || serversOf(other) === serversOf(portal))),
    );
    if (!shared) return [];
    const message = isPassword(reference)
      ? `${reference.name} is the password of another directory, that of ${shared.other.id}: give this one a variable of its own`
      : `${reference.name} is the password of ${shared.other.id}'s directory: no other field takes it`;
    return [{ path: reference.path, message }];
  });
}
