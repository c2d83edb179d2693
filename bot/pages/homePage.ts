import { procedureLabel } from '../../cards/frame.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Html, html } from './html.ts';
import { type Frame, inLanguage, layout } from './layout.ts';
import { resetPath } from './passwords/publicPaths.ts';
import { signInPath } from './signIn/signedIn.ts';

/** What leads on from an address that opens nothing: the ways of its portal, and where all begins. */
export function waysOn({ t }: Frame, portal: Portal | undefined): Html {
  const way = (path: string, label: string) => html`<li><a href="${inLanguage(path, t.locale)}">${label}</a></li>\n`;
  return html`<ul class="links">
${portal?.procedures.reset && way(resetPath(portal), procedureLabel(t, portal, 'reset'))}
${portal && way(signInPath(portal, 'account'), t('done.signIn', t.named(portal)))}
${way('/', t('page.missing.home'))}
</ul>`;
}

/** The page of an address that is none of ours, and no link that was mailed. */
export const missingPage = (frame: Frame, portal: Portal | undefined): Html =>
  layout(frame, { title: frame.t('page.missing.title'), main: html`<p>${frame.t('page.missing.text')}</p>\n${waysOn(frame, portal)}` });

/** Where the bot's own address leads: what this is, where it is talked to, and the way for who cannot talk to it. */
export function homePage(frame: Frame, portals: readonly Portal[]): Html {
  const { t } = frame;
  const links = (led: readonly Portal[], path: (portal: Portal) => string, label = ({ name }: Portal) => t.of(name)) => html`<ul class="links">
${led.map((portal) => html`<li><a href="${inLanguage(path(portal), t.locale)}">${label(portal)}</a></li>\n`)}</ul>`;
  const resets = portals.filter(({ procedures }) => procedures.reset);
  const main = html`<p>${t('page.home.text')}</p>
<p>${t('page.home.safety')}</p>
${
  resets.length > 0 &&
  html`<p>${t('page.home.reset')}</p>
${links(resets, resetPath)}`
}
<p>${t('page.home.signIn')}</p>
${links(
  portals,
  (portal) => signInPath(portal, 'account'),
  (portal) => t('done.signIn', t.named(portal)),
)}`;
  return layout(frame, { title: 'Guichet', main });
}
