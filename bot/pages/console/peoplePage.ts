import { type AccountState, type Deed, deeds, type FoundAccounts, isUseful } from '../../../core/console/index.ts';
import { tieName, tiePlace } from '../../../core/directory/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { newId } from '../../../core/foundation/secrets.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { groupName } from './groupName.ts';
import { portalName } from './portalName.ts';
import { procedureName } from './procedureName.ts';
import { reasonField } from './reasonField.ts';
import { table } from './table.ts';

/** The address of an account, or of something that is done with it. */
export const accountPath = (id: string, deed?: Deed): string => `/console/account/${encodeURIComponent(id)}${deed === undefined ? '' : `/${deed}`}`;

/** Finds a person by what they say on the phone. `found` is undefined before anything was asked. */
export function peoplePage(
  frame: Frame,
  at: At,
  typed: string,
  found: FoundAccounts | undefined,
  portals: ReadonlyMap<string, Portal>,
  refusals: readonly Refusal[] = [],
): Html {
  const { t } = frame;
  const whom = marks(t, refusals, 'whom');
  const main = html`<p>${t('console.people.text')}</p>
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage('/console/people', t.locale)}" role="search">
<input type="hidden" name="csrf" value="${at.csrf}">
<label for="whom">${t('console.people.find')}</label>
${whom.message}
<input id="whom" name="whom" value="${typed}" maxlength="254" required${whom.attributes} autocapitalize="none" autocomplete="off" spellcheck="false"${found === undefined && html` autofocus`}>
<button>${t('console.search.submit')}</button>
</form>
${
  found &&
  found.silent.length > 0 &&
  html`<p class="bad" role="status">${t('console.people.silent', { portals: found.silent.map((id) => portalName(t, portals, id)).join(', ') })}</p>`
}
${
  found?.accounts.length === 0
    ? html`<p role="status">${t('console.people.none')}</p>`
    : found &&
      table(
        t(found.more ? 'console.people.more' : 'console.people.found', { n: found.accounts.length }),
        [{ head: t('console.people.name') }, { head: t('console.people.account') }, { head: t('field.email') }, { head: t('console.portal') }],
        found.accounts.map(({ id, portal, identifier, email, name }) => [
          html`<a href="${inLanguage(accountPath(id), t.locale)}">${name || identifier}</a>`,
          identifier,
          email,
          portalName(t, portals, portal),
        ]),
      )
}`;
  return consoleLayout(frame, { title: t('console.people'), main, at, part: 'people', failed: refusals.length > 0 });
}

/** What an account is like, never a secret, and what support can do for its owner (OPS-3). */
export function accountStatePage(frame: Frame, at: At, state: AccountState, said: boolean): Html {
  const { t } = frame;
  const { account, portal, factor, sessions, ties, requests, links } = state;
  const when = (instant: number) => t.date(instant, 'dateTime', portal.timeZone);
  const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const rows = (title: string, items: readonly Html[]) =>
    items.length > 0 &&
    html`<h2>${title}</h2>
<ul class="rows">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  const useful = deeds.filter((deed) => isUseful(deed, state));
  const main = html`${said && html`<p class="said" role="status">${t('console.deed.done')}</p>`}
<dl class="facts">
${fact(t('console.portal'), t.of(portal.name))}
${fact(t('console.people.account'), account.identifier)}
${fact(t('field.email'), account.email)}
${fact(t('console.state'), t(`console.state.${standingOf(state)}`))}
${fact(t('console.state.password'), t(account.hasPassword ? 'console.state.password.set' : 'console.state.password.none'))}
${portal.procedures.twoFactor !== undefined && fact(t('console.state.factor'), t(factor ? 'console.state.factor.on' : 'console.state.factor.off'))}
</dl>
${
  useful.length > 0 &&
  html`<h2>${t('console.deeds')}</h2>
<ul class="links">${useful.map((deed) => html`<li><a href="${inLanguage(accountPath(account.id, deed), t.locale)}">${t(`console.deed.${deed}`)}</a></li>`)}</ul>`
}
${rows(
  t('console.state.requests'),
  requests.map(({ reference, groupId, createdAt }) => html`${groupName(t, portal, groupId)} <span class="quiet">${reference} · ${when(createdAt)}</span>`),
)}
${rows(
  t('console.state.links'),
  links.map(
    ({ procedure, createdAt, expiresAt }) =>
      html`${t('console.state.link', { procedure: procedureName(t, portal, procedure), since: when(createdAt), until: when(expiresAt) })}`,
  ),
)}
${rows(
  t('console.state.sessions'),
  sessions.map(
    ({ agent, ip, createdAt, lastSeenAt }) =>
      html`${agent || t('page.account.agent')} <span class="quiet">${t('page.account.since', { since: when(createdAt), seen: when(lastSeenAt), ip })}</span>`,
  ),
)}
${rows(
  t('console.state.ties'),
  ties.map(
    (tie) => html`${tieName(t, tie)} <span class="quiet">${t('page.account.tie', { channel: tiePlace(t, portal, tie), since: when(tie.createdAt) })}</span>`,
  ),
)}`;
  return consoleLayout(frame, { title: `${account.givenName} ${account.familyName}`.trim() || account.identifier, main, at });
}

/** Says what a deed changes, and asks for its reason. */
export function deedPage(frame: Frame, at: At, state: AccountState, deed: Deed, typed: string, refusals: readonly Refusal[]): Html {
  const { t } = frame;
  const { account, sessions, ties } = state;
  const what = {
    link: t('console.deed.link.what', { email: account.email }),
    sessions: t('console.deed.sessions.what', { n: sessions.length }),
    ties: t('console.deed.ties.what', { n: ties.length }),
    factor: t('console.deed.factor.what'),
  }[deed];
  const main = html`<p class="about"><span>${t('console.people.account')}</span> <strong>${account.identifier}</strong></p>
<p>${what}</p>
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(accountPath(account.id, deed), t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${at.csrf}">
<input type="hidden" name="once" value="${newId()}">
${reasonField(t, typed, refusals)}
<button>${t(`console.deed.${deed}`)}</button>
</form>
<p><a href="${inLanguage(accountPath(account.id), t.locale)}">${t('console.deed.back')}</a></p>`;
  return consoleLayout(frame, { title: t(`console.deed.${deed}`), main, at, failed: refusals.length > 0 });
}

const standingOf = ({ account }: AccountState) => (account.privileged ? 'privileged' : account.disabled ? 'disabled' : account.locked ? 'locked' : 'fine');
