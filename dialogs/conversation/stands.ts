import type { DialogContext } from 'botbuilder-dialogs';
import type { AtStep, FollowUp, Intent } from '../../core/conversation/index.ts';
import { hour } from '../../core/foundation/clock.ts';
import type { Running } from '../running.ts';
import type { Turn } from '../turn.ts';
import { answersOfCard } from './atCards.ts';
import { startedBy } from './said.ts';

/** How long after its end a procedure is still what people speak of. */
const finishedFor = hour;

/** What people come back with once these have reached their goal. */
const afterwards: Readonly<Record<string, readonly FollowUp[]>> = {
  invite: ['theirs', 'again', 'notReceived'],
  addUser: ['theirs', 'again', 'notReceived', 'exists', 'otherAddress'],
  support: ['howLong', 'urgent', 'notReceived'],
};

/** Where a conversation stands when no procedure is in front: perhaps one has just reached its goal. */
export function atRest(turn: Turn): AtStep {
  const { finished, next, portal = '' } = turn.memory;
  const isFresh = finished !== undefined && turn.now - finished.at <= finishedFor;
  const after: readonly FollowUp[] = isFresh ? ['next', 'cannotSignIn', ...(afterwards[finished.procedure] ?? [])] : next ? ['next'] : [];
  const answers = new Set<FollowUp>(['yes', 'no', 'other', ...after, ...answersOfCard(turn), ...(turn.memory.offered ? (['back'] as const) : [])]);
  return { portal: isFresh ? finished.portal : portal, answers, warned: isFresh, rests: true, asked: turn.memory.question !== undefined };
}

/** Where it stands while a procedure is in front. */
export const atStepOf = (dc: DialogContext, { state, dialog }: Running): AtStep => ({
  portal: state.data.portal,
  procedure: dialog.flow.procedure,
  ...dialog.stands(dc.activeDialog),
});

/** What may answer the question that was asked back as well. */
const ambiguous: ReadonlySet<FollowUp> = new Set(['yes', 'no', 'none', 'both', 'other', 'otherPortal', 'wait', 'back']);

/** What can only be said of something mailed. */
const ofMail: ReadonlySet<FollowUp> = new Set(['done', 'notReceived', 'linkExpired', 'codeRefused', 'gotIt']);

/** Whether a message comes back to the step that a question of ours stands before: «ça donne accès à quoi ?» asks about it, and it is in front again. */
export function comesBackTo(turn: Turn, dc: DialogContext, under: Running, read: (step: AtStep) => Intent): boolean {
  const { followUp } = read(atStepOf(dc, under));
  if (followUp === undefined) return false;
  const { offered, front } = turn.memory;
  if (offered === undefined || !('procedures' in offered)) {
    // «Je n’ai rien reçu», below the menu, is about the mail that is still waited for.
    const isOffered = front?.buttons.some(({ verb }) => verb === 'root.continue') ?? false;
    const rest = isOffered && ofMail.has(followUp) ? read(atRest(turn)) : undefined;
    if (!rest || rest.followUp !== undefined || (rest.mood !== undefined && rest.mood !== 'complaint') || startedBy(rest) !== undefined) return false;
  } else if (ambiguous.has(followUp)) return false;
  turn.memory.interrupted = undefined;
  return true;
}
