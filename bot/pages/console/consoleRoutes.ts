import { type AccountState, type AuditSearch, type Console, type Deed, deeds, type Outside } from '../../../core/console/index.ts';
import type { Visitor } from '../../../core/foundation/actor.ts';
import type { Outcome, Refusal } from '../../../core/foundation/outcome.ts';
import type { Core } from '../../../core/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { Ticket } from '../../../core/signIn/index.ts';
import type { Examined } from '../../doctor/index.ts';
import { answered } from '../answered.ts';
import type { Cookies } from '../cookies.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import { failurePage } from '../failurePage.ts';
import type { Form } from '../form.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { page, type Reply, saved, seeOther, unframed } from '../reply.ts';
import { signInPath } from '../signIn/signedIn.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import { auditPage, recordsCsv } from './auditPage.ts';
import type { At } from './consoleLayout.ts';
import { directoriesPage } from './directoriesPage.ts';
import { doctorPage } from './doctorPage.ts';
import { outboxPage, retryPage } from './outboxPage.ts';
import { consoleSignInPage, goneAccountPage, outsidePage, rolePage } from './outsidePage.ts';
import { figures, figuresCsv, figuresOf, overviewPage } from './overviewPage.ts';
import { accountPath, accountStatePage, deedPage, peoplePage } from './peoplePage.ts';

/** Records on a page, and in a file: who wants more narrows the search, or takes `npm run audit`. */
const shown = { page: 50, file: 20_000 } as const;

/** What the console's pages lean on. */
export type ConsoleDependencies = PostedDependencies &
  Pick<Core, 'signIn' | 'portals'> & {
    readonly console: Console;
    readonly cookies: Cookies /** Looks at the whole installation. */;
    readonly examine: () => Promise<readonly Examined[]>;
  };

/** A session that a browser has at a portal. */
type Session = { readonly portal: Portal; readonly ticket: Ticket };
/** What a page is drawn with: its own address again, with its search and in whatever language. */
function framed(visit: Visit): Frame {
  const kept = new URLSearchParams([...visit.query].filter(([name]) => name !== 'lang' && name !== 'said'));
  const path = visit.path.replace(/\/verify$/, '');
  return { ...frameOf(visit), here: kept.size > 0 ? `${path}?${kept}` : path };
}

type Inside = At & { readonly ticket: Ticket; readonly visitor: Visitor };

