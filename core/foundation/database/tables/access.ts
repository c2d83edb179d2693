import type { Generated } from 'kysely';
import type { Millis } from '../../clock.ts';

/** Governed access: requests, decisions, memberships, reviews, and where directories differ. */
export type AccessTables = {
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
    /** The end that is asked for. */
    until: Millis | null;
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
    /** How it was proven who said so: `app` or `mail` (GOV-6). Null if it was not: then it hands on nothing that is sensitive. */
    proof: string | null;
  };
  /** A card that was sent for an enrollment, with what is needed to update it. */
  approvalCard: {
    id: string;
    enrollmentId: string;
    approver: string;
    address: string;
    activityId: string;
    /** 1 where a newer card of the same approver has taken over. */
    replaced: Generated<number>;
  };
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
};
