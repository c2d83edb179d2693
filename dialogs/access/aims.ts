import { giveBackCard, myRequestsCard, type ShownRequest } from '../../cards/access/myRequests.ts';
import { bareDurationIn, durationIn, type Given, givenSchema, type Intent, laterBy } from '../../core/conversation/index.ts';
import { dayIn } from '../../core/foundation/calendar.ts';
import type { Turn } from '../turn.ts';
import { ownRequests, showMine } from './ownRequests.ts';

type Aim = Exclude<NonNullable<Intent['aim']>, 'away' | 'back' | 'review'>;

/** What each aim is about. */
const about: Readonly<Record<Aim, (request: ShownRequest) => boolean>> = {
  nudge: ({ status, onBehalf }) => status === 'pending' && onBehalf !== 'received',
  extend: ({ held, endsAt, untied, onBehalf }) => held && endsAt !== null && !untied && onBehalf !== 'asked',
  giveBack: ({ held, untied, onBehalf }) => held && !untied && onBehalf !== 'asked',
};

/** How many requests are looked through, and how many are shown. */
const looked = 100;
const listed = 10;

/**
 * «Relance mon approbateur», «prolonge mon accès», «je n’ai plus besoin du réseau» (GOV-3, GOV-8): about the one request or access that is meant, or
 * about which of them. `ask` begins a request for a group of a portal. Returns false where the message may be about a request that is still pending.
 */
export async function aims(turn: Turn, aim: Aim, said: Given, ask: (portal: string, said: Given) => Promise<void>): Promise<boolean> {
  await turn.core.access.enroll.lookNow(turn.actor);
  const all = await ownRequests(turn, looked);
  const named = ({ portal, groupId }: ShownRequest) => said.groups[portal]?.includes(groupId) === true;
  const isNamed = Object.values(said.groups).flat().length > 0;
  const fit = all.filter(about[aim]);
  const meant = isNamed ? fit.filter(named) : fit;
  // What is not held yet is withdrawn, not given back.
  if (aim === 'giveBack' && meant.length === 0 && all.some(({ status }) => status === 'pending')) return false;
  const [only, ...others] = meant;
  if (!only || others.length > 0) {
    const shown = (meant.length > 0 ? meant : fit).slice(0, listed);
    await turn.say(turn.t(`myRequests.${aim}.${shown.length > 0 ? 'which' : 'none'}`));
    if (shown.length > 0) await turn.show(myRequestsCard(turn.t, shown));
    else await showMine(turn);
    return true;
  }
  if (aim === 'extend') await ask(only.portal, givenSchema.parse({ ...said, groups: { [only.portal]: [only.groupId] }, until: untilOf(turn, said, only) }));
  else if (aim === 'giveBack') await turn.show(giveBackCard(turn.t, turn.core.portals.get(only.portal), only));
  else await nudge(turn, only.id);
  return true;
}

/** The day until which it is to last: one that is named, or so long after its end («de trois semaines»). */
function untilOf({ core }: Turn, said: Given, { portal, endsAt }: ShownRequest): string | undefined {
  const lasts = durationIn(said.text) ?? bareDurationIn(said.text);
  const timeZone = core.portals.get(portal)?.timeZone;
  return lasts && endsAt !== null && timeZone !== undefined ? laterBy(dayIn(timeZone, endsAt - 1), lasts) : said.until;
}

/** Nudges the approvers of a request, and says so, or why not. */
export async function nudge(turn: Turn, enrollment: string): Promise<void> {
  const nudged = await turn.core.access.enroll.nudge(turn.actor, enrollment);
  await turn.say(nudged.ok ? turn.t('myRequests.nudged.said', { reference: nudged.value.reference }) : turn.t.say(nudged.refusals[0]));
  await showMine(turn);
}
