import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type Rule, rulesOf } from '../../../core/foundation/passwordRules.ts';
import type { PasswordPolicy } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { marks } from '../problems.ts';

/** A rule in words. */
export const ruleText = (t: Translator, { id, count }: Rule) => t(`page.rule.${id}`, { n: count });

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

/** The fields in which a new password is chosen (ALL-1), typed twice, with the rules of its portal; the script `passwordPage` ticks, measures and shows. */
export function newPasswordFields(t: Translator, policy: PasswordPolicy, refusals: readonly Refusal[]): Html {
  const password = marks(t, refusals, 'password', 'rules');
  const repeat = marks(t, refusals, 'repeat');
  return html`<label for="password">${t('page.password')}</label>
${password.message}
<input id="password" name="password" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required${password.attributes}>
${strengthMeter(t)}
${rulesList(t, rulesOf(policy))}
<label for="repeat">${t('page.repeat')}</label>
${repeat.message}
<input id="repeat" name="repeat" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required${repeat.attributes}>
<p class="match" id="match" role="status" data-text="${t('page.match')}"></p>
<p class="caps" id="caps" role="status" data-text="${t('page.caps')}"></p>
<button class="secondary" id="reveal" type="button" data-other="${t('page.hide')}" hidden>${t('page.show')}</button>`;
}
