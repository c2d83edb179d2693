import type { Outside } from '../../../core/console/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { signInPath, targetPath } from '../signIn/signedIn.ts';
import { type At, consoleLayout, signOutForm } from './consoleLayout.ts';

/** Where several portals' accounts have roles: with which one to sign in. */
export function consoleSignInPage(frame: Frame, portals: readonly Portal[]): Html {
  const { t } = frame;
  const main = html`<p>${t('console.signIn.text')}</p>
<ul class="links">${portals.map((portal) => html`<li><a href="${inLanguage(signInPath(portal, 'console'), t.locale)}">${t.of(portal.name)}</a></li>`)}</ul>`;
  return consoleLayout(frame, { title: t('console.signIn.title'), main });
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
  return consoleLayout(frame, { title: t('console.gone.account.title'), main: html`<p>${t('console.gone.account')}</p>`, at, part: 'people' });
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
