import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { PasswordPage } from '../../../core/passwords/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { newPasswordFields } from './newPassword.ts';

/** The form as it is to be shown: what the link opens, and what was wrong the last time. Passwords are never in it. */
export type PasswordForm = {
  readonly page: Extract<PasswordPage, { state: 'open' }>;
  readonly csrf: string;
  readonly refusals: readonly Refusal[];
  /** The code as it was typed. */
  readonly code?: string | undefined;
  /** Whether «Send code» was just clicked. */
  readonly sent: boolean;
  /** Whether the code is asked for before anything else: it was wrong, and a password would have to be typed once more. */
  readonly alone: boolean;
};

/** The code of IN-7: asked for first, so that asking for it costs no typed password. Its button belongs to a form of its own, or Enter in a field would press it. */
function codeStep(t: Translator, { page, refusals, code, sent, alone }: PasswordForm) {
  if (!page.code) return undefined;
  const { attributes, message } = marks(t, refusals, 'code', sent ? 'code-why code-sent' : 'code-why');
  const label = page.portal.pageCode?.label;
  const { former } = page.code;
  return html`<fieldset class="step">
<p id="code-why">${t(`page.code.why.${page.code.by}`)}</p>
${former && html`<p>${t('page.code.former', { ends: former.ends, name: t.of(page.portal.support.name), contact: page.portal.support.email })}</p>`}
${sent && html`<p class="notice" id="code-sent" role="status">${t(`page.code.sent.${page.code.by}`)}</p>`}
${!alone && html`<p class="reloads">${t('page.code.reloads')}</p>`}
<button class="secondary" form="send-code">${sent || page.code.sent ? t('page.code.again') : label ? t.of(label) : t('page.code.send')}</button>
<label for="code">${t('page.code')}</label>
${message}
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required value="${code ?? ''}"${sent && html` autofocus`}${attributes}>
</fieldset>`;
}

/** The page on which a password is chosen (ALL-1); whole without its script, which only ticks, measures and shows. */
export function passwordPage(frame: Frame, form: PasswordForm): Html {
  const { t, here } = frame;
  const { page, csrf, refusals, alone } = form;
  const first = alone && page.code !== undefined;
  const choose = page.purpose === 'reset' ? page.portal.procedures.reset?.choose : undefined;
  const token = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const main = html`<p class="about"><span>${t.of(page.portal.identifier.label)}</span> <strong>${page.identifier}</strong></p>
<p class="quiet">${t('page.until', { date: t.date(page.expiresAt, 'dateTime', page.portal.timeZone) })}</p>
${summary(t, refusals)}
${page.code && html`<form id="send-code" method="post" action="${inLanguage(`${here}/code`, t.locale)}">${token}</form>`}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
${token}
<input class="apart" name="username" autocomplete="username" value="${page.identifier}" readonly tabindex="-1" aria-hidden="true">
${codeStep(t, form)}
${
  first
    ? html`<button name="press" value="prove">${t('page.code.check')}</button>`
    : page.pass
      ? html`<p>${t('page.pass.about')}</p>
<button>${t('page.pass.get')}</button>`
      : html`${newPasswordFields(t, page.portal.password, refusals)}
<button>${choose ? t.of(choose) : t(`page.submit.${page.purpose}`)}</button>`
}
</form>`;
  const scripts = first || page.pass ? (['sendCode'] as const) : (['passwordPage', 'sendCode'] as const);
  return layout(frame, { title: t(page.pass ? 'page.pass.get' : `page.title.${page.purpose}`), main, failed: refusals.length > 0, scripts });
}
