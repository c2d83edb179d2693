import { type Html, html } from '../html.ts';
import { type Frame, layout } from '../layout.ts';

/** An application's request that is not answered: it has expired, or is not one that the profile allows. The browser is sent nowhere. `code`: as OAuth names it. */
export function refusedPage(frame: Frame, code: string): Html {
  const { t, portal } = frame;
  const main = html`<p>${t('page.application.refused.text')}</p>
${portal && html`<p><a class="button" href="${portal.address}">${t('page.account.portal', t.named(portal))}</a></p>`}
<p class="quiet">${t('page.application.refused.code', { code })}</p>`;
  return layout(frame, { title: t('page.application.refused.title'), main });
}
