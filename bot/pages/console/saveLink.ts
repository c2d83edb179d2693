import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';

/** The link to a long table as a file, and how far its download is. */
export const saveLink = (
  { t }: Frame,
  address: string,
): Html => html`<p><a href="${address}" data-saves data-done="${t('console.export.done')}" data-failed="${t('console.export.failed')}">${t('console.export')}</a>
<progress max="1" hidden aria-label="${t('console.export')}"></progress> <span aria-hidden="true"></span> <span class="quiet" role="status"></span></p>`;
