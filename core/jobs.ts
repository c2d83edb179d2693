import { type ApprovalNotifier, createApprovalJobs, createDifferenceLook, createReviewJobs, greetedAs, type ReviewNotifier } from './access/index.ts';
import type { Dependencies } from './dependencies.ts';
import { createMembershipJobs, whileDirectoryIsThere } from './directory/index.ts';
import type { Millis } from './foundation/clock.ts';
import type { Database } from './foundation/database/schema.ts';
import { translate } from './foundation/i18n.ts';
import type { Circuits } from './foundation/outbox/circuits.ts';
import { Undeliverable } from './foundation/outbox/faults.ts';
import { type ChatAddress, chatAddress, type StoredJob, unsealSecret } from './foundation/outbox/job.ts';
import { createSlowPlaces } from './foundation/outbox/slowPlaces.ts';
import type { Deliver } from './foundation/outbox/worker.ts';
import { createInvitationJobs } from './invitations/index.ts';
import { renderMail, smsText } from './mails/index.ts';
import { createEndingJobs } from './passwords/index.ts';
import type { Portal } from './portal/index.ts';
import type { Mailer, Notifier, Texter } from './ports.ts';
import { createErasureJob } from './privacy/index.ts';

/** The outside world, as jobs reach it. */
export type FarEnds = {
  readonly mailer: Mailer;
  /** Undefined if no SMS gateway is set: text messages are then given up. */
  readonly texter?: Texter | undefined;
  readonly notifier: Notifier & ApprovalNotifier & ReviewNotifier;
  readonly circuits: Circuits;
  /** Removes conversations that are not kept with the records. */
  readonly forget?: (conversations: readonly string[]) => Promise<void>;
};

/** What the worker calls to do a job, when one is given up, and when the clock was put back. */
export type Jobs = { readonly deliver: Deliver; readonly abandoned: (job: StoredJob) => Promise<void>; readonly setBack: (now: Millis) => Promise<void> };

type Handlers = { readonly [K in StoredJob['kind']]: (job: StoredJob & { kind: K }, id: string, attempts: number) => Promise<void> };

/** Creates the handlers of the outbox's jobs, one per kind, from those of the rooms. All of them are idempotent. */
export function createJobs(dependencies: Dependencies, { mailer, texter, notifier, circuits, forget = async () => undefined }: FarEnds): Jobs {
  const { db, secrets, portals } = dependencies;
  const slowDomains = createSlowPlaces(dependencies.clock);
  const approvals = createApprovalJobs(dependencies, notifier);
  const reviews = createReviewJobs(dependencies, notifier);
  const differences = createDifferenceLook(dependencies);
  const memberships = createMembershipJobs(dependencies);
  const invitations = createInvitationJobs(dependencies);

  const portalOf = (id: string): Portal => {
    const portal = portals.get(id);
    if (!portal) throw new Undeliverable(`there is no profile of the portal ${id} any more`);
    return portal;
  };

  const mail: Handlers['mail'] = async (job, id) => {
    const { to, portal: portalId, template, params, locale } = job;
    const portal = portalOf(portalId);
    const { sender } = portal;
    const replyTo = typeof params.replyTo === 'string' ? params.replyTo : sender.replyTo;
    const hello = await greetedAs(db, portal, to);
    const content = {
      ...renderMail(template, {
        portal,
        t: translate(locale),
        params: { ...(hello !== undefined && { hello }), ...params },
        secret: unsealSecret(secrets, job),
      }),
      from: { name: sender.name, address: sender.address },
      to,
      ...(replyTo !== undefined && { replyTo }),
      messageId: `${id}@${sender.address.slice(sender.address.lastIndexOf('@') + 1)}`,
      locale,
    };
    await slowDomains.through(to.slice(to.lastIndexOf('@') + 1).toLowerCase(), () => circuits.through('mail', () => mailer.send(content)));
  };
  const notify: Notifier['notify'] = (...told) => circuits.through('chat', () => notifier.notify(...told));
  const endings = createEndingJobs(dependencies, { notifier, mail: (job, id) => mail(job, id, 1) });

  const handlers: Handlers = {
    mail,
    sms: async (job, id) => {
      if (!texter) throw new Undeliverable('no SMS gateway is set: set SMS_URL');
      const params = { ...job.params, ...unsealSecret(secrets, job) };
      const text = smsText({ portal: portalOf(job.portal), t: translate(job.locale), params });
      await circuits.through('sms', () => texter.send({ to: job.to, text, id }));
    },
    chat: async (job, id) => await notify(await chatOf(db, job.person), job.event, job.locale, id),
    channel: (job, id) => notify(job.address, job.event, job.locale, id),
    approval: (job, id, attempts) => approvals.ask(job.enrollment, job.approver, id, attempts),
    approvalChannel: (job, id, attempts) => approvals.askInChannel(job.enrollment, id, attempts),
    approvalUpdate: (job, _id, attempts) => approvals.update(job.card, attempts),
    due: (job) => approvals.due(job.enrollment, job.what, job.stage),
    provision: (job) => memberships.provision(job.membership),
    accessEnds: (job) => approvals.ends.announce(job),
    accessEnd: (job) => approvals.ends.end(job),
    absence: (job) => approvals.absences.due(job.absence, job.what),
    behalf: (job) => approvals.bundle(job.bundle),
    leave: (job) => memberships.leave(job),
    reviewBegin: (job) => reviews.begin(job),
    reviewRead: (job) => whileDirectoryIsThere(() => reviews.read(job.review)),
    reviewAsk: (job, id, attempts) => whileDirectoryIsThere(() => reviews.ask(job, id, attempts)),
    reviewUpdate: (job) => whileDirectoryIsThere(() => reviews.update(job.card)),
    reviewApply: (job) => reviews.apply(job.review),
    reviewRemind: (job) => whileDirectoryIsThere(() => reviews.remind(job)),
    reviewEnd: (job) => whileDirectoryIsThere(() => reviews.end(job)),
    accessLook: (job) => differences.look(job),
    removeAccount: (job) => dependencies.directory.end(job.portal, job.directoryId),
    inviteSome: (job) => invitations.some(job.batch),
    invitationDue: (job) => invitations.due(job.invitation),
    erase: createErasureJob(dependencies, forget),
    endingLook: (job) => endings.look(job),
    endingNotice: (job, id, attempts) => endings.tell(job, id, attempts),
    nothing: async ({ greets }) => {
      if (greets !== undefined) await greetedAs(db, portalOf(greets), 'nobody@nobody.invalid');
    },
  };

  return {
    deliver: (id, job, attempts) => handle(handlers, job, id, attempts),
    abandoned: async (job) => {
      if (job.kind === 'provision') await approvals.provisionFailed(job.membership);
    },
    setBack: (now) => approvals.absences.setBack(now),
  };
}

/** Picks the handler of a job's own kind; the compiler cannot tie the two together by itself. */
const handle = <K extends StoredJob['kind']>(handlers: Handlers, job: StoredJob & { kind: K }, id: string, attempts: number): Promise<void> =>
  handlers[job.kind](job, id, attempts);

async function chatOf(db: Database, person: string): Promise<ChatAddress> {
  const row = await db.selectFrom('person').select('address').where('id', '=', person).executeTakeFirst();
  if (!row?.address) throw new Undeliverable('this person has no chat');
  return chatAddress.parse(JSON.parse(row.address));
}
