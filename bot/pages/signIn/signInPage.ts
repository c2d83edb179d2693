import { procedureLabel } from '../../../cards/frame.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { Remember } from '../../../core/signIn/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { resetPath } from '../passwords/publicPaths.ts';
import { marks, summary } from '../problems.ts';
import { providerButtons } from './providerPages.ts';
import type { Target } from './signedIn.ts';

/** The form as it is to be shown. A password is never in it. */
export type SignInForm = {
  readonly portal: Portal;
  readonly csrf: string;
  readonly refusals: readonly Refusal[];
  readonly identifier: string;
  readonly remember: Remember;
  /** Where the sign-in leads on to. */
  readonly target: Target;
  /** Whether a new sign-in is wanted, whoever is signed in. */
  readonly again: boolean;
  /** Why this page stands where another was asked for. */
  readonly said?: 'out' | 'over' | undefined;
};

/** The sign-in of a portal whose directory is Guichet's own (OU-9), with the three choices of OC-6. */
export function signInPage(frame: Frame, { portal, csrf, refusals, identifier, remember, target, again, said }: SignInForm): Html {
  const { t, here } = frame;
  const choice = (value: Remember) =>
    html`<label class="choice"><input type="radio" name="remember" value="${value}"${remember === value && html` checked`}> ${t(`page.signIn.remember.${value}`)}</label>`;
  // Where the name is there already, the password is what is still to type; after a refusal the reason comes first.
  const focus = (field: 'identifier' | 'password') => refusals.length === 0 && (field === 'password') === (identifier !== '') && html` autofocus`;
  const fields = { identifier: marks(t, refusals, 'identifier'), password: marks(t, refusals, 'password') };
  const buttons = providerButtons(t, portal, ({ id }) => `/p/${portal.id}/signin/with/${id}?return=${target}${again ? '&again=1' : ''}`);
  const main = html`${said && refusals.length === 0 && html`<p class="said" role="status">${t(`page.signIn.${said}`)}</p>`}
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
<label for="identifier">${t.of(portal.identifier.label)}</label>
${fields.identifier.message}
<input id="identifier" name="identifier" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required value="${identifier}"${fields.identifier.attributes}${focus('identifier')}>
<label for="password">${t('page.signIn.password')}</label>
${fields.password.message}
<input id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required${fields.password.attributes}${focus('password')}>
${portal.procedures.reset && html`<p class="beside"><a href="${inLanguage(resetPath(portal), t.locale)}">${procedureLabel(t, portal, 'reset')}</a></p>`}
<fieldset class="choices">
<legend>${t('page.signIn.remember')}</legend>
${(['me', 'name', 'no'] as const).map(choice)}
</fieldset>
<p class="hint">${t('page.signIn.remember.why')}</p>
<button>${t('page.signIn.submit')}</button>
</form>
${buttons && html`<p class="or">${t('page.identity.or')}</p>${buttons}`}
<p class="quiet">${t('page.signIn.forgotten')}</p>`;
  return layout(frame, { title: t('page.signIn.title'), main, failed: refusals.length > 0 });
}
