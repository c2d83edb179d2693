import { z } from 'zod';
import type { Millis } from '../clock.ts';
import { type Locale, locales } from '../i18n.ts';
import type { Secrets } from '../secrets.ts';

/** Every mail that Guichet sends. */
export const mailTemplates = [
  'setPassword',
  'reset',
  'passwordSet',
  'passwordChanged',
  'accessPass',
  'passwordEnds',
  'pageCode',
  'identifier',
  'excluded',
  'supportCase',
  'proof',
  'approvalAsked',
  'decideCode',
  'decided',
  'accessEnds',
  'accessEnded',
  'absence',
  'accessRemoved',
  'reviewAsked',
  'askedForYou',
  'organisationPending',
  'organisationValidated',
  'memberAdded',
  'userRemoved',
  'placeEnded',
  'invitation',
  'invitationCode',
  'invitationNews',
  'twoFactor',
  'tieMade',
  'tiesEnded',
  'accountLocked',
  'addressChanged',
  'phoneChanged',
  'administration',
] as const;
export type MailTemplate = (typeof mailTemplates)[number];

/** Where to reach a chat. Opaque to the core: the host writes it, and its notifier reads it. */
export type ChatAddress = { readonly [key: string]: unknown };

/** Parses the address of a chat from its row. */
export const chatAddress: z.ZodType<ChatAddress> = z.record(z.string(), z.unknown());

/** Proactive messages of the core to a chat. */
export type ChatEvent = {
  readonly name:
    | 'passwordSet'
    | 'passwordEnds'
    | 'supportCase'
    | 'requestDecided'
    | 'questionAsked'
    | 'requestAdvanced'
    | 'provisionFailed'
    | 'accessEnds'
    | 'accessEnded'
    | 'absenceAsked'
    | 'absenceDeclined'
    | 'absenceOver'
    | 'accessRemoved'
    | 'bundleExpired'
    | 'invitationNews'
    | 'invitationsSent'
    | 'accountProven'
    | 'organisationCreated'
    | 'twoFactorChanged';
  readonly portal: string;
  readonly request?: string;
  readonly procedure?: string;
  readonly reference?: string;
  /** Id of the request for a group. */
  readonly enrollment?: string;
  /** Id of an approver's absence. */
  readonly absence?: string;
  /** Id of the group. */
  readonly group?: string;
  /** Id of the invitation. */
  readonly invitation?: string;
  /** Id of what was asked for in one go for somebody else. */
  readonly bundle?: string;
  /** Id of the batch whose invitations are all sent. */
  readonly batch?: string;
  readonly text?: string;
  /** The address that a mail went to with it. */
  readonly to?: string;
  /** Id of the request whose mail leads to a first password. */
  readonly mailed?: string;
  /** When it happened, if that matters for a late delivery. */
  readonly at?: Millis;
  readonly details?: readonly (readonly [label: string, value: string])[];
};

type Params = Readonly<Record<string, string | number>>;

/** Work to be done outside the database, and timers. */
export type Job =
  | Work
  /** A decoy: from outside it looks like the work that it stands for, which is not kept (ALL-4). */
  | { readonly kind: 'nothing'; readonly instead: Work };

