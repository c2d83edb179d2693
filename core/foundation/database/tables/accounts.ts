import type { Generated } from 'kysely';
import type { Millis } from '../../clock.ts';

/** People, accounts, and what is asked for them. */
export type AccountTables = {
  /** A person as a channel knows them, and how to reach their chat. On the channel `openid` it is somebody whom a provider vouches for, and has no chat. */
  person: {
    id: string;
    channel: string;
    /** Empty if the channel has no tenants. On `openid`: the issuer. */
    tenant: string;
    /** On `openid`: the provider's own id of somebody. */
    objectId: string;
    name: string | null;
    locale: string;
    /** Normalised address from the channel's roster. Null if there is none. */
    emailKey: string | null;
    /** 1 if the roster has them as a guest, or their address is given by another tenant. */
    guest: Generated<number>;
    /** Conversation reference, as JSON. Opaque to the core. */
    address: string | null;
    seenAt: Millis;
  };
  /** A reference to an account in a directory, with what the directory showed last. For the embedded directory, the account itself. */
  account: {
    id: string;
    portal: string;
    /** The immutable id in its directory. Null for the embedded directory. */
    directoryId: string | null;
    identifier: string;
    /** `identifier` normalised for comparison. Unique in a portal's embedded directory. */
    identifierKey: string;
    email: string;
    emailKey: string;
    givenName: string;
    familyName: string;
    phone: string | null;
    entity: string | null;
    /** When its address was changed to this one. Null if it never was, or its directory is elsewhere and knows better. */
    emailSince: Millis | null;
    /** Where codes went before its number changed last. Null if they went by e-mail. */
    formerPhone: string | null;
    /** Until when they still go there. Null if its number never changed, or is the former one again. */
    phoneRestsUntil: Millis | null;
    /** Sessions that began before this instant are dead. */
    sessionsFrom: Millis;
    createdAt: Millis;
    updatedAt: Millis;
  };
  /** Written anew, one row for each portal, where nobody is found in a directory elsewhere. It takes what a reference takes (ALL-4), and says nothing. */
  notFound: Omit<AccountTables['account'], 'directoryId' | 'emailSince' | 'formerPhone' | 'phoneRestsUntil'> & { directoryId: string };
  /** Passwords, failed attempts and locks of the embedded directory. Only its connector and the import read this table. */
  credential: {
    accountId: string;
    /** argon2id in PHC string form. Null until the first password is set. */
    passwordHash: string | null;
    passwordSetAt: Millis | null;
    failedSignIns: number;
    lockedAt: Millis | null;
  };
  /** Search words of the accounts of the embedded directory (core/foundation/accountWords.ts). */
  accountWord: { accountId: string; word: string };
  /** A write to a directory whose outcome is not recorded yet (DIR-4). */
  directoryAct: {
    /** What is done, such as `link:<id>`. Only one runs at a time. */
    key: string;
    startedAt: Millis;
    /** Until then a process is working on it. After that the outcome is unknown. */
    claimedUntil: Millis;
  };
  /** That the owner of an account is told before its password ends (DIR-14). One row for each account and end. */
  passwordNotice: {
    portal: string;
    /** The account's id in its directory. */
    directoryId: string;
    endsAt: Millis;
    /** The notice that was due last: how many days before the end. It only goes down. */
    days: number;
  };
  /** What somebody asked for. Links and codes belong to a request. */
  request: {
    id: string;
    portal: string;
    procedure: string;
    /** `person.id` of the requester, in chat. */
    person: string;
    /** What the link and codes are about: `account:<id>`, `new:<key>` or, if nothing was found, `none:<key>`. */
    subject: string;
    accountId: string | null;
    /** Data for creating a new account, as JSON. */
    data: string;
    locale: string;
    createdAt: Millis;
    expiresAt: Millis;
    /** `emailKey` of the address that its links and codes are mailed to. Null if they are not mailed. */
    sentTo: string | null;
    /** What was typed, normalised, where mails are asked for by it. Tries at its codes are counted by this. */
    asked: string | null;
    /** When an authenticated person typed the mailed code in the chat that asked. */
    provenAt: Millis | null;
    completedAt: Millis | null;
  };
  /** A single-use link. Its states are in docs/states.md. */
  link: {
    id: string;
    /** SHA-256 of the secret, base64url. */
    digest: string;
    requestId: string;
    portal: string;
    purpose: string;
    subject: string;
    createdAt: Millis;
    expiresAt: Millis;
    spentAt: Millis | null;
    /** When a newer link of the same purpose replaced it. */
    replacedAt: Millis | null;
  };
  /** A six-digit code. */
  code: {
    id: string;
    requestId: string;
    /** `mail`: typed in the chat that asked; `page`: typed on the password page (IN-7). */
    purpose: string;
    /** HMAC-SHA-256 under SECRET_KEY, base64url, after the name of that key. */
    digest: string;
    tries: number;
    createdAt: Millis;
    expiresAt: Millis;
    spentAt: Millis | null;
    replacedAt: Millis | null;
  };
  /** A tie: proof that this person owns that portal account. `createdAt`: when it was made last, if it had ended before. */
  binding: { id: string; person: string; accountId: string; portal: string; createdAt: Millis; endedAt: Millis | null };
  /** Until when a person has passed the second factor of an account in their chat. */
  factorProof: { person: string; accountId: string; until: Millis };
};
