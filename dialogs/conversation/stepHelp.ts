import type { HelpAbout, Topic } from '../../cards/conversation/stepHelp.ts';
import type { FollowUp } from '../../core/conversation/index.ts';

/** What of a step decides how it answers who comes back there. */
export type Answering = {
  readonly about?: Topic;
  readonly on: Readonly<Record<string, unknown>>;
  readonly follow?: Readonly<Record<string, unknown>>;
  readonly choices?: unknown;
  readonly all?: unknown;
  readonly yesNo?: { readonly yes: string; readonly no: string };
};

/** How a step answers a follow-up: as it says itself, by one of its own buttons, by choosing all, or by help on top of its card. */
export type Answered = { readonly own: true } | { readonly press: string } | { readonly all: true } | { readonly help: HelpAbout };

/** What each follow-up is helped with where a step neither answers it itself nor has a button for it. */
const helps: Readonly<Partial<Record<FollowUp | 'complaint', HelpAbout>>> = {
  complaint: 'complaint',
  dontKnow: 'unknown',
  whatIs: 'what',
  why: 'why',
  next: 'next',
  yes: 'next',
  no: 'no',
  back: 'first',
};

/** The buttons that follow-ups press, where a step has them. */
const pressed: Readonly<Partial<Record<FollowUp, string>>> = { back: 'back', again: 'again', otherAddress: 'back' };

/** Further help where a mail, a code or a page is what the step is about. */
const furtherHelp: Readonly<Partial<Record<Topic, Readonly<Partial<Record<FollowUp, HelpAbout>>>>>> = {
  mail: { howLong: 'howLong' },
  code: { notReceived: 'notReceived', codeRefused: 'codeRefused', howLong: 'howLong' },
  appCode: { codeRefused: 'what', notReceived: 'what' },
  page: { done: 'notYet', linkExpired: 'linkExpired' },
};

/** How a step answers; undefined where it does not. */
export function answerOf({ about, on, follow = {}, choices, all, yesNo }: Answering, what: FollowUp | 'complaint'): Answered | undefined {
  if (Object.hasOwn(follow, what)) return { own: true };
  if (yesNo && (what === 'yes' || what === 'no')) return { press: yesNo[what] };
  const press = what === 'complaint' ? undefined : pressed[what];
  if (press !== undefined && Object.hasOwn(on, press)) return { press };
  if (all !== undefined && what === 'both') return { all: true };
  if (about === undefined) return undefined;
  if (choices !== undefined && (what === 'none' || what === 'both')) return { help: what };
  const help = (what === 'complaint' ? undefined : furtherHelp[about]?.[what]) ?? helps[what];
  return help && { help };
}
