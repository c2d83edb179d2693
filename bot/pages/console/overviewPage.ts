import { ages, type Overview } from '../../../core/console/index.ts';
import { second } from '../../../core/foundation/clock.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';
import { csvOf } from '../../../core/foundation/spreadsheet.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { procedureName } from './procedureName.ts';
import { bars, type Column, table } from './table.ts';

/** A table of the overview, as the page shows it and as it is downloaded. */
type Figures = { readonly caption: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[]; readonly none: string };
export const figures = ['waiting', 'jobs', 'ended'] as const;
export type FiguresName = (typeof figures)[number];

const states = ['waiting', 'later', 'claimed', 'held', 'given-up'] as const;
const classes = (t: Translator): string[] => [...ages.map((n) => t('console.age.until', { n })), t('console.age.over', { n: ages.at(-1) ?? 0 })];

/** The tables of the overview. */
export function figuresOf(t: Translator, overview: Overview, portals: ReadonlyMap<string, Portal>): Record<FiguresName, Figures> {
  const nameOf = (id: string) => t.of(portals.get(id)?.name ?? id);
  const number = (value: number) => value.toLocaleString(t.locale);
  const numbers = (heads: readonly string[]): Column[] => heads.map((head) => ({ head, kind: 'number' }));
  return {
    waiting: {
      caption: t('console.waiting'),
      columns: [{ head: t('console.portal') }, ...numbers(classes(t))],
      rows: overview.requests.map(({ portal, byAge }) => [nameOf(portal), ...byAge.map(number)]),
      none: t('console.waiting.none'),
    },
    jobs: {
      caption: t('console.jobs'),
      columns: [{ head: t('console.jobs.state') }, ...numbers([t('console.jobs.count')])],
      rows: states.flatMap((state) => {
        const count = overview.outbox.rows[state] ?? 0;
        return count > 0 ? [[t(`console.jobs.${state}`), number(count)]] : [];
      }),
      none: t('console.jobs.none'),
    },
    ended: {
      caption: t('console.ended'),
      columns: [
        { head: t('console.portal') },
        { head: t('console.ended.procedure') },
        ...numbers([t('console.ended.count'), t('console.ended.good'), t('console.ended.bad'), t('console.ended.comments')]),
      ],
      rows: overview.procedures.map(({ portal, procedure, asked, good, bad, comments }) => [
        nameOf(portal),
        procedureName(t, portals.get(portal), procedure),
        ...[asked, good, bad, comments].map(number),
      ]),
      none: t('console.ended.none'),
    },
  };
}

/** A table of the overview for spreadsheets. */
export const figuresCsv = ({ columns, rows }: Figures): string =>
  csvOf(
    columns.map(({ head }) => head),
    rows,
  );

/** How Guichet is doing: each picture with the table behind it, and without anybody's data (OPS-2). */
export function overviewPage(frame: Frame, at: At, overview: Overview, portals: ReadonlyMap<string, Portal>): Html {
  const { t } = frame;
  const all = figuresOf(t, overview, portals);
  const pictured: Record<FiguresName, readonly { readonly name: string; readonly count: number }[]> = {
    waiting: classes(t).map((name, age) => ({ name, count: overview.requests.reduce((sum, { byAge }) => sum + (byAge[age] ?? 0), 0) })),
    jobs: states.map((state) => ({ name: t(`console.jobs.${state}`), count: overview.outbox.rows[state] ?? 0 })),
    ended: overview.procedures.map(({ asked }, at) => ({ name: all.ended.rows[at]?.slice(0, 2).join(' · ') ?? '', count: asked })),
  };
  const part = (name: FiguresName) => {
    const { caption, columns, rows, none } = all[name];
    return html`<section>
<h2>${caption}</h2>
${
  rows.length === 0
    ? html`<p>${none}</p>`
    : html`${bars(pictured[name], (count) => count.toLocaleString(t.locale))}
<details>
<summary>${t('console.table')}</summary>
${table(caption, columns, rows)}
<p><a href="${inLanguage(`/console/figures/${name}`, t.locale)}">${t('console.csv')}</a></p>
</details>`
}
</section>`;
  };
  const late = Object.entries(overview.outbox.overdue).sort(([, one], [, other]) => other - one)[0];
  const main = html`${figures.map(part)}
${late && html`<p class="hint">${t('console.jobs.late', { kind: late[0], time: t.duration(Math.max(1, Math.floor(late[1])) * second) })}</p>`}`;
  return consoleLayout(frame, { title: t('console.overview'), main, at, part: 'overview' });
}
