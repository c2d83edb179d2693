import { myRequestsCard, type ShownRequest } from '../../cards/access/myRequests.ts';
import { groupOf, type Portal, stagesOf } from '../../core/portal/index.ts';
import { showAside } from '../conversation/aside.ts';
import type { Turn } from '../turn.ts';

/** One's latest requests, with the names of what they are for. */
export async function ownRequests({ t, core, actor, now }: Turn, limit: number): Promise<ShownRequest[]> {
  const asked = await core.access.enroll.behalf.mine(actor, limit);
  const whom = new Map(asked.flatMap(({ name, items }) => items.map(({ id }) => [id, name] as const)));
  return (await core.access.enroll.mine(actor, limit)).map((request) => {
    const portal = core.portals.get(request.portal);
    const group = portal && groupOf(portal, request.groupId);
    const stages = group ? stagesOf(group, request.conflicts).length : 1;
    const later = request.beginsAt !== null && request.beginsAt > now;
    const until = request.endsAt ?? request.until;
    return {
      ...request,
      name: request.organisation ?? (group ? t.of(group.name) : request.groupId),
      portalName: portal ? t.of(portal.name) : request.portal,
      since: request.status === 'pending' ? t.date(request.createdAt, 'date', portal?.timeZone) : undefined,
      decided: request.decidedAt === null ? undefined : t.date(request.decidedAt, 'dateTime', portal?.timeZone),
      begins: later && request.beginsAt !== null ? t.date(request.beginsAt, 'date', portal?.timeZone) : undefined,
      lasts: until === null ? undefined : t.until(until, portal?.timeZone),
      ...(stages > 1 && request.status === 'pending' && { stages }),
      whom: request.onBehalf === 'asked' ? whom.get(request.id) : undefined,
      asksAgain: portal?.procedures.enroll !== undefined,
    };
  });
}

/** The request of this id, where it is one's own. */
export const ownRequest = async (turn: Turn, id: string): Promise<ShownRequest | undefined> => (await ownRequests(turn, 100)).find((each) => each.id === id);

/** Shows «Mes demandes»: all of one's latest requests, or the one of this id. */
export async function showMine(turn: Turn, only?: string, news?: { portal: Portal | undefined }): Promise<void> {
  if (only === undefined) await turn.core.access.enroll.lookNow(turn.actor);
  const requests = await ownRequests(turn, only === undefined ? 10 : 100);
  const shown = only === undefined ? requests : requests.filter(({ id }) => id === only);
  if (news) return await turn.show(myRequestsCard(turn.t, shown, { news }));
  const bundles = only === undefined ? await turn.core.access.enroll.behalf.mine(turn.actor, listedBundles) : [];
  const grouped = bundles.flatMap(({ items }) => items.map(({ id }) => id));
  const others = shown.filter(({ id }) => !grouped.includes(id));
  const prepares = turn.under?.procedure === 'enroll';
  await showAside(turn, myRequestsCard(turn.t, others, { prepares, bundles: { of: bundles, portals: turn.core.portals } }));
}

/** How many of what was asked for others are listed. */
const listedBundles = 3;
