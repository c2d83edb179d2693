import type { Procedure } from '../foundation/procedures.ts';
import { type AtStep, followUpAt } from './atStep.ts';
import { saysHowLong } from './given/fromUntil.ts';
import type { Intent } from './understood.ts';
import { enough, enoughOfMany, type Heard, isProcedure, scoreOf, type Wishes } from './wishes.ts';
import { commandIn, isSmallTalk, languageIn } from './words/conversation.ts';
import { deniesDeed } from './words/denials.ts';
import { type Mood, moodMeanings } from './words/moods.ts';
import { isNotMine } from './words/notMine.ts';
import { isOtherLanguage } from './words/otherLanguages.ts';
import { meant } from './words/phrases.ts';
import { wordsOf } from './words/read.ts';
import { replyIn } from './words/replies.ts';
import { isThanksForDone } from './words/thanksForDone.ts';
import type { Places } from './words/vocabulary.ts';

/**
 * What the words say. `certain`: they leave no doubt, as a command or a reply does that is the whole message. `doubtful`: it may be about something
 * that no portal here has, so nothing is begun. `isClear`: more than one idea says what is wished for.
 * `ownWords`: it is said as the portal says it.
 */
export type ByWords = {
  readonly intent: Intent;
  readonly certain: boolean;
  readonly doubtful?: boolean;
  readonly isClear?: boolean;
  readonly ownWords?: boolean;
};

const lacking: ReadonlySet<string> = new Set(['pas', 'aucun', 'sans', 'no', 'not', 'don', 'dont', 'without', 'haven']);

/** Makes the reader that goes by the words of the lexicons and the profiles alone. */
export function createByWords(wishes: Wishes): (text: string, heard: Heard, step?: AtStep) => ByWords {
  const moodPhrases = Object.entries(moodMeanings).map(([mood, written]) => ({ mood, phrases: meant(written) }));

  return (text, heard, step) => {
    const said = wordsOf(text);
    const language = languageIn(said);
    if (language) return certainly({ procedure: 'none', language, confident: true, nearest: [] });
    const wish = wishes.undenied(text, heard);
    const { intent } = wish;
    const begins = intent.confident && isProcedure(intent.procedure);
    const says = (...ideas: string[]) => ideas.some((idea) => heard.ideas.has(idea));
    const moodOf = new Map(moodPhrases.map(({ mood, phrases }) => [mood, scoreOf(phrases, heard.ideas)] as const));
    const has = (mood: Mood): boolean => (moodOf.get(mood) ?? 0) > 0;
    const mooded = (mood: Mood): Intent => ({ ...intent, procedure: 'none', confident: true, mood });

    // «Mon mot de passe a fuité, je veux le changer» wishes for another one; «on l’a changé, ce n’est pas moi» reports.
    const isReport = says('NOTASKED', 'NOTME', 'INTRUDER');
    // Where a mail or a card has just said «if this was not you», the shortest words report it.
    if (isNotMine(said) || (step?.warned && says('NOTASKED') && !begins)) return certainly(mooded('abuse'));
    // «Je n’ai rien demandé, je ne veux pas en changer» denies; it tells of no mail.
    const tells = says('EMAIL', 'LINK', 'CODE', 'NOTME', 'INTRUDER', 'HACK');
    if (has('abuse') && !tells && deniesDeed(heard.ideas, heard.denied)) return perhaps(mooded('denial'));
    if (has('abuse') && (isReport || !(begins && intent.procedure === 'changePassword'))) return perhaps(mooded('abuse'));
    const reply = step && replyIn(said, step.answers);
    if (reply) return certainly({ ...intent, procedure: 'none', confident: true, followUp: reply });
    const governed = governedBy(heard.ideas, heard.denied.length > 0, text);
    // Where nothing waits for an answer, «je n’ai plus besoin du réseau» wishes, and comes back with nothing.
    const followUp = step && !(step.rests && governed !== undefined) ? followUpAt(step, heard, wish) : undefined;
    if (followUp) return perhaps({ ...intent, procedure: 'none', confident: true, followUp });
    const asksOfIt = says('WHATAREYOU', 'ABOUTBOT') && !says('WANT', 'TALK', 'CONTACT', 'CALLME', 'REMOVE', 'CLOSE', 'CHANGE');
    if ((heard.ideas.has('WHATAREYOU') && !begins) || (asksOfIt && intent.procedure === 'support')) return perhaps(mooded('aboutBot'));
    // A mail that is awaited at rest: which one is not said, so nothing is begun.
    const names = says('PASSWORD', 'RESET', 'INVITATION', 'INVITED', 'USERNAME', 'CLIENT', 'SIGNUP', 'TWOFACTOR', 'REQUEST');
    const isDead = says('FAIL', 'WRONG', 'EXPIRED', 'NOTGOOD', 'ITFAILS', 'COMPLAIN') && (says('CODE') || (says('LINK') && !says('EXPIRED')));
    const awaits = (says('NORECEIVE', 'NOTHINGYET') && says('EMAIL', 'CODE')) || isDead;
    if (awaits && !names && heard.denied.length === 0 && intent.portal === undefined && (!begins || ['reset', 'twoFactor'].includes(intent.procedure)))
      return perhaps(mooded('complaint'));
    const named = commandIn(text, said);
    if (isThanksForDone(said) && !has('complaint') && !has('abuse'))
      return certainly({ ...intent, procedure: 'none', nothing: 'smallTalk', confident: true, nearest: [], mood: 'thanks' });
    const command = named === 'account' && heard.denied.length > 0 ? undefined : named;
    if (command === undefined && governed !== undefined) return certainly({ ...intent, procedure: governed, confident: true, nearest: [governed] });
    // «Je n’ai pas de compte» asks for a first access, not for the list of one’s accounts.
    if (command === 'account' && said.some((word) => lacking.has(word))) return certainly({ ...intent, procedure: 'signUp', confident: true, nearest: [] });
    if (command && !(command === 'help' && (has('thanks') || has('insult')))) return certainly({ procedure: command, confident: true, nearest: [] });
    const leaves = intent.confident && intent.procedure === 'cancel' && !deniesDeed(heard.ideas, heard.denied);
    if (!begins && !leaves && heard.denied.length > 0) return perhaps(mooded('denial'));
    // «Merci pour votre assistance, tout est réglé» asks for nobody; «merci de me passer le support» does.
    const wantsNone = wish.score < enough || intent.procedure === 'help' || (['none', 'support'].includes(intent.procedure) && !asksKindly(heard.ideas));
    if (has('thanks') && wantsNone && !has('complaint'))
      return perhaps({ ...intent, procedure: 'none', nothing: 'smallTalk', confident: true, nearest: [], mood: 'thanks' });
    if (said.length === 0 && upset.test(text)) return certainly(mooded('complaint'));
    if (isSmallTalk(text, said) && !has('complaint')) return certainly({ procedure: 'none', nothing: 'smallTalk', confident: true, nearest: [] });
    if (isOtherLanguage(text, said, begins ? 4 : 2)) return certainly(mooded('otherLanguage'));
    if (has('aboutBot') && !begins) return perhaps(mooded('aboutBot'));
    const saysWhat = says('COMPLAIN', 'ITFAILS', 'STUCK');
    if (has('insult') && !saysWhat && !begins && intent.procedure !== 'cancel') return perhaps(mooded('insult'));
    if (has('complaint') && !begins && intent.procedure !== 'cancel') return perhaps(mooded('complaint'));
    const isClear = intent.confident && wish.score >= enoughOfMany;
    return { intent, certain: false, doubtful: wish.doubtful === true, isClear, ownWords: wish.ownWords === true };
  };
}

