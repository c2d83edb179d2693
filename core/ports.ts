import type { ApprovalView } from './access/approvalView.ts';
import type { Millis } from './foundation/clock.ts';
import type { Tx } from './foundation/database/schema.ts';
import type { Locale } from './foundation/i18n.ts';

/** A mail ready to leave. */
export type Mail = {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Stable over retries, so that a mailbox can drop a second delivery. Without angle brackets. */
  readonly messageId: string;
  readonly locale: Locale;
};

/** Sends a mail; throws `Undeliverable` when trying again is pointless, anything else when it may help. */
export type Mailer = { send(mail: Mail): Promise<void> };

/** Sends a short text to a phone number in E.164 form; throws as `Mailer` does. */
export type Texter = { send(sms: { to: string; text: string; id: string }): Promise<void> };

/** Where a chat lives: opaque to the core, written by the host, given back to its notifier. */
export type ChatAddress = { readonly [key: string]: unknown };

/** What the core has to say in a chat without having been asked. */
export type ChatEvent = {
  readonly name:
    | 'passwordSet'
    | 'supportCase'
    | 'requestDecided'
    | 'questionAsked'
    | 'provisionFailed'
    | 'invitationNews'
    | 'invitationsSent'
    | 'accountProven'
    | 'organisationCreated'
    | 'twoFactorChanged';
  readonly portal: string;
  readonly request?: string;
  readonly procedure?: string;
  readonly reference?: string;
  /** Id of the request for a group that it is about. */
  readonly enrollment?: string;
  /** Id of the invitation that it is about. */
  readonly invitation?: string;
  /** Id of the confirmation whose invitations are all sent. */
  readonly batch?: string;
  readonly text?: string;
  /** When it happened, where that matters when it is told late. */
  readonly at?: Millis;
  readonly details?: readonly (readonly [label: string, value: string])[];
};

/** Says something in a chat; throws `Undeliverable` when no message can reach it. */
export type Notifier = {
  /** Shows an approver's card, or, with the id of one sent before, changes that one. Returns its id. */
  card(address: ChatAddress, activityId: string | undefined, view: ApprovalView, approver: string | undefined, locale: Locale): Promise<string>;
  notify(address: ChatAddress, event: ChatEvent, locale: Locale, id: string): Promise<void>;
};

/** Thrown by a port when trying again would not help. */
export class Undeliverable extends Error {
  override name = 'Undeliverable';
}

/** Thrown by a port when the other side asked to wait. */
export class RetryAfter extends Error {
  override name = 'RetryAfter';
  readonly millis: Millis;
  constructor(millis: Millis, message: string) {
    super(message);
    this.millis = millis;
  }
}

/** Thrown by a port whose other side has had its share for now: nothing was sent, and the job comes back at that instant. */
export class Postponed extends Error {
  override name = 'Postponed';
  readonly until: Millis;
  constructor(until: Millis) {
    super('The conversation has had its share for now.');
    this.until = until;
  }
}

/** Where a deed was done. */
export type Channel = 'msteams' | 'emulator' | 'webchat' | 'page' | 'cli';

/** Who is doing something, as the channel says it (never as a card says it). */
export type Actor = {
  /** Stable id of the person in `person`; `anonymous` on a web page. */
  readonly person: string;
  readonly channel: Channel;
  readonly locale: Locale;
  /** Display name, for words in mails; never for rights. */
  readonly name?: string;
  /** True only where the channel authenticated this person (Teams: tenant and Entra object id). */
  readonly authenticated: boolean;
  readonly tenant?: string;
  /** Address that the channel's own roster gives for an authenticated person. */
  readonly email?: string;
  /** Client address, on a web page. */
  readonly ip?: string;
};

/** An account as a directory knows it; its password is never part of it. */
export type Account = {
  readonly id: string;
  readonly portal: string;
  readonly identifier: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string | null;
  readonly entity: string | null;
  readonly lockedAt: Millis | null;
  /** False until the first one is set. */
  readonly hasPassword: boolean;
};

/** What a new account is made of. */
export type NewAccount = Pick<Account, 'portal' | 'identifier' | 'email' | 'givenName' | 'familyName' | 'phone' | 'entity'>;

/** Where the accounts of a portal live. Looking takes one statement whatever is found (ALL-4). */
export type Directory = {
  get(portal: string, id: string): Promise<Account | undefined>;
  findByIdentifier(portal: string, identifier: string): Promise<Account | undefined>;
  findByEmail(portal: string, email: string): Promise<Account | undefined>;
  /** Makes an account, with its first password or none yet; undefined when the identifier was taken meanwhile. */
  create(tx: Tx, account: NewAccount, passwordHash: string | null, now: Millis): Promise<Account | undefined>;
  /** Sets a password, unlocks the account and ends its sessions; undefined when it is gone. */
  setPassword(tx: Tx, id: string, passwordHash: string, now: Millis): Promise<Account | undefined>;
  /** Deletes an account, with what signs it in; false when it is gone already. */
  remove(tx: Tx, portal: string, id: string): Promise<boolean>;
  /** Puts an account into a group; done again, it changes nothing. */
  join(portal: string, accountId: string, group: string): Promise<void>;
  /** Takes an account out of a group; done again, it changes nothing. */
  leave(portal: string, accountId: string, group: string): Promise<void>;
};

/** A company's establishment, as the public register has it. */
export type Company = {
  readonly siret: string;
  readonly siren: string;
  readonly name: string;
  /** Empty where its owner keeps the address from being published. */
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly closed: boolean;
};

/** Looks an establishment up by its SIRET; undefined where there is none. Throws, after a few tries within two seconds, where the register does not answer. */
export type CompanyRegistry = { find(siret: string): Promise<Company | undefined> };
