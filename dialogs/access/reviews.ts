import { accessRemovedCard, confirmReviewCard, reviewCard, reviewsCard } from '../../cards/access/reviews.ts';
import type { ReviewDecision, ReviewPage } from '../../core/access/index.ts';
import type { Given } from '../../core/conversation/index.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import type { Outcome, Refusal } from '../../core/foundation/outcome.ts';
import { groupOf } from '../../core/portal/index.ts';
import { type Inputs, takes } from '../actions.ts';
import { showAside } from '../conversation/aside.ts';
import { proven, type Turn } from '../turn.ts';
import { asksCode, placeOf } from './proof.ts';

/**
 * What the cards of reviews do (GOV-4). They carry no dialog's state, so they answer at any time and on any device; every right is checked in the core. False
 * where the verb is none of these.
 */
export const reviews = takes({
  'review.start': (turn) => showMine(turn),
  'review.open': (turn, { review = '' }) => show(turn, review),
  'review.page': async (turn, inputs) => {
    const page = await ticked(turn, inputs);
    await show(turn, inputs.review ?? '', page);
  },
  'review.search': async (turn, inputs) => {
    const page = await ticked(turn, inputs);
    await show(turn, inputs.review ?? '', page);
  },
  'review.keep': async (turn, inputs) => {
    const { review = '' } = inputs;
    const page = await ticked(turn, inputs);
    const kept = await turn.core.access.reviews.decide(await proven(turn), review, {}, 'keep');
    if (wantsProof(kept)) return await askProof(turn, { review, decision: 'keep' });
    if (!kept.ok) return await show(turn, review, page, { problems: kept.refusals });
    if (kept.value === 0) return await show(turn, review, page, nobody(inputs));
    await show(turn, review, page, { said: turn.t('review.kept', { n: kept.value }) });
  },
  'review.remove': async (turn, inputs) => {
    const { review = '' } = inputs;
    const page = await ticked(turn, inputs);
    const actor = await proven(turn);
    const looked = await turn.core.access.reviews.look(actor, review);
    if (!looked.ok || !('people' in looked.value)) return await show(turn, review, page);
    const { ticked: count, tickedAs } = looked.value;
    if (count === 0) return await show(turn, review, page, nobody(inputs));
    const portal = turn.core.portals.get(looked.value.portal);
    const names = await turn.core.access.reviews.ticked(actor, review);
    if (portal) await turn.show(confirmReviewCard({ t: turn.t, portal }, looked.value, { id: review, decision: 'remove', count, names, tickedAs }));
  },
  'review.all': async (turn, { review = '', decision = '', was: search = '' }) => {
    const looked = await turn.core.access.reviews.look(await proven(turn), review, { search });
    if (!looked.ok || !('people' in looked.value) || looked.value.found === 0 || !isDecision(decision)) return await show(turn, review, { search });
    const portal = turn.core.portals.get(looked.value.portal);
    if (portal) await turn.show(confirmReviewCard({ t: turn.t, portal }, looked.value, { id: review, decision, count: looked.value.found, search }));
  },
  'review.decide': (turn, inputs) => decideOn(turn, inputs),
  'review.prove': async (turn, inputs) => {
    const { review = '', code = '', of } = inputs;
    const passed = await turn.core.access.stepUp.prove(await proven(turn), { review }, of === undefined ? 'mail' : 'app', code);
    await (passed.ok ? decideOn(turn, inputs) : showProof(turn, inputs, { asked: placeOf(of), problems: passed.refusals }));
  },
  'review.proveAgain': async (turn, inputs) => {
    const sent = await turn.core.access.stepUp.send(await proven(turn), { review: inputs.review ?? '' }, true);
    await showProof(turn, inputs, { problems: sent.ok ? [] : sent.refusals });
  },
});

const wantsProof = (decided: Outcome<unknown>): boolean => !decided.ok && decided.refusals[0].key === 'decide.proof';

/** Decides on those whom a card was about: who are ticked, as its confirmation named them, or all that were shown. */
async function decideOn(turn: Turn, inputs: Inputs): Promise<void> {
  const { review = '', decision = '', tickedAs, was: search = '', count, reason = '' } = inputs;
  if (!isDecision(decision)) return await show(turn, review);
  const about = count === undefined ? { tickedAs } : { all: true as const, search, count: Number(count) || 0 };
  const decided = await turn.core.access.reviews.decide(await proven(turn), review, about, decision, reason);
  if (wantsProof(decided)) return await askProof(turn, inputs);
  if (!decided.ok) return await show(turn, review, {}, { problems: decided.refusals });
  const said = decided.value === 0 ? turn.t('review.decided.before') : turn.t(decision === 'keep' ? 'review.kept' : 'review.removed', { n: decided.value });
  await show(turn, review, {}, { said });
}

