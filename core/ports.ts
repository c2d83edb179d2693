import type { Said } from './foundation/accountWords.ts';
import type { Millis } from './foundation/clock.ts';
import type { Company } from './foundation/company.ts';
import type { Tx } from './foundation/database/schema.ts';
import type { Locale } from './foundation/i18n.ts';
import type { ChatAddress, ChatEvent } from './foundation/outbox/job.ts';
import type { Outcome } from './foundation/outcome.ts';

/** A mail ready to send. */
export type Mail = {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same on every retry, so that a mailbox can drop duplicates. Without angle brackets. */
  readonly messageId: string;
  readonly locale: Locale;
};

/** Sends a mail; throws `Undeliverable` when trying again is pointless, anything else when it may help. */
export type Mailer = { send(mail: Mail): Promise<void> };

/** Sends a short text to a phone number in E.164 form; throws as `Mailer` does. */
export type Texter = { send(sms: { to: string; text: string; id: string }): Promise<void> };

/** Says something in a chat; throws `Undeliverable` when no message can reach it. */
export type Notifier = { notify(address: ChatAddress, event: ChatEvent, locale: Locale, id: string): Promise<void> };

/** What a service of the operator's own can do beyond finding people one by one (DIR-13). */
export const contractAbilities = ['verify', 'setPassword', 'changePassword', 'create', 'remove', 'groups', 'manager', 'passwordEnd', 'search'] as const;
/** What a directory can do; a profile that offers more is refused at start (DIR-1). `guests`: its new accounts have a password elsewhere, and none here. */
export const abilities = [...contractAbilities, 'guests'] as const;
export type Ability = (typeof abilities)[number];

/** How somebody is looked up: as typed, or by the directory's own id. */
export type Lookup = { readonly identifier: string } | { readonly email: string } | { readonly id: string };

/** What a new account is made of. */
export type NewEntry = {
  readonly identifier: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string | null;
  readonly entity: string | null;
};

/** An account as its directory shows it now; its password is never part of it. */
export type Entry = NewEntry & {
  /** The directory's immutable id, such as objectGUID or entryUUID. */
  readonly id: string;
  /** False until the first one is set. */
  readonly hasPassword: boolean;
  readonly locked: boolean;
  /** Disabled or expired: nothing here revives it (DIR-5). */
  readonly disabled: boolean;
  /** Marked as privileged by the directory: nothing here touches it (DIR-15). */
  readonly privileged: boolean;
  /**
   * Where no password of its is set from here: it opens with one that is kept elsewhere, by another organisation or identity provider, in place of which a
   * temporary access pass may be had. Undefined: a password.
   */
  readonly signsIn?: 'elsewhere' | 'accessPass';
  /** When its password ends; null where it does not, or the directory does not say. */
  readonly passwordEndsAt: Millis | null;
  /** When its address was changed to this one; undefined if it never was, or the directory does not know. */
  readonly emailSince?: Millis;
};

/** An account by its directory's id, and when its password ends. */
export type Ending = { readonly id: string; readonly passwordEndsAt: Millis };

/** What lets the owner of an account sign in once, in place of a password. It is shown and never kept. */
export type AccessPass = { readonly pass: string; readonly lives: Millis };

/** What a write leaves in our own records, with everything else or not at all. False: something else was faster, and nothing must be kept. */
export type Commit = (tx: Tx, now: Millis) => Promise<boolean>;

/** A password that was compared. `locks`: it was the failure that locked the account. */
export type Verified =
  | { readonly ok: true; readonly commit: Commit }
  | { readonly ok: false; readonly why: 'wrong' | 'locked' | 'disabled' | 'expired' | 'mustChange' | 'busy'; readonly locks?: boolean };

/**
 * Where the accounts of one portal live. A write acts first, outside of any transaction, and gives back what belongs into the transaction that
 * records it. Throws `DirectoryUnavailable` where the other side does not answer: a write may or may not have happened then.
 */
