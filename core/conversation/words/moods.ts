/** What a message can say besides, or instead of, wishing for a procedure. */
export const moods = ['complaint', 'insult', 'abuse', 'thanks', 'aboutBot', 'denial', 'otherLanguage'] as const;
export type Mood = (typeof moods)[number];

/** Follow-ups that may be a whole message of a few words: «oui», «aucun», «pourquoi ?». */
export const replies = ['yes', 'no', 'none', 'both', 'back', 'why', 'next', 'whatIs', 'gotIt', 'wait'] as const;
export type Reply = (typeof replies)[number];

/** What people come back with at a step, as each step says which of these it answers. Of two that fit as well, the first counts. */
export const followUps = [
  'refused',
  'tries',
  'opens',
  'locked',
  'forgotOld',
  'solved',
  'stopMails',
  'noMailbox',
  'noPhone',
  'rules',
  'notOpening',
  'sentWhere',
  'sender',
  'bySms',
  'exists',
  'who',
  'urgent',
  'later',
  'theirs',
  'other',
  'otherPortal',
  'notReceived',
  'linkExpired',
  'codeRefused',
  'done',
  'again',
  'otherAddress',
  'cannotSignIn',
  'howLong',
  'dontKnow',
  'close',
  'device',
  'forElse',
  ...replies,
] as const;
export type FollowUp = (typeof followUps)[number];

/** What a message must contain to have a mood, in the notation of `meanings.ts`. A denial and another language are found in other ways. */
export const moodMeanings: Readonly<Record<Exclude<Mood, 'denial' | 'otherLanguage'>, string>> = {
  complaint: 'COMPLAIN, STUCK, FEEL, +ITFAILS',
  insult: 'INSULT',
  abuse:
    'NOTASKEDTHIS, NOTASKED EMAIL, NOTASKED SIGNIN, CHANGE NOTME, NOTASKED RESET, NOTASKED CODE, NOTASKED LINK, NOTASKED PASSWORD, NOTASKED CHANGE, NOTASKED INVITATION, NOTME, HACK, INTRUDER',
  thanks: 'THANKS, BYE, SOLVED',
  aboutBot: 'WHATAREYOU, ABOUTBOT',
};

/** The same for what is said at a step, where it is more than a reply of a few words. */
export const followUpMeanings: Readonly<Partial<Record<FollowUp, string>>> = {
  refused: '+++REFUSED -PASSWORD -CODE -LINK',
  tries: '+++TRIES',
  opens: '+++OPENS -LINK -CODE',
  locked: '+++LOCKEDNOW',
  forgotOld: '+++FORGOTOLD',
  solved: '+++GOODNEWS -NOT',
  stopMails: '+++STOPMAILS',
  gotIt: '+GOTMAIL -NOT -FAIL -WRONG -NOTGOOD',
  noMailbox: '++NOMAILBOX',
  noPhone: '++NOPHONE',
  rules: '+++RULES',
  notOpening: '+NOTOPEN, NOTOPEN LINK?, NOTOPEN PAGE?',
  sentWhere: '++WHERETO -NORECEIVE -OTHERMAILBOX',
  sender: '++SENDER',
  bySms: '++BYSMS -NORECEIVE',
  exists: '++EXISTS',
  who: '++WHOSEES',
  urgent: 'URGENT, ++THEIRPHONE',
  later: '+LATER -UNTIL',
  theirs: '++THEIRS',
  other: '++THEOTHER',
  otherPortal: '+++WRONGPORTAL',
  notReceived: 'NORECEIVE, SPAM, NORECEIVE EMAIL, NORECEIVE LINK, ++NORECEIVE CODE, +NOTHINGYET SPAM? EMAIL?',
  linkExpired: 'EXPIRED, ++LINK EXPIRED, LINK FAIL, LINK WRONG, PAGE FAIL, PAGE EXPIRED',
  codeRefused: '+CODE FAIL, +CODE WRONG, CODE EXPIRED, +CODE NOTGOOD',
  done: 'DONEIT, DONEIT PASSWORD?, +DONEDEED PASSWORD, SOLVED -FAIL -ITFAILS',
  again: 'RESEND, RESEND EMAIL, RESEND CODE, RESEND LINK, NEW EMAIL, NEW CODE, NEW LINK, ANOTHER LINK, ANOTHER CODE, ONCEMORE',
  cannotSignIn: '+FAIL SIGNIN PASSWORD? PORTAL? -ADDRESS -CODE -LINK, +FAIL ACCESS, PASSWORD FAIL -LINK, PASSWORD NOTGOOD, ++STILLOUT',
  howLong: 'HOWLONG, ++WHENREPLY',
  dontKnow: 'DONTKNOW -NORECEIVE',
  why: '++WHYASK -ITFAILS -FAIL',
  next: '++WHATNEXT',
  whatIs: '++WHICHAPP, +WHATIS USERNAME? CODE? ADDRESS? EMAIL? ACCOUNT? ORGANISATION? GROUP? -JOKE -FOREIGN -ROBOT -ITFAILS',
  back: '++GOBACK',
  otherAddress: 'OTHERMAILBOX, WRONG ADDRESS, ANOTHER ADDRESS, +ADDRESS NOLONGER, +EMAIL NOLONGER, WRONG EMAIL, OLD ADDRESS',
};
