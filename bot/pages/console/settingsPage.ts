import type { Setting } from '../../settingsInForce.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { table } from './table.ts';

/** The settings as they are in force; what is secret is masked. */
export function settingsPage(frame: Frame, at: At, settings: readonly Setting[]): Html {
  const { t } = frame;
  const main = html`<p>${t('console.settings.text')}</p>
${table(
  t('console.settings'),
  [{ head: t('console.settings.name') }, { head: t('console.settings.value'), kind: 'detail' }],
  settings.map(({ name, value }) => [html`<code>${name}</code>`, value ?? html`<span class="quiet">${t('console.settings.unset')}</span>`]),
)}`;
  return consoleLayout(frame, { title: t('console.settings'), main, at, part: 'settings' });
}
