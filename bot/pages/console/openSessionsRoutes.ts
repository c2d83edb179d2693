import type { Refusal } from '../../../core/foundation/outcome.ts';
import { answered } from '../answered.ts';
import { inLanguage } from '../layout.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { type ConsoleDependencies, type Door, drawn, framed, type Inside, isRole } from './inside.ts';
import { endSessionPage, openSessionsPage } from './openSessionsPage.ts';
import { gonePage, rolePage } from './outsidePage.ts';

/** Who of the console is signed in where, and ending it. */
export function openSessionsRoutes({ console, portals }: ConsoleDependencies, { shows, deed }: Door) {
  const ending = async (visit: Visit, inside: Inside, typed = '', refusals: readonly Refusal[] = []): Promise<Reply> =>
    drawn(visit, await console.openSessions(inside.ticket, inside.visitor), (sessions) => {
      const session = sessions.find(({ id }) => id === visit.secret);
      return session ? answered(refusals, endSessionPage(framed(visit), inside, session, typed, refusals)) : page(404, gonePage(framed(visit), inside));
    });

  return {
    '/console/operators': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.openSessions(inside.ticket, inside.visitor), (sessions) =>
          page(200, openSessionsPage(framed(visit), inside, sessions, portals, visit.query.get('said') === 'ended')),
        ),
      ),
    },
    '/console/operators/:secret': {
      GET: shows((visit, inside) => ending(visit, inside)),
      POST: deed(async (visit, inside, { why = '' }) => {
        const ended = await console.endOpenSession(inside.ticket, { id: visit.secret, why }, inside.visitor);
        if (ended.ok) return seeOther(`${inLanguage('/console/operators', inside.visitor.locale)}&said=ended`);
        return isRole(ended) ? page(403, rolePage(framed(visit))) : await ending(visit, inside, why, ended.refusals);
      }),
    },
  };
}