type Work =
  | {
      readonly kind: 'mail';
      readonly to: string;
      readonly template: MailTemplate;
      readonly portal: string;
      readonly locale: Locale;
      readonly params: Params;
      /** Link and code, sealed in the row. */
      readonly secret?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'sms';
      readonly to: string;
      readonly portal: string;
      readonly locale: Locale;
      readonly params: Params;
      readonly secret: { readonly code: string };
    }
  /** To a person's chat, at its address at the time of delivery. */
  | { readonly kind: 'chat'; readonly person: string; readonly event: ChatEvent; readonly locale: Locale }
  /** A card in a support channel. */
  | { readonly kind: 'channel'; readonly address: ChatAddress; readonly event: ChatEvent; readonly locale: Locale }
  /** Asks an approver to decide, by a card, or by mail if no card can reach them. */
  | { readonly kind: 'approval'; readonly enrollment: string; readonly approver: string }
  /** Asks the approvers of a request by one card in their channel. */
  | { readonly kind: 'approvalChannel'; readonly enrollment: string }
  /** Updates a card that was sent before. */
  | { readonly kind: 'approvalUpdate'; readonly card: string }
  /** A timer on an undecided request, or on a later stage of it. */
  | { readonly kind: 'due'; readonly enrollment: string; readonly what: 'remind' | 'escalate' | 'expire'; readonly stage?: number }
  /** Adds a membership in the directory. */
  | { readonly kind: 'provision'; readonly membership: string }
  /** Tells its holder that a membership ends. */
  | { readonly kind: 'accessEnds'; readonly membership: string; readonly endsAt: Millis }
  /** Ends a membership on its day. */
  | { readonly kind: 'accessEnd'; readonly membership: string; readonly endsAt: Millis }
  /** An approver's absence begins or ends: what waits goes to their delegate, or back. */
  | { readonly kind: 'absence'; readonly absence: string; readonly what: 'begins' | 'ends' }
  /** Opens the requests that wait for somebody's account. */
  | { readonly kind: 'behalf'; readonly bundle: string }
  /** Removes it again. */
  | { readonly kind: 'leave'; readonly portal: string; readonly accountId: string; readonly groupId: string }
  /** Begins the review of a group that is due by date. */
  | { readonly kind: 'reviewBegin'; readonly portal: string; readonly group: string; readonly after: string }
  /** Reads who is in the group of a review, and asks its reviewers. */
  | { readonly kind: 'reviewRead'; readonly review: string }
  /** Shows a reviewer the list, or how the review ended. */
  | { readonly kind: 'reviewAsk'; readonly review: string; readonly reviewer: string; readonly reminds?: true }
  /** Updates a card of a review that was sent before. */
  | { readonly kind: 'reviewUpdate'; readonly card: string }
  /** Takes out of the group whom a review removed. */
  | { readonly kind: 'reviewApply'; readonly review: string }
  /** Timers on an open review; `endsAt` 0: all is answered. */
  | { readonly kind: 'reviewRemind'; readonly review: string; readonly endsAt: Millis }
  | { readonly kind: 'reviewEnd'; readonly review: string; readonly endsAt: Millis }
  /** Compares a group of a directory with the records, once a night (`2026-11-20`). */
  | { readonly kind: 'accessLook'; readonly portal: string; readonly group: string; readonly day: string }
  /** Deletes an account in an external directory. */
  | { readonly kind: 'removeAccount'; readonly portal: string; readonly directoryId: string }
  /** Sends the next invitations of a long list. */
  | { readonly kind: 'inviteSome'; readonly batch: string }
  /** An invitation expires. */
  | { readonly kind: 'invitationDue'; readonly invitation: string }
  /** Erases somebody, under the pseudonym that stands for them from then on (OPS-5). Whom is sealed. */
  | { readonly kind: 'erase'; readonly to: string; readonly own: boolean; readonly by: string; readonly secret: { readonly whom: string } }
  /** Looks for passwords that end soon, once a day (`2026-11-20`). */
  | { readonly kind: 'endingLook'; readonly portal: string; readonly day: string }
  /** Tells an owner that a password ends. */
  | { readonly kind: 'endingNotice'; readonly portal: string; readonly directoryId: string; readonly endsAt: Millis; readonly days: number };

