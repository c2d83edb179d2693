import type { ErasureFound } from '../../../core/console/index.ts';
import type { Outcome, Refusal } from '../../../core/foundation/outcome.ts';
import { answered } from '../answered.ts';
import type { Form } from '../form.ts';
import { html } from '../html.ts';
import { inLanguage } from '../layout.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { erasePreviewPage, erasurePath, erasureStatePage, meantTable } from './erasurePage.ts';
import { type ConsoleDependencies, type Door, drawn, framed, gone, type Inside, isRole } from './inside.ts';
import { rolePage } from './outsidePage.ts';
import { recordsPage } from './recordsPage.ts';

/** What is kept how long, and erasing somebody. */
export function recordsRoutes({ console, installation }: ConsoleDependencies, { shows, deed }: Door) {
  const { keptFor } = installation;
  const wantedOf = ({ whom = '', own = '', why = '', confirm = '', pseudonym = '' }: Form) => ({
    ...{ whom: whom.trim().slice(0, 254), own: own === 'yes', why, confirm, pseudonym },
  });
  const previewed = async (visit: Visit, inside: Inside, form: Form, refusals: readonly Refusal[] = []): Promise<Reply> => {
    const wanted = wantedOf(form);
    const frame = framed(visit);
    const found: Outcome<ErasureFound> = await console.previewErasure(inside.ticket, wanted.whom, wanted.own, inside.visitor);
    const often = found.ok ? [] : found.refusals.filter(({ key }) => key === 'console.tooMany');
    if (often.length > 0) return page(429, recordsPage(frame, inside, keptFor, wanted.whom, undefined, often));
    return drawn(visit, found, (it) => {
      if (it.found === 'one') return answered(refusals, erasePreviewPage(frame, inside, it.preview, wanted, refusals));
      const said =
        it.found === 'nothing'
          ? html`<p role="status">${frame.t('console.erase.nothing')}</p>`
          : html`<p role="status">${frame.t('console.erase.several')}</p>${meantTable(frame, it.meant)}`;
      return page(200, recordsPage(frame, inside, keptFor, wanted.whom, said));
    });
  };

  return {
    '/console/records': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.allows(inside.ticket, 'operator', inside.visitor), () => page(200, recordsPage(framed(visit), inside, keptFor, ''))),
      ),
      // By POST: who is to be erased stands in no address.
      POST: deed((visit, inside, form) => previewed(visit, inside, form)),
    },
    '/console/records/erase': {
      POST: deed(async (visit, inside, form) => {
        const asked = await console.erase(inside.ticket, wantedOf(form), inside.visitor);
        if (asked.ok) return seeOther(inLanguage(erasurePath(asked.value), inside.visitor.locale));
        return isRole(asked) ? page(403, rolePage(framed(visit))) : await previewed(visit, inside, form, asked.refusals);
      }),
    },
    '/console/erasure/:secret': {
      GET: shows(async (visit, inside) =>
        gone(visit, inside, await console.erasure(inside.ticket, visit.secret, inside.visitor), (state) =>
          page(200, erasureStatePage(framed(visit), inside, visit.secret, state)),
        ),
      ),
    },
  };
}
