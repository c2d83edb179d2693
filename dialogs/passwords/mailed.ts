import { doneCard } from '../../cards/notice.ts';
import { type MailedBy, type MailedHelp, mailedCard, mailedHelpCard, openPageCard, pageAgainCard } from '../../cards/passwords/mailed.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import type { Outcome } from '../../core/foundation/outcome.ts';
import { openingText, type Portal } from '../../core/portal/index.ts';
import type { Move, Step } from '../flow.ts';
import { cancelled, portalOf } from '../moves.ts';
import { proven, type Turn } from '../turn.ts';

/** What a procedure that mails a link keeps while it waits. */
export type Waiting = {
  readonly portal: string;
  readonly request?: string | undefined;
  readonly again?: boolean | undefined;
  /** The request whose code was typed: its page is open to them. */
  readonly opened?: string | undefined;
  readonly askedAt?: number | undefined;
};

/** How one procedure uses the waiting step. */
export type WaitingStep<D extends Waiting> = {
  readonly procedure: MailedBy;
  readonly place: { readonly step: number; readonly steps: number };
  /** What was typed, for «un message vient de partir à …». */
  to(data: D): string;
  /** Asks for the mail again. */
  ask(turn: Turn, data: D): Promise<Outcome<{ requestId: string }>>;
  /** The step before. */
  back(data: D): Move<D>;
  /** The same, for who says that the address is wrong: with what is true of the mail that went off. */
  elsewhere?(turn: Turn, data: D): Move<D>;
  /** The step before, with another account or address. */
  corrects?(data: D, value: string): Move<D>;
  support(turn: Turn, data: D): Promise<Move<D>>;
};

/** The step in which a mail is waited for: its code can be typed, it can be asked for again, and the page's outcome arrives (ALL-12). */
export function waitingStep<D extends Waiting>(options: WaitingStep<D>): Step<D> {
  const { procedure, place } = options;
  /** Asks again, and keeps when. */
  const again = async (turn: Turn, data: D): Promise<Move<D>> => {
    const asked = await options.ask(turn, data);
    return asked.ok
      ? { to: 'mailed', data: { ...data, request: asked.value.requestId, again: true, askedAt: turn.now } }
      : { to: 'mailed', data, problems: asked.refusals };
  };
  const helps =
    (about: MailedHelp) =>
    async (turn: Turn, data: D): Promise<Move<D> | undefined> => {
      // The page is open to them: what helps there is what helps at any page.
      if (isOpened(data)) return undefined;
      const { timeZone } = portalOf(turn, data);
      const askedAt = data.askedAt === undefined ? undefined : turn.t.moment(data.askedAt, { now: turn.now, how: 'on' }, timeZone);
      return { to: 'mailed', data, once: (frame) => mailedHelpCard(frame, procedure, about, { to: options.to(data), askedAt, ...place }) };
    };
  const opens = (turn: Turn, data: D, { url, expiresAt }: { url: string; expiresAt: number }): Move<D> => {
    const until = turn.t.moment(expiresAt, { now: turn.now, how: 'until' }, portalOf(turn, data).timeZone);
    const shown = { url, until, window: turn.windows, ...place };
    return { to: 'mailed', data: { ...data, again: false, opened: data.request }, once: (frame) => openPageCard(frame, procedure, shown) };
  };
  const { corrects } = options;
  return {
    about: (data) => (isOpened(data) ? 'page' : 'mail'),
    ...(corrects && { corrects: (_turn: Turn, data: D, value: string) => (isOpened(data) ? undefined : corrects(data, value)) }),
    follow: {
      notReceived: helps('notReceived'),
      linkExpired: helps('linkExpired'),
      codeRefused: helps('codeRefused'),
      // Had the page been done, the procedure would have moved on before this.
      done: helps('done'),
      complaint: helps('complaint'),
      again,
      otherAddress: async (turn, data) => options.elsewhere?.(turn, data) ?? options.back(data),
    },
    show: (frame, data) =>
      isOpened(data) ? pageAgainCard(frame, procedure, place) : mailedCard(frame, procedure, { to: options.to(data), again: data.again ?? false, ...place }),
    text: { input: 'code', press: 'code' },
    on: {
      code: async (turn, data, { code = '' }) => {
        const entered = await turn.core.passwords.chatCode.enter(await proven(turn), data.request ?? '', code);
        if (!entered.ok) return { to: 'mailed', data: { ...data, again: false }, problems: entered.refusals };
        return opens(turn, data, entered.value);
      },
      page: async (turn, data) => {
        const page = await turn.core.passwords.chatCode.page(turn.actor, data.request ?? '');
        // Over meanwhile: a new mail is what helps.
        return page.ok ? opens(turn, data, page.value) : { to: 'mailed', data: { ...data, opened: undefined }, problems: page.refusals };
      },
      again,
      back: async (_turn, data) => options.back(data),
      support: options.support,
      cancel: async (turn, data) => cancelled(turn, data, procedure),
    },
  };
}

/** Whether the code was typed, so that the page is what comes next. */
export const isOpened = ({ opened, request }: Waiting): boolean => opened !== undefined && opened === request;

/** The password was set: the same end from the event and from a look (ALL-12). */
export const done = async <D extends Waiting>(turn: Turn, data: D): Promise<Move<D>> => ({
  end: await doneFor(turn, portalOf(turn, data), data.request),
  done: true,
});

/** The closing card, with what the profile says comes next. */
export const doneFor = async (turn: Turn, portal: Portal, request?: string) =>
  doneCard(turn.t, portal, {
    pass: request !== undefined && (await turn.core.passwords.chatCode.completed(turn.actor, request)) === 'accessPass',
    opening: openingText(turn.t, portal, turn.now),
    next: portal.procedures.signUp?.then ?? portal.procedures.reset?.then,
  });

/** Moves on when the page that this request opened is done. */
export const onPasswordSet = async <D extends Waiting>(turn: Turn, data: D, event: ChatEvent): Promise<Move<D> | undefined> =>
  event.name === 'passwordSet' && event.request !== undefined && event.request === data.request ? done(turn, data) : undefined;

/** Moves on when the page was done while nobody could say so here. */
export const whenCompleted = async <D extends Waiting>(turn: Turn, data: D): Promise<Move<D> | undefined> =>
  data.request !== undefined && (await turn.core.passwords.chatCode.completed(turn.actor, data.request)) ? done(turn, data) : undefined;
