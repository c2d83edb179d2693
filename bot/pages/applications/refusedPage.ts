import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { signInPath } from '../signIn/signedIn.ts';

/** Too many sign-ins were begun from this network: who signs in to the account first may go on. */
export function tooManyBegunPage(frame: Frame, portal: Portal): Html {
  const { t } = frame;
  const main = html`<p>${t('page.application.tooMany.text')}</p>
<p><a class="button" href="${inLanguage(signInPath(portal, 'account'), t.locale)}">${t('page.signIn.submit')}</a></p>`;
  return layout(frame, { title: t('page.application.tooMany.title'), main });
}

/** An application's request that is not answered: it has expired, or is not one that the profile allows. The browser is sent nowhere. `code`: as OAuth names it. */
export function refusedPage(frame: Frame, code: string): Html {
  const { t, portal } = frame;
  const main = html`<p>${t('page.application.refused.text')}</p>
${portal && html`<p><a class="button" href="${portal.address}">${t('page.account.portal', t.named(portal))}</a></p>`}
<p class="quiet">${t('page.application.refused.code', { code })}</p>`;
  return layout(frame, { title: t('page.application.refused.title'), main });
}
