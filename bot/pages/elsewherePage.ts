import type { Portal } from '../../core/portal/index.ts';
import { type Html, html } from './html.ts';
import { type Frame, layout } from './layout.ts';

/** The page of a link to the password of an account that another organisation, or Microsoft, keeps: where it is changed. */
export function elsewherePage(frame: Frame, portal: Portal): Html {
  const { t } = frame;
  const main = html`<p>${t('page.elsewhere.text', t.named(portal))}</p>
<p><a class="button" href="${portal.address}" target="_blank" rel="noopener noreferrer">${t('page.done.link')}</a></p>`;
  return layout(frame, { title: t('page.elsewhere.title'), main });
}
