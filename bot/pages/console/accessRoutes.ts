import { differenceTable, reviewTable } from '../../recordTables.ts';
import { page } from '../reply.ts';
import { afterOf, portalOf } from './addresses.ts';
import { differencesPage } from './differencesPage.ts';
import { type ConsoleDependencies, type Door, drawn, framed } from './inside.ts';
import { inBits, longTable } from './longTable.ts';
import { reviewsPage } from './reviewsPage.ts';

/** Who has access: the reviews of it, and where a directory and the records differ (GOV-4). */
export function accessRoutes({ console, portals }: ConsoleDependencies, { shows }: Door) {
  return {
    '/console/reviews': {
      GET: shows(async (visit, inside) => {
        const search = { portal: portalOf(portals, visit), before: afterOf(visit) };
        return drawn(visit, await console.reviews(inside.ticket, search, inside.visitor), (found) =>
          page(200, reviewsPage(framed(visit), inside, search, found, portals)),
        );
      }),
    },
    '/console/reviews.csv': {
      GET: shows(async (visit, inside) => {
        const which = { portal: portalOf(portals, visit), reference: (visit.query.get('review') ?? '').slice(0, 50) };
        return drawn(visit, await console.reviewReport(inside.ticket, which, inside.visitor), (rows) =>
          longTable('guichet-reviews.csv', reviewTable, inBits(rows)),
        );
      }),
    },
    '/console/differences': {
      GET: shows(async (visit, inside) => {
        const portal = portalOf(portals, visit);
        return drawn(visit, await console.differences(inside.ticket, portal, inside.visitor), (found) =>
          page(200, differencesPage(framed(visit), inside, portal, found, portals)),
        );
      }),
    },
    '/console/differences.csv': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.differenceReport(inside.ticket, portalOf(portals, visit), inside.visitor), (rows) =>
          longTable('guichet-differences.csv', differenceTable, inBits(rows)),
        ),
      ),
    },
  };
}
