import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { ListedSession } from '../../../core/signIn/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { summary } from '../problems.ts';
import { type At, consoleLayout } from './consoleLayout.ts';

/** Where somebody whom a provider vouches for is signed in to the console, each but this one with a button that ends it. */
export function sessionsPage(
  frame: Frame,
  at: At,
  { list, refusals, ended }: { readonly list: readonly ListedSession[]; readonly refusals: readonly Refusal[]; readonly ended: boolean },
): Html {
  const { t } = frame;
  const when = (instant: number) => t.date(instant, 'dateTime');
  const item = ({ id, agent, ip, createdAt, lastSeenAt }: ListedSession) => {
    const named = agent || t('page.account.agent');
    return html`<li>
<p><strong>${named}</strong>${id === at.who.session && html` (${t('page.account.here')})`}</p>
<p class="quiet">${t('page.account.since', { since: when(createdAt), seen: when(lastSeenAt), ip })}</p>
${
  id !== at.who.session &&
  html`<form class="plain" method="post" action="${inLanguage('/console/sessions', t.locale)}">
<input type="hidden" name="csrf" value="${at.csrf}"><input type="hidden" name="session" value="${id}">
<button class="secondary" aria-label="${t('page.account.end.which', { agent: named, since: when(createdAt) })}">${t('page.account.end')}</button>
</form>`
}
</li>`;
  };
  const main = html`${ended && html`<p class="said" role="status">${t('page.account.said.ended')}</p>`}
${summary(t, refusals)}
<ul class="rows">${list.map(item)}</ul>`;
  return consoleLayout(frame, { title: t('page.account.sessions'), main, at, failed: refusals.length > 0 });
}
