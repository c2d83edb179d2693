import { type Html, html } from '../html.ts';
import { type Frame, layout } from '../layout.ts';

/**
 * Signing out, as an application asks for it. `form`: the library's, with its token. `sure`: the application has shown whom it is about, and the page sends
 * itself.
 */
export function signOutPage(frame: Frame, form: string, sure: boolean): Html {
  const { t } = frame;
  const library: Html = { markup: form };
  const main = sure
    ? html`<p>${t('page.application.signOut.now')}</p>
${library}
<input type="hidden" name="logout" value="yes" form="op.logoutForm">
<p><button form="op.logoutForm">${t('page.account.signOut')}</button></p>`
    : html`<p>${t('page.application.signOut.text')}</p>
${library}
<p class="pair">
<button form="op.logoutForm" name="logout" value="yes">${t('page.account.signOut')}</button>
<button class="secondary" form="op.logoutForm">${t('page.application.signOut.stay')}</button>
</p>`;
  return layout(frame, { title: t('page.application.signOut.title'), main, scripts: sure ? ['sendForm'] : [] });
}
