import type { Fault } from './fault.ts';
import type { Portal } from './schema.ts';

/** A reference of a profile to the environment: the variable, and the field that takes it. */
export type Reference = { readonly name: string; readonly path: readonly (string | number)[] };

/** A profile with its references. */
export type Referring = { readonly portal: Portal; readonly references: readonly Reference[] };

const passwords = /^directory\.(bind\.password|token|oauth\.clientSecret|secret)$|^signIn\.openid\.\d+\.(clientSecret|clientKey)$/;
const clientSecrets = /^openid\.clients\.\d+\.secret$/;
const isClientSecret = ({ path }: Reference): boolean => clientSecrets.test(path.join('.'));
const isPassword = ({ path }: Reference): boolean => passwords.test(path.join('.'));

/** The secrets of a profile, references replaced. */
export const secretsOf = ({ directory, signIn }: Pick<Portal, 'directory' | 'signIn'>): string[] =>
  [...ofDirectory(directory), ...signIn.openid.flatMap(({ clientSecret, clientKey }) => [clientSecret, clientKey])].filter((secret) => secret !== undefined);

const ofDirectory = (directory: Portal['directory']): (string | undefined)[] => {
  if (directory.kind === 'ldap') return [directory.bind.password];
  if (directory.kind === 'http') return [directory.secret];
  return directory.kind === 'scim' ? [directory.token, directory.oauth?.clientSecret] : [];
};

/** The servers that a profile's secrets are sent to: those of an OpenID provider to that provider, the others to the directory. */
const serversOf = ({ directory, signIn }: Portal, { path }: Reference): string => {
  if (path[0] === 'signIn') return `openid ${signIn.openid[Number(path[2])]?.issuer ?? ''}`;
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
  const taken = others.flatMap((other) =>
    other.references
      .filter(isPassword)
      .map((reference) => ({ name: reference.name.toUpperCase(), other: other.portal, servers: serversOf(other.portal, reference) })),
  );
  const secrets = others.flatMap((other) =>
    other.references.filter(isClientSecret).map(({ name, path }) => ({ name: name.toUpperCase(), other: other.portal, place: path.join('.') })),
  );
  return references.flatMap((reference): Fault[] => {
    const known = secrets.find(({ name, other, place }) => name === reference.name.toUpperCase() && !(other === portal && place === reference.path.join('.')));
    if (known) return [{ path: reference.path, message: `${reference.name} is the secret of an application of ${known.other.id}: no other field takes it` }];
    const shared = taken.find(
      ({ name, servers }) => name === reference.name.toUpperCase() && !(isPassword(reference) && servers === serversOf(portal, reference)),
    );
    if (!shared) return [];
    const message =
      reference.path[0] === 'signIn' && isPassword(reference)
        ? `${reference.name} is sent to another server too, by ${shared.other.id}: give this provider a variable of its own`
        : isPassword(reference)
          ? `${reference.name} is the password of another directory, that of ${shared.other.id}: give this one a variable of its own`
          : `${reference.name} is the password of ${shared.other.id}'s directory: no other field takes it`;
    return [{ path: reference.path, message }];
  });
}
