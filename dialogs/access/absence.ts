import { absenceCard, absenceEndCard, absenceNewsCard, absenceSetCard, absencesCard } from '../../cards/access/absence.ts';
import type { Given } from '../../core/conversation/index.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import type { Outcome, Refusal } from '../../core/foundation/outcome.ts';
import { type Inputs, takes } from '../actions.ts';
import { showAside } from '../conversation/aside.ts';
import { sentBy } from '../conversation/front.ts';
import { portalsFor, proven, type Turn } from '../turn.ts';
import { asksCode, placeOf } from './proof.ts';

/**
 * What the cards of absences do (GOV-2): an approver says from when until when they are away and who decides meanwhile, ends it, or a delegate declines. They carry no
 * dialog's state, so they answer at any time; whose absence it is, the core looks up at each action. False where the verb is none of these.
 */
export const absences = takes({
  'absence.start': (turn, { from = '', to = '', delegate = '' }) => ask(turn, { from, to, delegate }),
  'absence.open': (turn, inputs) => ask(turn, askedIn(inputs)),
  'absence.set': (turn, inputs) => set(turn, askedIn(inputs), inputs.unproven === '1'),
  'absence.prove': async (turn, inputs) => {
    const { code = '', of } = inputs;
    const passed = await turn.core.access.stepUp.prove(await proven(turn), { absence: true }, of === undefined ? 'mail' : 'app', code);
    await (passed.ok ? set(turn, askedIn(inputs)) : showProof(turn, askedIn(inputs), { asked: placeOf(of), problems: passed.refusals }));
  },
  'absence.proveAgain': async (turn, inputs) => {
    const sent = await turn.core.access.stepUp.send(await proven(turn), { absence: true }, true);
    await showProof(turn, askedIn(inputs), { problems: sent.ok ? [] : sent.refusals });
  },
  'absence.end': async (turn, { absence = '' }) => told(turn, await turn.core.access.absences.end(turn.actor, absence), 'absence.ended.said'),
  'absence.decline': async (turn, { absence = '' }) => told(turn, await turn.core.access.absences.decline(turn.actor, absence), 'absence.declined.said'),
  'absence.list': (turn) => list(turn),
});

/** «Je suis absent du 3 au 17, Claire décide pour moi»: the card with what was said, and what stands on it already. */
export async function saysAway(turn: Turn, { away = {}, people: [named] }: Given): Promise<void> {
  const { from = '', to = '', delegate = '' } = { ...heldIn(turn), ...away };
  await ask(turn, { from, to, delegate: named?.email ?? delegate });
}

/** The days and the delegate on the card for an absence; undefined where that is not in front. */
export function heldIn({ memory: { front } }: Turn): Partial<Asked> | undefined {
  const button = front?.buttons.find(({ verb }) => verb === 'absence.set');
  return front && button && Object.fromEntries(Object.entries(sentBy(button, front)).filter(([, value]) => value !== ''));
}

/** «Je suis de retour»: whether the absence is to end now, or which. */
export async function saysBack(turn: Turn): Promise<void> {
  const { own } = await turn.core.access.absences.mine(turn.actor);
  const [only, ...others] = own;
  await (only && others.length === 0 ? showAside(turn, absenceEndCard(turn.t, only)) : list(turn));
}

/** Tells who decides for whom, from when on, or no longer; false where the event is about something else. */
export async function tellAbsence(turn: Turn, { name, absence }: ChatEvent): Promise<boolean> {
  if (name !== 'absenceAsked' && name !== 'absenceDeclined' && name !== 'absenceOver') return false;
  const found = absence === undefined ? undefined : await turn.core.access.absences.look(turn.actor, absence);
  // It was ended, or declined, before this could be told.
  if (!found || (name === 'absenceAsked' && found.isOver)) return true;
  const news = name === 'absenceAsked' ? 'asked' : name === 'absenceDeclined' ? 'declined' : found.isOwn ? 'back' : 'over';
  await turn.show(absenceNewsCard(turn.t, found.absence, news));
  return true;
}

/** Whose calendar counts the days: that of whoever writes, as their client says. */
const zoneOf = (turn: Turn): string => turn.memory.zone ?? (turn.core.portals.get(turn.memory.portal ?? '') ?? portalsFor(turn)[0])?.timeZone ?? 'Europe/Paris';

type Asked = { readonly from: string; readonly to: string; readonly delegate: string };

const askedIn = ({ from = '', to = '', delegate = '' }: Inputs): Asked => ({ from, to, delegate: delegate.trim() });

/** Begins it, or asks first for the proof that sensitive groups want (GOV-6). A name is confirmed with the address of whom it means. */
async function set(turn: Turn, asked: Asked, unproven = false): Promise<void> {
  if (asked.delegate !== '' && !asked.delegate.includes('@')) return await ask(turn, asked);
  const actor = await proven(turn);
  const begun = await turn.core.access.absences.begin(actor, { ...asked, timeZone: zoneOf(turn), unproven });
  if (begun.ok) return await turn.show(absenceSetCard(turn.t, begun.value));
  if (begun.refusals[0].key !== 'decide.proof') return await ask(turn, asked, begun.refusals);
  const sent = await turn.core.access.stepUp.send(actor, { absence: true });
  await showProof(turn, asked, sent.ok ? { asked: sent.value } : { problems: sent.refusals });
}

/** The card that asks for it, with what was said of the absence. Who need not prove anything any more is shown the absence again. */
async function showProof(turn: Turn, asked: Asked, around: Parameters<typeof asksCode>[3]): Promise<void> {
  const actor = await proven(turn);
  const [named] = await turn.core.access.absences.colleagues(actor, asked.delegate);
  const portal = turn.core.access.absences.sensitive(actor);
  if (!named || !portal) return await ask(turn, asked);
  const proving = { verb: 'absence', about: { delegate: named.name }, shown: [], data: asked, back: asked, without: { ...asked, unproven: '1' } } as const;
  await asksCode(turn, portal, proving, around);
}

async function ask(turn: Turn, { from, to, delegate }: Asked, problems: readonly Refusal[] = []): Promise<void> {
  const found = delegate === '' ? [] : await turn.core.access.absences.colleagues(await proven(turn), delegate);
  const [only, ...others] = found;
  const unknown: readonly Refusal[] = delegate !== '' && !only && problems.length === 0 ? [{ key: 'absence.unknown', field: 'delegate' }] : problems;
  const meant = only && others.length === 0 ? { delegate: only } : { choices: found, ...(found.length === 0 && { typed: delegate }) };
  await showAside(turn, absenceCard(turn.t, { from, to, ...meant, problems: unknown }));
}

async function list(turn: Turn): Promise<void> {
  await showAside(turn, absencesCard(turn.t, await turn.core.access.absences.mine(turn.actor)));
}

/** What was done is said, or why not, with what there is now. */
async function told(turn: Turn, done: Outcome<unknown>, key: 'absence.ended.said' | 'absence.declined.said'): Promise<void> {
  await turn.say(done.ok ? turn.t(key) : turn.t.say(done.refusals[0]));
  await list(turn);
}
