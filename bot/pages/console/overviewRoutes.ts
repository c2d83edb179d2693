import { page, saved } from '../reply.ts';
import { afterOf, portalOf } from './addresses.ts';
import { figures, figuresCsv, figuresOf } from './figures.ts';
import { type ConsoleDependencies, type Door, drawn, framed } from './inside.ts';
import { gonePage } from './outsidePage.ts';
import { overviewPage } from './overviewPage.ts';
import { requestsPage } from './requestsPage.ts';

/** How Guichet is doing, and what waits for whom. */
export function overviewRoutes({ console, portals }: ConsoleDependencies, { shows }: Door) {
  return {
    '/console': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.overview(inside.ticket, inside.visitor), (overview) =>
          page(200, overviewPage(framed(visit), inside, overview, portals, portalOf(portals, visit))),
        ),
      ),
    },
    '/console/figures/:secret': {
      GET: shows(async (visit, inside) => {
        const name = figures.find((known) => known === visit.secret);
        if (!name) return page(404, gonePage(framed(visit), inside));
        return drawn(visit, await console.overview(inside.ticket, inside.visitor), (overview) =>
          saved(`guichet-${name}.csv`, figuresCsv(figuresOf(framed(visit).t, overview, portals)[name])),
        );
      }),
    },
    '/console/requests': {
      GET: shows(async (visit, inside) => {
        const search = { portal: portalOf(portals, visit), after: afterOf(visit) };
        return drawn(visit, await console.waiting(inside.ticket, search, inside.visitor), (found) =>
          page(200, requestsPage(framed(visit), inside, search, found, portals)),
        );
      }),
    },
  };
}
