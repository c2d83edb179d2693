import { bundleCard } from '../../cards/access/behalf.ts';
import { approvalCard, forwardCard, notApproverCard, waitingCard } from '../../cards/access/decide.ts';
import { accessEndedCard, accessEndsCard, giveBackCard, givenBackCard, questionCard } from '../../cards/access/myRequests.ts';
import type { ApprovalView } from '../../core/access/index.ts';
import { wordsOf } from '../../core/conversation/index.ts';
import { emailKey } from '../../core/foundation/identifiers.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import { accept, type Outcome, type Refusal } from '../../core/foundation/outcome.ts';
import { type Inputs, takes } from '../actions.ts';
import { showAside } from '../conversation/aside.ts';
import { isGroup, proven, type Turn } from '../turn.ts';
import { nudge } from './aims.ts';
import { ownRequest, showMine } from './ownRequests.ts';
import { asksCode, placeOf } from './proof.ts';
import { listed } from './waiting.ts';

/**
 * What cards of requests do: an approver's «Approuver», «Refuser», «Demander une précision», «Transférer» and «À décider», a requester's
 * «Mes demandes». They carry no dialog's state, so they answer at any time and wherever they were sent; every right is checked in the core.
 * False where the verb is none of these.
 */
export async function decisions(turn: Turn, verb: string, inputs: Inputs): Promise<boolean> {
  const { enrollment, card } = inputs;
  const message = turn.context.activity.replyToId;
  if (enrollment !== undefined && card !== undefined && message !== undefined)
    await turn.core.access.decide.clicked(await proven(turn), { enrollment, row: card, activityId: message });
  return await acts(turn, verb, inputs);
}

const acts = takes({
  'decide.start': async (turn, { after }) => {
    const page = await turn.core.access.decide.waiting(await proven(turn), { limit: listed, ...(after !== undefined && { after }) });
    const [only, ...others] = page.views;
    if (only) turn.memory.decides = true;
    const reviews = after === undefined ? (await turn.core.access.reviews.mine(await proven(turn))).reviews.length : 0;
    // Of one there is nothing to choose.
    if (only && others.length + page.silent.length + reviews === 0 && page.next === undefined && after === undefined)
      return await showDecision(turn, only.id, accept(only));
    await showAside(turn, waitingCard(turn.t, page, turn.core.portals, reviews));
  },
  'decide.open': async (turn, { enrollment = '', reason }) =>
    showDecision(turn, enrollment, await turn.core.access.decide.look(await proven(turn), enrollment), reason),
  'decide.approve': (turn, { enrollment = '', stage }) => decideOn(turn, enrollment, { decision: 'approve', reason: '', stage }),
  'decide.refuse': (turn, { enrollment = '', reason = '', stage }) => decideOn(turn, enrollment, { decision: 'refuse', reason, stage }),
  'decide.prove': async (turn, inputs) => {
    const { enrollment = '', code = '', of } = inputs;
    const answer = answerOf(inputs);
    const passed = await turn.core.access.stepUp.prove(await proven(turn), { enrollment }, of === undefined ? 'mail' : 'app', code);
    if (passed.ok && answer.decision === 'forward') return await handOn(turn, enrollment, answer.email ?? '');
    await (passed.ok ? decideOn(turn, enrollment, answer) : showProof(turn, enrollment, answer, { asked: placeOf(of), problems: passed.refusals }));
  },
  'decide.proveAgain': async (turn, inputs) => {
    const { enrollment = '' } = inputs;
    const sent = await turn.core.access.stepUp.send(await proven(turn), { enrollment }, true);
    await showProof(turn, enrollment, answerOf(inputs), { problems: sent.ok ? [] : sent.refusals });
  },
  'decide.question': async (turn, { enrollment = '', reason = '' }) =>
    showDecision(turn, enrollment, await turn.core.access.decide.question(await proven(turn), enrollment, reason)),
  'decide.forward': (turn, { enrollment = '', to = '' }) => showOthers(turn, enrollment, { to }),
  'decide.forwardTo': (turn, { enrollment = '', email = '' }) => handOn(turn, enrollment, email),

  'myRequests.start': async (turn) => showMine(turn),
  'myRequests.withdraw': async (turn, { enrollment = '' }) => {
    const taken = await turn.core.access.enroll.withdraw(turn.actor, enrollment);
    await turn.say(taken.ok ? turn.t('myRequests.withdrawn.said', { reference: taken.value.reference }) : turn.t.say(taken.refusals[0]));
    await showMine(turn);
  },
  'myRequests.withdrawAll': async (turn, { bundle = '' }) => {
    const taken = await turn.core.access.enroll.behalf.withdraw(turn.actor, bundle);
    await turn.say(taken.ok ? turn.t('bundle.withdrawn.said', { n: taken.value.withdrawn }) : turn.t.say(taken.refusals[0]));
    await showMine(turn);
  },
  'myRequests.nudge': (turn, { enrollment = '' }) => nudge(turn, enrollment),
  'myRequests.giveBack': async (turn, { enrollment = '' }) => {
    const request = await ownRequest(turn, enrollment);
    if (!request?.held) return await showMine(turn);
    await turn.show(giveBackCard(turn.t, turn.core.portals.get(request.portal), request));
  },
  'myRequests.giveBackNow': async (turn, { enrollment = '' }) => {
    const given = await turn.core.access.enroll.giveBack(turn.actor, enrollment);
    const request = await ownRequest(turn, enrollment);
    if (given.ok && request) return await turn.show(givenBackCard(turn.t, turn.core.portals.get(request.portal), request));
    if (!given.ok) await turn.say(turn.t.say(given.refusals[0]));
    await showMine(turn);
  },
  'myRequests.answer': async (turn, { enrollment = '', comment = '', text = '' }) => {
    turn.memory.question = undefined;
    const answered = await turn.core.access.enroll.answer(turn.actor, enrollment, comment);
    if (answered.ok) return await showQuestion(turn, { enrollment, text }, { answer: comment });
    const [refusal] = answered.refusals;
    // A field left empty, or one question too many at a time: it can still be answered, so its card stays.
    if (refusal.key !== 'enroll.decided') return await showQuestion(turn, { enrollment, text }, { problems: answered.refusals });
    await turn.say(turn.t.say(refusal));
    await showMine(turn, enrollment);
  },
});

