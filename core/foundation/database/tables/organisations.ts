import type { Generated } from 'kysely';
import type { Millis } from '../../clock.ts';

/** Organisations, their members, and who is invited. */
export type OrganisationTables = {
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
};
