import type { DirectoryHealth } from '../../../core/console/index.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';
import { type Html, html } from '../html.ts';

/** How a directory does, in words. */
export const healthText = (t: Translator, health: DirectoryHealth): string =>
  health.state === 'own' ? '–' : health.state === 'answers' ? t('console.directory.answers', { took: health.took }) : t(`console.directory.${health.state}`);

/** The same, marked as good or bad. */
export const healthMark = (t: Translator, health: DirectoryHealth): Html =>
  health.state === 'own' ? html`–` : html`<span class="${health.state === 'answers' ? 'good' : 'bad'}">${healthText(t, health)}</span>`;