/** The stage that a card's button names, as the core counts them. */
const stageOf = (named: string | undefined): number | undefined => (named !== undefined && /^\d$/.test(named) ? Number(named) - 1 : undefined);

const requestNews: readonly ChatEvent['name'][] = ['questionAsked', 'requestAdvanced', 'requestDecided', 'provisionFailed', 'accessEnds', 'accessEnded'];

/**
 * Tells a requester what an approver decided or asks, that access could not be set up (IN-11), that the next stage decides (GOV-1), that access, ends or has ended (GOV-3); false where it is about something else. Whose tie to
 * the account was ended since is told nothing: the account's owner has the mail.
 */
export async function tellRequester(turn: Turn, event: ChatEvent): Promise<boolean> {
  if (event.name === 'bundleExpired') {
    const bundle = (await turn.core.access.enroll.behalf.mine(turn.actor, 20)).find(({ id }) => id === event.bundle);
    if (bundle) await turn.show(bundleCard(turn.t, turn.core.portals, bundle, { expired: true }));
    return true;
  }
  if (event.enrollment === undefined || !requestNews.includes(event.name)) return false;
  const request = await ownRequest(turn, event.enrollment);
  if (!request || request.untied) return true;
  const portal = turn.core.portals.get(event.portal);
  if (event.name === 'questionAsked') {
    turn.memory.question = event.enrollment;
    turn.memory.questionAt = turn.now;
    const text = event.text ?? '';
    await showQuestion(turn, { enrollment: event.enrollment, text });
    turn.memory.questionCard = turn.shownAs === undefined ? undefined : { message: turn.shownAs, text };
  } else if (event.name === 'requestDecided' || event.name === 'requestAdvanced') await showMine(turn, event.enrollment, { portal });
  else if (event.name === 'accessEnds' || event.name === 'accessEnded') {
    const lasted = { ...request, lasts: event.at === undefined ? request.lasts : turn.t.until(event.at, portal?.timeZone) };
    // It was extended, or given back, before this could be told.
    if (event.name === 'accessEnded' || (request.held && request.endsAt === event.at))
      await turn.show(event.name === 'accessEnds' ? accessEndsCard(turn.t, portal, lasted) : accessEndedCard(turn.t, portal, lasted));
  } else await turn.say(turn.t('provisionFailed.text', { reference: event.reference ?? '' }));
  return true;
}

/** Answers an approver's question with what was typed in the chat, and the question's card shows that. Returns false if the request takes no answer. */
export async function answersQuestion(turn: Turn, enrollment: string, answer: string): Promise<boolean> {
  const { questionCard: asked } = turn.memory;
  turn.memory.question = undefined;
  turn.memory.questionCard = undefined;
  if (!(await turn.core.access.enroll.answer(turn.actor, enrollment, answer)).ok) return false;
  const request = await ownRequest(turn, enrollment);
  if (asked && request) await turn.replace(asked.message, questionCard(turn.t, { ...request, text: asked.text, answer }));
  await turn.say(request?.askedBy === undefined ? turn.t('talk.question.sent') : turn.t('talk.question.sent.to', { to: request.askedBy }));
  return true;
}

/** A decision, with what was typed for it; `email`: to whom it is handed. */
type Answer = {
  readonly decision: 'approve' | 'refuse' | 'forward';
  readonly reason: string;
  readonly stage?: string | undefined;
  readonly email?: string | undefined;
};

const answerOf = ({ decision, reason = '', stage, email }: Inputs): Answer => ({
  decision: decision === 'refuse' || decision === 'forward' ? decision : 'approve',
  reason,
  stage,
  email,
});