const locale = z.enum(locales);
const params = z.record(z.string(), z.union([z.string(), z.number()]));
const sealed = z.string();
/** Whether its secrets are sealed for its recipient. Missing in rows of an older version. */
const bound = z.literal(true).optional();
const event = z.object({
  name: z.enum([
    'passwordSet',
    'passwordEnds',
    'supportCase',
    'requestDecided',
    'questionAsked',
    'requestAdvanced',
    'provisionFailed',
    'accessEnds',
    'accessEnded',
    'absenceAsked',
    'absenceDeclined',
    'absenceOver',
    'accessRemoved',
    'bundleExpired',
    'invitationNews',
    'invitationsSent',
    'accountProven',
    'organisationCreated',
    'twoFactorChanged',
  ]),
  portal: z.string(),
  request: z.string().exactOptional(),
  procedure: z.string().exactOptional(),
  reference: z.string().exactOptional(),
  enrollment: z.string().exactOptional(),
  absence: z.string().exactOptional(),
  group: z.string().exactOptional(),
  invitation: z.string().exactOptional(),
  bundle: z.string().exactOptional(),
  batch: z.string().exactOptional(),
  text: z.string().exactOptional(),
  to: z.string().exactOptional(),
  mailed: z.string().exactOptional(),
  at: z.number().exactOptional(),
  details: z.array(z.tuple([z.string(), z.string()])).exactOptional(),
});
const payload = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), to: z.string(), template: z.enum(mailTemplates), portal: z.string(), locale, params, secret: sealed.optional(), bound }),
  z.object({ kind: z.literal('sms'), to: z.string(), portal: z.string(), locale, params, secret: sealed, bound }),
  z.object({ kind: z.literal('chat'), person: z.string(), event, locale }),
  z.object({ kind: z.literal('channel'), address: z.record(z.string(), z.unknown()), event, locale }),
  z.object({ kind: z.literal('approval'), enrollment: z.string(), approver: z.string() }),
  z.object({ kind: z.literal('approvalChannel'), enrollment: z.string() }),
  z.object({ kind: z.literal('approvalUpdate'), card: z.string() }),
  z.object({ kind: z.literal('due'), enrollment: z.string(), what: z.enum(['remind', 'escalate', 'expire']), stage: z.int().exactOptional() }),
  z.object({ kind: z.literal('provision'), membership: z.string() }),
  z.object({ kind: z.literal('accessEnds'), membership: z.string(), endsAt: z.number() }),
  z.object({ kind: z.literal('accessEnd'), membership: z.string(), endsAt: z.number() }),
  z.object({ kind: z.literal('absence'), absence: z.string(), what: z.enum(['begins', 'ends']) }),
  z.object({ kind: z.literal('behalf'), bundle: z.string() }),
  z.object({ kind: z.literal('leave'), portal: z.string(), accountId: z.string(), groupId: z.string() }),
  z.object({ kind: z.literal('reviewBegin'), portal: z.string(), group: z.string(), after: z.string() }),
  z.object({ kind: z.literal('reviewRead'), review: z.string() }),
  z.object({ kind: z.literal('reviewAsk'), review: z.string(), reviewer: z.string(), reminds: z.literal(true).exactOptional() }),
  z.object({ kind: z.literal('reviewUpdate'), card: z.string() }),
  z.object({ kind: z.literal('reviewApply'), review: z.string() }),
  z.object({ kind: z.literal('reviewRemind'), review: z.string(), endsAt: z.number() }),
  z.object({ kind: z.literal('reviewEnd'), review: z.string(), endsAt: z.number() }),
  z.object({ kind: z.literal('accessLook'), portal: z.string(), group: z.string(), day: z.string() }),
  z.object({ kind: z.literal('removeAccount'), portal: z.string(), directoryId: z.string() }),
  z.object({ kind: z.literal('inviteSome'), batch: z.string() }),
  z.object({ kind: z.literal('invitationDue'), invitation: z.string() }),
  z.object({ kind: z.literal('erase'), to: z.string(), own: z.boolean(), by: z.string(), secret: sealed, bound }),
  z.object({ kind: z.literal('endingLook'), portal: z.string(), day: z.string() }),
  z.object({ kind: z.literal('endingNotice'), portal: z.string(), directoryId: z.string(), endsAt: z.number(), days: z.number() }),
  z.object({ kind: z.literal('nothing'), greets: z.string().optional() }),
]);
const opened = z.record(z.string(), z.string());

/** A job as stored in its row, with its secrets sealed. */
export type StoredJob = z.output<typeof payload>;

/** Parses a row's payload. */
export const readPayload = (text: string): StoredJob => payload.parse(JSON.parse(text));

/** What the sealed secrets of a job are about: moved into a mail to somebody else, they do not open. */
export const aboutJob = ({ kind, to, template = '' }: { readonly kind: string; readonly to: string; readonly template?: string | undefined }): string =>
  ['outbox', kind, to, template].join(' ');

type Sealed = {
  readonly kind: 'mail' | 'sms' | 'erase';
  readonly to: string;
  readonly template?: string;
  readonly secret?: string | undefined;
  readonly bound?: true | undefined;
};

/** Opens the sealed secrets of a row. */
export const unsealSecret = (secrets: Secrets, job: Sealed): Record<string, string> =>
  job.secret === undefined ? {} : opened.parse(JSON.parse(secrets.unseal(job.secret, job.bound && aboutJob(job))));
