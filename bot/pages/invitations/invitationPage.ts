import type { Millis } from '../../../core/foundation/clock.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { ReceivedInvitation } from '../../../core/invitations/index.ts';
import { invitesGuests, openingText, type Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { providerButtons } from '../signIn/providerPages.ts';

/** What each step of the invitation's page is drawn with. */
export type Shown = { readonly portal: Portal; readonly csrf: string; readonly refusals: readonly Refusal[] };

/** The form of a step. */
export const formOf = (
  { t, here }: Frame,
  { csrf }: Shown,
  inside: Html,
): Html => html`<form id="form" method="post" action="${inLanguage(here, t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
${inside}
</form>`;

/** Who invites; everything else waits for the code of the invited mailbox (RC-2, RC-4). */
export function invitationProofPage(
  frame: Frame,
  shown: Shown & {
    readonly inviter: string;
    readonly sent: boolean;
    readonly again: boolean;
    readonly lost: boolean;
    readonly signedIn: boolean;
    readonly code: string;
  },
): Html {
  const { t, here } = frame;
  const { portal, csrf, refusals, inviter, sent, again, lost } = shown;
  const code = marks(t, refusals, 'code', sent ? 'code-why code-sent' : 'code-why');
  const inside = html`<fieldset class="step">
<p id="code-why">${t('page.invitation.code')}</p>
${sent && html`<p class="notice" id="code-sent" role="status">${t('page.code.sent.email')}</p>`}
<button class="secondary" form="send-code">${t(again ? 'page.code.again' : 'page.code.send')}</button>
<label for="code">${t('page.code')}</label>
${code.message}
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required value="${shown.code}"${sent && html` autofocus`}${code.attributes}>
</fieldset>
<button name="press" value="prove">${t('go.on')}</button>`;
  const main = html`<p>${t('page.invitation.about', t.named(portal))}</p>
${lost && html`<p class="notice" role="alert">${t('page.invitation.cookies')}</p>`}
${summary(t, refusals)}
${
  shown.signedIn &&
  html`<p>${t('page.invitation.signedIn', t.named(portal))}</p>
<form method="post" action="${inLanguage(here, t.locale)}"><input type="hidden" name="csrf" value="${csrf}">
<button name="press" value="account">${t('page.invitation.account')}</button>
</form>`
}
${providerButtons(t, portal, ({ id }) => `${here}/with/${id}`)}
<form id="send-code" method="post" action="${inLanguage(`${here}/code`, t.locale)}"><input type="hidden" name="csrf" value="${csrf}"></form>
${formOf(frame, shown, inside)}`;
  return layout(frame, { title: t('accept.terms.title', { inviter }), main, failed: refusals.length > 0, scripts: ['sendCode'] });
}

/** The terms and the rights, with links to read them: to agree to, or to refuse (RC-5). */
export function invitationTermsPage(frame: Frame, shown: Shown & { readonly held: ReceivedInvitation }): Html {
  const { t } = frame;
  const { portal, refusals, held } = shown;
  const { agree } = portal.procedures.acceptInvitation ?? {};
  const inside = html`<input type="hidden" name="terms" value="${held.termsKey}">
<button name="press" value="agree">${agree ? t.of(agree) : t('accept.terms.agree')}</button>
<button class="secondary" name="press" value="refuse" aria-describedby="refuse-text">${t('accept.terms.refuse')}</button>
<p class="quiet" id="refuse-text">${t('page.invitation.refuse')}</p>`;
  const main = html`<p>${t('accept.terms.text', { email: held.email })}</p>
${held.organisation !== '' && html`<p><strong>${t('accept.terms.organisation')}</strong> ${held.organisation}</p>`}
${held.known && html`<p>${t('accept.terms.known')}</p>`}
${summary(t, refusals)}
${
  held.rights.length > 0 &&
  html`<h2>${t('accept.terms.rights')}</h2>
<ul>${held.rights.map(({ name }) => html`<li>${t.of(name)}</li>`)}</ul>`
}
${
  held.terms.length > 0 &&
  html`<h2>${t('accept.terms.read')}</h2>
<ul class="links">${held.terms.map(
    ({ label, address, version }) =>
      html`<li><a href="${address}" target="_blank" rel="noopener noreferrer">${t.of(label)}</a> <span class="quiet">${t('page.invitation.version', { version })}</span></li>`,
  )}</ul>`
}
${formOf(frame, shown, inside)}`;
  return layout(frame, { title: t('accept.terms.title', { inviter: held.inviter }), main, failed: refusals.length > 0 });
}

/** Already accepted, and its holder may see so. What is left is the first password, if the account has none. */
export function invitationAcceptedPage(frame: Frame, shown: Shown & { readonly mailed: boolean }): Html {
  const { t } = frame;
  const { portal, mailed } = shown;
  const main = html`<p>${t('page.invitation.accepted', t.named(portal))}</p>
${mailed && html`<p class="notice" role="status">${t('page.invitation.mailed')}</p>`}
<p><a class="button" href="${inLanguage(`/p/${portal.id}/welcome`, t.locale)}">${t('go.on')}</a></p>
${
  !invitesGuests(portal) &&
  formOf(
    frame,
    shown,
    html`<p>${t('page.invitation.password')}</p>
<button class="secondary" name="press" value="password">${t('page.renew')}</button>`,
  )
}`;
  return layout(frame, { title: t('page.invitation.accepted.title'), main });
}

/** It is over: why, and the way to a new one, which reaches the inviter (RC-8). */
export function invitationDeadPage(frame: Frame, shown: Shown & { readonly why: Refusal }): Html {
  const { t } = frame;
  const { why, refusals } = shown;
  const main = html`<p>${t.say(why)}</p>
${summary(t, refusals)}
${
  // The newer one is in the same mailbox.
  why.key !== 'accept.newer' && formOf(frame, shown, html`<button name="press" value="wish">${t('accept.dead.again')}</button>`)
}`;
  return layout(frame, { title: t('accept.dead.title'), main, failed: refusals.length > 0 });
}

/** An end with nothing more to do here: refused, or a new one wished for. */
export const invitationEndPage = (frame: Frame, title: string, text: string): Html => layout(frame, { title, main: html`<p>${text}</p>` });

/** Done (RC-7): the links to the portal's functions. */
export function welcomePage(frame: Frame, portal: Portal, now: Millis): Html {
  const { t } = frame;
  const { welcome = [] } = portal.procedures.acceptInvitation ?? {};
  const opening = openingText(t, portal, now);
  const main = html`<p>${t('page.invitation.welcome')}</p>
${invitesGuests(portal) && html`<p>${t('accept.welcome.guest')}</p>`}
${opening !== undefined && html`<p><strong>${opening}</strong></p>`}
<ul class="links">${welcome.map(({ label, address }) => html`<li><a href="${address}" target="_blank" rel="noopener noreferrer">${t.of(label)}</a></li>`)}</ul>
<p><a class="button" href="${portal.address}" target="_blank" rel="noopener noreferrer">${t('done.signIn', t.named(portal))}</a></p>`;
  return layout(frame, { title: t('accept.welcome.title', t.named(portal)), main });
}