/** Decides, or asks first for the proof that a sensitive group wants (GOV-6). */
async function decideOn(turn: Turn, id: string, answer: Answer): Promise<void> {
  const { decision, reason, stage } = answer;
  const decided = decision === 'approve' ? ({ decision: 'approved' } as const) : ({ decision: 'refused', reason } as const);
  const outcome = await turn.core.access.decide.decide(await proven(turn), id, decided, stageOf(stage));
  if (outcome.ok || outcome.refusals[0].key !== 'decide.proof') return await showDecision(turn, id, outcome, outcome.ok ? undefined : reason);
  await askProof(turn, id, answer);
}

/** Hands a request to another approver: of a sensitive group after the same proof, as it is a choice of who decides. */
async function handOn(turn: Turn, id: string, email: string): Promise<void> {
  const handed = await turn.core.access.decide.forward(await proven(turn), id, email);
  const key = handed.ok ? undefined : handed.refusals[0].key;
  if (key === 'decide.proof') return await askProof(turn, id, { decision: 'forward', reason: '', email });
  await (!handed.ok && key === 'decide.forward' ? showOthers(turn, id, { problems: handed.refusals }) : showDecision(turn, id, handed));
}

async function askProof(turn: Turn, id: string, answer: Answer): Promise<void> {
  const sent = await turn.core.access.stepUp.send(await proven(turn), { enrollment: id });
  await showProof(turn, id, answer, sent.ok ? { asked: sent.value } : { problems: sent.refusals });
}

/** Asks for the code. What is no longer theirs, or over, is shown as that. */
async function showProof(turn: Turn, id: string, { decision, reason, stage, email }: Answer, around: Parameters<typeof asksCode>[3]): Promise<void> {
  const found = await turn.core.access.decide.look(await proven(turn), id);
  const portal = found.ok ? turn.core.portals.get(found.value.portal) : undefined;
  if (!found.ok || !portal || found.value.status !== 'pending') return await showDecision(turn, id, found);
  const { t } = turn;
  const { group, reference } = found.value;
  const meant = [t(`approval.${decision}`), ...(email === undefined ? [] : [email])].join(' · ');
  const shown = [[t('decide.proof.decision'), meant], ...(reason === '' ? [] : [[t('approval.outcome.why'), reason] as const])] as const;
  const data = { enrollment: id, decision, reason, ...(stage !== undefined && { stage }), ...(email !== undefined && { email }) };
  await asksCode(turn, portal, { verb: 'decide', about: { group: t.of(group) }, reference, shown, data, back: { enrollment: id, reason } }, around);
}

/** The card as things stand; a refusal is said on it, or instead of it where the request is not theirs. */
async function showDecision(turn: Turn, id: string, outcome: Outcome<ApprovalView>, reason?: string): Promise<void> {
  const problems: readonly Refusal[] = outcome.ok ? [] : outcome.refusals;
  const actor = await proven(turn);
  const found = outcome.ok ? outcome : await turn.core.access.decide.look(actor, id);
  if (!found.ok) return await turn.decline(turn.t.say(found.refusals[0]), notApproverCard(turn.t, found.refusals[0]));
  const portal = turn.core.portals.get(found.value.portal);
  if (!portal) return;
  turn.memory.decides = true;
  await turn.show(approvalCard({ t: turn.t, portal, view: found.value, approver: emailKey(actor.email ?? ''), problems, reason }));
  // A message of its own is one more copy, and changes with the others; what replaces a card that was clicked is that card. Either is the one that decides from now on.
  // A card in a channel is everybody's.
  if (!isGroup(turn.context.activity) && turn.shownAs !== undefined && found.value.status === 'pending')
    await turn.core.access.decide.shown(actor, { enrollment: id, activityId: turn.shownAs });
}

/** To whom it can be handed: at once where `to` names one of them; a request that is over shows how it ended. */
async function showOthers(turn: Turn, id: string, { problems = [], to = '' }: { problems?: readonly Refusal[]; to?: string }): Promise<void> {
  const actor = await proven(turn);
  const found = await turn.core.access.decide.look(actor, id);
  const portal = found.ok ? turn.core.portals.get(found.value.portal) : undefined;
  if (!found.ok || !portal || found.value.status !== 'pending') return await showDecision(turn, id, found);
  const others = await turn.core.access.decide.others(actor, id);
  const named = wordsOf(to);
  const [only, ...more] = named.length === 0 ? [] : others.filter((address) => named.every((word) => wordsOf(address).includes(word)));
  if (only !== undefined && more.length === 0) return await handOn(turn, id, only);
  if (named.length > 0) await turn.say(turn.t('approval.forward.notAmong'));
  await turn.show(forwardCard({ t: turn.t, portal, view: found.value, problems }, others));
}

/** An approver's question about one's own request; where there is no such request, what there is. */
async function showQuestion(
  turn: Turn,
  { enrollment, text }: { enrollment: string; text: string },
  given: { answer?: string; problems?: readonly Refusal[] } = {},
): Promise<void> {
  const request = await ownRequest(turn, enrollment);
  if (!request) return await showMine(turn, enrollment);
  await turn.show(questionCard(turn.t, { ...request, text, ...given }));
}
