import type { Locale } from '../foundation/i18n.ts';
import type { Procedure } from '../foundation/procedures.ts';
import type { Portal } from '../portal/index.ts';
import { type AtStep, followUpAt } from './atStep.ts';
import { twoIn } from './twoWishes.ts';
import { createWishes, enough, few, isProcedure, scoreOf } from './wishes.ts';
import { commandIn, isSmallTalk, languageIn } from './words/conversation.ts';
import { deniesDeed } from './words/denials.ts';
import type { Command } from './words/lexicon.ts';
import { type FollowUp, type Mood, moodMeanings } from './words/moods.ts';
import { isNotMine } from './words/notMine.ts';
import { isOtherLanguage } from './words/otherLanguages.ts';
import { meant } from './words/phrases.ts';
import { longestMessage, wordsOf } from './words/read.ts';
import type { Places } from './words/vocabulary.ts';

export type { AtStep } from './atStep.ts';

/** What a free-text message asks for. */
export type Intent = {
  readonly procedure: Procedure | Command | 'none';
  /** The language to switch to, if that is all the message asks. */
  readonly language?: Locale;
  /** Why it asks for nothing here: small talk, or about something outside the portals. */
  readonly nothing?: 'smallTalk' | 'foreign';
  /** Id of the portal that it names, if it names exactly one. */
  readonly portal?: string;
  /** Id of the one portal whose own vocabulary it uses («compte unifié»), if it names none. */
  readonly likely?: string;
  /** Whether to start at once. Otherwise the nearest procedures are offered. Also false if no word is known: the message may be an answer. */
  readonly confident: boolean;
  /** The likeliest procedures, best first, at most three. */
  readonly nearest: readonly Procedure[];
  /** What the message says instead of wishing for something: a complaint, a denial, a report of abuse … */
  readonly mood?: Mood;
  /** What a denial would wish for if it denied nothing. */
  readonly denied?: Procedure;
  /** What the person comes back with, at a step that answers it. */
  readonly followUp?: FollowUp;
  /** Whether it is about invitations that went off, and not about a new one. */
  readonly sent?: true;
  /** Whether it says what a person is wanted for, and does not only ask for one. */
  readonly tells?: true;
  /** The second of two wishes, and the part of the message that says it. */
  readonly second?: { readonly procedure: Procedure; readonly portal?: string; readonly text: string };
  /** The part that says the first. */
  readonly first?: string;
};

const lacking: ReadonlySet<string> = new Set(['pas', 'aucun', 'sans', 'no', 'not', 'don', 'dont', 'without', 'haven']);

/**
 * Makes the reader of free text in French or English. It finds what a message asks for and the portal that it names, given where the conversation
 * stands; at rest without. Deterministic: it uses only the words of the lexicons and the profiles. `words/meanings.ts` says what each procedure means.
 */
