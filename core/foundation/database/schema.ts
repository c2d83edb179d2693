import type { Generated, Kysely, Transaction } from 'kysely';
import type { Millis } from '../clock.ts';

/** The tables. Ids are random UUIDs, instants are integer milliseconds, and names are camelCase as in the code. */
export type Schema = {
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
  /** Which bot runs a turn of a conversation. Only on PostgreSQL. */
  turnClaim: {
    conversation: string;
    /** Names a bot's process. */
    holder: string;
    until: Millis;
  };
  /** Work to be done outside the database, and timers. */
  outbox: {
    id: string;
    /** `mail`, `sms`, `chat`, `channel` and so on, or `nothing` for a decoy (ALL-4). */
    kind: string;
    /** Why it is sent. Unique, so that nothing is sent twice for one reason. */
    reason: string;
    /** JSON with its secrets sealed under SECRET_KEY. Emptied once done. */
    payload: string;
    /** For `chat`: `person.id` of the recipient. */
    person: string | null;
    /** `waiting`, `claimed`, `done`, `given-up`, or `held`: it could not be delivered to the chat, so it waits for the person's next message. */
    status: string;
    attempts: number;
    /** What it waits for, as `routes` in ../outbox/lanes.ts says; with `.again` once it has failed. */
    lane: string;
    dueAt: Millis;
    /** When it was first due. Null in rows of an older version. */
    wantedAt: Millis | null;
    /** When it was first tried. */
    triedAt: Millis | null;
    /** When it stops being of any use. Null: never. */
    until: Millis | null;
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
  /** The chain over the audit: for each record a digest of it, and one of this link and the digest before (OPS-4). Only added to, and swept from its beginning. */
  auditChain: { seq: number; auditId: number; content: string; digest: string };
  /** From which records of the audit somebody was erased, under which reference, and a digest of what they say since (OPS-5). */
  auditErasure: { auditId: number; reference: string; content: string };
  /** A case handed to support, by its reference number. */
  supportCase: { reference: string; portal: string; person: string; context: string; createdAt: Millis };
  /** A sentence that was not understood, without personal data. `step` is the dialog's and its step's name, `rest`, or `?` where it is not known. */
  unheard: { text: string; locale: string; step: string; count: number; lastAt: Millis };
  /** A request for a group («inscription»), or to validate an organisation. Its states are in docs/states.md. */
  enrollment: {
    id: string;
    /** The reference that people read out. */
    reference: string;
    portal: string;
    /** Empty if the request is about an organisation. */
    groupId: string;
    /** `organisation.id`, if the request is about one. */
    organisationId: string | null;
    accountId: string;
    /** `person.id` of the requester, who is told the outcome. */
    person: string;
    locale: string;
    justification: string | null;
    status: string;
    createdAt: Millis;
    expiresAt: Millis;
    decidedAt: Millis | null;
    /** Address of the person who decided. */
    decidedBy: string | null;
    /** Address of the approver in whose place they did (GOV-2). */
    decidedFor: Generated<string | null>;
    reason: string | null;
    /** The stage that decides now, from 0 (GOV-1). */
    stage: Generated<number>;
    /** The groups with which it conflicts and that add a stage, as `network octopus/admins`. Null if there are none (GOV-7). */
    conflicts: Generated<string | null>;
    /** The day from which it is asked for. Null: at once (GOV-5). */
    startsAt: Generated<Millis | null>;
    /** 1 if `person` asked for somebody else; `behalf` then has a row of this id. */
    onBehalf: Generated<number>;
    /** The end that was asked for. Null if none was (GOV-3). */
    until: Generated<Millis | null>;
    /** When the access that it gave ended. */
    endedAt: Generated<Millis | null>;
    /** How it ended: `ended` on its day, `returned`, `reviewed`: a review took it away, or `missing`: the directory had it no more. */
    ending: Generated<string | null>;
    /** When the requester nudged the approvers last (GOV-8). */
    nudgedAt: Generated<Millis | null>;
  };
  /** A group that was asked for in somebody else's name (GOV-5). */
  behalf: {
    /** That of its enrollment too, once that is open. */
    id: string;
    /** What was asked for in one go has the same. */
    bundle: string;
    /** The pack of the portal `home`, if one was asked for. */
    pack: string | null;
    home: string;
    portal: string;
    groupId: string;
    /** `person.id` of who asked. */
    person: string;
    locale: string;
    /** Whom it is for. */
    email: string;
    givenName: string;
    familyName: string;
    justification: string | null;
    startsAt: Millis | null;
    createdAt: Millis;
    /** Until when an account is waited for. */
    expiresAt: Millis;
    /** `waiting` for an account, `asked`, `notAsked`, `withdrawn`, `expired`. */
    state: string;
    /** The key of the refusal that kept it from being asked for. */
    why: string | null;
  };
  /** An approver of an enrollment. */
  approver: {
    id: string;
    enrollmentId: string;
    /** Normalised address. */
    address: string;
    /** The last stage for which this person was asked. */
    stage: Generated<number>;
    /** 1 while this person's decision is awaited. */
    open: number;
    decision: string | null;
    /** Address of the person who decided in this approver's place, while they were away (GOV-2). */
    by: Generated<string | null>;
    askedAt: Millis;
    decidedAt: Millis | null;
  };
  /** An approver who is away from an instant to another, and who decides in their place (GOV-2). Addresses are normalised. */
  absence: {
    id: string;
    /** `person.id` of who is away, and the address that the roster gave them. */
    person: string;
    address: string;
    delegatePerson: string;
    delegate: string;
    startsAt: Millis;
    endsAt: Millis;
    /** The time zone in whose calendar its days are counted. */
    timeZone: string;
    createdAt: Millis;
    /** When it ended before its end, and how: `ended`, `declined` or `replaced`. */
    endedAt: Millis | null;
    ending: string | null;
  };
  /** A card that was sent for an enrollment, with what is needed to update it. */
  approvalCard: { id: string; enrollmentId: string; approver: string; address: string; activityId: string };
  /** Questions, answers and forwards of an enrollment. */
  enrollmentNote: {
    id: string;
    enrollmentId: string;
    at: Millis;
    kind: string;
    author: string;
    /** Address of the approver in whose place the author acted. */
    behalf: Generated<string | null>;
    text: string;
  };
  /** A group granted to an account. Provisioned in the directory on its day. */
  membership: {
    id: string;
    portal: string;
    accountId: string;
    groupId: string;
    enrollmentId: string | null;
    grantedAt: Millis;
    provisionAt: Millis;
    provisionedAt: Millis | null;
    /** When it ends by itself. Null: never (GOV-3). */
    endsAt: Generated<Millis | null>;
    /** When a review kept it last, and the address of who decided so (GOV-4). */
    reviewedAt: Generated<Millis | null>;
    reviewedBy: Generated<string | null>;
    /** Since when its directory does not have it any more. Null while it has, or is yet to have it. */
    missingSince: Generated<Millis | null>;
  };
  /** What is over in the records and leaves the group of a directory elsewhere, until it has. */
  accessLeaving: { id: string; portal: string; accountId: string; groupId: string; since: Millis; leftAt: Millis | null };
  /** Where the directory and the records differ about somebody in a group, as the last look found it. */
  accessDifference: {
    id: string;
    portal: string;
    groupId: string;
    /** `missing`, `given`, `notRemoved` or `notGiven`: see core/access/differences. */
    kind: string;
    /** The account's id in its directory. */
    directoryId: string;
    /** `account.id` of the reference, if there is one. */
    accountId: string | null;
    identifier: string;
    name: string;
    email: string;
    emailKey: string;
    foundAt: Millis;
    /** The look that found it last. */
    seenAt: Millis;
  };
  /** When a group of a directory was looked at last, and how many people it had. */
  accessLook: { portal: string; groupId: string; lookedAt: Millis; people: number };
  /** A review of who is in a group (GOV-4). One a group is open at a time. Its states are in docs/states.md. */
  review: {
    id: string;
    /** The reference that people read out. */
    reference: string;
    portal: string;
    groupId: string;
    begunAt: Millis;
    /** Until when it can be answered. */
    endsAt: Millis;
    /** When all members were read from the directory. Null until then. */
    readAt: Millis | null;
    /** When what was not answered went to others. */
    escalatedAt: Millis | null;
    endedAt: Millis | null;
  };
  /** Somebody whose access is reviewed, as the directory had them when it began. */
  reviewItem: {
    id: string;
    reviewId: string;
    /** The account's id in its directory. */
    directoryId: string;
    name: string;
    email: string;
    emailKey: string;
    /** What the list is sorted by (core/members/search.ts), and what is searched: names and address without accents and capitals. */
    sortKey: string;
    searched: string;
    /** `keep` or `remove`. Null while it is not decided. */
    decision: string | null;
    /** Address of the reviewer. Empty if nobody answered, and the profile decided. */
    decidedBy: string | null;
    decidedAt: Millis | null;
    /** Why it is removed, in the reviewer's words. */
    reason: string | null;
    /** When the decision was carried out: for `remove`, left to the outbox for the directory. */
    appliedAt: Millis | null;
  };
  /** Whom a reviewer has ticked and not decided on yet. */
  reviewTick: { reviewId: string; reviewer: string; itemId: string };
  /** A card that was sent for a review, with what is needed to update it. */
  reviewCard: { id: string; reviewId: string; reviewer: string; address: string; activityId: string };
  /** A procedure that a person finished, and how they say it went (ALL-11). */
  feedback: {
    id: string;
    portal: string;
    procedure: string;
    /** `person.id` of the person. */
    person: string;
    endedAt: Millis;
    /** `good` or `bad`. Null while there is no answer. */
    verdict: string | null;
    /** Without personal data. */
    comment: string | null;
    answeredAt: Millis | null;
  };
  /** A company or an establishment that a portal knows. Its states are in docs/states.md. */
  organisation: {
    id: string;
    /** The reference that people read out. */
    reference: string;
    portal: string;
    name: string;
    /** 14 digits. Unique in a portal among those that are pending or validated. */
    siret: string | null;
    /** ISO 3166-1 alpha-2. */
    country: string;
    /** `france`, `abroad`, or empty if it makes no difference. */
    domicile: string;
    /** Other details, as JSON: street, postalCode, city, vat, phone… */
    details: string;
    /** `pending`, `validated`, `refused`, `withdrawn`, `expired`. */
    status: string;
    /** `person.id`. */
    createdBy: string;
    createdAt: Millis;
    decidedAt: Millis | null;
    /** Address of the person who decided. */
    decidedBy: string | null;
    reason: string | null;
    /** The establishment's identifier in its portal, unique there. Null if it is not an establishment. */
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
    /** JSON list of ids of the profile's rights, without those that the role implies. */
    rights: Generated<string>;
    /** The sort key of the name (core/members/search.ts). */
    sortKey: Generated<string>;
    /** The name given by the administrator who added the account without an invitation. Null if the account's own name is shown. */
    givenName: Generated<string | null>;
    familyName: Generated<string | null>;
    /** 1 if the account was created for this membership, and is deleted with its last one. */
    madeAccount: Generated<number>;
  };
  /** Search words of the current members (core/foundation/nameWords.ts). */
  memberWord: { memberId: string; organisationId: string; word: string };
  /** The replacement of a sign-in address, which cannot be changed: a new user replaces the old one once they accept (EX-5). */
  replacement: {
    id: string;
    portal: string;
    organisationId: string;
    /** The account of the old user. */
    accountId: string;
    /** The address of the new user. */
    invitationId: string;
    /** `person.id` of the administrator who started it. */
    person: string;
    /** `open`, `done`, `left`. */
    status: string;
    createdAt: Millis;
    endedAt: Millis | null;
  };
  /** An invitation. Its states are in docs/states.md. */
  invitation: {
    id: string;
    portal: string;
    /** The organisation to join. Null if accepting creates one, or none is needed. */
    organisationId: string | null;
    /** `person.id` of the inviter. */
    inviter: string;
    inviterName: string;
    inviterEmail: string;
    /** The administrator's account, if the invitation is into their establishment. Null if the profile lists the inviters. */
    inviterAccountId: string | null;
    /** Where the invitation is mailed, and the address of the new account. */
    email: string;
    /** `mailboxKey` of the address: the same for every spelling of one mailbox. */
    emailKey: string;
    givenName: string;
    familyName: string;
    /** The company form as filled in so far, JSON by field id. */
    company: string;
    /** What the inviter added in their own words. */
    note: string | null;
    /** JSON list of ids of the profile's grants. */
    rights: string;
    /** `sent`, `opened`, `accepted`, `expired`, `revoked`, `refused`. */
    status: string;
    locale: string;
    createdAt: Millis;
    expiresAt: Millis;
    openedAt: Millis | null;
    decidedAt: Millis | null;
    /** Null until accepted. */
    accountId: string | null;
    /** The request of its newest link. */
    requestId: string;
  };
  /** A batch of invitations from one confirmation, sent in the background. */
  invitationBatch: {
    id: string;
    portal: string;
    inviter: string;
    /** JSON: what the invitations have in common, and the inviter. */
    shared: string;
    /** JSON list. */
    invitees: string;
    /** JSON: the outcome of those that were not sent, by address. */
    results: string;
    /** How many have been processed. */
    next: number;
    total: number;
    createdAt: Millis;
  };
  /** What somebody agreed to, when, and in which version. */
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
  /** A session in the embedded directory, in one browser. */
  session: {
    id: string;
    /** SHA-256 of the cookie's secret, base64url. */
    digest: string;
    portal: string;
    accountId: string;
    /** `second` while the second factor is awaited, then `open`. */
    state: string;
    createdAt: Millis;
    lastSeenAt: Millis;
    /** When the session ends if it is not used. */
    idleUntil: Millis;
    /** When the session ends at the latest. */
    expiresAt: Millis;
    /** `me`, `name` or `no` (OC-6). */
    remember: string;
    /** Short label of the browser, so that its owner recognises it. */
    agent: string;
    ip: string;
    endedAt: Millis | null;
    /** Why it ended early: `signOut`, `revoked`, `passwordChanged`, `rotated`. */
    ending: string | null;
    /** `binding.id` of the outside identity that opened it, or empty where the directory knows that identity itself. Null: a password did. */
    outside: string | null;
  };
  /** A session of the console that a sign-in at an OpenID provider opened, in one browser. It is of no account. */
  consoleSession: {
    id: string;
    /** SHA-256 of the cookie's secret, base64url. */
    digest: string;
    /** `person.id` of the outside identity. */
    person: string;
    /** The provider's id in the console's file, and what names somebody there. */
    provider: string;
    issuer: string;
    subject: string;
    name: string | null;
    /** JSON object: the values of the claims that the file looks at, as the ID token had them. */
    claims: string;
    /** 1 where the provider said that it checked a second factor. */
    factor: number;
    agent: string;
    ip: string;
    createdAt: Millis;
    lastSeenAt: Millis;
    idleUntil: Millis;
    expiresAt: Millis;
    endedAt: Millis | null;
  };
  /** The TOTP secret of an account. In force from `confirmedAt` on. */
  secondFactor: {
    accountId: string;
    portal: string;
    /** Sealed under SECRET_KEY, for this account alone. */
    secret: string;
    /** 0 if an older version sealed it, for any account. */
    bound: Generated<number>;
    confirmedAt: Millis | null;
    /** The newest time step with an accepted code. No step is accepted twice. */
    lastStep: number | null;
    createdAt: Millis;
  };
  /** A single-use recovery code for two-factor sign-in. */
  recoveryCode: {
    id: string;
    accountId: string;
    /** Sealed under SECRET_KEY together with its own key. An older version keyed it with SECRET_KEY itself. */
    digest: string;
    usedAt: Millis | null;
  };
  /** What signing in to an application leaves (SSO-2): sign-ins under way, grants, codes, tokens, browsers. Swept once it has expired. */
  openid: {
    /** SHA-256 of portal, model and id, base64url. The id of a code or token is the secret itself, and is nowhere else. */
    key: string;
    portal: string;
    /** As `oidc-provider` names it: `Interaction`, `Session`, `Grant`, `AuthorizationCode`, `AccessToken`, `RefreshToken`. */
    model: string;
    /** JSON, without the id. */
    payload: string;
    accountId: string | null;
    /** `session.id`: the sign-in that a grant was given in; of a sign-in under way, the one that the browser came with. */
    sessionId: string | null;
    /** Of a grant, its own id. */
    grantId: string | null;
    uid: string | null;
    /** When a code or refresh token was exchanged. */
    usedAt: Millis | null;
    expiresAt: Millis;
  };
  /** The keys that ID tokens of a portal are signed with: one signs, those before it are published for a while. */
  openidKey: {
    /** Its `kid`. */
    id: string;
    portal: string;
    /** The private key as a JWK, sealed under SECRET_KEY for this key's id alone. */
    secret: string;
    createdAt: Millis;
    /** When another took its place. */
    retiredAt: Millis | null;
  };
  rateLimit: { key: string; points: number; expiresAt: Millis | null };
  keyv: { key: string; value: string; expiresAt: Millis | null };
};

export type Database = Kysely<Schema>;
/** The database inside a transaction. Use no other handle there. */
export type Tx = Transaction<Schema>;
