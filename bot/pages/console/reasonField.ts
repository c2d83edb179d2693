import { longestWhy } from '../../../core/console/index.ts';
import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type Html, html } from '../html.ts';
import { marks } from '../problems.ts';

/** The field for the reason that every deed of the console asks for. */
export function reasonField(t: Translator, typed: string, refusals: readonly Refusal[]): Html {
  const { message, attributes } = marks(t, refusals, 'why');
  return html`<label for="why">${t('console.deed.why')}</label>
${message}
<input id="why" name="why" value="${typed}" maxlength="${longestWhy}" required autocomplete="off"${attributes}>`;
}
