import type { Procedure } from '../foundation/procedures.ts';
import { type Heard, isProcedure, scoreOf, type Wish, type Wished } from './wishes.ts';
import { type FollowUp, followUpMeanings, followUps } from './words/moods.ts';
import { meant } from './words/phrases.ts';

/** Where the conversation stands: the portal of the procedure under way, and the follow-ups that its step answers. */
export type AtStep = {
  readonly portal: string;
  /** The procedure under way: to name it at its own step wishes for nothing else. */
  readonly procedure?: Procedure;
  readonly answers: ReadonlySet<FollowUp>;
  /** Whether something was just mailed or done that says what to do if it was somebody else (TALK-4). */
  readonly warned?: boolean;
  /** Whether no procedure is in front, so that nothing waits for an answer. */
  readonly rests?: boolean;
  /** Whether somebody else asked for an answer all the same, as an approver does. */
  readonly asked?: boolean;
  /** Whether the message names what the step asks for. */
  readonly answered?: boolean;
};

/** Procedures that are ways to one thing, getting in: a message that could mean two of them wishes for one. */
export const gettingIn: ReadonlySet<Wished['procedure']> = new Set([
  'signUp',
  'reset',
  'unlock',
  'changePassword',
  'forgotIdentifier',
  'acceptInvitation',
  'support',
]);

/** Follow-ups on something mailed. People word them as they word the wish for it: «je n’ai pas reçu le lien». */
const onMail: ReadonlySet<FollowUp> = new Set(['notReceived', 'linkExpired', 'codeRefused', 'done', 'again', 'otherAddress', 'cannotSignIn']);

const phrasesOf = followUps.flatMap((followUp) => (followUpMeanings[followUp] ? [{ followUp, phrases: meant(followUpMeanings[followUp]) }] : []));

/** What somebody comes back with at a step, unless the message wishes for something else more clearly, or at another portal. A reply of a few words is found before. */
export function followUpAt({ answers, portal, procedure }: AtStep, { ideas }: Heard, { intent, score }: Wish): FollowUp | undefined {
  // «Je voulais dire InvGate»: the same wish, elsewhere.
  if (intent.portal !== undefined && intent.portal !== portal)
    return answers.has('otherPortal') && ideas.has('WRONGPORTAL') && !intent.confident ? 'otherPortal' : undefined;
  const [best] = phrasesOf
    .filter(({ followUp }) => answers.has(followUp) && followUp !== 'otherPortal')
    .map(({ followUp, phrases }) => ({ followUp, weight: scoreOf(phrases, ideas) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  if (!best) return undefined;
  const isOwn = procedure !== undefined && intent.procedure === procedure;
  const isKin =
    isOwn || (onMail.has(best.followUp) && (gettingIn.has(intent.procedure) || (intent.procedure === 'changeEmail' && best.followUp === 'otherAddress')));
  // «C’est quoi un …» asks for nothing foreign where something is asked for.
  const isElse = (intent.nothing === 'foreign' && !ideas.has('DEFINE')) || (intent.confident && isProcedure(intent.procedure) && !isKin);
  return isElse && score > best.weight ? undefined : best.followUp;
}
