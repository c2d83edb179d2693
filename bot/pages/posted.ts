import type { IncomingMessage } from 'node:http';
import type { Visitor } from '../../core/foundation/actor.ts';
import type { Clock } from '../../core/foundation/clock.ts';
import { type Csrf, isForeign } from './csrf.ts';
import { failurePage } from './failurePage.ts';
import { type Form, readForm } from './form.ts';
import { page, type Reply } from './reply.ts';
import { frameOf, type Route, type Visit } from './visit.ts';

/** What checking a posted form needs. */
export type PostedDependencies = {
  readonly csrf: Csrf;
  readonly publicUrl: string;
  readonly clock: Clock;
  /** The visitor's address, behind as many proxies as the host trusts. */
  ipOf(request: IncomingMessage): string;
  /** Hears of a form that is not from our page. */
  onDenied?(): void;
};

/** Lets a form through that our own page sent, and says in whose name and language it speaks. Its token is bound to the link's secret, or to what `boundTo` gives: nothing passes where that is undefined. */
export const posted =
  (
    { csrf, publicUrl, clock, ipOf, onDenied }: PostedDependencies,
    action: (visit: Visit, form: Form, visitor: Visitor) => Promise<Reply>,
    boundTo: (visit: Visit, form: Form) => string | undefined = ({ secret }) => secret,
  ): Route =>
  async (visit) => {
    const locale = visit.asked ?? visit.preferred;
    const frame = frameOf(visit);
    const denied = () => {
      onDenied?.();
      return page(403, failurePage(frame, 'denied'));
    };
    if (isForeign(visit.request.headers, publicUrl)) return denied();
    const form = await readForm(visit.request);
    // What was not read of the body is not waited for.
    if (typeof form === 'number') return page(form, failurePage(frame, 'unreadable'), { Connection: 'close' });
    const bound = boundTo(visit, form);
    if (bound === undefined || !csrf.holds(bound, form.csrf ?? '', clock())) return denied();
    return action(visit, form, { ip: ipOf(visit.request), locale });
  };