/**
 * Access until a day is asked for, is to last longer, or is given back (GOV-3, GOV-8): a catalogue, or access, and what is to become of it say so
 * for certain.
 */
function governedBy(ideas: Places, isDenied: boolean, text: string): Procedure | undefined {
  const says = (...named: string[]) => named.some((idea) => ideas.has(idea));
  // «Revoir les accès du réseau» (GOV-4).
  if (says('REVIEW') && !says('REQUEST')) return isDenied ? undefined : 'decide';
  const isGroup = says('GROUP') || [...ideas.keys()].some((idea) => idea.startsWith('group at '));
  const isOther = says('ASKED', 'PASSWORD', 'INVITATION', 'INVITED', 'PERSON');
  // «Retirez-moi l’accès au réseau, je ne m’en sers plus».
  if (!isOther && isGroup && says('NOUSE')) return 'myRequests';
  if (isOther || says('REMOVE') || !(isGroup || says('ACCESS'))) return undefined;
  if (says('NOLONGERWANT')) return isGroup ? 'myRequests' : undefined;
  if (isDenied) return undefined;
  if (says('EXTEND', 'RENEW', 'GIVEBACK')) return 'myRequests';
  // «J’attends le réseau depuis deux semaines» asks for nothing so long.
  const isLong = says('LASTING') || (!says('MY') && saysHowLong(text));
  const lasts = says('UNTIL') || (isLong && !says('WAITING', 'NOANSWER', 'FAIL', 'ITFAILS', 'COMPLAIN', 'STUCK'));
  return isGroup && lasts ? 'enroll' : undefined;
}

const certainly = (intent: Intent): ByWords => ({ intent, certain: true });
const perhaps = (intent: Intent): ByWords => ({ intent, certain: false });

/** Faces and hands of somebody who is not content. */
const upset = /[\u{1F620}\u{1F621}\u{1F624}\u{1F62D}\u{1F622}\u{1F61E}\u{1F629}\u{1F62B}\u{1F92C}\u{1F44E}\u{1F644}\u{1F4A9}\u{1F595}\u{1F616}\u{2639}]/u;

/** Whether something is asked for, and not only thanked for. */
const asksKindly = (ideas: Places): boolean => ['WANT', 'TALK', 'CONTACT', 'FAIL', 'CALLME', 'WHO', 'FOREIGN', 'BRAND'].some((idea) => ideas.has(idea));
