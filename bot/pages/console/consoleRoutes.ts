import { inLanguage } from '../layout.ts';
import { page, seeOther } from '../reply.ts';
import { signInPath } from '../signIn/signedIn.ts';
import type { Methods } from '../visit.ts';
import { accessRoutes } from './accessRoutes.ts';
import { auditRoutes } from './auditRoutes.ts';
import { doorRoutes } from './doorRoutes.ts';
import { type ConsoleDependencies, createDoor, framed } from './inside.ts';
import { liveRoutes } from './liveRoutes.ts';
import { openSessionsRoutes } from './openSessionsRoutes.ts';
import { operatorRoutes } from './operatorRoutes.ts';
import { gonePage } from './outsidePage.ts';
import { overviewRoutes } from './overviewRoutes.ts';
import { recordsRoutes } from './recordsRoutes.ts';
import { supportRoutes } from './supportRoutes.ts';

/** The routes of the console, by their addresses. */
export function consoleRoutes(dependencies: ConsoleDependencies): Readonly<Record<string, Methods>> {
  const { cookies } = dependencies;
  const door = createDoor(dependencies);
  const { does, shows } = door;
  const missing = shows(async (visit, inside) => page(404, gonePage(framed(visit), inside)));
  const elsewhere: Methods = { GET: missing };

  return {
    ...doorRoutes(dependencies, door),
    ...overviewRoutes(dependencies, door),
    ...liveRoutes(dependencies, door),
    ...supportRoutes(dependencies, door),
    ...auditRoutes(dependencies, door),
    ...operatorRoutes(dependencies, door),
    ...recordsRoutes(dependencies, door),
    ...accessRoutes(dependencies, door),
    ...openSessionsRoutes(dependencies, door),
    '/console/*': elsewhere,
    '/console/signout': {
      POST: does(async (_visit, { portal, ticket }, _form, visitor) => {
        if (!portal) {
          await dependencies.console.endSession(ticket, undefined, visitor);
          return seeOther(`${inLanguage('/console', visitor.locale)}&said=out`, [cookies.clear('session', ticket.portal)]);
        }
        await dependencies.signIn.sessions.signOut(ticket, visitor);
        return seeOther(`${inLanguage(signInPath(portal, 'console'), visitor.locale)}&said=out`, [cookies.clear('session', portal.id)]);
      }),
    },
  };
}
