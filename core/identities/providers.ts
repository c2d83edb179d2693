import type { Dependencies } from '../dependencies.ts';
import { outsideTie } from '../directory/index.ts';
import type { LocalisedText } from '../foundation/i18n.ts';
import type { IdentityProviderSettings, Portal } from '../portal/index.ts';
import type { Account, OutsideIdentity } from '../ports.ts';
import type { Flow } from './relyingParty.ts';

/** A provider as pages offer it. `ties`: people link their account to it themselves. `proves`: its second factor may take the place of the account's own. */
export type Provider = { readonly id: string; readonly label: LocalisedText; readonly ties: boolean; readonly proves: boolean };

/** The providers of a portal, in the order of its profile. */
export const providersOf = ({ signIn }: Portal): Provider[] =>
  signIn.openid.map(({ id, label, accounts, secondFactor }) => ({ id, label, ties: accounts === 'ties', proves: secondFactor !== undefined }));

/** The provider of a portal with this id. */
export const settingsOf = ({ signIn }: Portal, id: string): IdentityProviderSettings | undefined => signIn.openid.find((one) => one.id === id);

/** The flow of a portal's provider. Each has a redirect URI of its own, so that an answer of one is never taken for another's (RFC 9700, 4.4). */
export const flowOf = ({ publicUrl }: Pick<Dependencies, 'publicUrl'>, portal: Portal, provider: string): Flow => ({
  about: `portal:${portal.id}:${provider}`,
  redirectUri: `${publicUrl}/p/${portal.id}/signin/with/${provider}/callback`,
});

/** The account that an outside identity opens, with the tie by which it does; `tie` is empty where the directory itself knows it. */
export async function accountOf(
  { db, directory }: Pick<Dependencies, 'db' | 'directory'>,
  portal: Portal,
  { accounts }: IdentityProviderSettings,
  identity: OutsideIdentity,
): Promise<{ readonly account: Account; readonly tie: string } | undefined> {
  if (accounts === 'directory') {
    const account = await directory.findByDirectoryId(portal.id, identity.subject);
    return account && { account, tie: '' };
  }
  const tie = await outsideTie(db, portal.id, identity);
  const account = tie && (await directory.get(portal.id, tie.accountId));
  // Looking may have ended it: the directory elsewhere shows another address by now.
  const left = account && portal.directory.kind !== 'embedded' ? await outsideTie(db, portal.id, identity) : tie;
  return account && left ? { account, tie: left.id } : undefined;
}
