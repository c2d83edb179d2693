import { day } from '../../../core/foundation/clock.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type KeptFor, keptKinds } from '../../../core/privacy/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { table } from './table.ts';

/** What is kept how long, as it is in force, and the way to erase somebody (OPS-5). `said`: what a search found, if it was nobody or several. */
export function recordsPage(frame: Frame, at: At, keptFor: KeptFor, typed: string, said?: Html, refusals: readonly Refusal[] = []): Html {
  const { t } = frame;
  const whom = marks(t, refusals, 'whom');
  const days = (count: number) => (count === 0 ? t('console.kept.end') : t('console.kept.days', { n: count }));
  const main = html`<h2>${t('console.erase')}</h2>
<p>${t('console.erase.text')}</p>
${said}${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage('/console/records', t.locale)}">
<input type="hidden" name="csrf" value="${at.csrf}">
<label for="whom">${t('console.erase.whom')}</label>
${whom.message}
<input id="whom" name="whom" value="${typed}" maxlength="254" required${whom.attributes} autocapitalize="none" autocomplete="off" spellcheck="false">
<label class="check"><input type="checkbox" name="own" value="yes"> ${t('console.erase.own')}</label>
<button>${t('console.erase.preview')}</button>
</form>
<h2>${t('console.kept')}</h2>
<p>${t('console.kept.text')}</p>
${table(
  t('console.kept'),
  [
    { head: t('console.kept.what') },
    { head: t('console.kept.force') },
    { head: t('console.kept.usual') },
    { head: t('console.settings.name'), kind: 'detail' },
  ],
  keptKinds.map(({ kind, days: usual, setting }) => [
    t(`console.kept.${kind}`),
    html`<strong>${days(Math.round(keptFor[kind] / day))}</strong>`,
    days(usual),
    html`<code>${setting}</code>`,
  ]),
)}`;
  return consoleLayout(frame, { title: t('console.records'), main, at, part: 'records', failed: refusals.length > 0 });
}
