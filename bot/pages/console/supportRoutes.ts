import { type AccountState, deeds } from '../../../core/console/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { answered } from '../answered.ts';
import { inLanguage } from '../layout.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { accountStatePage } from './accountPage.ts';
import { accountPath } from './accountPath.ts';
import { type AskedDeed, deedPage } from './deedPage.ts';
import { type ConsoleDependencies, type Door, drawn, framed, type Inside, isRole } from './inside.ts';
import { goneAccountPage, gonePage, rolePage } from './outsidePage.ts';
import { peoplePage } from './peoplePage.ts';

/** The pages of support. */
export function supportRoutes({ console, portals }: ConsoleDependencies, { shows, deed }: Door) {
  const deedOf = ({ file, query }: Visit): AskedDeed | undefined => {
    if (file === 'session') return { deed: file, session: query.get('session') ?? undefined };
    const deed = deeds.find((known) => known === file);
    return deed && { deed };
  };
  const withAccount = async (visit: Visit, inside: Inside, draw: (state: AccountState) => Reply): Promise<Reply> => {
    const state = await console.account(inside.ticket, visit.secret, inside.visitor);
    const isGone = !state.ok && state.refusals.some(({ key }) => key === 'console.gone.account');
    return isGone ? page(404, goneAccountPage(framed(visit), inside)) : drawn(visit, state, draw);
  };
  const helping = async (visit: Visit, inside: Inside, typed = '', refusals: readonly Refusal[] = []): Promise<Reply> => {
    const wanted = deedOf(visit);
    if (!wanted) return page(404, gonePage(framed(visit), inside));
    return await withAccount(visit, inside, (state) => answered(refusals, deedPage(framed(visit), inside, state, wanted, typed, refusals)));
  };

  return {
    '/console/people': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.allows(inside.ticket, 'support', inside.visitor), () =>
          page(200, peoplePage(framed(visit), inside, '', undefined, portals)),
        ),
      ),
      // By POST: who is looked for stands in no address.
      POST: deed(async (visit, inside, { whom = '' }) => {
        const typed = whom.trim().slice(0, 254);
        const found = await console.find(inside.ticket, typed, inside.visitor);
        const often = found.ok ? [] : found.refusals.filter(({ key }) => key === 'console.tooMany');
        return often.length > 0
          ? page(429, peoplePage(framed(visit), inside, typed, undefined, portals, often))
          : drawn(visit, found, (accounts) => page(200, peoplePage(framed(visit), inside, typed, accounts, portals)));
      }),
    },
    '/console/account/:secret': {
      GET: shows((visit, inside) =>
        withAccount(visit, inside, (state) => page(200, accountStatePage(framed(visit), inside, state, visit.query.get('said') === 'done'))),
      ),
    },
    '/console/account/:secret/:file': {
      GET: shows((visit, inside) => helping(visit, inside)),
      POST: deed(async (visit, inside, { why = '', once = '' }) => {
        const wanted = deedOf(visit);
        if (!wanted) return page(404, gonePage(framed(visit), inside));
        const helped = await console.help(inside.ticket, { accountId: visit.secret, ...wanted, why, once }, inside.visitor);
        if (helped.ok) return seeOther(`${inLanguage(accountPath(visit.secret), inside.visitor.locale)}&said=done`);
        return isRole(helped) ? page(403, rolePage(framed(visit))) : await helping(visit, inside, why, helped.refusals);
      }),
    },
  };
}
