import { day, type Millis } from '../foundation/clock.ts';

/** How long one kind of record is kept. */
type Kept = {
  /** The environment variable with another number of days. */
  readonly setting: string;
  /** How many days, unless the setting says otherwise. */
  readonly days: number;
  /** The least that the setting may say. */
  readonly least: number;
  readonly what: string;
  /** What the days count from. */
  readonly since: string;
  /** What is kept longer. */
  readonly except?: string;
};

/**
 * What is kept how long: the one place that says it (OPS-5). The defaults follow the CNIL's recommendations for logs (six months to a year) and the
 * principle that what is not needed any more is not kept (GDPR, article 5). docs/retention.ts writes it into docs/operate.md.
 */
export const retention = {
  conversations: { setting: 'CONVERSATION_DAYS', days: 90, least: 1, what: 'where a conversation stands', since: 'its last message' },
  visitors: {
    setting: 'VISITOR_DAYS',
    days: 30,
    least: 1,
    what: 'people of Web Chat, who are new at each visit',
    since: 'their last message',
    except: 'as for people',
  },
  people: {
    setting: 'PERSON_DAYS',
    days: 365,
    least: 30,
    what: 'people of Teams: name, address, language, where their chat is; references to accounts of a directory elsewhere',
    since: 'their last message; of a reference, its last change',
    except: 'while tied to an account, asked to approve, or named by a request or invitation that is kept',
  },
  requests: {
    setting: 'REQUEST_DAYS',
    days: 90,
    least: 1,
    what: 'what people asked for, with its links and codes',
    since: 'its end',
    except: 'while a link is alive or an invitation is under way',
  },
  approvals: {
    setting: 'APPROVAL_DAYS',
    days: 365,
    least: 1,
    what: 'requests for groups and organisations: who was asked, notes, decision; organisations that came to nothing; absences of approvers; reviews of access',
    since: 'the decision; of an absence or a review, its last day',
    except: 'while the access that was given stands',
  },
  cards: { setting: 'CARD_DAYS', days: 30, least: 1, what: 'where the cards of such a request are', since: 'the decision' },
  ties: {
    setting: 'TIE_DAYS',
    days: 365,
    least: 1,
    what: 'ties and roles that ended',
    since: 'their end',
    except: 'while a request depends on them, or an account was made for the role',
  },
  invitations: {
    setting: 'INVITATION_DAYS',
    days: 180,
    least: 1,
    what: 'invitations, and the lists they were sent from',
    since: 'the last day on which it could be accepted',
    except: 'one that was accepted, while the account exists',
  },
  agreements: {
    setting: 'AGREEMENT_DAYS',
    days: 1_825,
    least: 1,
    what: 'that terms were agreed to (five years: article 2224 of the French Code civil)',
    since: 'the agreement',
    except: 'while the account exists',
  },
  cases: { setting: 'CASE_DAYS', days: 365, least: 1, what: 'cases that were handed to support', since: 'the handing over' },
  feedback: { setting: 'FEEDBACK_DAYS', days: 365, least: 1, what: 'how procedures went, with comments', since: 'the end of the procedure' },
  notUnderstood: {
    setting: 'NOT_UNDERSTOOD_DAYS',
    days: 180,
    least: 1,
    what: 'sentences that were not understood, without personal data',
    since: 'when it was last said',
  },
  sessions: { setting: 'SESSION_DAYS', days: 0, least: 0, what: 'sessions of pages: browser and network address', since: 'their latest end' },
  outbox: { setting: 'OUTBOX_DAYS', days: 30, least: 1, what: 'that a mail or message was sent, without its contents', since: 'the sending' },
  undelivered: {
    setting: 'UNDELIVERED_DAYS',
    days: 90,
    least: 7,
    what: 'mails and messages that were given up, and news held for a person’s next message',
    since: 'when it was due',
  },
  audit: { setting: 'AUDIT_DAYS', days: 365, least: 1, what: 'the audit', since: 'the day of the record' },
} as const satisfies Readonly<Record<string, Kept>>;

/** The kinds of records that are kept for a time. */
export type KeptKind = keyof typeof retention;

/** For how long each kind is kept, in milliseconds. */
export type KeptFor = Readonly<Record<KeptKind, Millis>>;

/** All kinds, in the order of the table. */
export const keptKinds = (Object.entries(retention) as [KeptKind, Kept][]).map(([kind, about]): Kept & { readonly kind: KeptKind } => ({ kind, ...about }));

/** The times that these numbers of days make, by the names of the settings; the defaults for those that are missing. */
export function keptForDays(days: Readonly<Record<string, number | undefined>>): KeptFor {
  const entries = keptKinds.map(({ kind, setting, days: usual }) => [kind, (days[setting] ?? usual) * day]);
  return Object.fromEntries(entries) as KeptFor;
}

/** The table of what is kept how long, in Markdown. */
export function retentionTable(): string {
  const rows = keptKinds.map(({ what, setting, days, since, except }) => `| ${what} | ${since} | ${days} | \`${setting}\` | ${except ?? ''} |`);
  return ['| what | counted from | days | setting | kept longer |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
