import type { Translator } from '../../core/foundation/i18n.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';
import { html } from './html.ts';

/** What was wrong, first of all and under focus, each line leading to its field, in words of its own where several fields may be wrong alike. */
export const summary = (t: Translator, refusals: readonly Refusal[], say: (refusal: Refusal) => string = t.say) =>
  refusals.length > 0 &&
  html`<div class="errors" role="alert" tabindex="-1" autofocus>
<h2>${t('page.errors', { n: refusals.length })}</h2>
<ul>${refusals.map((refusal) => html`<li>${refusal.field ? html`<a href="#${refusal.field}">${say(refusal)}</a>` : say(refusal)}</li>`)}</ul>
</div>`;

/** The refusals of one field, and the attributes that tie its input to them and to its hints. */
export function marks(t: Translator, refusals: readonly Refusal[], field: string, hint?: string) {
  const wrong = refusals.filter((refusal) => refusal.field === field);
  const described = [wrong.length > 0 && `${field}-error`, hint].filter((id) => typeof id === 'string').join(' ');
  return {
    attributes: html`${wrong.length > 0 && html` aria-invalid="true"`}${described !== '' && html` aria-describedby="${described}"`}`,
    message: wrong.length > 0 && html`<p class="error" id="${field}-error">${wrong.map((refusal, at) => html`${at > 0 && html`<br>`}${t.say(refusal)}`)}</p>`,
  };
}
