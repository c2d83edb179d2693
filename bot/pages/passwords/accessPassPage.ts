import type { Portal } from '../../../core/portal/index.ts';
import type { AccessPass } from '../../../core/ports.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout } from '../layout.ts';

/** The page that shows a temporary access pass, once. */
export function accessPassPage(frame: Frame, portal: Portal, { pass, lives }: AccessPass): Html {
  const { t } = frame;
  const main = html`<p class="about"><span>${t('page.pass.label')}</span> <strong>${pass}</strong></p>
<p>${t('page.pass.text', { lives: t.duration(lives) })}</p>
<p><a class="button" href="${portal.address}" target="_blank" rel="noopener noreferrer">${t('page.done.link')}</a></p>`;
  return layout(frame, { title: t('page.pass.title'), main });
}
