import type { Portal } from '../../core/portal/index.ts';
import { type Html, html } from './html.ts';
import { type Frame, inLanguage, layout } from './layout.ts';
import { resetPath } from './passwords/publicPaths.ts';
import { signInPath } from './signIn/signedIn.ts';

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
