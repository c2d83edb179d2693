import type { Followed } from '../../../core/console/index.ts';
import type { Outcome } from '../../../core/foundation/outcome.ts';
import type { Reply } from '../reply.ts';
import type { Methods, Visit } from '../visit.ts';
import { afterOf, portalOf } from './addresses.ts';
import { directoriesParts } from './directoriesPage.ts';
import { erasureParts } from './erasurePage.ts';
import { type ConsoleDependencies, type Door, framed, gone, type Inside } from './inside.ts';
import { type LiveParts, liveEvent } from './liveParts.ts';
import { outboxParts } from './outboxPage.ts';
import { overviewParts } from './overviewPage.ts';
import { requestsParts } from './requestsPage.ts';

/** The streams by which pages renew themselves (OPS-2). */
export function liveRoutes({ console: { follow }, portals, live }: ConsoleDependencies, { streams }: Door): Readonly<Record<string, Methods>> {
  const streamed = <T>(visit: Visit, inside: Inside, followed: Outcome<Followed<T>>, draw: (value: T) => LiveParts): Reply =>
    gone(visit, inside, followed, (it) => live.stream(it, (value) => liveEvent(draw(value))));
  const stream = (open: (visit: Visit, inside: Inside) => Promise<Reply>): Methods => ({ GET: streams(open) });

  return {
    '/console/live/overview': stream(async (visit, inside) =>
      streamed(visit, inside, await follow.overview(inside.ticket, inside.visitor), (overview) =>
        overviewParts(framed(visit), inside, overview, portals, portalOf(portals, visit)),
      ),
    ),
    '/console/live/requests': stream(async (visit, inside) => {
      const search = { portal: portalOf(portals, visit), after: afterOf(visit) };
      return streamed(visit, inside, await follow.waiting(inside.ticket, search, inside.visitor), (found) =>
        requestsParts(framed(visit), inside, search, found, portals),
      );
    }),
    '/console/live/outbox': stream(async (visit, inside) =>
      streamed(visit, inside, await follow.givenUp(inside.ticket, { after: afterOf(visit) }, inside.visitor), (found) => outboxParts(framed(visit), found)),
    ),
    '/console/live/directories': stream(async (visit, inside) =>
      streamed(visit, inside, await follow.directories(inside.ticket, inside.visitor), (found) => directoriesParts(framed(visit), found, portals)),
    ),
    '/console/live/erasure/:secret': stream(async (visit, inside) =>
      streamed(visit, inside, await follow.erasure(inside.ticket, visit.secret, inside.visitor), (state) =>
        state ? erasureParts(framed(visit), visit.secret, state) : {},
      ),
    ),
  };
}
