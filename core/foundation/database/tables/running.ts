import type { Generated } from 'kysely';
import type { Millis } from '../../clock.ts';

/** What Guichet itself runs on: its jobs, audit, limits, and what people said to it. */
export type RunningTables = {
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
  rateLimit: { key: string; points: number; expiresAt: Millis | null };
  keyv: { key: string; value: string; expiresAt: Millis | null };
};