export function createIntents(portals: ReadonlyMap<string, Portal>): (text: string, step?: AtStep) => Intent {
  const wishes = createWishes(portals);
  const moodPhrases = Object.entries(moodMeanings).map(([mood, written]) => ({ mood, phrases: meant(written) }));

  return (message, step) => {
    const text = message.slice(0, longestMessage);
    const said = wordsOf(text);
    const language = languageIn(said);
    if (language) return { procedure: 'none', language, confident: true, nearest: [] };
    const heard = wishes.hear(text);
    const wish = wishes.undenied(text, heard);
    const { intent } = wish;
    const begins = intent.confident && isProcedure(intent.procedure);
    const says = (...ideas: string[]) => ideas.some((idea) => heard.ideas.has(idea));
    const moodOf = new Map(moodPhrases.map(({ mood, phrases }) => [mood, scoreOf(phrases, heard.ideas)] as const));
    const has = (mood: Mood): boolean => (moodOf.get(mood) ?? 0) > 0;
    const mooded = (mood: Mood): Intent => ({ ...intent, procedure: 'none', confident: true, mood });
    const denial = (): Intent => {
      const { procedure } = wishes.whole(text, heard).intent;
      return { ...mooded('denial'), ...(isProcedure(procedure) && { denied: procedure }) };
    };

    // «Mon mot de passe a fuité, je veux le changer» wishes for another one; «on l’a changé, ce n’est pas moi» reports.
    const isReport = says('NOTASKED', 'NOTME', 'INTRUDER');
    // Where a mail or a card has just said «if this was not you», the shortest words report it.
    if (isNotMine(said) || (step?.warned && says('NOTASKED') && !begins)) return mooded('abuse');
    // «Je n’ai rien demandé, je ne veux pas en changer» denies; it tells of no mail.
    const tells = says('EMAIL', 'LINK', 'CODE', 'NOTME', 'INTRUDER', 'HACK');
    if (has('abuse') && !tells && deniesDeed(heard.ideas, heard.denied)) return denial();
    if (has('abuse') && (isReport || !(begins && intent.procedure === 'changePassword'))) return mooded('abuse');
    const followUp = step && followUpAt(step, said, heard, wish);
    if (followUp) return { ...intent, procedure: 'none', confident: true, followUp };
    const asksOfIt = says('WHATAREYOU', 'ABOUTBOT') && !says('WANT', 'TALK', 'CONTACT', 'CALLME', 'REMOVE', 'CLOSE', 'CHANGE');
    if ((heard.ideas.has('WHATAREYOU') && !begins) || (asksOfIt && intent.procedure === 'support')) return mooded('aboutBot');
    // A mail that is awaited at rest: which one is not said, so nothing is begun.
    const names = says('PASSWORD', 'RESET', 'INVITATION', 'INVITED', 'USERNAME', 'CLIENT', 'SIGNUP', 'TWOFACTOR', 'REQUEST');
    const isDead = says('FAIL', 'WRONG', 'EXPIRED', 'NOTGOOD', 'ITFAILS', 'COMPLAIN') && (says('CODE') || (says('LINK') && !says('EXPIRED')));
    const awaits = (says('NORECEIVE', 'NOTHINGYET') && says('EMAIL', 'CODE')) || isDead;
    if (awaits && !names && heard.denied.length === 0 && intent.portal === undefined && (!begins || ['reset', 'twoFactor'].includes(intent.procedure)))
      return mooded('complaint');
    const named = commandIn(text, said);
    const command = named === 'account' && heard.denied.length > 0 ? undefined : named;
    // «Je n’ai pas de compte» asks for a first access, not for the list of one’s accounts.
    if (command === 'account' && said.some((word) => lacking.has(word))) return { ...intent, procedure: 'signUp', confident: true, nearest: [] };
    if (command && !(command === 'help' && has('thanks'))) return { procedure: command, confident: true, nearest: [] };
    const leaves = intent.confident && intent.procedure === 'cancel' && !deniesDeed(heard.ideas, heard.denied);
    if (!begins && !leaves && heard.denied.length > 0) return denial();
    // «Merci pour votre assistance, tout est réglé» asks for nobody; «merci de me passer le support» does.
    const wantsNone = wish.score < enough || intent.procedure === 'help' || (['none', 'support'].includes(intent.procedure) && !asksKindly(heard.ideas));
    if (has('thanks') && wantsNone && !has('complaint'))
      return { ...intent, procedure: 'none', nothing: 'smallTalk', confident: true, nearest: [], mood: 'thanks' };
    if (said.length === 0 && upset.test(text)) return mooded('complaint');
    if (isSmallTalk(text, said) && !has('complaint')) return { procedure: 'none', nothing: 'smallTalk', confident: true, nearest: [] };
    if (isOtherLanguage(text, said, begins ? 4 : 2)) return mooded('otherLanguage');
    if (has('aboutBot') && !begins) return mooded('aboutBot');
    const saysWhat = says('COMPLAIN', 'ITFAILS', 'STUCK');
    if (has('insult') && !saysWhat && !begins && intent.procedure !== 'cancel') return mooded('insult');
    if (has('complaint') && !begins && intent.procedure !== 'cancel') return mooded('complaint');
    const two = heard.length > few ? twoIn(wishes, text) : undefined;
    if (two) return { ...intent, ...two, confident: true };
    const isSent = says('MYINVITATIONS', 'ACCEPTEDMINE') || (says('INVITATION', 'IINVITED') && says('STATUS', 'RESEND', 'WITHDRAW', 'NUDGE', 'NORECEIVE'));
    if (intent.procedure === 'invite' && isSent) return { ...intent, sent: true };
    const asksOnly = says('SUPPORT', 'HUMAN', 'TALK', 'CONTACT', 'CALLME', 'ESCALATE', 'TEAM', 'ANYBODY', 'NEEDHELP');
    return intent.procedure === 'support' && !asksOnly ? { ...intent, tells: true } : intent;
  };
}

/** Faces and hands of somebody who is not content. */
const upset = /[\u{1F620}\u{1F621}\u{1F624}\u{1F62D}\u{1F622}\u{1F61E}\u{1F629}\u{1F62B}\u{1F92C}\u{1F44E}\u{1F644}\u{1F4A9}\u{1F595}\u{1F616}\u{2639}]/u;

/** Whether something is asked for, and not only thanked for. */
const asksKindly = (ideas: Places): boolean => ['WANT', 'TALK', 'CONTACT', 'FAIL', 'CALLME', 'WHO', 'FOREIGN', 'BRAND'].some((idea) => ideas.has(idea));