export type Directory = {
  readonly can: ReadonlySet<Ability>;
  /** Whether accounts, passwords and groups are records of Guichet's own: acting and committing are one, and ids are `Account.id`. */
  readonly embedded: boolean;
  /** One operation whatever is found (ALL-4); undefined also where several match. */
  find(by: Lookup): Promise<Entry | undefined>;
  /** People by what they say on the phone, `most` at most. Undefined where the directory cannot look for more than one. */
  readonly search?: (said: Said, most: number) => Promise<readonly Entry[]>;
  /** Costs the same for an account that is not there (ALL-4). `past` a lock that failed sign-ins left, for a browser that is known. */
  verify(entry: Entry | undefined, password: string, past?: 'lock'): Promise<Verified>;
  /** Sets a password under the directory's policy, and unlocks the account. Refuses with the field `password` (DIR-3). */
  setPassword(entry: Entry, password: string): Promise<Outcome<Commit>>;
  /** For an account that `signsIn` with one. An earlier pass ends with it. */
  readonly accessPass?: (entry: Entry) => Promise<Outcome<AccessPass>>;
  /** With the owner's own rights, the old and the new together (DIR-12). Refuses with the fields `current` and `password`. */
  changePassword(entry: Entry, current: string, password: string): Promise<Outcome<Commit>>;
  /** Makes an account, with its first password or none yet (DIR-6). The commit is false where the identifier was taken meanwhile. */
  create(entry: NewEntry, password: string | undefined): Promise<Outcome<{ readonly entry: Entry; readonly commit: Commit }>>;
  /** Puts a new account into its first groups (DIR-6); done again, it changes nothing. */
  welcome(entry: Pick<Entry, 'id'>): Promise<void>;
  /** Deletes or disables an account, as the profile says; done again, it changes nothing. */
  remove(entry: Pick<Entry, 'id'>): Promise<Commit>;
  /** The groups of the profile's catalogue that an account is in, nested ones included (DIR-7). */
  groupsOf(entry: Pick<Entry, 'id'>): Promise<readonly string[]>;
  /** Puts an account into a group; done again, it changes nothing. */
  join(entry: Pick<Entry, 'id'>, group: string): Promise<void>;
  /** Takes an account out of a group; done again, it changes nothing. */
  leave(entry: Pick<Entry, 'id'>, group: string): Promise<void>;
  /**
   * The people in a group, named as the directory names it, nested groups included; disabled accounts are left out (DIR-11). Throws
   * `DirectoryMisconfigured` where there is no such group, or more are in it than could be asked.
   */
  membersOf(group: string): Promise<readonly Entry[]>;
  /**
   * The people whom a group of the profile's catalogue has itself, page by page: those whom `leave` takes out of it. Those of groups that lie in it are
   * left out where the directory can tell; disabled accounts are among them. Throws `DirectoryMisconfigured` where there is no such group.
   */
  inGroup(group: string): AsyncIterable<readonly Entry[]>;
  /** Which of these groups, named as the directory names them, an account is in, nested ones included. */
  amongGroups(entry: Pick<Entry, 'id'>, groups: readonly string[]): Promise<readonly string[]>;
  /** The account's manager, as the directory has it now. */
  managerOf(entry: Pick<Entry, 'id'>): Promise<Entry | undefined>;
  /** The accounts whose passwords end after one instant and not after another, page by page (DIR-14): none that is disabled or marked as privileged. */
  ending(after: Millis, until: Millis): AsyncIterable<readonly Ending[]>;
  /** An account whose password ends, as it is now; undefined where it does not, or is that of one that is gone, disabled, or privileged by its groups too. */
  endingOf(entry: Pick<Entry, 'id'>): Promise<Entry | undefined>;
  close(): Promise<void>;
};

/** Thrown where a directory cannot be had just now. The message is for the operator. */
export class DirectoryUnavailable extends Error {
  override name = 'DirectoryUnavailable';
}

/** Thrown where a directory refuses its own service account, or is set up wrongly: it cannot be had before an operator has acted. */
export class DirectoryMisconfigured extends DirectoryUnavailable {
  override name = 'DirectoryMisconfigured';
}

/** An account as the rooms know it: the reference that links, requests and memberships hang on, with what its directory shows now. */
export type Account = Entry & { readonly portal: string /** The directory's own id, where `id` is the reference's. */; readonly directoryId: string };

/** What a new account is made of, and where. */
export type NewAccount = NewEntry & { readonly portal: string };

/** What a write left, as an account; undefined where something else was faster. */
export type AccountCommit = (tx: Tx, now: Millis) => Promise<Account | undefined>;

