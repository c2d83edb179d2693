import type { AuditSearch } from '../../../core/console/index.ts';
import { auditTable } from '../../recordTables.ts';
import { page, type Reply } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { auditPage } from './auditPage.ts';
import { type ConsoleDependencies, type Door, drawn, framed, type Inside } from './inside.ts';
import { longTable } from './longTable.ts';
import { rolePage } from './outsidePage.ts';

/** Records on a page. */
const shown = 50;

/** The pages of an auditor. */
export function auditRoutes({ console, portals }: ConsoleDependencies, { shows, deed }: Door) {
  const everywhere = [...portals.values()];
  const searchOf = ({ query }: Visit): AuditSearch => {
    const text = (name: string) => (query.get(name) ?? '').trim().slice(0, 254);
    const outcome = (['ok', 'refused'] as const).find((known) => known === text('outcome')) ?? '';
    const before = /^\d{1,15}$/.test(text('before')) ? { before: Number(text('before')) } : {};
    return { whom: text('whom'), portal: text('portal'), action: text('action'), outcome, ...before };
  };
  const searched = async (visit: Visit, inside: Inside, more: object = {}): Promise<Reply> => {
    const search = searchOf(visit);
    const found = await console.search(inside.ticket, search, shown, inside.visitor);
    return drawn(visit, found, (records) => page(200, auditPage(framed(visit), inside, { search, found: records, portals: everywhere, ...more })));
  };

  return {
    '/console/audit': { GET: shows((visit, inside) => searched(visit, inside)) },
    '/console/audit.csv': {
      GET: shows(async (visit, inside) =>
        drawn(visit, await console.export(inside.ticket, searchOf(visit), inside.visitor), (bits) => longTable('guichet-audit.csv', auditTable, bits)),
      ),
    },
    '/console/audit/verify': {
      POST: deed(async (visit, inside) => {
        const verdict = await console.verify(inside.ticket, inside.visitor);
        return verdict.ok ? await searched(visit, inside, { verdict: verdict.value }) : page(403, rolePage(framed(visit)));
      }),
    },
  };
}
