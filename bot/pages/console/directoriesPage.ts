import type { DirectoryHealth } from '../../../core/console/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { directoryKind } from './directoryKind.ts';
import { healthMark } from './health.ts';
import { livePart } from './liveParts.ts';
import { portalName } from './portalName.ts';
import { table } from './table.ts';

/** How the directories do, which renews itself. */
export function directoriesParts({ t }: Frame, directories: readonly DirectoryHealth[], portals: ReadonlyMap<string, Portal>) {
  const list = html`${table(
    t('console.directories'),
    [{ head: t('console.portal') }, { head: t('console.outbox.kind') }, { head: t('console.state') }, { head: t('console.outbox.error'), kind: 'detail' }],
    directories.map((health) => [
      portalName(t, portals, health.portal),
      directoryKind(t, health.kind),
      healthMark(t, health),
      'why' in health ? health.why : '',
    ]),
    directories.map(({ portal }) => `directory-${portal}`),
  )}`;
  return { list };
}

/** Whether the directories answer, as they do while the page is opened. */
export function directoriesPage(frame: Frame, at: At, directories: readonly DirectoryHealth[], portals: ReadonlyMap<string, Portal>): Html {
  const { t } = frame;
  const main = html`<p>${t('console.directories.text')}</p>
${livePart('list', directoriesParts(frame, directories, portals).list)}`;
  return consoleLayout(frame, { title: t('console.directories'), main, at, part: 'directories', stream: '/console/live/directories' });
}
