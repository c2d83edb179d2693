import type { Dependencies } from '../dependencies.ts';
import { type PhoneNow, phoneNow } from '../directory/index.ts';
import { type Locale, localeOf, wordings } from '../foundation/i18n.ts';
import { type FoundLink, findLink, isPasswordPurpose, type LinkState, linkState, type PasswordPurpose } from '../foundation/links.ts';
import type { Refusal } from '../foundation/outcome.ts';
import { type Procedure, procedures } from '../foundation/procedures.ts';
import { wentElsewhere } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { type SignUpData, signUpData } from './askForLink.ts';

/** A link that sets a password, with its portal and account. */
export type PasswordLink = {
  readonly portal: Portal;
  readonly link: FoundLink;
  readonly purpose: PasswordPurpose;
  readonly procedure: Procedure;
  readonly locale: Locale;
  /** The account; undefined if completing the link creates it. */
  readonly account: Account | undefined;
  /** The password's owner: the account, or the sign-up that will become one. */
  readonly owner: SignUpData | Account;
  /** Where a text message to them goes. */
  readonly phone: PhoneNow;
};

/** Finds a password link and its state; spends nothing. */
export async function lookAt(
  { db, clock, directory, portals }: Dependencies,
  portalId: string,
  secret: string,
): Promise<{ state: 'unknown'; portal: Portal | undefined } | ({ state: Exclude<LinkState, 'unknown'> } & PasswordLink)> {
  const portal = portals.get(portalId);
  const found = portal && (await findLink(db, portal.id, secret));
  // A link for another purpose, such as deciding on a request, sets nobody's password.
  const link = isPasswordPurpose(found?.purpose) ? found : undefined;
  const state = linkState(link, clock());
  if (!portal || !link || state === 'unknown') return { state: 'unknown', portal };
  const account = link.accountId === null ? undefined : await directory.get(portal.id, link.accountId);
  const owner = account ?? signUpData(link.data);
  return {
    // The mailbox that it was sent to is not the account's any more.
    state: state === 'open' && wentElsewhere(link, account) ? 'expired' : state,
    portal,
    link,
    purpose: link.purpose === 'reset' ? 'reset' : 'setPassword',
    // A procedure that a release has removed is treated as a reset.
    procedure: procedures.find((procedure) => procedure === link.procedure) ?? 'reset',
    locale: localeOf(link.locale),
    account,
    owner,
    phone: account ? await phoneNow(db, account, clock()) : { phone: owner.phone ?? undefined },
  };
}

const dead = { expired: 'link.expired', used: 'link.used', unknown: 'link.unknown' } as const;

/** Names that a password must not be made of: the owner's and the portal's. */
export const namesOf = ({ name, id }: Portal, owner: SignUpData | Account): string[] => [
  owner.identifier,
  owner.email,
  owner.givenName,
  owner.familyName,
  id,
  ...wordings(name),
];

/** Why a link does not open. */
export const deadLink = (state: Exclude<LinkState, 'open'>): Refusal => ({ key: dead[state] });
