import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';

/** The second step of a sign-in: a code of the app, or a recovery code; and the way on for who has neither. */
export function secondStepPage(
  frame: Frame,
  { csrf, refusals, lost }: { readonly csrf: string; readonly refusals: readonly Refusal[]; readonly lost: string },
): Html {
  const { t, here } = frame;
  const code = marks(t, refusals, 'code', 'code-else');
  const token = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const main = html`<p>${t('page.second.text')}</p>
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
${token}
<label for="code">${t('page.factor.code')}</label>
${code.message}
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="32" required${refusals.length === 0 && html` autofocus`}${code.attributes}>
<p class="hint" id="code-else">${t('page.second.recovery')}</p>
<button>${t('page.second.submit')}</button>
</form>
<h2>${t('page.second.lost')}</h2>
<p>${t('page.second.lost.text')}</p>
<form class="plain" id="lost" method="post" action="${inLanguage(lost, t.locale)}">${token}<button class="secondary">${t('page.second.lost.send')}</button></form>`;
  return layout(frame, { title: t('page.second.title'), main, failed: refusals.length > 0 });
}

/** Handed over to support, under this number. */
export function lostFactorPage(frame: Frame, reference: string): Html {
  const { t } = frame;
  return layout(frame, { title: t('page.second.sent.title', { reference }), main: html`<p>${t('page.second.sent.text')}</p>` });
}
