import type { DifferenceRow } from '../../../core/access/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { addressOf } from './addresses.ts';
import { type At, consoleLayout, partPath } from './consoleLayout.ts';
import { groupName } from './groupName.ts';
import { portalChoice } from './portalChoice.ts';
import { portalName } from './portalName.ts';
import { saveLink } from './saveLink.ts';
import { table } from './table.ts';

/** Where a directory and the records differ about access, as the nightly look found it. */
export function differencesPage(
  frame: Frame,
  at: At,
  portal: string,
  { rows, more }: { readonly rows: readonly DifferenceRow[]; readonly more: boolean },
  portals: ReadonlyMap<string, Portal>,
): Html {
  const { t } = frame;
  const main = html`<p>${t('console.differences.text')}</p>
${portalChoice(frame, partPath('differences'), portals, portal)}
${
  rows.length === 0
    ? html`<p>${t('console.differences.none')}</p>`
    : html`${table(
        t(more ? 'console.differences.more' : 'console.differences.shown', { n: rows.length }),
        [
          { head: t('console.people.name') },
          { head: t('console.reviews.group') },
          { head: t('console.differences.kind'), kind: 'detail' },
          { head: t('console.differences.found') },
          { head: t('console.differences.looked') },
        ],
        rows.map((row) => [
          html`${row.name || row.identifier} <span class="quiet">${row.email}</span>`,
          html`${groupName(t, portals.get(row.portal), row.group)} <span class="quiet">${portalName(t, portals, row.portal)}</span>`,
          t(`console.differences.${row.kind}`),
          t.date(row.foundAt, 'dateTime'),
          t.date(row.lookedAt, 'dateTime'),
        ]),
      )}
${saveLink(frame, inLanguage(addressOf('/console/differences.csv', { portal }), t.locale))}`
}`;
  return consoleLayout(frame, { title: t('console.differences'), main, at, part: 'differences', scripts: ['saveTable'] });
}
