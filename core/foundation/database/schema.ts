import type { Generated, Kysely, Transaction } from 'kysely';
import type { Millis } from '../clock.ts';

/** The records. Ids are random UUIDs, instants integer milliseconds, names camelCase as in the code. */
export type Schema = {
  /** A person as a channel knows them, and where to reach their chat. */
  person: {
    id: string;
    channel: string;
    /** Empty where the channel has no tenants. */
    tenant: string;
    objectId: string;
    name: string | null;
    locale: string;
    /** Normalised address that the channel's roster gave; null where there is none. */
    emailKey: string | null;
    /** Conversation reference, as JSON; opaque to the core. */
    address: string | null;
    seenAt: Millis;
  };
  /** A reference to an account, with what its directory showed last; of the embedded directory, the account itself. */
  account: {
    id: string;
    portal: string;
    /** The immutable id in its directory; null where that is the embedded one. */
    directoryId: string | null;
    identifier: string;
    /** `identifier` normalised for comparison; unique in a portal's embedded directory. */
    identifierKey: string;
    email: string;
    emailKey: string;
    givenName: string;
    familyName: string;
    phone: string | null;
    entity: string | null;
    /** Sessions begun before this instant are dead. */
    sessionsFrom: Millis;
    createdAt: Millis;
    updatedAt: Millis;
  };
  /** Passwords, failures and locks of the embedded directory: only its connector and the import read this. */
  credential: {
    accountId: string;
    /** argon2id in PHC string form; null until the first password. */
    passwordHash: string | null;
    passwordSetAt: Millis | null;
    failedSignIns: number;
    lockedAt: Millis | null;
  };
  /** A write to a directory whose outcome is not recorded yet (DIR-4). */
  directoryAct: {
    /** What is done, such as `link:<id>`: one at a time. */
    key: string;
    startedAt: Millis;
    /** Until then somebody is at it; after that nobody knows what became of it. */
    claimedUntil: Millis;
  };
  /** What somebody asked for; links and codes belong to one. */
  request: {
    id: string;
    portal: string;
    procedure: string;
    /** `person.id` of who asked in chat. */
    person: string;
    /** What the link and codes are about: `account:<id>`, `new:<key>` or, where nothing was found, `none:<key>`. */
    subject: string;
    accountId: string | null;
    /** What a new account will be made of, as JSON. */
    data: string;
    locale: string;
    createdAt: Millis;
    expiresAt: Millis;
    /** When the mailed code was typed in the chat that asked, by an authenticated person. */
    provenAt: Millis | null;
    completedAt: Millis | null;
  };
  /** A single-use link; states in docs/states.md. */
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
    /** When a newer link of the same purpose took its place. */
    replacedAt: Millis | null;
  };
  /** A six-digit code. */
  code: {
    id: string;
    requestId: string;
    /** `mail`: typed in the chat that asked; `page`: typed on the password page (IN-7). */
    purpose: string;
    /** HMAC-SHA-256 under SECRET_KEY, base64url. */
    digest: string;
    tries: number;
    createdAt: Millis;
    expiresAt: Millis;
    spentAt: Millis | null;
    replacedAt: Millis | null;
  };
  /** This person owns that portal account. */
  binding: { id: string; person: string; accountId: string; portal: string; createdAt: Millis; endedAt: Millis | null };
  /** What must happen outside, and what falls due. */
  outbox: {
    id: string;
    /** `mail`, `sms`, `chat`, `channel`, or `nothing` for what only looks like work (ALL-4). */
    kind: string;
    /** Why: one row a reason, so that nothing is sent twice for one. */
    reason: string;
    /** JSON; what is secret in it is sealed under SECRET_KEY. Emptied once done. */
    payload: string;
    /** `person.id` whose chat it goes to, for `chat`. */
    person: string | null;
    /** `waiting`, `claimed`, `done`, `given-up`, or `held`: no message reaches the chat, so at its next message. */
    status: string;
    attempts: number;
    dueAt: Millis;
    claimedUntil: Millis | null;
    error: string | null;
    createdAt: Millis;
    doneAt: Millis | null;
  };
  /** Who, what, for whom, when, from which channel, outcome. Append-only. */
  audit: {
    id: Generated<number>;
    at: Millis;
    actor: string;
    channel: string;
    action: string;
    portal: string;
    subject: string;
    outcome: string;
    detail: string;
  };
  /** A case handed to support, by its reference number. */
  supportCase: { reference: string; portal: string; person: string; context: string; createdAt: Millis };
  /** What was said and not understood, without personal data. */
  unheard: { text: string; locale: string; count: number; lastAt: Millis };
  /** Somebody asks for a group («inscription»), or for an organisation to be validated; states in docs/states.md. */
  enrollment: {
    id: string;
    /** Read out to people. */
    reference: string;
    portal: string;
    /** Empty where it is about an organisation. */
    groupId: string;
    /** `organisation.id` where that is what it is about. */
    organisationId: string | null;
    accountId: string;
    /** `person.id` of who asks; told of what becomes of it. */
    person: string;
    locale: string;
    justification: string | null;
    status: string;
    createdAt: Millis;
    expiresAt: Millis;
    decidedAt: Millis | null;
    /** Address of who decided. */
    decidedBy: string | null;
    reason: string | null;
  };
  /** Who is asked to decide on an enrollment. */
  approver: {
    id: string;
    enrollmentId: string;
    /** Normalised address. */
    address: string;
    /** 1 while this person's word is waited for. */
    open: number;
    decision: string | null;
    askedAt: Millis;
    decidedAt: Millis | null;
  };
  /** A card that was sent for an enrollment: what is needed to change it once that is decided. */
  approvalCard: { id: string; enrollmentId: string; approver: string; address: string; activityId: string };
  /** What was asked, answered, forwarded on an enrollment. */
  enrollmentNote: { id: string; enrollmentId: string; at: Millis; kind: string; author: string; text: string };
  /** A group that an account has been given; provisioned in the directory on its day. */
  membership: {
    id: string;
    portal: string;
    accountId: string;
    groupId: string;
    enrollmentId: string | null;
    grantedAt: Millis;
    provisionAt: Millis;
    provisionedAt: Millis | null;
  };
  /** A procedure that a person came to the end of, and how they say it went (ALL-11). */
  feedback: {
    id: string;
    portal: string;
    procedure: string;
    /** `person.id` of whose ending it is. */
    person: string;
    endedAt: Millis;
    /** `good` or `bad`; null while nothing was said. */
    verdict: string | null;
    /** Without personal data. */
    comment: string | null;
    answeredAt: Millis | null;
  };
  /** A company or an establishment that a portal knows; states in docs/states.md. */
  organisation: {
    id: string;
    /** Read out to people. */
    reference: string;
    portal: string;
    name: string;
    /** 14 digits; unique in a portal among those that are pending or validated. */
    siret: string | null;
    /** ISO 3166-1 alpha-2. */
    country: string;
    /** `france`, `abroad`, or empty where it makes no difference. */
    domicile: string;
    /** JSON of what else is known: street, postalCode, city, vat, phone… */
    details: string;
    /** `pending`, `validated`, `refused`, `withdrawn`, `expired`. */
    status: string;
    /** `person.id`. */
    createdBy: string;
    createdAt: Millis;
    decidedAt: Millis | null;
    /** Address of who decided. */
    decidedBy: string | null;
    reason: string | null;
    /** What an establishment is known by in its portal, and unique there; null for an organisation that is none. */
    establishment: string | null;
  };
  /** The role of an account in an organisation. */
  organisationMember: {
    id: string;
    organisationId: string;
    portal: string;
    accountId: string;
    /** `administrator` or `member`. */
    role: string;
    /** `person.id`. */
    grantedBy: string;
    grantedAt: Millis;
    endedAt: Millis | null;
    /** JSON list of ids of the profile's rights, without those that the role stands for. */
    rights: Generated<string>;
    /** The name, as users are sorted by it (core/users/userSearch.ts). */
    sortKey: Generated<string>;
    /** The name by which an administrator let them in, without asking them; null where the account's own is shown. */
    givenName: Generated<string | null>;
    familyName: Generated<string | null>;
    /** 1 where the account was made for this place, and goes with the last one. */
    madeAccount: Generated<number>;
  };
  /** What a member who has not left is found by (core/users/userSearch.ts). */
  memberWord: { memberId: string; organisationId: string; word: string };
  /** An address that one signs in with cannot be changed: a new user takes the place of the old one, once accepted (EX-5). */
  replacement: {
    id: string;
    portal: string;
    organisationId: string;
    /** The old user. */
    accountId: string;
    /** Of the new one. */
    invitationId: string;
    /** `person.id` of the administrator who goes through it. */
    person: string;
    /** `open`, `done`, `left`. */
    status: string;
    createdAt: Millis;
    endedAt: Millis | null;
  };
  /** Somebody is asked in; states in docs/states.md. */
  invitation: {
    id: string;
    portal: string;
    /** The organisation that it leads into; null where accepting makes one, or none is asked for. */
    organisationId: string | null;
    /** `person.id` of who invites. */
    inviter: string;
    inviterName: string;
    inviterEmail: string;
    /** The administrator's account, where the invitation is into their establishment; else null, and the profile says who invites. */
    inviterAccountId: string | null;
    /** Where it is mailed, and what the account will be made with. */
    email: string;
    /** `mailboxKey` of the address: one mailbox, however it is spelt. */
    emailKey: string;
    givenName: string;
    familyName: string;
    /** The company form as filled so far, JSON by field id. */
    company: string;
    /** JSON list of ids of the profile's grants. */
    rights: string;
    /** `sent`, `opened`, `accepted`, `expired`, `revoked`, `refused`. */
    status: string;
    locale: string;
    createdAt: Millis;
    expiresAt: Millis;
    openedAt: Millis | null;
    decidedAt: Millis | null;
    /** Once accepted. */
    accountId: string | null;
    /** The request that its newest link belongs to. */
    requestId: string;
  };
  /** What one confirmation sends: it goes on behind the answer. */
  invitationBatch: {
    id: string;
    portal: string;
    inviter: string;
    /** JSON: what all of them have in common, and who invites. */
    shared: string;
    /** JSON list. */
    invitees: string;
    /** JSON: what became of those that were not sent, by address. */
    results: string;
    /** How many are done. */
    next: number;
    total: number;
    createdAt: Millis;
  };
  /** What was agreed to, when, in which version. */
  agreement: {
    id: string;
    portal: string;
    invitationId: string;
    /** Null until the invitation is accepted. */
    accountId: string | null;
    /** JSON list of label, address and version. */
    terms: string;
    agreedAt: Millis;
  };
  /** Somebody is signed in to the embedded directory, in one browser. */
  session: {
    id: string;
    /** SHA-256 of the cookie's secret, base64url. */
    digest: string;
    portal: string;
    accountId: string;
    /** `second` while the second factor is waited for, then `open`. */
    state: string;
    createdAt: Millis;
    lastSeenAt: Millis;
    /** Dead from then on where nothing was done with it. */
    idleUntil: Millis;
    /** Dead from then on whatever was done with it. */
    expiresAt: Millis;
    /** `me`, `name` or `no` (OC-6). */
    remember: string;
    /** Short label of the browser, for its owner to know it by. */
    agent: string;
    ip: string;
    endedAt: Millis | null;
    /** Why it ended early: `signOut`, `revoked`, `passwordChanged`, `rotated`. */
    ending: string | null;
  };
  /** The TOTP of an account; it counts from `confirmedAt` on. */
  secondFactor: {
    accountId: string;
    portal: string;
    /** Sealed under SECRET_KEY. */
    secret: string;
    confirmedAt: Millis | null;
    /** The newest time step whose code was accepted: none is accepted twice. */
    lastStep: number | null;
    createdAt: Millis;
  };
  /** A single-use way past the second factor. */
  recoveryCode: {
    id: string;
    accountId: string;
    /** HMAC-SHA-256 under SECRET_KEY, base64url. */
    digest: string;
    usedAt: Millis | null;
  };
  rateLimit: { key: string; points: number; expiresAt: Millis | null };
  keyv: { key: string; value: string; expiresAt: Millis | null };
};

export type Database = Kysely<Schema>;
/** The handle inside a transaction: the only one to use there. */
export type Tx = Transaction<Schema>;
