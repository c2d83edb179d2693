import type { HelpAbout, Topic } from '../../cards/conversation/stepHelp.ts';
import type { FollowUp } from '../../core/conversation/index.ts';

/** What of a step decides how it answers who comes back there. */
export type Answering = {
  readonly about?: Topic;
  readonly on: Readonly<Record<string, unknown>>;
  readonly follow?: Readonly<Record<string, unknown>>;
  readonly helps?: { readonly [what in FollowUp | 'complaint']?: HelpAbout };
  readonly choices?: unknown;
  readonly several?: unknown;
  readonly yesNo?: { readonly yes: string; readonly no: string };
  /** Whether the last answer was refused there. */
  readonly refused?: boolean;
  /** Whether something was mailed already, which is waited for still. */
  readonly mailed?: boolean;
};

/** How a step answers a follow-up: as it says itself, by one of its own buttons, by choosing all, by leaving, or by help on top of its card. */
export type Answered =
  | { readonly own: true }
  | { readonly press: string }
  | { readonly all: true }
  | { readonly leaves: 'solved' | 'stopMails' }
  | { readonly help: HelpAbout };

/** What each follow-up is helped with where a step neither answers it itself nor has a button for it. */
const helps: Readonly<Partial<Record<FollowUp | 'complaint', HelpAbout>>> = {
  complaint: 'complaint',
  refused: 'complaint',
  tries: 'tries',
  opens: 'opens',
  dontKnow: 'unknown',
  whatIs: 'what',
  why: 'why',
  next: 'next',
  yes: 'needed',
  no: 'no',
  back: 'first',
  howLong: 'howLongElse',
  who: 'who',
  later: 'later',
  urgent: 'urgent',
  exists: 'exists',
  noPhone: 'noPhone',
  close: 'close',
  device: 'device',
};

/** The buttons that follow-ups press, where a step has them. */
const pressed: Readonly<Partial<Record<FollowUp, string>>> = { back: 'back', again: 'again', otherAddress: 'back' };

/** What helps while something mailed is waited for, be it a link or a code. */
const onMail: Readonly<Partial<Record<FollowUp, HelpAbout>>> = {
  no: 'noMailed',
  locked: 'locked',
  howLong: 'howLong',
  later: 'laterMail',
  gotIt: 'gotIt',
  sentWhere: 'sentWhere',
  sender: 'sender',
  bySms: 'bySms',
  noMailbox: 'noMailbox',
  notOpening: 'mailLink',
  close: 'closeMail',
  device: 'deviceMail',
  forElse: 'forElse',
};

/** What helps at a page that does what the step is about. */
const onPage: Readonly<Partial<Record<FollowUp, HelpAbout>>> = {
  done: 'notYet',
  locked: 'locked',
  linkExpired: 'notOpening',
  notOpening: 'notOpening',
  codeRefused: 'complaint',
  cannotSignIn: 'complaint',
  rules: 'rules',
  close: 'closeMail',
  forElse: 'forElse',
};

/** What is said of a mail where none has gone off yet. */
const noMail: Readonly<Partial<Record<FollowUp, HelpAbout>>> = {
  notReceived: 'noMailYet',
  linkExpired: 'noMailYet',
  codeRefused: 'noMailYet',
  again: 'noMailYet',
};

/** What is asked about something that goes off with a later button: it has not yet. */
const notSent: Readonly<Partial<Record<FollowUp, HelpAbout>>> = { theirs: 'notSent', again: 'notSent', notReceived: 'notSent' };

/** Further help, by what the step is about. */
const furtherHelp: Readonly<Partial<Record<Topic, Readonly<Partial<Record<FollowUp, HelpAbout>>>>>> = {
  identifier: { ...noMail, otherAddress: 'correctIt', rules: 'rules', noMailbox: 'noMailbox', bySms: 'bySms', sentWhere: 'sentWhere', forElse: 'forElse' },
  address: { ...noMail, otherAddress: 'correctIt', noMailbox: 'newMailbox', sentWhere: 'what', forElse: 'forElseOwn' },
  details: { ...noMail, otherAddress: 'correctIt', forElse: 'forElseOwn' },
  person: notSent,
  company: notSent,
  establishment: notSent,
  rights: notSent,
  invited: { ...notSent, noMailbox: 'newMailbox', sentWhere: 'what', forElse: 'forElseOwn' },
  account: { forElse: 'forElseOwn' },
  mail: { ...onMail, rules: 'rules' },
  code: { ...onMail, rules: 'rules', notReceived: 'notReceived', codeRefused: 'codeRefused' },
  appCode: { codeRefused: 'what', notReceived: 'what' },
  page: onPage,
  factorPage: onPage,
  // Who has no such account is told what it takes: it is no small matter.
  proofPage: { ...onPage, dontKnow: 'what', close: 'close' },
  groups: { howLong: 'howLongDecided', who: 'whoDecides', forElse: 'forElseOwn' },
  summary: { ...notSent, howLong: 'howLongDecided' },
};

/** Where good news means that nothing is needed any more, and where no further mail is wanted. */
const left: Readonly<Partial<Record<FollowUp, readonly Topic[]>>> = {
  solved: ['identifier', 'mail', 'code', 'page', 'factorPage', 'proofPage'],
  stopMails: ['mail', 'code'],
};

/** What is about the last answer, where that was refused. */
const ofRefusal: ReadonlySet<FollowUp | 'complaint'> = new Set(['complaint', 'refused', 'why']);

/** How a step answers; undefined where it does not. */
export function answerOf(
  { about, on, follow = {}, helps: own, choices, several, yesNo, refused = false, mailed = false }: Answering,
  what: FollowUp | 'complaint',
): Answered | undefined {
  if (Object.hasOwn(follow, what)) return { own: true };
  if (yesNo && (what === 'yes' || what === 'no')) return { press: yesNo[what] };
  const press = what === 'complaint' ? undefined : pressed[what];
  if (press !== undefined && Object.hasOwn(on, press)) return { press };
  if (several !== undefined && what === 'both') return { all: true };
  if (about === undefined) return undefined;
  if ((what === 'solved' || what === 'stopMails') && left[what]?.includes(about)) return { leaves: what };
  if (choices !== undefined && (what === 'none' || what === 'both')) return { help: what };
  // Whoever complains of what was just refused asks why it is.
  if (refused && ofRefusal.has(what)) return { help: 'refused' };
  const help = own?.[what] ?? (what === 'complaint' ? undefined : furtherHelp[about]?.[what]) ?? helps[what];
  if (mailed && (help === 'correctIt' || help === 'noMailYet')) return { help: about === 'identifier' ? 'mailedOnce' : 'mailedThere' };
  return help && { help };
}
