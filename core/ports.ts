import type { Millis } from './foundation/clock.ts';
import type { Company } from './foundation/company.ts';
import type { Tx } from './foundation/database/schema.ts';
import type { Locale } from './foundation/i18n.ts';
import type { ChatAddress, ChatEvent } from './foundation/outbox/job.ts';

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

/** Says something in a chat; throws `Undeliverable` when no message can reach it. */
export type Notifier = { notify(address: ChatAddress, event: ChatEvent, locale: Locale, id: string): Promise<void> };

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
  /** Sets a password and unlocks the account; sessions that began before are over. Undefined when it is gone. */
  setPassword(tx: Tx, id: string, passwordHash: string, now: Millis): Promise<Account | undefined>;
  /** Deletes an account, with what signs it in; false when it is gone already. */
  remove(tx: Tx, portal: string, id: string): Promise<boolean>;
  /** Puts an account into a group; done again, it changes nothing. */
  join(portal: string, accountId: string, group: string): Promise<void>;
  /** Takes an account out of a group; done again, it changes nothing. */
  leave(portal: string, accountId: string, group: string): Promise<void>;
};

/** Looks an establishment up by its SIRET; undefined where there is none. Throws, after a few tries within two seconds, where the register does not answer. */
export type CompanyRegistry = { find(siret: string): Promise<Company | undefined> };
