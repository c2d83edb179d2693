import type { OpenSession } from '../../../core/console/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { summary } from '../problems.ts';
import { changesTable } from './changesTable.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { portalName } from './portalName.ts';
import { reasonField } from './reasonField.ts';
import { fitting, table } from './table.ts';

const path = (id: string): string => `/console/operators/${encodeURIComponent(id)}`;

/** The open sessions of everybody who has a role here (OPS-1), each with the way to end it. */
export function openSessionsPage(frame: Frame, at: At, sessions: readonly OpenSession[], portals: ReadonlyMap<string, Portal>, said: boolean): Html {
  const { t } = frame;
  const when = (instant: number) => t.date(instant, 'dateTime');
  const rows = fitting(
    sessions.map((session) => {
      const browser = session.agent || t('page.account.agent');
      return [
        html`${session.name} <span class="quiet">${portalName(t, portals, session.place)}</span>`,
        session.roles.map((role) => t(`console.role.${role}`)).join(', '),
        html`${browser}${session.id === at.who.session && html` (${t('page.account.here')})`} <span class="quiet">${t('page.account.since', { since: when(session.createdAt), seen: when(session.lastSeenAt), ip: session.ip })}</span>`,
        session.id !== at.who.session &&
          html`<a href="${inLanguage(path(session.id), t.locale)}" aria-label="${t('console.operators.end')}, ${session.name}, ${browser}, ${when(session.createdAt)}">${t('console.operators.end')}</a>`,
      ];
    }),
  );
  const main = html`${said && html`<p class="said" role="status">${t('page.account.said.ended')}</p>`}
<p>${t('console.operators.text')}</p>
${table(
  t(rows.length < sessions.length ? 'console.operators.more' : 'console.operators.shown', { n: rows.length }),
  [
    { head: t('console.people.name') },
    { head: t('console.operators.roles') },
    { head: t('console.operators.where'), kind: 'detail' },
    { head: t('console.action') },
  ],
  rows,
)}`;
  return consoleLayout(frame, { title: t('console.operators'), main, at, part: 'operators' });
}

/** Asks for the reason before a session is ended. */
export function endSessionPage(frame: Frame, at: At, session: OpenSession, typed: string, refusals: readonly Refusal[]): Html {
  const { t } = frame;
  const main = html`<p class="about"><span>${t('console.people.name')}</span> <strong>${session.name}</strong></p>
<p>${t('console.operators.what', { browser: session.agent || t('page.account.agent') })}</p>
${changesTable(t, [[t('console.changes.session'), t('console.changes.open'), t('console.changes.ended')]])}
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(path(session.id), t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${at.csrf}">
${reasonField(t, typed, refusals)}
<button>${t('console.operators.end')}</button>
</form>
<p><a href="${inLanguage('/console/operators', t.locale)}">${t('console.operators')}</a></p>`;
  return consoleLayout(frame, { title: t('console.operators.title'), main, at, failed: refusals.length > 0 });
}
