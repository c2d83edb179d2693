import { type Html, html } from './html.ts';
import { type Frame, inLanguage, layout } from './layout.ts';
import { publicResetOffer } from './passwords/publicResetOffer.ts';

/** The page of a link that its holder opens too late or again (ALL-3), with the way to a new one. */
export function deadLinkPage(frame: Frame, state: 'expired' | 'used', csrf: string): Html {
  const { t, here, portal } = frame;
  const main = html`<p>${t(`page.${state}.text`)}</p>
${state === 'used' && portal && html`<p><a href="${portal.address}" target="_blank" rel="noopener noreferrer">${t('page.done.link')}</a></p>`}
<form method="post" action="${inLanguage(`${here}/renew`, t.locale)}">
<input type="hidden" name="csrf" value="${csrf}">
<button aria-describedby="renew-text">${t('page.renew')}</button>
<p class="quiet" id="renew-text">${t('page.renew.text')}</p>
</form>`;
  return layout(frame, { title: t(`page.${state}.title`), main });
}

/** The page after a new link was asked for; the same whatever came of it (ALL-3). */
export const renewedPage = (frame: Frame): Html =>
  layout(frame, {
    title: frame.t('page.renewed.title'),
    main: html`<p>${frame.t('page.renewed.text')}</p>
<p>${frame.t('page.renewed.none')}</p>
${publicResetOffer(frame, frame.portal)}`,
  });

/** The page of an address that opens nothing: mistyped, cut short, or guessed; with what else leads on. */
export const unknownLinkPage = (frame: Frame, more: Html | false = false): Html =>
  layout(frame, {
    title: frame.t('page.unknown.title'),
    main: html`<p>${frame.t('page.unknown.cut')}</p>
<p>${frame.t('page.unknown.again')}</p>
${more}`,
  });
