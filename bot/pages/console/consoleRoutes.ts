import { unknownLinkPage } from '../deadLinkPage.ts';
import { inLanguage } from '../layout.ts';
import { page, saved, seeOther } from '../reply.ts';
import { signInPath } from '../signIn/signedIn.ts';
import type { Methods } from '../visit.ts';
import { auditRoutes } from './auditRoutes.ts';
import { type ConsoleDependencies, createDoor, drawn, framed } from './inside.ts';
import { operatorRoutes } from './operatorRoutes.ts';
import { figures, figuresCsv, figuresOf, overviewPage } from './overviewPage.ts';
import { supportRoutes } from './supportRoutes.ts';

/** The routes of the console, by their addresses. */
export function consoleRoutes(dependencies: ConsoleDependencies): Readonly<Record<string, Methods>> {
  const { console, cookies, portals } = dependencies;
  const door = createDoor(dependencies);
  const { shows, does } = door;

  return {
    '/console': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.overview(inside.ticket), (overview) => page(200, overviewPage(framed(visit), inside, overview, portals))),
      ),
    },
    '/console/figures/:secret': {
      GET: shows(async (visit, inside) => {
        const name = figures.find((known) => known === visit.secret);
        if (!name) return page(404, unknownLinkPage(framed(visit)));
        return drawn(visit, await console.overview(inside.ticket), (overview) =>
          saved(`guichet-${name}.csv`, figuresCsv(figuresOf(framed(visit).t, overview, portals)[name])),
        );
      }),
    },
    ...supportRoutes(dependencies, door),
    ...auditRoutes(dependencies, door),
    ...operatorRoutes(dependencies, door),
    '/console/signout': {
      POST: does(async (_visit, { portal, ticket }, _form, visitor) => {
        await dependencies.signIn.sessions.signOut(ticket, visitor);
        return seeOther(`${inLanguage(signInPath(portal, 'console'), visitor.locale)}&said=out`, [cookies.clear('session', portal.id)]);
      }),
    },
  };
}
