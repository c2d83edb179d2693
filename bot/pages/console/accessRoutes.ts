import type { DifferenceRow, ReviewedRow } from '../../../core/access/index.ts';
import { page } from '../reply.ts';
import { afterOf, portalOf } from './addresses.ts';
import { differencesPage } from './differencesPage.ts';
import { type ConsoleDependencies, type Door, drawn, framed } from './inside.ts';
import { inBits, inFile, longTable } from './longTable.ts';
import { reviewsPage } from './reviewsPage.ts';

const reviewHead = ['review', 'portal', 'group', 'begunAt', 'endedAt', 'name', 'email', 'decision', 'decidedBy', 'decidedAt', 'reason'] as const;
/** As `npm run access -- review --report --csv` writes it. */
const reviewLine = ({ review, portal, group, begunAt, endedAt, name, email, decision, decidedBy, decidedAt, reason }: ReviewedRow): string[] => [
  ...[review, portal, group, inFile(begunAt), inFile(endedAt), name, email],
  ...[decision ?? '', decidedBy ?? '', inFile(decidedAt), reason ?? ''],
];

const differenceHead = ['portal', 'group', 'kind', 'identifier', 'name', 'email', 'foundAt', 'lookedAt'] as const;
const differenceLine = ({ portal, group, kind, identifier, name, email, foundAt, lookedAt }: DifferenceRow): string[] => [
  ...[portal, group, kind, identifier, name, email, inFile(foundAt), inFile(lookedAt)],
];

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
          longTable('guichet-reviews.csv', reviewHead, inBits(rows, reviewLine)),
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
          longTable('guichet-differences.csv', differenceHead, inBits(rows, differenceLine)),
        ),
      ),
    },
  };
}
