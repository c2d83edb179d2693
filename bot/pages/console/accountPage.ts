import { type AccountState, deeds, isUseful } from '../../../core/console/index.ts';
import { tieName, tiePlace } from '../../../core/directory/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { accountPath } from './accountPath.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { groupName } from './groupName.ts';
import { noLinkText, standingOf } from './noLinkText.ts';
import { procedureName } from './procedureName.ts';

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
  const noLink = noLinkText(t, state);
  const main = html`${said && html`<p class="said" role="status">${t('console.deed.done')}</p>`}
<dl class="facts">
${fact(t('console.portal'), t.of(portal.name))}
${fact(t('console.people.account'), account.identifier)}
${fact(t('field.email'), account.email || '–')}
${fact(t('console.state'), t(`console.state.${standingOf(state)}`))}
${fact(t('console.state.password'), t(`console.state.password.${account.signsIn ?? (account.hasPassword ? 'set' : 'none')}`))}
${portal.procedures.twoFactor !== undefined && fact(t('console.state.factor'), t(factor ? 'console.state.factor.on' : 'console.state.factor.off'))}
</dl>
${(useful.length > 0 || noLink !== undefined) && html`<h2>${t('console.deeds')}</h2>`}
${noLink !== undefined && html`<p>${noLink}</p>`}
${useful.length > 0 && html`<ul class="links">${useful.map((deed) => html`<li><a href="${inLanguage(accountPath(account.id, deed), t.locale)}">${t(`console.deed.${deed}`)}</a></li>`)}</ul>`}
${rows(
  t('console.state.requests'),
  requests.map(({ reference, groupId, createdAt }) => html`${groupName(t, portal, groupId)} <span class="quiet">${reference} · ${when(createdAt)}</span>`),
)}
${rows(
  t('console.state.links'),
  links.map(({ procedure, createdAt, expiresAt, mail }) => {
    const asked = { procedure: procedureName(t, portal, procedure), since: when(createdAt) };
    return mail === 'none'
      ? html`${t('console.state.link.none', asked)}`
      : html`${t('console.state.link', { ...asked, until: when(expiresAt) })} <span class="quiet">${t(`console.state.link.${mail}`)}</span>`;
  }),
)}
${rows(
  t('console.state.sessions'),
  sessions.map(({ id, agent, ip, createdAt, lastSeenAt }) => {
    const browser = agent || t('page.account.agent');
    return html`${browser} <span class="quiet">${t('page.account.since', { since: when(createdAt), seen: when(lastSeenAt), ip })}</span>
<a href="${inLanguage(accountPath(account.id, 'session', id), t.locale)}" aria-label="${t('console.operators.end')}, ${browser}, ${when(createdAt)}">${t('console.operators.end')}</a>`;
  }),
)}
${rows(
  t('console.state.ties'),
  ties.map(
    (tie) => html`${tieName(t, tie)} <span class="quiet">${t('page.account.tie', { channel: tiePlace(t, portal, tie), since: when(tie.createdAt) })}</span>`,
  ),
)}`;
  return consoleLayout(frame, { title: `${account.givenName} ${account.familyName}`.trim() || account.identifier, main, at });
}
