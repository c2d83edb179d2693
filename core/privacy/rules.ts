import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Millis } from '../foundation/clock.ts';
import type { Schema } from '../foundation/database/schema.ts';
import type { KeptKind } from './retention.ts';

/** How a sweep finds the rows of a table whose time is over. */
export type Rule = {
  readonly kept: KeptKind;
  readonly table: keyof Schema;
  readonly key: string;
  /** The instant that the days count from. Its index narrows the search; without one the table is walked by its key, some of it each time. */
  readonly since: string;
  readonly indexed: boolean;
  /** Which rows of the table this is about. */
  readonly only?: RawBuilder<SqlBool>;
  /** What still needs a row, or has not been over for long enough itself. */
  readonly unless?: (before: Millis) => RawBuilder<SqlBool>;
  /** Rows of other tables that go with it: the table, the column with its key, and which of them. */
  readonly with?: readonly (readonly [table: keyof Schema, column: string, only?: RawBuilder<SqlBool>])[];
  /** Only those go, and the row itself stays. */
  readonly stays?: true;
};

const visitors = sql<SqlBool>`person.channel in ('webchat', 'emulator')`;

/** Whoever may still be told something, or is named by what is kept. */
const personNeeded = sql<SqlBool>`(
  exists (select 1 from binding where binding.person = person.id and binding."endedAt" is null)
  or exists (select 1 from request where request.person = person.id)
  or exists (select 1 from enrollment where enrollment.person = person.id)
  or exists (select 1 from invitation where invitation.inviter = person.id)
  or exists (select 1 from replacement where replacement.person = person.id and replacement.status = 'open')
  or exists (select 1 from approver where approver.address = person."emailKey" and approver.open = 1)
  or exists (select 1 from outbox where outbox.person = person.id and outbox.status in ('waiting', 'claimed', 'held')))`;

/** A reference is made again when its account is next looked up, as long as nothing hangs on it. */
const referenceNeeded = sql<SqlBool>`(
  exists (select 1 from request where request."accountId" = account.id)
  or exists (select 1 from binding where binding."accountId" = account.id)
  or exists (select 1 from enrollment where enrollment."accountId" = account.id)
  or exists (select 1 from membership where membership."accountId" = account.id)
  or exists (select 1 from "accessLeaving" where "accessLeaving"."accountId" = account.id)
  or exists (select 1 from "organisationMember" where "organisationMember"."accountId" = account.id)
  or exists (select 1 from invitation where invitation."accountId" = account.id)
  or exists (select 1 from agreement where agreement."accountId" = account.id)
  or exists (select 1 from session where session."accountId" = account.id)
  or exists (select 1 from "secondFactor" where "secondFactor"."accountId" = account.id))`;

const accountOf = (table: string) => sql<SqlBool>`exists (select 1 from account where account.id = ${sql.ref(`${table}.accountId`)})`;

