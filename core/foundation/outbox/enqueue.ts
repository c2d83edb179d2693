import { z } from 'zod';
import type { ChatAddress, ChatEvent } from '../../ports.ts';
import type { Millis } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { type Locale, locales } from '../i18n.ts';
import { type MailTemplate, mailTemplates } from '../mails/render.ts';
import { newId, type Secrets } from '../secrets.ts';

type Params = Readonly<Record<string, string | number>>;

/** What must happen outside. */
export type Job =
  | {
      readonly kind: 'mail';
      readonly to: string;
      readonly template: MailTemplate;
      readonly portal: string;
      readonly locale: Locale;
      readonly params: Params;
      /** Link and code: sealed in the row. */
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
  /** To a person's chat, wherever it is when it is said. */
  | { readonly kind: 'chat'; readonly person: string; readonly event: ChatEvent; readonly locale: Locale }
  /** A card in a support channel. */
  | { readonly kind: 'channel'; readonly address: ChatAddress; readonly event: ChatEvent; readonly locale: Locale }
  /** An approver is asked to decide: a card, or a mail where none can reach them. */
  | { readonly kind: 'approval'; readonly enrollment: string; readonly approver: string }
  /** The approvers of a request are asked by one card, in their channel. */
  | { readonly kind: 'approvalChannel'; readonly enrollment: string }
  /** A card sent before shows how things stand now. */
  | { readonly kind: 'approvalUpdate'; readonly card: string }
  /** What falls due on a request that nobody has decided. */
  | { readonly kind: 'due'; readonly enrollment: string; readonly what: 'remind' | 'escalate' | 'expire' }
  /** A membership is put into the directory. */
  | { readonly kind: 'provision'; readonly membership: string }
  /** And taken out of it again. */
  | { readonly kind: 'leave'; readonly portal: string; readonly accountId: string; readonly groupId: string }
  /** The next invitations of a long list. */
  | { readonly kind: 'inviteSome'; readonly batch: string }
  /** An invitation's time is over. */
  | { readonly kind: 'invitationDue'; readonly invitation: string }
  /** Looks like work from outside (ALL-4). */
  | { readonly kind: 'nothing' };

/** As much as a mail has to hide. */
const lookalike = { link: '-'.repeat(100), code: '000000' };

/** Leaves a job to the worker, in the transaction that caused it. One row a reason: asked for again, nothing is added. */
export async function enqueue(tx: Database, secrets: Secrets, job: Job, why: { reason: string; dueAt: Millis; now: Millis; id?: string }): Promise<void> {
  // What only looks like work is sealed like work: the time that it takes would tell (ALL-4).
  const hidden = job.kind === 'nothing' ? lookalike : 'secret' in job ? job.secret : undefined;
  const secret = hidden && { secret: secrets.seal(JSON.stringify(hidden)) };
  await tx
    .insertInto('outbox')
    .values({
      id: why.id ?? newId(),
      kind: job.kind,
      reason: why.reason,
      payload: JSON.stringify({ ...job, ...secret }),
      person: job.kind === 'chat' ? job.person : null,
      status: 'waiting',
      attempts: 0,
      dueAt: why.dueAt,
      claimedUntil: null,
      error: null,
      createdAt: why.now,
      doneAt: null,
    })
    .onConflict((conflict) => conflict.column('reason').doNothing())
    .execute();
}

const locale = z.enum(locales);
const params = z.record(z.string(), z.union([z.string(), z.number()]));
const sealed = z.string();
const event = z.object({
  name: z.enum([
    'passwordSet',
    'supportCase',
    'requestDecided',
    'questionAsked',
    'provisionFailed',
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
  invitation: z.string().exactOptional(),
  batch: z.string().exactOptional(),
  text: z.string().exactOptional(),
  at: z.number().exactOptional(),
  details: z.array(z.tuple([z.string(), z.string()])).exactOptional(),
});
const payload = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), to: z.string(), template: z.enum(mailTemplates), portal: z.string(), locale, params, secret: sealed.optional() }),
  z.object({ kind: z.literal('sms'), to: z.string(), portal: z.string(), locale, params, secret: sealed }),
  z.object({ kind: z.literal('chat'), person: z.string(), event, locale }),
  z.object({ kind: z.literal('channel'), address: z.record(z.string(), z.unknown()), event, locale }),
  z.object({ kind: z.literal('approval'), enrollment: z.string(), approver: z.string() }),
  z.object({ kind: z.literal('approvalChannel'), enrollment: z.string() }),
  z.object({ kind: z.literal('approvalUpdate'), card: z.string() }),
  z.object({ kind: z.literal('due'), enrollment: z.string(), what: z.enum(['remind', 'escalate', 'expire']) }),
  z.object({ kind: z.literal('provision'), membership: z.string() }),
  z.object({ kind: z.literal('leave'), portal: z.string(), accountId: z.string(), groupId: z.string() }),
  z.object({ kind: z.literal('inviteSome'), batch: z.string() }),
  z.object({ kind: z.literal('invitationDue'), invitation: z.string() }),
  z.object({ kind: z.literal('nothing') }),
]);
const opened = z.record(z.string(), z.string());

/** A job as its row keeps it: what is secret is sealed. */
export type StoredJob = z.output<typeof payload>;

/** Reads a row's payload. */
export const readPayload = (text: string): StoredJob => payload.parse(JSON.parse(text));

/** Opens what was sealed in a row. */
export const unsealSecret = (secrets: Secrets, secret: string | undefined): Record<string, string> =>
  secret === undefined ? {} : opened.parse(JSON.parse(secrets.unseal(secret)));
