import type { TiePage } from '../../../core/account/index.ts';
import { tieName, tiePlace } from '../../../core/directory/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { targetPath } from '../signIn/signedIn.ts';

type OpenTie = Extract<TiePage, { state: 'open' }>;

/** The page behind the link that told of a tie: whose chat it is, and the buttons that end it. Opening it changes nothing. */
export function tiePage(frame: Frame, { portal, tie, others }: OpenTie, csrf: string): Html {
  const { t, here } = frame;
  const outside = tie?.issuer !== undefined;
  const button = (which: 'one' | 'all', label: string, look: 'secondary' | undefined) =>
    html`<button name="which" value="${which}"${look && html` class="${look}"`}>${label}</button>`;
  const main = html`${
    tie
      ? html`<p>${t(outside ? 'page.tie.outside.text' : 'page.tie.text', t.named(portal))}</p>
<dl class="facts">
<div><dt>${t(outside ? 'mail.tieMade.outside.who' : 'mail.tieMade.who')}</dt><dd>${tieName(t, tie)}</dd></div>
<div><dt>${t('mail.tieMade.channel')}</dt><dd>${tiePlace(t, portal, tie)}</dd></div>
<div><dt>${t('page.tie.since')}</dt><dd>${t.date(tie.createdAt, 'dateTime', portal.timeZone)}</dd></div>
</dl>`
      : html`<p>${t('page.tie.gone')}</p>`
  }
${
  (tie || others > 0) &&
  html`<form id="form" method="post" action="${inLanguage(here, t.locale)}">
<input type="hidden" name="csrf" value="${csrf}">
${tie && html`<p>${button('one', t(outside ? 'page.tie.outside.one' : 'page.tie.one'), undefined)}</p>`}
${others > 0 && html`<p>${button('all', t(tie ? 'page.tie.all' : 'page.tie.others', { n: others }), 'secondary')}</p>`}
</form>`
}
<p class="hint">${t('page.tie.after')}</p>`;
  return layout(frame, { title: t(outside ? 'page.tie.outside.title' : 'page.tie.title'), main });
}

/** The page after ties were ended by the mailed link. */
export function tieEndedPage(frame: Frame, ended: number): Html {
  const { t, portal } = frame;
  const main = html`<p role="status">${t('page.tie.done', { n: ended })}</p>
<p>${t('page.tie.after')}</p>
${portal && html`<p><a href="${inLanguage(targetPath(portal, 'account'), t.locale)}">${t('page.tie.signIn')}</a></p>`}`;
  return layout(frame, { title: t('page.tie.done.title'), main });
}