/** The routes of the console. Each page and each deed asks the core anew who it is; nobody frames them. */
export function consoleRoutes(dependencies: ConsoleDependencies) {
  const { console, cookies, csrf, clock, ipOf, portals } = dependencies;
  const homes = [...new Set(console.operators.map(({ portal }) => portal))].flatMap((id) => portals.get(id) ?? []);

  /** The sessions that this browser has at the portals whose accounts have roles. */
  const ticketsOf = ({ request }: Visit): readonly Session[] =>
    homes.flatMap((portal) => {
      const secret = cookies.read(request, 'session', portal.id);
      return secret === undefined ? [] : [{ portal, ticket: { portal: portal.id, secret } }];
    });
  const visitorOf = (visit: Visit): Visitor => ({ ip: ipOf(visit.request), locale: visit.asked ?? visit.preferred });
  const token = ({ secret }: Ticket) => csrf.token(secret, clock());

  /** The way in, for who is not. */
  const outside = (visit: Visit, why: Outside = 'signedOut', at?: Session): Reply => {
    const frame = framed(visit);
    if (why !== 'signedOut' && at) return page(403, outsidePage(frame, why, at.portal, token(at.ticket)));
    const [home, ...others] = homes;
    if (home && others.length === 0) return seeOther(inLanguage(signInPath(home, 'console'), frame.t.locale));
    return page(200, consoleSignInPage(frame, homes));
  };

  /** Who is here, or the page that leads in. */
  const hold = async (visit: Visit): Promise<Inside | Reply> => {
    let nearly: Reply | undefined;
    for (const at of ticketsOf(visit)) {
      const who = await console.enter(at.ticket);
      if (typeof who !== 'string') return { who, ticket: at.ticket, csrf: token(at.ticket), visitor: visitorOf(visit) };
      if (who !== 'signedOut') nearly ??= outside(visit, who, at);
    }
    return nearly ?? outside(visit);
  };

  /** A page, or a refusal's. */
  const drawn = <T>(visit: Visit, outcome: Outcome<T>, draw: (value: T) => Reply): Reply =>
    outcome.ok ? draw(outcome.value) : page(403, rolePage(framed(visit)));

  const shows =
    (draw: (visit: Visit, inside: Inside) => Promise<Reply>): Route =>
    async (visit) => {
      const held = await hold(visit);
      return unframed('ticket' in held ? await draw(visit, held) : held);
    };

  /** The session that a form was drawn for, where somebody is signed in at several portals. */
  const sender = (visit: Visit, form: Form) => ticketsOf(visit).find(({ ticket }) => csrf.holds(ticket.secret, form.csrf ?? '', clock()));

  /** A form of ours. */
  const does = (act: (visit: Visit, from: Session, form: Form, visitor: Visitor) => Promise<Reply>): Route => {
    const route = posted(
      dependencies,
      async (visit, form, visitor) => {
        const from = sender(visit, form);
        return from ? await act(visit, from, form, visitor) : page(403, failurePage(framed(visit), 'denied'));
      },
      (visit, form) => sender(visit, form)?.ticket.secret,
    );
    return async (visit) => unframed(await route(visit));
  };
  /** A form of somebody who is inside. */
  const deed = (act: (visit: Visit, inside: Inside, form: Form) => Promise<Reply>): Route =>
    does(async (visit, from, form, visitor) => {
      const { ticket } = from;
      const who = await console.enter(ticket);
      return typeof who === 'string' ? outside(visit, who, from) : await act(visit, { who, ticket, csrf: token(ticket), visitor }, form);
    });

  const searchOf = ({ query }: Visit): AuditSearch => {
    const text = (name: string) => (query.get(name) ?? '').trim().slice(0, 254);
    const outcome = (['ok', 'refused'] as const).find((known) => known === text('outcome')) ?? '';
    const before = /^\d{1,15}$/.test(text('before')) ? { before: Number(text('before')) } : {};
    return { whom: text('whom'), portal: text('portal'), action: text('action'), outcome, ...before };
  };
  const retrying = async (visit: Visit, inside: Inside, typed = '', refusals: readonly Refusal[] = []): Promise<Reply> =>
    drawn(visit, await console.givenUp(inside.ticket), (jobs) => {
      const job = jobs.find(({ id }) => id === visit.secret);
      return job ? answered(refusals, retryPage(framed(visit), inside, job, typed, refusals)) : page(404, unknownLinkPage(framed(visit)));
    });
  const deedOf = ({ file }: Visit): Deed | undefined => deeds.find((known) => known === file);
  const withAccount = async (visit: Visit, inside: Inside, draw: (state: AccountState) => Reply): Promise<Reply> => {
    const state = await console.account(inside.ticket, visit.secret, inside.visitor);
    const isGone = !state.ok && state.refusals.some(({ key }) => key === 'console.gone.account');
    return isGone ? page(404, goneAccountPage(framed(visit), inside)) : drawn(visit, state, draw);
  };
  const helping = async (visit: Visit, inside: Inside, typed = '', refusals: readonly Refusal[] = []): Promise<Reply> => {
    const wanted = deedOf(visit);
    if (!wanted) return page(404, unknownLinkPage(framed(visit)));
    return await withAccount(visit, inside, (state) => answered(refusals, deedPage(framed(visit), inside, state, wanted, typed, refusals)));
  };
  const everywhere = [...portals.values()];
  const searched = async (visit: Visit, inside: Inside, more: object = {}): Promise<Reply> => {
    const search = searchOf(visit);
    const found = await console.search(inside.ticket, search, shown.page, inside.visitor);
    return drawn(visit, found, (records) => page(200, auditPage(framed(visit), inside, { search, found: records, portals: everywhere, ...more })));
  };

  return {
    overview: {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.overview(inside.ticket), (overview) => page(200, overviewPage(framed(visit), inside, overview, portals))),
      ),
    },
    figures: {
      GET: shows(async (visit, inside) => {
        const name = figures.find((known) => known === visit.secret);
        if (!name) return page(404, unknownLinkPage(framed(visit)));
        return drawn(visit, await console.overview(inside.ticket), (overview) =>
          saved(`guichet-${name}.csv`, figuresCsv(figuresOf(framed(visit).t, overview, portals)[name])),
        );
      }),
    },
    audit: { GET: shows((visit, inside) => searched(visit, inside)) },
    auditFile: {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.search(inside.ticket, searchOf(visit), shown.file, inside.visitor), ({ records }) =>
          saved('guichet-audit.csv', recordsCsv(records)),
        ),
      ),
    },
    verify: {
      POST: deed(async (visit, inside) => {
        const verdict = await console.verify(inside.ticket, inside.visitor);
        return verdict.ok ? await searched(visit, inside, { verdict: verdict.value }) : page(403, rolePage(framed(visit)));
      }),
    },
    people: {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.allows(inside.ticket, 'support'), () => page(200, peoplePage(framed(visit), inside, '', undefined, portals))),
      ),
      // By POST: who is looked for stands in no address.
      POST: deed(async (visit, inside, { whom = '' }) => {
        const typed = whom.trim().slice(0, 254);
        return drawn(visit, await console.find(inside.ticket, typed, inside.visitor), (found) =>
          page(200, peoplePage(framed(visit), inside, typed, found, portals)),
        );
      }),
    },
    account: {
      GET: shows((visit, inside) =>
        withAccount(visit, inside, (state) => page(200, accountStatePage(framed(visit), inside, state, visit.query.get('said') === 'done'))),
      ),
    },
    help: {
      GET: shows((visit, inside) => helping(visit, inside)),
      POST: deed(async (visit, inside, { why = '' }) => {
        const wanted = deedOf(visit);
        if (!wanted) return page(404, unknownLinkPage(framed(visit)));
        const helped = await console.help(inside.ticket, { accountId: visit.secret, deed: wanted, why }, inside.visitor);
        if (helped.ok) return seeOther(`${inLanguage(accountPath(visit.secret), inside.visitor.locale)}&said=done`);
        return await helping(visit, inside, why, helped.refusals);
      }),
    },
    outbox: {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.givenUp(inside.ticket), (jobs) => page(200, outboxPage(framed(visit), inside, jobs, visit.query.get('said') === 'retried'))),
      ),
    },
    directories: {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.directories(inside.ticket), (found) => page(200, directoriesPage(framed(visit), inside, found, portals))),
      ),
    },
    doctor: {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.allows(inside.ticket, 'operator'), () => page(200, doctorPage(framed(visit), inside, undefined))),
      ),
      POST: deed(async (visit, inside) => {
        const allowed = await console.allows(inside.ticket, 'operator');
        return allowed.ok ? page(200, doctorPage(framed(visit), inside, await dependencies.examine())) : page(403, rolePage(framed(visit)));
      }),
    },
    retry: {
      GET: shows((visit, inside) => retrying(visit, inside)),
      POST: deed(async (visit, inside, { why = '' }) => {
        const retried = await console.retry(inside.ticket, visit.secret, why, inside.visitor);
        if (retried.ok) return seeOther(`${inLanguage('/console/outbox', inside.visitor.locale)}&said=retried`);
        return await retrying(visit, inside, why, retried.refusals);
      }),
    },
    signOut: {
      POST: does(async (_visit, { portal, ticket }, _form, visitor) => {
        await dependencies.signIn.sessions.signOut(ticket, visitor);
        return seeOther(`${inLanguage(signInPath(portal, 'console'), visitor.locale)}&said=out`, [cookies.clear('session', portal.id)]);
      }),
    },
  };
}
