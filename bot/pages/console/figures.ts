import { ages, type Overview } from '../../../core/console/index.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';
import { csvOf } from '../../../core/foundation/spreadsheet.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { healthText } from './health.ts';
import { portalName } from './portalName.ts';
import { procedureName } from './procedureName.ts';
import type { Column } from './table.ts';

/** A table of the overview, as the page shows it and as it is downloaded. */
export type Figures = { readonly caption: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[]; readonly none: string };
export const figures = ['waiting', 'jobs', 'directories', 'funnels', 'days', 'ended'] as const;
export type FiguresName = (typeof figures)[number];

/** The states of work, in the order in which they are shown. */
export const jobStates = ['waiting', 'later', 'claimed', 'held', 'given-up'] as const;
/** The classes of ages. */
export const ageNames = (t: Translator): string[] => [...ages.map((n) => t('console.age.until', { n })), t('console.age.over', { n: ages.at(-1) ?? 0 })];

/** The tables of the overview. */
export function figuresOf(t: Translator, overview: Overview, portals: ReadonlyMap<string, Portal>): Record<FiguresName, Figures> {
  const nameOf = (id: string) => portalName(t, portals, id);
  const number = (value: number) => value.toLocaleString(t.locale);
  const numbers = (heads: readonly string[]): Column[] => heads.map((head) => ({ head, kind: 'number' }));
  const what: Column[] = [{ head: t('console.portal') }, { head: t('console.ended.procedure') }];
  const whatOf = ({ portal, procedure }: { readonly portal: string; readonly procedure: string }) => [
    nameOf(portal),
    procedureName(t, portals.get(portal), procedure),
  ];
  return {
    waiting: {
      caption: t('console.waiting'),
      columns: [{ head: t('console.portal') }, ...numbers(ageNames(t))],
      rows: overview.requests.map(({ portal, byAge }) => [nameOf(portal), ...byAge.map(number)]),
      none: t('console.waiting.none'),
    },
    jobs: {
      caption: t('console.jobs'),
      columns: [{ head: t('console.jobs.state') }, ...numbers([t('console.jobs.count')])],
      rows: jobStates.flatMap((state) => {
        const count = overview.outbox.rows[state] ?? 0;
        return count > 0 ? [[t(`console.jobs.${state}`), number(count)]] : [];
      }),
      none: t('console.jobs.none'),
    },
    directories: {
      caption: t('console.directories'),
      columns: [{ head: t('console.portal') }, { head: t('console.state') }],
      rows: (overview.directories ?? []).map((health) => [nameOf(health.portal), healthText(t, health)]),
      none: t(overview.directories ? 'console.directories.own' : 'console.directories.asked'),
    },
    funnels: {
      caption: t('console.funnels'),
      columns: [
        ...what,
        { head: t('console.funnels.stages') },
        ...numbers([t('console.funnels.left'), t('console.funnels.open'), t('console.funnels.refused')]),
      ].concat({
        head: t('console.funnels.half'),
      }),
      rows: overview.funnels.map((funnel) => [
        ...whatOf(funnel),
        funnel.stages.map(({ stage, count }) => `${t(`console.stage.${stage}`)} ${number(count)}`).join(' · '),
        ...[funnel.left, funnel.open, funnel.refused].map(number),
        funnel.half === undefined ? '' : t.duration(funnel.half),
      ]),
      none: t('console.funnels.none'),
    },
    days: {
      caption: t('console.days'),
      columns: [
        { head: t('console.days.day') },
        ...what,
        ...numbers([t('console.days.begun'), t('console.stage.done'), t('console.funnels.left'), t('console.funnels.open')]),
      ],
      rows: overview.days.map((each) => [
        new Date(each.at).toISOString().slice(0, 10),
        ...whatOf(each),
        ...[each.begun, each.done, each.left, each.open].map(String),
      ]),
      none: t('console.funnels.none'),
    },
    ended: {
      caption: t('console.ended'),
      columns: [...what, ...numbers([t('console.ended.count'), t('console.ended.good'), t('console.ended.bad'), t('console.ended.comments')])],
      rows: overview.procedures.map((sum) => [...whatOf(sum), ...[sum.asked, sum.good, sum.bad, sum.comments].map(number)]),
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
