import type { Funnel } from '../../../core/console/index.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { procedureName } from './procedureName.ts';
import { bars } from './table.ts';

/** Where people leave a procedure, of one portal or of all: how many came to each stage, and how many of those before did not (OPS-2). */
export function funnelPictures(t: Translator, funnels: readonly Funnel[], portals: ReadonlyMap<string, Portal>, chosen: string): Html {
  const shown = chosen === '' ? funnels : funnels.filter(({ portal }) => portal === chosen);
  const procedures = [...Map.groupBy(shown, ({ procedure }) => procedure)];
  return html`<div class="pictures">
${procedures.map(([procedure, some]) => {
  const sums = (some[0]?.stages ?? []).map(({ stage }, at) => ({ stage, count: some.reduce((sum, { stages }) => sum + (stages[at]?.count ?? 0), 0) }));
  const first = sums[0]?.count ?? 0;
  return html`<div>
<h3>${procedureName(t, portals.get(chosen), procedure)}</h3>
${bars(
  sums.map(({ stage, count }) => ({ name: t(`console.stage.${stage}`), count, note: share(t.locale, count, first) })),
  (count) => count.toLocaleString(t.locale),
)}
<p class="quiet">${t('console.funnels.gone', { left: total(some, 'left'), open: total(some, 'open'), refused: total(some, 'refused') })}</p>
</div>
`;
})}
</div>`;
}

const total = (funnels: readonly Funnel[], what: 'left' | 'open' | 'refused'): number => funnels.reduce((sum, funnel) => sum + funnel[what], 0);

const share = (locale: string, count: number, of: number): string => new Intl.NumberFormat(locale, { style: 'percent' }).format(of === 0 ? 0 : count / of);