/** Asks first for the proof that a sensitive group wants (GOV-6). */
async function askProof(turn: Turn, inputs: Inputs): Promise<void> {
  const sent = await turn.core.access.stepUp.send(await proven(turn), { review: inputs.review ?? '' });
  await showProof(turn, inputs, sent.ok ? { asked: sent.value } : { problems: sent.refusals });
}

/** The card that asks for it, with what was decided. A review that is over, or no longer theirs, is shown as that. */
async function showProof(turn: Turn, inputs: Inputs, around: Parameters<typeof asksCode>[3]): Promise<void> {
  const { review = '', decision = '', tickedAs, was, count, reason = '' } = inputs;
  const looked = await turn.core.access.reviews.look(await proven(turn), review);
  const portal = looked.ok ? turn.core.portals.get(looked.value.portal) : undefined;
  if (!looked.ok || !portal || !('people' in looked.value) || !isDecision(decision)) return await show(turn, review);
  const { t } = turn;
  const n = count === undefined ? looked.value.ticked : Number(count) || 0;
  const shown = [
    [t('decide.proof.decision'), t(`review.proof.${decision}`, { n })],
    ...(reason === '' ? [] : [[t('approval.outcome.why'), reason] as const]),
  ] as const;
  const about = Object.entries({ review, decision, tickedAs, was, count, reason }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const { group, reference } = looked.value;
  await asksCode(turn, portal, { verb: 'review', about: { group: t.of(group) }, reference, shown, data: Object.fromEntries(about), back: { review } }, around);
}

const isDecision = (text: string): text is ReviewDecision => text === 'keep' || text === 'remove';

/** Nobody is ticked; or those who were are decided on by now, by another device or reviewer. */
const nobody = ({ ticks = '' }: Inputs): { problems: readonly Refusal[] } => ({
  problems: [{ key: ticks === '' ? 'review.nobody' : 'review.decided.before' }],
});

/** Keeps what is ticked on the page that was pressed, and says which page comes. Another search begins at its first page. */
async function ticked(turn: Turn, { review = '', shown = '', ticks = '', search, was = '', after, at }: Inputs): Promise<ReviewPage> {
  const list = (text: string) => text.split(',').filter(Boolean).slice(0, most);
  await turn.core.access.reviews.tick(await proven(turn), review, { shown: list(shown), ticked: list(ticks) });
  const next = turn.answer?.verb === 'review.page' ? after : at;
  const words = search ?? was;
  return { search: words, ...(words === was && next !== undefined && { after: next }) };
}

/** A card has no more people than this. */
const most = 50;

/** The review as it stands; a refusal is said on it, or instead of it where it is not theirs. */
async function show(turn: Turn, review: string, page: ReviewPage = {}, around: Parameters<typeof reviewCard>[2] = {}): Promise<void> {
  const looked = await turn.core.access.reviews.look(await proven(turn), review, page);
  if (!looked.ok) return await turn.say(turn.t.say(looked.refusals[0]));
  // The last of a page were decided on: the page before has more.
  if ('people' in looked.value && looked.value.people.length === 0 && looked.value.found > 0 && page.after !== undefined)
    return await show(turn, review, { ...(page.search !== undefined && { search: page.search }) }, around);
  const portal = turn.core.portals.get(looked.value.portal);
  if (portal) await turn.show(reviewCard({ t: turn.t, portal }, looked.value, around));
}

/** «Mes revues», «revoir les accès du réseau»: the one review that waits or is meant, or which of them. */
export async function showMine(turn: Turn, said?: Given): Promise<void> {
  const mine = await turn.core.access.reviews.mine(await proven(turn));
  const named = Object.entries(said?.groups ?? {}).flatMap(([portal, groups]) => groups.map((group) => `${portal} ${group}`));
  const isMeant = (one: { readonly portal: string; readonly groupId: string }) => named.includes(`${one.portal} ${one.groupId}`);
  const meant = named.length === 0 ? mine.reviews : mine.reviews.filter(isMeant);
  const [only, ...others] = meant;
  if (only && others.length + mine.silent.length === 0) return await show(turn, only.id);
  await showAside(turn, reviewsCard(turn.t, { ...mine, reviews: meant }, turn.core.portals, named.length === 0 ? 'review.none' : 'review.none.group'));
}

/** Tells somebody that a review took their access away; false where it is about something else. */
export async function tellReviewed(turn: Turn, event: ChatEvent): Promise<boolean> {
  const portal = turn.core.portals.get(event.portal);
  if (event.name !== 'accessRemoved' || !portal) return false;
  const group = groupOf(portal, event.group ?? '');
  const named = { id: event.group ?? '', name: group ? turn.t.of(group.name) : (event.group ?? '') };
  const asksAgain = group !== undefined && portal.procedures.enroll !== undefined;
  await turn.show(accessRemovedCard({ t: turn.t, portal }, { group: named, reference: event.reference ?? '', reason: event.text ?? '', asksAgain }));
  return true;
}
