import type { DirectoryHealth } from '../../../core/console/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { portalName } from './portalName.ts';
import { table } from './table.ts';

/** Whether the directories answer, as they do while the page is opened. */
export function directoriesPage(frame: Frame, at: At, directories: readonly DirectoryHealth[], portals: ReadonlyMap<string, Portal>): Html {
  const { t } = frame;
  const stateOf = (health: DirectoryHealth): Html => {
    if (health.state === 'own') return html`${t('console.directory.own')}`;
    if (health.state === 'answers') return html`<span class="good">${t('console.directory.answers', { took: health.took })}</span>`;
    return html`<span class="bad">${t(`console.directory.${health.state}`)}</span>`;
  };
  const main = html`<p>${t('console.directories.text')}</p>
${table(
  t('console.directories'),
  [{ head: t('console.portal') }, { head: t('console.outbox.kind') }, { head: t('console.state') }, { head: t('console.outbox.error'), kind: 'detail' }],
  directories.map((health) => [portalName(t, portals, health.portal), health.kind, stateOf(health), 'why' in health ? health.why : '']),
)}`;
  return consoleLayout(frame, { title: t('console.directories'), main, at, part: 'directories' });
}
