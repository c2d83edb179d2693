import type { Translator } from '../../../core/foundation/i18n.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type Provider, providersOf } from '../../../core/identities/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import type { Holder } from './signedIn.ts';

/** The buttons that lead to a portal's providers; nothing where it has none. `to` is the address for one of them. */
export const providerButtons = (t: Translator, portal: Portal, to: (provider: Provider) => string): Html | undefined => {
  const providers = providersOf(portal);
  if (providers.length === 0) return undefined;
  return html`${providers.map(
    (provider) =>
      html`<p class="with"><a class="button secondary" href="${inLanguage(to(provider), t.locale)}">${t('page.identity.signIn', { provider: t.of(provider.label) })}</a></p>`,
  )}`;
};

/** What leads to a provider after a form was sent: browsers do not let a form's answer lead to another site, but a page may. */
export function leavingPage(frame: Frame, { provider, address }: { readonly provider: string; readonly address: string }): Html {
  const { t } = frame;
  const main = html`<p>${t('page.identity.leaving.text', { provider })}</p>
<p><a class="button" href="${address}" rel="noreferrer">${t('page.identity.leaving.go', { provider })}</a></p>`;
  return layout(frame, { title: t('page.identity.leaving.title', { provider }), main, leads: address });
}

/** Why nobody was signed in, or nothing linked, and the ways on. */
export function providerProblemPage(
  frame: Frame,
  problem: {
    readonly refusal: Refusal;
    readonly provider: string;
    readonly title: 'signIn' | 'tie';
    readonly hint?: 'tie' | 'invitation' | undefined;
    /** The ways on, the first one first. */
    readonly ways: readonly { readonly label: 'again' | 'password' | 'invitation'; readonly to: string }[];
  },
): Html {
  const { t } = frame;
  const { refusal, provider, title, hint, ways } = problem;
  const params = { provider };
  const main = html`<p role="alert">${t.say({ key: refusal.key, params: { ...refusal.params, ...params } })}</p>
${hint && html`<p>${t(`page.identity.hint.${hint}`, params)}</p>`}
${ways.map(({ label, to }, at) => html`<p><a class="button${at > 0 && html` secondary`}" href="${inLanguage(to, t.locale)}">${t(`page.identity.${label}`)}</a></p>`)}`;
  return layout(frame, { title: t(`page.identity.problem.${title}`), main, failed: true });
}

/** Before an account is linked: what that means, and the password where it was not typed a moment ago. */
export function linkAccountPage(
  frame: Frame,
  { portal, csrf }: Holder,
  shown: { readonly provider: string; readonly asksPassword: boolean; readonly factor: boolean; readonly refusals: readonly Refusal[] },
): Html {
  const { t, here } = frame;
  const { provider, asksPassword, factor, refusals } = shown;
  const password = marks(t, refusals, 'password');
  const main = html`<p>${t('page.identity.link.text', { provider, ...t.named(portal) })}</p>
${factor && html`<p class="hint">${t('page.identity.link.factor')}</p>`}
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
${
  asksPassword &&
  html`<label for="password">${t('page.signIn.password')}</label>
${password.message}
<input id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required${password.attributes}>`
}
<button>${t('page.identity.leaving.go', { provider })}</button>
</form>
<p><a href="${inLanguage(`/p/${portal.id}/account`, t.locale)}">${t('page.account.back')}</a></p>`;
  return layout(frame, { title: t('page.identity.link.title', { provider }), main, failed: refusals.length > 0 });
}
