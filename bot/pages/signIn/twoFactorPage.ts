import { renderSVG } from 'uqr';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { FactorState, RecoveryCodes } from '../../../core/signIn/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { type Holder, targetPath } from './signedIn.ts';

/** What stands on the page: how the second factor stands, what was wrong the last time, and whether it was just turned off. */
export type TwoFactorView = {
  readonly factor: FactorState;
  readonly refusals: readonly Refusal[];
  readonly ended: boolean;
  /** Whether the password has to be typed to begin: the sign-in is not of a moment ago. */
  readonly asksPassword: boolean;
};

/** So few recovery codes left are worth a word. */
const few = 3;

/** The QR code as an image of its own: the page's policy lets nothing inline. Black on white whatever the page's colours, with the margin that scanners need. */
const qrImage = (address: string): string => `data:image/svg+xml;base64,${Buffer.from(renderSVG(address, { border: 4, ecc: 'M' })).toString('base64')}`;

/** In groups of four, to be read and typed. */
const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

const codeInput = (frame: Frame, refusals: readonly Refusal[], kind: 'app' | 'either'): Html => {
  const { t } = frame;
  const { attributes, message } = marks(t, refusals, 'code');
  const keyboard = kind === 'app' && html` inputmode="numeric"`;
  return html`<label for="code">${t(kind === 'app' ? 'page.factor.code' : 'page.factor.either')}</label>
${message}
<input id="code" name="code"${keyboard} autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="32" required${attributes}>`;
};

const offPart = ({ t }: Frame, refusals: readonly Refusal[], asksPassword: boolean): Html => {
  const password = marks(t, refusals, 'password');
  return html`${
    asksPassword &&
    html`<label for="password">${t('page.factor.password')}</label>
${password.message}
<input id="password" name="password" type="password" autocomplete="current-password" autocapitalize="none" spellcheck="false" required${password.attributes}>`
  }
<button name="press" value="begin">${t('page.factor.begin')}</button>`;
};

const begunPart = (
  frame: Frame,
  refusals: readonly Refusal[],
  { secret, address }: Extract<FactorState, { state: 'begun' }>,
): Html => html`<p>${frame.t('page.factor.scan')}</p>
<p><img class="qr" src="${qrImage(address)}" alt="${frame.t('page.factor.qr')}" width="240" height="240"></p>
<p class="onPhone"><a href="${address}">${frame.t('page.factor.app')}</a></p>
<p>${frame.t('page.factor.type')}<br><strong class="code" translate="no">${grouped(secret)}</strong></p>
<p>${frame.t('page.factor.first')}</p>
${codeInput(frame, refusals, 'app')}
<button name="press" value="confirm">${frame.t('page.factor.confirm')}</button>`;

const onPart = (frame: Frame, refusals: readonly Refusal[]): Html => html`<h2>${frame.t('page.factor.manage')}</h2>
<p>${frame.t('page.factor.manage.why')}</p>
${codeInput(frame, refusals, 'either')}
<button name="press" value="renew">${frame.t('page.factor.renew')}</button>
<button class="secondary" name="press" value="off">${frame.t('page.factor.turnOff')}</button>`;

/** Two-factor sign-in of an account (OU-11): turned on, its recovery codes made anew, turned off. */
export function twoFactorPage(frame: Frame, { portal, csrf }: Holder, { factor, refusals, ended, asksPassword }: TwoFactorView): Html {
  const { t, here } = frame;
  const part = {
    off: () => offPart(frame, refusals, asksPassword),
    begun: () => factor.state === 'begun' && begunPart(frame, refusals, factor),
    on: () => onPart(frame, refusals),
  };
  const main = html`${ended && html`<p class="said" role="status">${t('page.factor.ended')}</p>`}
${factor.state !== 'on' && html`<p>${t('page.factor.what', t.named(portal))}</p>`}
${factor.state === 'off' && html`<p>${!ended && html`${t('page.factor.off')} `}${t('page.factor.need')}</p>`}
${
  factor.state === 'on' &&
  html`<p>${t('page.factor.on', { since: t.date(factor.since, 'date', portal.timeZone) })}</p>
<p>${t('page.factor.left', { n: factor.recoveryLeft })}${factor.recoveryLeft <= few && html` <strong>${t('page.factor.few')}</strong>`}</p>`
}
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
${part[factor.state]()}
</form>
<p class="quiet"><a href="${inLanguage(targetPath(portal, 'account'), t.locale)}">${t('page.account.back')}</a></p>`;
  return layout(frame, { title: t('page.factor.title'), main, failed: refusals.length > 0 });
}

/** The codes as a text to keep, with what they are for. As an address of its own, so that it can be downloaded without a script. */
function codesFile({ t }: Frame, { portal, session }: Holder, codes: readonly string[]): string {
  const about = [t('page.factor.codes.title'), t.of(portal.name), session.account.identifier].join(' · ');
  return `data:text/plain;charset=utf-8,${encodeURIComponent([about, '', ...codes, ''].join('\r\n'))}`;
}

/** The recovery codes, this once: to copy, to download and to print. Only the download works without the script; the browser's own copying and printing do too. */
export function recoveryCodesPage(frame: Frame, holder: Holder, { codes }: RecoveryCodes, why: 'on' | 'renewed'): Html {
  const { t } = frame;
  const { portal } = holder;
  const main = html`<p class="said" role="status">${t(`page.factor.codes.${why}`)}</p>
<p>${t('page.factor.codes.text')}</p>
<ul class="codes" id="codes" translate="no">${codes.map((code) => html`<li>${code}</li>`)}</ul>
<p class="trio">
<button class="secondary" id="copy" type="button" data-done="${t('page.factor.codes.copied')}" hidden>${t('page.factor.codes.copy')}</button>
<a class="button secondary" href="${codesFile(frame, holder, codes)}" download="${t('page.factor.codes.file')}-${portal.id}.txt">${t('page.factor.codes.download')}</a>
<button class="secondary" id="print" type="button" hidden>${t('page.factor.codes.print')}</button>
</p>
<p class="apart" id="copied" role="status"></p>
<p><a class="button" href="${inLanguage(targetPath(portal, 'factor'), t.locale)}">${t('page.factor.codes.kept')}</a></p>`;
  return layout(frame, { title: t('page.factor.codes.title'), main, scripts: ['recoveryCodes'] });
}
