import { type Console, consoleItself, type Outside } from '../../../core/console/index.ts';
import type { Visitor } from '../../../core/foundation/actor.ts';
import type { Outcome } from '../../../core/foundation/outcome.ts';
import type { Core } from '../../../core/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { KeptFor } from '../../../core/privacy/index.ts';
import type { Look, Ticket } from '../../../core/signIn/index.ts';
import type { Examined } from '../../doctor/index.ts';
import type { Setting } from '../../settingsInForce.ts';
import type { Cookies } from '../cookies.ts';
import { failurePage } from '../failurePage.ts';
import type { Form } from '../form.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { page, type Reply, seeOther, unframed } from '../reply.ts';
import { signInPath } from '../signIn/signedIn.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import type { At } from './consoleLayout.ts';
import type { Live } from './live.ts';
import { consoleSignInPage, gonePage, outsidePage, rolePage } from './outsidePage.ts';

/** What the host alone knows of this installation. */
export type Installation = {
  /** Looks at all of it. */
  readonly examine: () => Promise<readonly Examined[]>;
  /** How long each kind of record is kept. */
  readonly keptFor: KeptFor;
  /** Its settings, without anything secret. */
  readonly settings: readonly Setting[];
  /** What the profiles make one think twice about. */
  readonly warnings: readonly string[];
};

/** What the console's pages lean on. */
export type ConsoleDependencies = PostedDependencies &
  Pick<Core, 'signIn' | 'portals'> & {
    readonly console: Console;
    readonly cookies: Cookies;
    readonly installation: Installation;
    readonly live: Live;
  };

/** A session that a browser has at a portal, or of the console's own. */
type Session = { readonly portal?: Portal; readonly ticket: Ticket };

/** Somebody inside, and where they came from. */
export type Inside = At & { readonly ticket: Ticket; readonly visitor: Visitor };

/** What a page is drawn with: its own address again, with its search and in whatever language. */
export function framed(visit: Visit): Frame {
  const kept = new URLSearchParams([...visit.query].filter(([name]) => name !== 'lang' && name !== 'said'));
  const path = visit.path.replace(/\/(verify|erase)$/, '');
  return { ...frameOf(visit), here: kept.size > 0 ? `${path}?${kept}` : path };
}

/** A page, or a refusal's. */
export const drawn = <T>(visit: Visit, outcome: Outcome<T>, draw: (value: T) => Reply): Reply =>
  outcome.ok ? draw(outcome.value) : page(403, rolePage(framed(visit)));

/** The same, where what it is about may be gone. */
export const gone = <T>(visit: Visit, inside: Inside, outcome: Outcome<T>, draw: (value: T) => Reply): Reply =>
  !outcome.ok && outcome.refusals.some(({ key }) => key === 'console.gone') ? page(404, gonePage(framed(visit), inside)) : drawn(visit, outcome, draw);

/** Whether somebody was refused for want of a role: what would say so again is not asked for. */
export const isRole = <T>(outcome: Outcome<T>): boolean => !outcome.ok && outcome.refusals.some(({ key }) => key === 'console.role');

/** The door of each page and each form of the console: both ask the core anew who it is, and nobody frames them. */
export type Door = ReturnType<typeof createDoor>;

/** Creates the door. */
export function createDoor(dependencies: ConsoleDependencies) {
  const { console, cookies, csrf, clock, ipOf, portals } = dependencies;
  const homes = [...new Set(console.operators.accounts.map(({ portal }) => portal))].flatMap((id) => portals.get(id) ?? []);

  /** The sessions that this browser has: the console's own, and those at the portals whose accounts have roles. */
  const ticketsOf = ({ request }: Visit): readonly Session[] =>
    [undefined, ...homes].flatMap((portal) => {
      const at = portal?.id ?? consoleItself;
      const secret = cookies.read(request, 'session', at);
      return secret === undefined ? [] : [{ ...(portal && { portal }), ticket: { portal: at, secret } }];
    });
  const visitorOf = (visit: Visit): Visitor => ({ ip: ipOf(visit.request), locale: visit.asked ?? visit.preferred });
  const token = ({ secret }: Ticket) => csrf.token(secret, clock());

  /** The way in, for who is not. */
  const outside = (visit: Visit, why: Outside = 'signedOut', at?: Session): Reply => {
    const frame = framed(visit);
    if (why !== 'signedOut' && at?.portal) return page(403, outsidePage(frame, why, at.portal, token(at.ticket)));
    const [home, ...others] = homes;
    const { providers } = console.door;
    if (home && others.length === 0 && providers.length === 0) return seeOther(inLanguage(signInPath(home, 'console'), frame.t.locale));
    return page(200, consoleSignInPage(frame, homes, providers, visit.query.get('said') === 'out'));
  };

  /** The same, with a record of whose account has no role. */
  const turnedAway = async (visit: Visit, why?: Outside, at?: Session): Promise<Reply> => {
    if (why === 'stranger' && at) await console.turnedAway(at.ticket, visitorOf(visit));
    return outside(visit, why, at);
  };

  /** Who is here, or the page that leads in. */
  const hold = async (visit: Visit, look?: Look): Promise<Inside | Reply> => {
    let nearly: { readonly why: Outside; readonly at: Session } | undefined;
    for (const at of ticketsOf(visit)) {
      const who = await console.enter(at.ticket, look);
      if (typeof who !== 'string') return { who, ticket: at.ticket, csrf: token(at.ticket), visitor: visitorOf(visit) };
      if (who !== 'signedOut') nearly ??= { why: who, at };
    }
    return await turnedAway(visit, nearly?.why, nearly?.at);
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

  return {
    hold,
    does,
    /** A page for somebody who is inside. */
    shows:
      (draw: (visit: Visit, inside: Inside) => Promise<Reply>): Route =>
      async (visit) => {
        const held = await hold(visit);
        return unframed('ticket' in held ? await draw(visit, held) : held);
      },
    /** A stream for somebody who is inside: it leads nobody in, and is no click. */
    streams:
      (open: (visit: Visit, inside: Inside) => Promise<Reply>): Route =>
      async (visit) => {
        const held = await hold(visit, 'quiet');
        return 'ticket' in held ? await open(visit, held) : page(403, rolePage(framed(visit)));
      },
    /** A form of somebody who is inside. */
    deed: (act: (visit: Visit, inside: Inside, form: Form) => Promise<Reply>): Route =>
      does(async (visit, from, form, visitor) => {
        const { ticket } = from;
        const who = await console.enter(ticket);
        return typeof who === 'string' ? await turnedAway(visit, who, from) : await act(visit, { who, ticket, csrf: token(ticket), visitor }, form);
      }),
  };
}
