import type { Overview } from '../../../core/console/index.ts';
import { second } from '../../../core/foundation/clock.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { addressOf } from './addresses.ts';
import { type At, consoleLayout, isFor, partPath } from './consoleLayout.ts';
import { ageNames, type FiguresName, figuresOf, jobStates } from './figures.ts';
import { funnelPictures } from './funnelPictures.ts';
import { healthMark } from './health.ts';
import { livePart } from './liveParts.ts';
import { portalChoice } from './portalChoice.ts';
import { portalName } from './portalName.ts';
import { bars, table } from './table.ts';

/** What of the overview renews itself: each picture with the table behind it. `chosen`: the portal whose funnels are shown, or all. */
export function overviewParts(frame: Frame, at: At, overview: Overview, portals: ReadonlyMap<string, Portal>, chosen: string) {
  const { t } = frame;
  const all = figuresOf(t, overview, portals);
  const number = (count: number) => count.toLocaleString(t.locale);
  const pictured: Record<Exclude<FiguresName, 'days'>, Html> = {
    waiting: bars(
      ageNames(t).map((name, age) => ({ name, count: overview.requests.reduce((sum, { byAge }) => sum + (byAge[age] ?? 0), 0) })),
      number,
    ),
    jobs: bars(
      jobStates.map((state) => ({ name: t(`console.jobs.${state}`), count: overview.outbox.rows[state] ?? 0 })),
      number,
    ),
    directories: html`<ul>
${(overview.directories ?? []).map((health) => html`<li>${portalName(t, portals, health.portal)} ${healthMark(t, health)}</li>\n`)}</ul>`,
    funnels: funnelPictures(frame.t, overview.funnels, portals, chosen),
    ended: bars(
      overview.procedures.map(({ asked }, at) => ({ name: all.ended.rows[at]?.slice(0, 2).join(' · ') ?? '', count: asked })),
      number,
    ),
  };
  const csv = (name: FiguresName, label: string) => html`<p><a href="${inLanguage(`/console/figures/${name}`, t.locale)}">${label}</a></p>`;
  const part = (name: Exclude<FiguresName, 'days'>, more?: Html | false) => {
    const { caption, columns, rows, none } = all[name];
    return rows.length === 0
      ? html`<p>${none}</p>`
      : html`${pictured[name]}
${more}
<details>
<summary>${t('console.table')}</summary>
${table(caption, columns, rows)}
${csv(name, t('console.csv'))}
${name === 'funnels' && csv('days', t('console.csv.days'))}
</details>`;
  };
  const late = Object.entries(overview.outbox.overdue).sort(([, one], [, other]) => other - one)[0];
  const waits = late && html`<p class="hint">${t('console.jobs.late', { kind: late[0], time: t.duration(Math.max(1, Math.floor(late[1])) * second) })}</p>`;
  return {
    waiting: part('waiting', isFor('requests', at) && html`<p><a href="${inLanguage(partPath('requests'), t.locale)}">${t('console.requests.all')}</a></p>`),
    jobs: html`${part('jobs')}${waits}`,
    directories: part(
      'directories',
      isFor('directories', at) && html`<p><a href="${inLanguage(partPath('directories'), t.locale)}">${t('console.directories.all')}</a></p>`,
    ),
    funnels: part('funnels'),
    ended: part('ended'),
  };
}

/** How Guichet is doing, without anybody's data (OPS-2). */
export function overviewPage(frame: Frame, at: At, overview: Overview, portals: ReadonlyMap<string, Portal>, chosen: string): Html {
  const { t } = frame;
  const parts = overviewParts(frame, at, overview, portals, chosen);
  const main = (['waiting', 'jobs', 'directories', 'funnels', 'ended'] as const).map(
    (name) => html`<section>
<h2>${t(`console.${name}`)}</h2>
${name === 'funnels' && portalChoice(frame, '/console', portals, chosen)}
${livePart(name, parts[name])}
</section>
`,
  );
  const stream = addressOf('/console/live/overview', { portal: chosen });
  return consoleLayout(frame, { title: t('console.overview'), main: html`${main}`, at, part: 'overview', stream });
}
