import { holdingNames } from '../../../cards/account/account.ts';
import type { OwnRequest } from '../../../core/access/index.ts';
import type { SecurityEvent, SessionEntitlements } from '../../../core/account/index.ts';
import { type Tie, tieName, tiePlace } from '../../../core/directory/index.ts';
import { providersOf } from '../../../core/identities/index.ts';
import { groupOf } from '../../../core/portal/index.ts';
import type { ListedSession } from '../../../core/signIn/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage, layout } from '../layout.ts';
import { type Holder, type Target, targetPath } from '../signIn/signedIn.ts';

/** What stands on the page of an account. */
export type AccountView = {
  readonly sessions: readonly ListedSession[];
  /** The chats that are tied to it. */
  readonly ties: readonly Tie[];
  readonly events: readonly SecurityEvent[];
  readonly held: Awaited<ReturnType<SessionEntitlements>>;
  /** The pages that this portal's accounts have, with the words that lead to them. */
  readonly links: readonly { readonly target: Target; readonly label: string }[];
  /** What was just done. */
  readonly said?: 'changed' | 'ended' | 'unlinked' | 'linked' | undefined;
};

/** The page of an account: who one is, what one has, has asked for and can do, where one is signed in, and what happened of late. */
export function accountPage(frame: Frame, { portal, session, csrf }: Holder, { sessions, ties, events, held, links, said }: AccountView): Html {
  const { t, here } = frame;
  const { account } = session;
  const when = (at: number) => t.date(at, 'dateTime', portal.timeZone);
  const form = (action: string, button: Html, fields?: Html) => html`<form class="plain" method="post" action="${inLanguage(action, t.locale)}">
<input type="hidden" name="csrf" value="${csrf}">${fields}
${button}
</form>`;
  const sessionItem = ({ id, agent, ip, createdAt, lastSeenAt }: ListedSession) => html`<li>
<p><strong>${agent || t('page.account.agent')}</strong>${id === session.id && html` (${t('page.account.here')})`}</p>
<p class="quiet">${t('page.account.since', { since: when(createdAt), seen: when(lastSeenAt), ip })}</p>
${
  id !== session.id &&
  form(
    `${here}/end`,
    html`<button class="secondary" aria-label="${t('page.account.end.which', { agent: agent || t('page.account.agent'), since: when(createdAt) })}">${t('page.account.end')}</button>`,
    html`<input type="hidden" name="session" value="${id}">`,
  )
}
</li>`;
  const tieItem = (tie: Tie) => html`<li>
<p><strong>${tieName(t, tie)}</strong></p>
<p class="quiet">${t('page.account.tie', { channel: tiePlace(t, portal, tie), since: when(tie.createdAt) })}</p>
${form(
  `${here}/untie`,
  html`<button class="secondary" aria-label="${t(tie.issuer === undefined ? 'page.account.tie.end.which' : 'page.account.tie.end.account', { who: tieName(t, tie) })}">${t('page.account.tie.end')}</button>`,
  html`<input type="hidden" name="tie" value="${tie.id}">`,
)}
</li>`;
  const providers = providersOf(portal).filter((provider) => provider.ties);
  const names = holdingNames(t, portal, held);
  const requestItem = ({ groupId, organisation, status, reference, reason, createdAt }: OwnRequest) => {
    const group = groupOf(portal, groupId);
    return html`<li><p>${organisation ?? (group ? t.of(group.name) : groupId)} — ${t(`myRequests.${status}`)}</p>
<p class="quiet">${[reference, when(createdAt), reason ?? ''].filter(Boolean).join(' · ')}</p></li>`;
  };
  const main = html`${said && html`<p class="said" role="status">${t(`page.account.said.${said}`)}</p>`}
<dl class="facts">
<div><dt>${t('page.account.name')}</dt><dd>${account.givenName} ${account.familyName}</dd></div>
<div><dt>${t.of(portal.identifier.label)}</dt><dd>${account.identifier}</dd></div>
${account.email !== account.identifier && html`<div><dt>${t('field.email')}</dt><dd>${account.email}</dd></div>`}
${names.length > 0 && html`<div><dt>${t('account.groups')}</dt><dd>${names.join(', ')}</dd></div>`}
</dl>
<ul class="rows">
${links.map(({ target, label }) => html`<li><a href="${inLanguage(targetPath(portal, target), t.locale)}">${label}</a></li>`)}
<li><a href="${portal.address}" target="_blank" rel="noopener noreferrer">${t('page.account.portal', t.named(portal))}</a></li>
</ul>
${
  held.requests.length > 0 &&
  html`<h2>${t('procedure.myRequests')}</h2>
<ul class="rows">${held.requests.map(requestItem)}</ul>`
}
<h2>${t('page.account.sessions')}</h2>
<ul class="rows">${sessions.map(sessionItem)}</ul>
${sessions.length > 1 && form(`${here}/end`, html`<button class="secondary">${t('page.account.endOthers')}</button>`)}
<h2>${t(providers.length === 0 ? 'page.account.ties' : 'page.account.ties.outside')}</h2>
<p class="hint">${t(ties.length === 0 ? 'page.account.ties.none' : ties.some(({ issuer }) => issuer !== undefined) ? 'page.account.ties.outside.text' : 'page.account.ties.text')}</p>
${ties.length > 0 && html`<ul class="rows">${ties.map(tieItem)}</ul>`}
${ties.length > 1 && form(`${here}/untie`, html`<button class="secondary">${t('page.account.tie.endAll')}</button>`)}
${providers.map(({ id, label }) => html`<p><a class="button secondary" href="${inLanguage(`${here}/link/${id}`, t.locale)}">${t('page.account.link', { provider: t.of(label) })}</a></p>`)}
<h2>${t('page.account.events')}</h2>
<ul class="rows">${events.map(({ what, at, ip }) => html`<li><p>${t(`event.${what}`)}</p><p class="quiet">${t('page.account.event', { when: when(at), ip: ip ?? '–' })}</p></li>`)}</ul>
<p class="hint">${t('page.account.notYou')}</p>
${form(`/p/${portal.id}/signout`, html`<button>${t('page.account.signOut')}</button>`)}`;
  return layout(frame, { title: t('page.account.title'), main });
}
