import type { Translator } from '../../core/i18n.ts';
import type { Refusal } from '../../core/outcome.ts';
import { type Rule, rulesOf } from '../../core/passwordRules.ts';
import type { PasswordPage } from '../../core/setPassword.ts';
import { type Html, html } from './html.ts';
import { type Frame, inLanguage, layout } from './layout.ts';
import { marks, summary } from './problems.ts';

/** The form as it is to be shown: what the link opens, and what was wrong the last time. Passwords are never in it. */
export type PasswordForm = {
  readonly page: Extract<PasswordPage, { state: 'open' }>;
  readonly csrf: string;
  readonly refusals: readonly Refusal[];
  /** The code as it was typed. */
  readonly code?: string | undefined;
  /** Whether «Send code» was just clicked. */
  readonly sent: boolean;
};

const ruleText = (t: Translator, { id, count }: Rule) => t(`page.rule.${id}`, { n: count });

/** The rules as a plain list; the script ticks them, and says how many are met when that changes. */
function rulesList(t: Translator, rules: readonly Rule[]): Html {
  const count = t('page.rules.count', { met: '{met}', all: '{all}' });
  return html`<div class="hint" id="rules">
<p>${t('page.rules')}</p>
<ul class="rules" id="rule-list" data-rules="${JSON.stringify(rules)}" data-met="${t('page.rule.met')}" data-unmet="${t('page.rule.unmet')}">
${rules.map((rule) => html`<li>${ruleText(t, rule)}<span class="apart"></span></li>`)}
</ul>
<p>${t('page.rules.always')}</p>
</div>
<p class="apart" id="rule-count" role="status" data-text="${count}"></p>`;
}

const strengthMeter = (t: Translator) => html`<div class="strength" id="strength" hidden>
<label for="strength-meter">${t('page.strength')}</label>
<meter id="strength-meter" min="0" max="4" low="2" high="3" optimum="4" value="0"></meter>
<output id="strength-word" for="password">${([0, 1, 2, 3, 4] as const).map((level) => html`<span hidden>${t(`page.strength.${level}`)}</span>`)}</output>
</div>`;

/** The code of IN-7: asked for first, so that asking for it costs no typed password. Its button belongs to a form of its own, or Enter in a field would press it. */
function codeStep(t: Translator, { page, refusals, code, sent }: PasswordForm) {
  if (!page.code) return undefined;
  const { attributes, message } = marks(t, refusals, 'code', sent ? 'code-why code-sent' : 'code-why');
  const label = page.portal.pageCode?.label;
  return html`<fieldset class="step">
<p id="code-why">${t(`page.code.why.${page.code.by}`)}</p>
${sent && html`<p class="notice" id="code-sent" role="status">${t(`page.code.sent.${page.code.by}`)}</p>`}
<p class="reloads">${t('page.code.reloads')}</p>
<button class="secondary" form="send-code">${sent || page.code.sent ? t('page.code.again') : label ? t.of(label) : t('page.code.send')}</button>
<label for="code">${t('page.code')}</label>
${message}
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required value="${code ?? ''}"${sent && html` autofocus`}${attributes}>
</fieldset>`;
}

/** The page on which a password is chosen (ALL-1); whole without its script, which only ticks, measures and shows. */
export function passwordPage(frame: Frame, form: PasswordForm): Html {
  const { t, here } = frame;
  const { page, csrf, refusals } = form;
  const password = marks(t, refusals, 'password', 'rules');
  const repeat = marks(t, refusals, 'repeat');
  const token = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const main = html`<p class="about"><span>${t.of(page.portal.identifier.label)}</span> <strong>${page.identifier}</strong></p>
<p class="quiet">${t('page.until', { date: t.date(page.expiresAt, 'dateTime', page.portal.timeZone) })}</p>
${summary(t, refusals)}
${page.code && html`<form id="send-code" method="post" action="${inLanguage(`${here}/code`, t.locale)}">${token}</form>`}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
${token}
<input class="apart" name="username" autocomplete="username" value="${page.identifier}" readonly tabindex="-1" aria-hidden="true">
${codeStep(t, form)}
<label for="password">${t('page.password')}</label>
${password.message}
<input id="password" name="password" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required${password.attributes}>
${strengthMeter(t)}
${rulesList(t, rulesOf(page.portal.password))}
<label for="repeat">${t('page.repeat')}</label>
${repeat.message}
<input id="repeat" name="repeat" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required${repeat.attributes}>
<p class="match" id="match" role="status" data-text="${t('page.match')}"></p>
<p class="caps" id="caps" role="status" data-text="${t('page.caps')}"></p>
<button class="secondary" id="reveal" type="button" data-other="${t('page.hide')}" hidden>${t('page.show')}</button>
<button>${t(`page.submit.${page.purpose}`)}</button>
</form>`;
  return layout(frame, { title: t(`page.title.${page.purpose}`), main, failed: refusals.length > 0, scripts: ['passwordPage', 'sendCode'] });
}
