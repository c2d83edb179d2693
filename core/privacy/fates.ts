import type { Schema } from '../foundation/database/schema.ts';
import { isMentioned, type Row } from './find.ts';
import type { Subject } from './subject.ts';

/** What becomes of a row when somebody is erased: it goes, stays as it is, or stays with these columns changed. */
export type Fate = 'goes' | 'stays' | Row;

/** Who is erased, and what of theirs stays. */
export type Erased = {
  readonly subject: Subject;
  /** What stands for them from now on. */
  readonly pseudonym: string;
  /** Their accounts that go; the others stay. */
  readonly gone: ReadonlySet<string>;
  /** Memberships of organisations of the accounts that go. */
  readonly goneMembers: ReadonlySet<string>;
  /** Requests for groups on which access stands that is not taken away. */
  readonly standing: ReadonlySet<string>;
};

type Deciding = (row: Row, erased: Erased) => Fate;

const isPerson = (row: Row, column: string, { subject }: Erased): boolean => subject.persons.some((id) => id === row[column]);
const isAddress = (row: Row, column: string, { subject }: Erased): boolean => subject.addresses.some((address) => address === row[column]);
const isAccount = (row: Row, column: string, { subject }: Erased): boolean => subject.accounts.some((id) => id === row[column]);
const goesWithAccount: Deciding = (row, { gone }) => (gone.has(String(row.accountId)) ? 'goes' : 'stays');
const goesWithTie: Deciding = (row, erased) => (isPerson(row, 'person', erased) ? 'goes' : goesWithAccount(row, erased));
const goes: Deciding = () => 'goes';

/** The columns of a row that name them, with the pseudonym in their place. */
function renamed(row: Row, erased: Erased, ...columns: readonly string[]): Row {
  const named = columns.filter((column) => isPerson(row, column, erased) || isAddress(row, column, erased));
  return Object.fromEntries(named.map((column) => [column, erased.pseudonym]));
}

/** The texts of a row that mention them, with the pseudonym in their place. */
function reworded(row: Row, { subject, pseudonym }: Erased, ...columns: readonly string[]): Row {
  const mentioning = columns.filter((column) => isMentioned(subject, row[column]));
  return Object.fromEntries(mentioning.map((column) => [column, String(row[column]).replaceAll(subject.mentions, pseudonym)]));
}

const invitation: Deciding = (row, erased) => {
  const isInvited = erased.subject.mailboxes.some((key) => key === row.emailKey) || isAccount(row, 'accountId', erased);
  const opensAccount = row.status === 'accepted' && row.accountId !== null && !erased.gone.has(String(row.accountId));
  if (isInvited && !opensAccount) return 'goes';
  const sent = isPerson(row, 'inviter', erased) || isMentioned(erased.subject, row.inviterEmail);
  const account = erased.gone.has(String(row.inviterAccountId)) ? { inviterAccountId: null } : {};
  const inviter = sent && !isInvited ? { inviterName: erased.pseudonym, inviterEmail: erased.pseudonym } : {};
  return { ...renamed(row, erased, 'inviter'), ...inviter, ...account, ...(isInvited ? {} : reworded(row, erased, 'company', 'note')) };
};

const enrollment: Deciding = (row, erased) => {
  const isTheirs = isPerson(row, 'person', erased) || isAccount(row, 'accountId', erased);
  return isTheirs && !erased.standing.has(String(row.id)) ? 'goes' : renamed(row, erased, 'person', 'decidedBy', 'decidedFor');
};

const note: Deciding = (row, erased) => ({ ...renamed(row, erased, 'author', 'behalf'), ...reworded(row, erased, 'text') });

/** What was decided stays; whom it was about is no longer said. */
const reviewItem: Deciding = (row, erased) => {
  const { pseudonym } = erased;
  const whom = isAddress(row, 'emailKey', erased) ? { name: pseudonym, email: pseudonym, emailKey: pseudonym, sortKey: '', searched: '' } : {};
  return { ...renamed(row, erased, 'decidedBy'), ...reworded(row, erased, 'reason'), ...whom };
};

/** What becomes of each table's rows. The audit has a way of its own. */
export const fates: Partial<Record<keyof Schema, Deciding>> = {
  person: goes,
  account: (row, { gone }) => (gone.has(String(row.id)) ? 'goes' : 'stays'),
  credential: goesWithAccount,
  accountWord: goesWithAccount,
  passwordNotice: (_row, { subject, gone }) => (subject.accounts.every((id) => gone.has(id)) ? 'goes' : 'stays'),
  link: goes,
  code: goes,
  request: goes,
  binding: goesWithTie,
  factorProof: goesWithTie,
  outbox: goes,
  supportCase: (row, erased) => (isPerson(row, 'person', erased) ? 'goes' : reworded(row, erased, 'context')),
  approvalCard: goes,
  approver: (row, erased) => renamed(row, erased, 'address', 'by'),
  absence: goes,
  enrollmentNote: note,
  enrollment,
  membership: (row, erased) => (erased.gone.has(String(row.accountId)) ? 'goes' : renamed(row, erased, 'reviewedBy')),
  // What is in a directory stays there, and is found again by the next look.
  accessLeaving: () => 'stays',
  accessDifference: goes,
  reviewItem,
  reviewTick: goes,
  reviewCard: goes,
  behalf: goes,
  // How procedures went is counted on.
  feedback: () => ({ person: '' }),
  organisation: (row, erased) => ({ ...renamed(row, erased, 'createdBy', 'decidedBy'), ...reworded(row, erased, 'details', 'reason') }),
  memberWord: (row, { goneMembers }) => (goneMembers.has(String(row.memberId)) ? 'goes' : 'stays'),
  organisationMember: (row, erased) => (erased.gone.has(String(row.accountId)) ? 'goes' : renamed(row, erased, 'grantedBy')),
  replacement: goes,
  agreement: (row, { gone }) => (row.accountId === null || gone.has(String(row.accountId)) ? 'goes' : 'stays'),
  invitation,
  invitationBatch: goes,
  session: goes,
  consoleSession: goes,
  openid: goes,
  secondFactor: goesWithAccount,
  recoveryCode: goesWithAccount,
  rateLimit: goes,
  keyv: goes,
};
