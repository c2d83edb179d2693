import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { literally } from '../foundation/database/literally.ts';
import type { Schema } from '../foundation/database/schema.ts';
import type { Subject } from './subject.ts';

/** How the rows that are about somebody are found in a table. */
export type Finder = {
  /** The columns that name a row. */
  readonly key: readonly string[];
  /** Rows found by an id or address. */
  readonly exact: (subject: Subject) => RawBuilder<SqlBool>;
  /** Columns with texts in which they may be mentioned. */
  readonly texts?: readonly string[];
};

const among = (column: string, values: readonly string[]): RawBuilder<SqlBool> =>
  values.length === 0 ? none : sql<SqlBool>`${sql.ref(column)} in (${sql.join(values)})`;
const any = (...terms: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> => sql<SqlBool>`(${sql.join(terms, sql` or `)})`;
const within = (column: string, table: keyof Schema, of: string, term: RawBuilder<SqlBool>): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(column)} in (select ${sql.ref(of)} from ${sql.table(table)} where ${term})`;

const none = sql<SqlBool>`1 = 0`;
/** An identifier between the colons of a key. */
const part = (identifier: string): RawBuilder<SqlBool> => sql<SqlBool>`key || ':' like ${`%:${literally(identifier)}:%`} escape '\\'`;
const accountId = ({ accounts }: Subject) => among('accountId', accounts);
const person = ({ persons }: Subject) => among('person', persons);
const either = (subject: Subject) => any(person(subject), accountId(subject));
const requested = (subject: Subject) => any(either(subject), among('sentTo', subject.addresses), among('asked', subject.addresses));
const invited = (subject: Subject) => any(among('emailKey', subject.mailboxes), accountId(subject));
const accountKeys = ({ accounts }: Subject) => accounts.map((id) => `account:${id}`);

/** Where each table holds something of somebody; those of which `holdings` says that they hold nothing of anybody are missing. */
export const finders: Partial<Record<keyof Schema, Finder>> = {
  person: { key: ['id'], exact: ({ persons }) => among('id', persons) },
  account: { key: ['id'], exact: ({ accounts }) => among('id', accounts) },
  credential: { key: ['accountId'], exact: accountId },
  passwordNotice: {
    key: ['portal', 'directoryId', 'endsAt'],
    exact: ({ accounts }) =>
      sql`exists (select 1 from account where account.portal = "passwordNotice".portal and account."directoryId" = "passwordNotice"."directoryId" and ${among('account.id', accounts)})`,
  },
  request: { key: ['id'], exact: requested, texts: ['subject', 'data'] },
  link: { key: ['id'], exact: (subject) => within('requestId', 'request', 'id', requested(subject)), texts: ['subject'] },
  code: { key: ['id'], exact: (subject) => within('requestId', 'request', 'id', requested(subject)) },
  binding: { key: ['id'], exact: either },
  factorProof: { key: ['person', 'accountId'], exact: either },
  outbox: { key: ['id'], exact: person, texts: ['reason', 'payload', 'error'] },
  audit: {
    key: ['id'],
    exact: (subject) => any(among('actor', [...subject.persons, ...accountKeys(subject)]), among('subject', accountKeys(subject))),
    texts: ['actor', 'subject', 'detail'],
  },
  supportCase: { key: ['reference'], exact: person, texts: ['context'] },
  enrollment: { key: ['id'], exact: (subject) => any(either(subject), among('decidedBy', subject.addresses), among('decidedFor', subject.addresses)) },
  approver: { key: ['id'], exact: ({ addresses }) => any(among('address', addresses), among('by', addresses)) },
  absence: {
    key: ['id'],
    exact: ({ persons, addresses }) =>
      any(among('person', persons), among('delegatePerson', persons), among('address', addresses), among('delegate', addresses)),
  },
  behalf: { key: ['id'], exact: (subject) => any(person(subject), among('email', subject.addresses)) },
  approvalCard: { key: ['id'], exact: ({ addresses }) => among('approver', addresses) },
  enrollmentNote: {
    key: ['id'],
    exact: (subject) =>
      any(among('author', subject.addresses), among('behalf', subject.addresses), within('enrollmentId', 'enrollment', 'id', either(subject))),
    texts: ['text'],
  },
  membership: { key: ['id'], exact: (subject) => any(accountId(subject), among('reviewedBy', subject.addresses)) },
  accessLeaving: { key: ['id'], exact: accountId },
  accessDifference: { key: ['id'], exact: (subject) => any(accountId(subject), among('emailKey', subject.addresses)) },
  reviewItem: { key: ['id'], exact: ({ addresses }) => any(among('emailKey', addresses), among('decidedBy', addresses)), texts: ['reason'] },
  reviewTick: { key: ['reviewId', 'reviewer', 'itemId'], exact: ({ addresses }) => among('reviewer', addresses) },
  reviewCard: { key: ['id'], exact: ({ addresses }) => among('reviewer', addresses) },
  feedback: { key: ['id'], exact: person },
  organisation: {
    key: ['id'],
    exact: ({ persons, addresses }) => any(among('createdBy', persons), among('decidedBy', addresses)),
    texts: ['details', 'reason'],
  },
  organisationMember: { key: ['id'], exact: (subject) => any(accountId(subject), among('grantedBy', subject.persons)) },
  accountWord: { key: ['accountId', 'word'], exact: accountId },
  memberWord: { key: ['memberId', 'word'], exact: (subject) => within('memberId', 'organisationMember', 'id', accountId(subject)) },
  replacement: { key: ['id'], exact: (subject) => any(either(subject), within('invitationId', 'invitation', 'id', invited(subject))) },
  invitation: {
    key: ['id'],
    exact: (subject) => any(invited(subject), among('inviter', subject.persons), among('inviterAccountId', subject.accounts)),
    texts: ['inviterEmail', 'company', 'note'],
  },
  invitationBatch: { key: ['id'], exact: ({ persons }) => among('inviter', persons), texts: ['shared', 'invitees', 'results'] },
  agreement: { key: ['id'], exact: (subject) => any(accountId(subject), within('invitationId', 'invitation', 'id', invited(subject))) },
  session: { key: ['id'], exact: accountId },
  consoleSession: { key: ['id'], exact: person },
  openid: { key: ['key'], exact: accountId },
  secondFactor: { key: ['accountId'], exact: accountId },
  recoveryCode: { key: ['id'], exact: accountId },
  rateLimit: { key: ['key'], exact: ({ identifiers }) => any(none, ...identifiers.map(part)), texts: ['key'] },
  keyv: {
    key: ['key'],
    exact: ({ conversations }) =>
      among(
        'key',
        conversations.map((key) => `conversation::${key}`),
      ),
    texts: ['value'],
  },
};