/** The accounts of all portals, each in its own directory. Looking takes one operation whatever is found (ALL-4). */
export type Accounts = {
  get(portal: string, id: string): Promise<Account | undefined>;
  findByIdentifier(portal: string, identifier: string): Promise<Account | undefined>;
  findByEmail(portal: string, email: string): Promise<Account | undefined>;
  /** People by what they say on the phone, in a directory elsewhere; undefined where it cannot look for them. */
  search(portal: string, said: Said, most: number): Promise<readonly Account[] | undefined>;
  /** By the directory's own id, in a directory elsewhere; nobody in an embedded one, whose ids are ours. */
  findByDirectoryId(portal: string, directoryId: string): Promise<Account | undefined>;
  /** `from`: for whom it is computed, as `Gate` counts them. `busy`: it was not even tried. */
  verify(portal: string, account: Account | undefined, password: string, how: { readonly past?: 'lock' | undefined; readonly from: string }): Promise<Verified>;
  /** `act` names what is done, so that it is done once: by one of two at the same time, and when the first answer was lost (DIR-4). */
  setPassword(account: Account, password: string, act: string, from: string): Promise<Outcome<AccountCommit>>;
  /** A pass in place of a password, for an account that `signsIn` with one. Done again, it gives another, and the one before is over. */
  accessPass(account: Account, act: string): Promise<Outcome<{ readonly given: AccessPass; readonly commit: AccountCommit }>>;
  changePassword(account: Account, current: string, password: string, from: string): Promise<Outcome<AccountCommit>>;
  create(account: NewAccount, password: string | undefined, act: string, from?: string): Promise<Outcome<AccountCommit>>;
  /** Ends an account with the transaction, or by the outbox where its directory is elsewhere; false when it is gone already. */
  remove(tx: Tx, account: Account, now: Millis): Promise<boolean>;
  /** The outbox's part of that; done again, it changes nothing. */
  end(portal: string, directoryId: string): Promise<void>;
  /** The groups that its directory has an account in; undefined where groups are records of Guichet's own. */
  groupsOf(account: Pick<Account, 'portal' | 'directoryId'>): Promise<readonly string[] | undefined>;
  join(portal: string, accountId: string, group: string): Promise<void>;
  leave(portal: string, accountId: string, group: string): Promise<void>;
  /** The addresses of the people in a group, named as the portal's directory names it. */
  membersOf(portal: string, group: string): Promise<readonly string[]>;
  /** The people in a group of the portal's catalogue, page by page, as its directory has them; where groups are records of Guichet's own, as these have them. */
  inGroup(portal: string, group: string): AsyncIterable<readonly Entry[]>;
  /** Which of these groups, named as the directory names them, somebody is in: the owner of an address, or of an account. */
  amongGroups(portal: string, whose: { readonly email: string } | { readonly accountId: string }, groups: readonly string[]): Promise<readonly string[]>;
  /** The address of an account's manager. */
  managerOf(portal: string, accountId: string): Promise<string | undefined>;
  /** Whether the portal's directory says when passwords end. */
  saysEnds(portal: string): boolean;
  /** As the directory's own, by the portal. */
  ending(portal: string, after: Millis, until: Millis): AsyncIterable<readonly Ending[]>;
  endingOf(portal: string, directoryId: string): Promise<Account | undefined>;
};

/** Looks an establishment up by its SIRET; undefined where there is none. Throws, after a few tries within two seconds, where the register does not answer. */
export type CompanyRegistry = { find(siret: string): Promise<Company | undefined> };

/** An OpenID provider, and the client that Guichet is there: a portal's profile says it, or a setting. */
export type IdentityProvider = {
  readonly id: string;
  /** The provider's issuer identifier, at which its configuration is discovered. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** A private key (PKCS #8, PEM) to authenticate with in place of a secret, and its certificate after it where the provider asks for one. */
  readonly clientKey?: string | undefined;
  /** The claim that names somebody for good: `sub`, or `oid` within a tenant of Microsoft's. */
  readonly identifiedBy: 'sub' | 'oid';
  /** The tenants whose people are accepted; the issuer's own where none is named. */
  readonly tenants: readonly string[];
  /** What the ID token says where the provider has checked a second factor; undefined where it is not relied on. */
  readonly secondFactor?: { readonly claim: 'amr' | 'acr' | 'acrs'; readonly values: readonly string[] } | undefined;
  /** What is asked for beside `openid` and `profile`. */
  readonly scopes?: readonly string[];
  /** Further claims of the ID token that are read. */
  readonly reads?: readonly string[];
};

/** Somebody for whom an OpenID provider vouches. Issuer and subject together name them, and nothing else does: an address can be claimed by anybody. */
export type OutsideIdentity = {
  readonly issuer: string;
  readonly subject: string;
  /** As the provider shows it; people may choose it themselves. */
  readonly name: string | undefined;
  /** Whether the provider says that it checked a second factor, as the client's `secondFactor` asks. */
  readonly factor: boolean;
  /** The values of the claims that the client `reads`. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
};

/** What one sign-in at a provider is recognised by: each value random, and of this sign-in alone. */
export type ProviderAttempt = { readonly redirectUri: string; readonly state: string; readonly nonce: string; readonly verifier: string };

/**
 * Signing in at OpenID providers (OpenID Connect Core 1.0, 3.1; RFC 9700). Refuses with `identity.unavailable` where the provider does not answer, with
 * `identity.denied` where the person stopped there, and with `identity.refused` where something is not as it must be.
 */
export type IdentityProviders = {
  /** The address at the provider to send the browser to. `fresh`: the person signs in there again, whoever was signed in before. */
  begin(client: IdentityProvider, attempt: ProviderAttempt, how: { readonly fresh: boolean; readonly locale: Locale }): Promise<Outcome<string>>;
  /** Who came back, by the query of the redirect. The tokens are read and forgotten. */
  finish(client: IdentityProvider, attempt: ProviderAttempt, query: URLSearchParams): Promise<Outcome<OutsideIdentity>>;
};
