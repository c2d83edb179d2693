import { procedureLabel } from '../../../cards/frame.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { humanCheckField } from './humanCheckField.ts';
import { identifierPath, resetPath } from './publicPaths.ts';

/** A public form as it is to be shown. */
export type PublicForm = {
  readonly portal: Portal;
  readonly csrf: string;
  readonly refusals: readonly Refusal[];
  readonly typed: { readonly identifier?: string | undefined; readonly email?: string | undefined };
};

/** Where who cannot reach the chat asks for a new password (IN-4), in the words of the portal (EX-2), with the address confirmed where it wants that (EX-3). */
export function publicResetPage(frame: Frame, { portal, csrf, refusals, typed }: PublicForm): Html {
  const { t, here } = frame;
  const { confirmEmail = false, confirm, submit, path = [] } = portal.procedures.reset ?? {};
  const identifier = marks(t, refusals, 'identifier');
  const email = marks(t, refusals, 'email', 'email-why');
  const label = confirmEmail ? confirm : submit;
  const isAddress = portal.identifier.kind !== 'account';
  const main = html`${path.length > 0 && html`<p class="quiet">${path.map((step, at) => html`${at > 0 && ' › '}${t.of(step)}`)}</p>`}
<p>${t('page.public.reset.text')}</p>
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
<label for="identifier">${t.of(portal.identifier.label)}</label>
${identifier.message}
<input id="identifier" name="identifier" autocomplete="username" autocapitalize="none" spellcheck="false"${isAddress && html` inputmode="email"`} required value="${typed.identifier ?? ''}"${identifier.attributes}>
${
  confirmEmail &&
  html`<label for="email">${t('field.email')}</label>
<p class="quiet" id="email-why">${t('reset.ask.confirm')}</p>
${email.message}
<input id="email" name="email" type="email" autocomplete="email" autocapitalize="none" spellcheck="false" required value="${typed.email ?? ''}"${email.attributes}>`
}
${humanCheckField(frame, refusals)}
<button>${label ? t.of(label) : t(confirmEmail ? 'reset.ask.yes' : 'reset.ask.send')}</button>
</form>
${
  portal.procedures.forgotIdentifier &&
  html`<p class="quiet"><a href="${inLanguage(identifierPath(portal), t.locale)}">${procedureLabel(t, portal, 'forgotIdentifier')}</a></p>`
}`;
  return layout(frame, { title: procedureLabel(t, portal, 'reset'), main, failed: refusals.length > 0, scripts: ['humanCheck'] });
}

/** A mail may have left: the same page for everybody (ALL-4). */
export function publicSentPage(frame: Frame, portal: Portal, sent: 'reset' | 'identifier'): Html {
  const { t } = frame;
  const said = sent === 'reset' ? t('page.public.reset.sent', { lives: t.duration(portal.lifetimes.reset) }) : t('forgotIdentifier.mailed');
  const again = sent === 'reset' ? resetPath(portal) : identifierPath(portal);
  const main = html`<p>${said}</p>
<p>${t('page.public.nothing')}</p>
<p><a href="${inLanguage(again, t.locale)}">${t('page.public.again')}</a></p>
${sent === 'identifier' && portal.procedures.reset && html`<p><a class="button" href="${inLanguage(resetPath(portal), t.locale)}">${t('forgotIdentifier.reset')}</a></p>`}`;
  return layout(frame, { title: t('mailed.title'), main });
}
