import type { Examined } from '../../doctor/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { table } from './table.ts';

/** What `npm run doctor` says of this installation, once it was asked for: it takes some seconds, and asks other systems. */
export function doctorPage(frame: Frame, at: At, findings: readonly Examined[] | undefined): Html {
  const { t } = frame;
  const main = html`<p>${t('console.doctor.text')}</p>
<form id="form" class="plain" method="post" action="${inLanguage('/console/doctor', t.locale)}">
<input type="hidden" name="csrf" value="${at.csrf}">
<button${findings && html` class="secondary"`}>${t('console.doctor.run')}</button>
</form>
${
  findings &&
  table(
    t('console.doctor'),
    [
      { head: t('console.state'), kind: 'line' },
      { head: t('console.doctor.check') },
      { head: t('console.doctor.found'), kind: 'detail' },
      { head: t('console.doctor.todo'), kind: 'detail' },
    ],
    findings.map(({ check, state, found, todo }) => [
      state === 'ok' ? html`<span class="good">${t('console.doctor.ok')}</span>` : html`<span class="bad">${t(`console.doctor.${state}`)}</span>`,
      check,
      // The doctor speaks English alone.
      html`<span lang="en">${found}</span>`,
      html`<span lang="en">${todo}</span>`,
    ]),
  )
}`;
  return consoleLayout(frame, { title: t('console.doctor'), main, at, part: 'doctor' });
}
