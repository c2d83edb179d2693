import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { marks } from '../problems.ts';

/**
 * Where the browser's work is shown: the script puts ALTCHA's widget in the place of the text, and it begins when the form is gone into. Without
 * scripts there is no check, and the text says what can be done instead.
 */
export function humanCheckField({ t, urls, here, portal }: Frame, refusals: readonly Refusal[]): Html {
  const { message } = marks(t, refusals, 'human');
  const strings = {
    label: t('human.label'),
    verifying: t('human.verifying'),
    verified: t('human.verified'),
    error: t('human.error'),
    expired: t('human.again'),
    waitAlert: t('human.verifying'),
    verificationRequired: t('human.label'),
  };
  return html`<link rel="stylesheet" href="${urls.widget.style}">
${message}
<div id="human" class="human" aria-live="polite" data-challenge="${here}/challenge" data-worker="${urls.widget.worker}" data-strings="${JSON.stringify(strings)}">
<p class="errors">${t('human.noScript')} ${portal && html`<a href="mailto:${portal.support.email}">${portal.support.email}</a>`}</p>
</div>`;
}
