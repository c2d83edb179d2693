import type { Visitor } from '../../../core/foundation/actor.ts';
import type { Millis } from '../../../core/foundation/clock.ts';
import type { Core } from '../../../core/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { deviceKept, type Signed, type Ticket } from '../../../core/signIn/index.ts';
import { formsOf } from '../applications/clients.ts';
import type { Cookies } from '../cookies.ts';
import { isForeign } from '../csrf.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import { failurePage } from '../failurePage.ts';
import { type Form, readForm } from '../form.ts';
import { inLanguage } from '../layout.ts';
import type { PostedDependencies } from '../posted.ts';
import { page, type Reply, seeOther, unframed } from '../reply.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';

/** The pages that a sign-in may lead on to: their names, and their addresses within a portal, but for the console's. An address is never taken from a request. */
export const targets = {
  account: 'account',
  password: 'account/password',
  factor: 'account/second-factor',
  invitation: 'invitation',
  console: '/console',
} as const;
/** One of them, or the sign-in of an application that is under way, by its id. */
export type Target = keyof typeof targets | `application.${string}`;

/** Whether it is the sign-in of an application. */
export const isApplication = (target: Target): target is `application.${string}` => target.startsWith('application.');

/** The page of that name, or the account's own. */
export function readTarget(text: string | null): Target {
  const [id] = /^application\.[\w-]{1,64}$/.exec(text ?? '') ?? [];
  if (id !== undefined) return `application.${id.slice('application.'.length)}`;
  return (['account', 'password', 'factor', 'invitation', 'console'] as const).find((known) => known === text) ?? 'account';
}

/** The address of a page that a sign-in leads on to; the console is the same for all portals. */
export function targetPath(portal: Portal, target: Target): string {
  if (isApplication(target)) return `/p/${portal.id}/openid/interaction/${target.slice('application.'.length)}`;
  return target === 'console' ? targets.console : `/p/${portal.id}/${targets[target]}`;
}

/** Where the forms of a sign-in may lead in the end, as `form-action` has it: to an application where one waits for it, else to nobody else. */
export const formsFor = (portal: Portal, target: Target): string | undefined => (isApplication(target) ? formsOf(portal) : undefined);

/** The address of the sign-in that leads on to a page. */
export const signInPath = (portal: Portal, target: Target): string => `/p/${portal.id}/signin?return=${target}`;

/** The address of the second step of the sign-in (OU-11). */
export const secondStepPath = (portal: Portal, target: Target): string => `/p/${portal.id}/signin/second?return=${target}`;

/** What the pages of an account lean on. */
export type SignedInDependencies = PostedDependencies & Pick<Core, 'signIn'> & { readonly cookies: Cookies };

/** Who is at a page of their account: the ticket that the core asks for with each action, and the token of the page's forms. */
export type Holder = { readonly portal: Portal; readonly ticket: Ticket; readonly session: Signed; readonly csrf: string };

/** Makes routes of pages that need a sign-in. Visitors without one are sent to sign in, and come back. The pages cannot be framed. */
export function createSignedIn(dependencies: SignedInDependencies) {
  const { cookies, csrf, clock, publicUrl, ipOf } = dependencies;
  const { sessions } = dependencies.signIn;

  const hold = async (visit: Visit, target: Target): Promise<Holder | Reply> => {
    const { portal, request } = visit;
    if (!portal) return page(404, unknownLinkPage(frameOf(visit)));
    const secret = cookies.read(request, 'session', portal.id);
    const ticket = { portal: portal.id, secret: secret ?? '' };
    const session = secret === undefined ? undefined : await sessions.find(ticket);
    if (session?.state === 'open') return { portal, ticket, session, csrf: csrf.token(ticket.secret, clock()) };
    const locale = visit.asked ?? visit.preferred;
    if (session) return seeOther(inLanguage(secondStepPath(portal, target), locale));
    return seeOther(inLanguage(`${signInPath(portal, target)}${secret === undefined ? '' : '&said=over'}`, locale));
  };

  return {
    /** A page that is looked at. */
    shows:
      (target: Target, draw: (visit: Visit, holder: Holder) => Promise<Reply>): Route =>
      async (visit) => {
        const held = await hold(visit, target);
        return unframed('ticket' in held ? await draw(visit, held) : held);
      },

    /** A form of such a page: sent by our own page, in the session that it was drawn for. */
    does:
      (target: Target, action: (visit: Visit, holder: Holder, form: Form, visitor: Visitor) => Promise<Reply>): Route =>
      async (visit) => {
        const frame = frameOf(visit);
        if (isForeign(visit.request.headers, publicUrl)) return unframed(page(403, failurePage(frame, 'denied')));
        const form = await readForm(visit.request);
        if (typeof form === 'number') return unframed(page(form, failurePage(frame, 'unreadable'), { Connection: 'close' }));
        const held = await hold(visit, target);
        if (!('ticket' in held)) return unframed(held);
        if (!csrf.holds(held.ticket.secret, form.csrf ?? '', clock())) return unframed(page(403, failurePage(frame, 'denied')));
        return unframed(await action(visit, held, form, { ip: ipOf(visit.request), locale: visit.asked ?? visit.preferred }));
      },

    /** The header by which a browser is known from now on; none where there is nothing to be known by. */
    knows: (portal: Portal, device: string | undefined): string[] => (device === undefined ? [] : [cookies.set('device', portal.id, device, deviceKept)]),

    /** The header that gives the browser its session, for so long. */
    keep: (portal: Portal, secret: string, kept: Millis | undefined): string => cookies.set('session', portal.id, secret, kept),
  };
}

export type SignedIn = ReturnType<typeof createSignedIn>;
