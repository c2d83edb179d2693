import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';

/** Which portal a page is about, or all: a form, so that it needs no script. */
export const portalChoice = (
  { t }: Frame,
  path: string,
  portals: ReadonlyMap<string, Portal>,
  chosen: string,
): Html => html`<form class="filters" method="get" action="${path}">
<input type="hidden" name="lang" value="${t.locale}">
<div><label for="portal">${t('console.portal')}</label>
<select id="portal" name="portal"><option value="">${t('console.search.anyPortal')}</option>${[...portals.values()].map(
  ({ id, name }) => html`<option value="${id}"${id === chosen && html` selected`}>${t.of(name)}</option>`,
)}</select></div>
<div><button class="secondary">${t('console.show')}</button></div>
</form>`;
