import type { Refusal } from '../../../core/foundation/outcome.ts';
import { answered } from '../answered.ts';
import { inLanguage } from '../layout.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { afterOf } from './addresses.ts';
import { directoriesPage } from './directoriesPage.ts';
import { doctorPage } from './doctorPage.ts';
import { type ConsoleDependencies, type Door, drawn, framed, gone, type Inside, isRole } from './inside.ts';
import { outboxPage, retryPage } from './outboxPage.ts';
import { gonePage, rolePage } from './outsidePage.ts';
import { portalPage, portalsPage } from './portalsPage.ts';
import { settingsPage } from './settingsPage.ts';

/** The pages of an operator. */
export function operatorRoutes({ console, portals, installation, clock }: ConsoleDependencies, { shows, deed }: Door) {
  const retrying = async (visit: Visit, inside: Inside, typed = '', refusals: readonly Refusal[] = []): Promise<Reply> =>
    gone(visit, inside, await console.givenUpOne(inside.ticket, visit.secret, inside.visitor), (job) =>
      answered(refusals, retryPage(framed(visit), inside, job, typed, refusals)),
    );

  return {
    '/console/outbox': {
      GET: shows(async (visit, inside) => {
        const search = { after: afterOf(visit) };
        return drawn(visit, await console.givenUp(inside.ticket, search, inside.visitor), (found) =>
          page(200, outboxPage(framed(visit), inside, search, found, visit.query.get('said') === 'retried')),
        );
      }),
    },
    '/console/outbox/:secret': {
      GET: shows((visit, inside) => retrying(visit, inside)),
      POST: deed(async (visit, inside, { why = '' }) => {
        const retried = await console.retry(inside.ticket, visit.secret, why, inside.visitor);
        if (retried.ok) return seeOther(`${inLanguage('/console/outbox', inside.visitor.locale)}&said=retried`);
        return isRole(retried) ? page(403, rolePage(framed(visit))) : await retrying(visit, inside, why, retried.refusals);
      }),
    },
    '/console/directories': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.directories(inside.ticket, inside.visitor), (found) => page(200, directoriesPage(framed(visit), inside, found, portals))),
      ),
    },
    '/console/portals': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.allows(inside.ticket, 'operator', inside.visitor), () =>
          page(200, portalsPage(framed(visit), inside, portals, installation.warnings)),
        ),
      ),
    },
    '/console/portals/:secret': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.allows(inside.ticket, 'operator', inside.visitor), () => {
          const portal = portals.get(visit.secret);
          return portal ? page(200, portalPage(framed(visit), inside, portal, installation.warnings, clock())) : page(404, gonePage(framed(visit), inside));
        }),
      ),
    },
    '/console/settings': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.allows(inside.ticket, 'operator', inside.visitor), () =>
          page(200, settingsPage(framed(visit), inside, installation.settings)),
        ),
      ),
    },
    '/console/doctor': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.allows(inside.ticket, 'operator', inside.visitor), () => page(200, doctorPage(framed(visit), inside, undefined))),
      ),
      POST: deed(async (visit, inside) => {
        const allowed = await console.allows(inside.ticket, 'operator', inside.visitor);
        return allowed.ok ? page(200, doctorPage(framed(visit), inside, await installation.examine())) : page(403, rolePage(framed(visit)));
      }),
    },
  };
}
