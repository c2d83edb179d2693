import type { ConsoleDoor, Outside } from '../../../core/console/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { signInPath, targetPath } from '../signIn/signedIn.ts';
import { type At, consoleLayout, signOutForm } from './consoleLayout.ts';

/** Where there are several ways in: the portals whose accounts have roles, and the providers. */
export function consoleSignInPage(frame: Frame, portals: readonly Portal[], providers: ConsoleDoor['providers'], out: boolean): Html {
  const { t } = frame;
  const main = html`${out && html`<p class="said" role="status">${t('page.signIn.out')}</p>`}
<p>${t('console.signIn.text')}</p>
<ul class="links">${providers.map(({ id, label }) => html`<li><a href="${inLanguage(`/console/signin/${id}`, t.locale)}">${t('page.identity.signIn', { provider: t.of(label) })}</a></li>`)}
${portals.map((portal) => html`<li><a href="${inLanguage(signInPath(portal, 'console'), t.locale)}">${t.of(portal.name)}</a></li>`)}</ul>`;
  return consoleLayout(frame, { title: t('console.signIn.title'), main });
}

/** Why a sign-in at a provider opened no console. */
export function consoleProblemPage(frame: Frame, refusal: Refusal, provider: string): Html {
  const { t } = frame;
  const main = html`<p role="alert">${t.say({ key: refusal.key, params: { ...refusal.params, provider } })}</p>
<p><a class="button" href="${inLanguage('/console', t.locale)}">${t('page.identity.again')}</a></p>`;
  return consoleLayout(frame, { title: t('page.identity.problem.signIn'), main, failed: true });
}

/** Why a session that is open opens no console, and what to do. */
export function outsidePage(frame: Frame, why: Exclude<Outside, 'signedOut'>, portal: Portal, csrf: string): Html {
  const { t } = frame;
  const main = html`<p>${t(`console.${why}.text`)}</p>
${why === 'factor' && html`<p><a class="button" href="${inLanguage(targetPath(portal, 'factor'), t.locale)}">${t('console.factor.open')}</a></p>`}
${signOutForm(frame, { csrf })}`;
  return consoleLayout(frame, { title: t(`console.${why}.title`), main });
}

/** An account that is not there any more. */
export function goneAccountPage(frame: Frame, at: At): Html {
  const { t } = frame;
  return consoleLayout(frame, {
    title: t('console.gone.account.title'),
    main: html`<p>${t('console.gone.account')}</p>
<p><a href="${inLanguage('/console/people', t.locale)}">${t('console.people.again')}</a></p>`,
    at,
    part: 'people',
  });
}

/** An address of the console that leads nowhere, or no longer; its parts are above. */
export function gonePage(frame: Frame, at: At): Html {
  const { t } = frame;
  return consoleLayout(frame, { title: t('console.gone.title'), main: html`<p>${t('console.gone.text')}</p>`, at });
}

/** A part of the console that this person's roles do not open. */
export function rolePage(frame: Frame): Html {
  const { t } = frame;
  return consoleLayout(frame, {
    title: t('console.role.title'),
    main: html`<p>${t('console.role')}</p>
<p><a href="${inLanguage('/console', t.locale)}">${t('console.overview')}</a></p>`,
  });
}
