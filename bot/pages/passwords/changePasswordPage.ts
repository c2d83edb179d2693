import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { type Holder, targetPath } from '../signIn/signedIn.ts';
import { newPasswordFields } from './newPassword.ts';

/** The page on which who knows their password chooses another (EX-1, OU-10). */
export function changePasswordPage(frame: Frame, { portal, session, csrf }: Holder, refusals: readonly Refusal[], asksCurrent: boolean): Html {
  const { t, here } = frame;
  const { identifier } = session.account;
  const { submit, label } = portal.procedures.changePassword ?? {};
  const current = marks(t, refusals, 'current');
  const main = html`<p class="about"><span>${t.of(portal.identifier.label)}</span> <strong>${identifier}</strong></p>
<p class="quiet">${t('page.change.ends')} ${t('page.change.ties')}</p>
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
<input class="apart" name="username" autocomplete="username" value="${identifier}" readonly tabindex="-1" aria-hidden="true">
${
  asksCurrent &&
  html`<label for="current">${t('page.change.current')}</label>
${current.message}
<input id="current" name="current" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required${current.attributes}>`
}
${newPasswordFields(t, portal.password, refusals)}
<button>${submit ? t.of(submit) : t('page.change.submit')}</button>
</form>
<p><a href="${inLanguage(targetPath(portal, 'account'), t.locale)}">${t('page.account.back')}</a></p>`;
  const title = label ? t.of(label) : t('procedure.changePassword');
  return layout(frame, { title, main, failed: refusals.length > 0, scripts: ['passwordPage'] });
}
