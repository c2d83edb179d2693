import { procedureLabel } from '../../../cards/frame.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { humanCheckField } from './humanCheckField.ts';
import type { PublicForm } from './publicResetPage.ts';

/** Where who is on a trusted network has their own identifier mailed to them (OC-2). */
export function publicIdentifierPage(frame: Frame, { portal, csrf, refusals, typed }: PublicForm): Html {
  const { t, here } = frame;
  const email = marks(t, refusals, 'email');
  const main = html`<p>${t('forgotIdentifier.ask')}</p>
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
<label for="email">${t('field.email')}</label>
${email.message}
<input id="email" name="email" type="email" autocomplete="email" autocapitalize="none" spellcheck="false" required value="${typed.email ?? ''}"${email.attributes}>
${humanCheckField(frame, refusals)}
<button>${t('reset.ask.send')}</button>
</form>`;
  return layout(frame, { title: procedureLabel(t, portal, 'forgotIdentifier'), main, failed: refusals.length > 0, scripts: ['humanCheck'] });
}

/** Others are handed to support, whose contact is shown (OC-2, EX-4). */
export function identifierBySupportPage(frame: Frame, portal: Portal): Html {
  const { t } = frame;
  const { name, email } = portal.support;
  const main = html`<p>${t('page.public.identifier.support', { name: t.of(name) })}</p>
<p><a class="button" href="mailto:${email}">${email}</a></p>
${portal.procedures.forgotIdentifier?.kind === 'lookup' && html`<p class="quiet">${t('page.public.identifier.network')}</p>`}`;
  return layout(frame, { title: procedureLabel(t, portal, 'forgotIdentifier'), main });
}
