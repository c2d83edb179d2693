import { unbrokenHtml } from '../../../core/foundation/unbroken.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';

/** The parts of a page that renew themselves, by name. */
export type LiveParts = Readonly<Record<string, Html>>;

/** A part as it stands in the page. */
export const livePart = (name: string, markup: Html | undefined): Html => html`<div data-live="${name}">
${markup}
</div>`;

/** The same parts, as the stream sends them. */
export const liveEvent = (parts: LiveParts): string =>
  JSON.stringify(Object.fromEntries(Object.entries(parts).map(([name, { markup }]) => [name, unbrokenHtml(markup, 'class="whole"')])));

/** Says that the page renews itself, and by which stream; where it does not, its link does. */
export const liveLine = (
  { t, here }: Frame,
  stream: string,
): Html => html`<p class="quiet" data-stream="${inLanguage(stream, t.locale)}" data-on="${t('console.live.on')}" data-lost="${t('console.live.lost')}" data-many="${t('console.live.many')}" data-over="${t('console.live.over')}"><span role="status"></span>
<a href="${inLanguage(here, t.locale)}">${t('console.live.again')}</a></p>`;
