import type { Dependencies } from '../dependencies.ts';

/** What an application may be told of an account, by the names of OpenID Connect Core 1.0, 5.1; `sub` is an id of ours, never the address. */
export type Claims = {
  readonly sub: string;
  readonly name: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly preferred_username: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly groups?: readonly string[];
};

/** The claims that each scope opens; when and how somebody signed in is in the ID token alone. */
export const claimsOf = {
  openid: ['sub', 'auth_time', 'amr'],
  profile: ['name', 'given_name', 'family_name', 'preferred_username'],
  email: ['email', 'email_verified'],
  groups: ['groups'],
} as const;

/** Reads them as they are now. Undefined if there is no such account any more, or it is disabled. */
export async function readClaims(
  { db, directory }: Pick<Dependencies, 'db' | 'directory'>,
  portal: string,
  accountId: string,
  { groups }: { readonly groups: boolean },
): Promise<Claims | undefined> {
  const account = await directory.get(portal, accountId);
  if (!account || account.disabled) return undefined;
  const { givenName, familyName, identifier, email, emailSince } = account;
  const held = groups
    ? await db
        .selectFrom('membership')
        .select('groupId')
        .distinct()
        .where('accountId', '=', accountId)
        // Access that begins on a later day is none yet.
        .where('provisionedAt', 'is not', null)
        .orderBy('groupId')
        .execute()
    : undefined;
  return {
    sub: accountId,
    name: `${givenName} ${familyName}`.trim(),
    given_name: givenName,
    family_name: familyName,
    preferred_username: identifier,
    email,
    // The first password came by a link mailed there (ALL-1); an address that was changed since was proven by nobody.
    email_verified: emailSince === undefined,
    ...(held && { groups: held.map(({ groupId }) => groupId) }),
  };
}
