import { absenceCard, absenceEndCard, absenceNewsCard, absenceSetCard, absencesCard } from '../../cards/access/absence.ts';
import type { Given } from '../../core/conversation/index.ts';
import type { ChatEvent } from '../../core/foundation/outbox/job.ts';
import type { Outcome, Refusal } from '../../core/foundation/outcome.ts';
import { takes } from '../actions.ts';
import { showAside } from '../conversation/aside.ts';
import { portalsFor, proven, type Turn } from '../turn.ts';

/**
 * What the cards of absences do (GOV-2): an approver says from when until when they are away and who decides meanwhile, ends it, or a delegate declines. They carry no
 * dialog's state, so they answer at any time; whose absence it is, the core looks up at each action. False where the verb is none of these.
 */
export const absences = takes({
  'absence.start': (turn, { from = '', to = '', delegate = '' }) => ask(turn, { from, to, delegate }),
  'absence.set': async (turn, { from = '', to = '', delegate = '' }) => {
    const asked = { from, to, delegate: delegate.trim() };
    // A name is confirmed with the address of whom it means.
    if (asked.delegate !== '' && !asked.delegate.includes('@')) return await ask(turn, asked);
    const timeZone = zoneOf(turn);
    const begun = await turn.core.access.absences.begin(await proven(turn), { ...asked, timeZone });
    await (begun.ok ? turn.show(absenceSetCard(turn.t, begun.value)) : ask(turn, asked, begun.refusals));
  },
  'absence.end': async (turn, { absence = '' }) => told(turn, await turn.core.access.absences.end(turn.actor, absence), 'absence.ended.said'),
  'absence.decline': async (turn, { absence = '' }) => told(turn, await turn.core.access.absences.decline(turn.actor, absence), 'absence.declined.said'),
  'absence.list': (turn) => list(turn),
});

/** «Je suis absent du 3 au 17, Claire décide pour moi»: the card with what was said. */
export async function saysAway(turn: Turn, { away = {}, people: [named] }: Given): Promise<void> {
  const { from = '', to = '', delegate = '' } = away;
  await ask(turn, { from, to, delegate: named?.email ?? delegate });
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