/** What is swept, in this order: what others depend on comes after them. */
export const rules: readonly Rule[] = [
  {
    kept: 'requests',
    table: 'request',
    key: 'id',
    since: 'expiresAt',
    indexed: true,
    // Links and codes go with their request.
    unless: (before) => sql`(
      exists (select 1 from link where link."requestId" = request.id and link."expiresAt" >= ${before} and link."spentAt" is null and link."replacedAt" is null)
      or exists (select 1 from invitation where invitation."requestId" = request.id and invitation.status in ('sent', 'opened')))`,
  },
  {
    kept: 'cards',
    table: 'enrollment',
    key: 'id',
    since: 'decidedAt',
    indexed: true,
    only: sql`status <> 'pending'`,
    with: [['approvalCard', 'enrollmentId']],
    stays: true,
  },
  {
    kept: 'approvals',
    table: 'enrollment',
    key: 'id',
    since: 'decidedAt',
    indexed: true,
    only: sql`status <> 'pending'`,
    unless: () => sql`(
      exists (select 1 from membership where membership."enrollmentId" = enrollment.id)
      or exists (select 1 from organisation where organisation.id = enrollment."organisationId" and organisation.status in ('pending', 'validated')))`,
    with: [
      ['approver', 'enrollmentId'],
      ['approvalCard', 'enrollmentId'],
      ['enrollmentNote', 'enrollmentId'],
    ],
  },
  { kept: 'approvals', table: 'absence', key: 'id', since: 'endsAt', indexed: true },
  {
    kept: 'approvals',
    table: 'review',
    key: 'id',
    since: 'endedAt',
    indexed: true,
    only: sql`"endedAt" is not null`,
    with: [
      ['reviewItem', 'reviewId'],
      ['reviewTick', 'reviewId'],
      ['reviewCard', 'reviewId'],
    ],
  },
  {
    kept: 'approvals',
    table: 'behalf',
    key: 'id',
    since: 'createdAt',
    indexed: true,
    only: sql`state <> 'waiting'`,
    // It says for whom a request was made, as long as that is kept.
    unless: () => sql`exists (select 1 from enrollment where enrollment.id = behalf.id)`,
  },
  {
    kept: 'approvals',
    table: 'organisation',
    key: 'id',
    since: 'decidedAt',
    indexed: true,
    only: sql`status in ('refused', 'withdrawn', 'expired')`,
    unless: () => sql`exists (select 1 from enrollment where enrollment."organisationId" = organisation.id)`,
    with: [['organisationMember', 'organisationId']],
  },
  {
    kept: 'ties',
    table: 'binding',
    key: 'id',
    since: 'endedAt',
    indexed: true,
    // Whose tie has ended is told nothing more of a request.
    unless: () => sql`exists (select 1 from enrollment where enrollment."accountId" = binding."accountId" and enrollment.person = binding.person)`,
  },
  {
    kept: 'ties',
    table: 'organisationMember',
    key: 'id',
    since: 'endedAt',
    indexed: true,
    // An account that was made for a membership is deleted with its last one.
    unless: () => sql`("organisationMember"."madeAccount" = 1 and ${accountOf('organisationMember')})`,
    with: [['memberWord', 'memberId']],
  },
  {
    kept: 'invitations',
    table: 'invitation',
    key: 'id',
    since: 'expiresAt',
    indexed: true,
    unless: () => sql`((invitation.status = 'accepted' and ${accountOf('invitation')})
      or exists (select 1 from replacement where replacement."invitationId" = invitation.id and replacement.status = 'open'))`,
    with: [
      ['agreement', 'invitationId', sql`"accountId" is null`],
      ['replacement', 'invitationId'],
    ],
  },
  { kept: 'invitations', table: 'invitationBatch', key: 'id', since: 'createdAt', indexed: true, unless: () => sql`next < total` },
  { kept: 'agreements', table: 'agreement', key: 'id', since: 'agreedAt', indexed: true, unless: () => accountOf('agreement') },
  { kept: 'cases', table: 'supportCase', key: 'reference', since: 'createdAt', indexed: true },
  { kept: 'feedback', table: 'feedback', key: 'id', since: 'endedAt', indexed: true },
  { kept: 'notUnderstood', table: 'unheard', key: 'text', since: 'lastAt', indexed: true },
  { kept: 'undelivered', table: 'outbox', key: 'id', since: 'dueAt', indexed: true, only: sql`status in ('given-up', 'held')` },
  // `seenAt` changes with each message, and an index on it would cost each of them.
  { kept: 'visitors', table: 'person', key: 'id', since: 'seenAt', indexed: false, only: visitors, unless: () => personNeeded },
  { kept: 'people', table: 'person', key: 'id', since: 'seenAt', indexed: false, only: sql`not ${visitors}`, unless: () => personNeeded },
  {
    kept: 'people',
    table: 'account',
    key: 'id',
    since: 'updatedAt',
    indexed: true,
    only: sql`account."directoryId" is not null`,
    unless: () => referenceNeeded,
  },
  { kept: 'outbox', table: 'directoryAct', key: 'key', since: 'startedAt', indexed: false },
];
