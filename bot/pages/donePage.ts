import type { Millis } from '../../core/foundation/clock.ts';
import { openingText, type Portal } from '../../core/portal/index.ts';
import { type Html, html } from './html.ts';
import { type Frame, layout } from './layout.ts';

/** The page after a password was set; nobody is signed in by it (ALL-5). */
export function donePage(frame: Frame, portal: Portal, now: Millis): Html {
  const { t } = frame;
  const opening = openingText(t, portal, now);
  if (opening !== undefined)
    return layout(frame, { title: t('page.done.title'), main: html`<p>${t('page.done.chat')}</p>\n<p><strong>${opening}</strong></p>` });
  const main = html`<p>${t('page.done.chat')}</p>
<p>${t('page.done.signIn', t.named(portal))}</p>
<p><a class="button" href="${portal.address}" target="_blank" rel="noopener noreferrer">${t('page.done.link')}</a></p>`;
  return layout(frame, { title: t('page.done.title'), main });
}
