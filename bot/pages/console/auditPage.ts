import { z } from 'zod';
import type { AuditPage, AuditRecord, AuditSearch } from '../../../core/console/index.ts';
import type { AuditVerdict } from '../../../core/foundation/auditChain.ts';
import type { Portal } from '../../../core/portal/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { addressOf } from './addresses.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { saveLink } from './saveLink.ts';
import { clipped, fitting, table } from './table.ts';

const channels = ['msteams', 'emulator', 'webchat', 'page', 'cli'] as const;

/** The audit as it was searched, and what looking through its chain found, if that was asked for. */
export type AuditView = { readonly search: AuditSearch; readonly found: AuditPage; readonly verdict?: AuditVerdict; readonly portals: readonly Portal[] };

/** The address of a search, from the newest record on or before one. */
export const searchPath = ({ whom, portal, action, outcome }: AuditSearch, before?: number, path = '/console/audit'): string =>
  addressOf(path, { whom, portal, action, outcome, before: before?.toString() });

/** The audit: a search, its records newest first, and the proof of the chain (OPS-4). A name in a record leads to all records with it. */
export function auditPage(frame: Frame, at: At, { search, found, verdict, portals }: AuditView): Html {
  const { t } = frame;
  const called = (name: string) => (name === 'system' ? 'Guichet' : name === 'anonymous' ? t('console.audit.anonymous') : (found.names.get(name) ?? name));
  const follow = (name: string) => html`<a href="${inLanguage(searchPath({ whom: name, portal: '', action: '', outcome: '' }), t.locale)}">${called(name)}</a>`;
  const through = ({ actor, channel }: AuditRecord) => {
    const known = channels.find((each) => each === channel);
    return actor === 'system' ? t('console.channel.worker') : known ? t(`console.channel.${known}`) : channel;
  };
  const option = (value: string, label: string, chosen: string) => html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`;
  const rows = fitting(
    found.records.map((record) => [
      t.date(record.at, 'dateTime'),
      html`${record.action} <span class="quiet">${[record.portal, through(record)].filter(Boolean).join(' · ')}</span>`,
      follow(record.actor),
      follow(record.subject),
      record.outcome === 'ok' ? html`<span class="good">ok</span>` : html`<span class="bad">${record.outcome}</span>`,
      clipped(detailOf(record.detail)),
    ]),
  );
  const last = found.records[rows.length - 1];
  const older = found.older || rows.length < found.records.length;
  const main = html`<form id="form" class="filters" method="get" action="/console/audit" role="search">
<input type="hidden" name="lang" value="${t.locale}">
<div><label for="whom">${t('console.search.whom')}</label>
<input id="whom" name="whom" value="${search.whom}" maxlength="254" autocapitalize="none" spellcheck="false" placeholder="${t('console.search.whom.hint')}"></div>
<div><label for="action">${t('console.search.action')}</label>
<input id="action" name="action" value="${search.action}" maxlength="100" autocapitalize="none" spellcheck="false" placeholder="${t('console.search.action.hint')}"></div>
<div><label for="portal">${t('console.portal')}</label>
<select id="portal" name="portal">${option('', t('console.search.anyPortal'), search.portal)}${portals.map(({ id, name }) => option(id, t.of(name), search.portal))}</select></div>
<div><label for="outcome">${t('console.search.outcome')}</label>
<select id="outcome" name="outcome">${option('', t('console.search.any'), search.outcome)}${option('ok', t('console.search.ok'), search.outcome)}${option('refused', t('console.search.refused'), search.outcome)}</select></div>
<div><button>${t('console.search.submit')}</button></div>
</form>
${verdict && verdictOf(frame, verdict)}
${
  found.records.length === 0
    ? html`<p>${t('console.search.none')}</p>`
    : html`${table(
        t('console.search.shown', { n: rows.length }),
        [
          { head: t('console.audit.at'), kind: 'line' },
          { head: t('console.search.action'), kind: 'name' },
          { head: t('console.audit.actor') },
          { head: t('console.audit.subject') },
          { head: t('console.search.outcome') },
          { head: t('console.audit.detail'), kind: 'detail' },
        ],
        rows,
      )}
<p>${older && last && html`<a href="${inLanguage(searchPath(search, last.id), t.locale)}">${t('console.search.older')}</a>`}</p>
${saveLink(frame, inLanguage(searchPath(search, undefined, '/console/audit.csv'), t.locale))}`
}
<form class="plain" method="post" action="${inLanguage('/console/audit/verify', t.locale)}">
<input type="hidden" name="csrf" value="${at.csrf}">
<p class="hint">${t('console.verify.text')}</p>
<button class="secondary">${t('console.verify')}</button>
</form>`;
  return consoleLayout(frame, { title: t('console.audit'), main, at, part: 'audit', scripts: ['saveTable'] });
}

const details = z.record(z.string(), z.unknown());

/** Details as words, each with what it is. */
const detailOf = (detail: string): string =>
  Object.entries(details.parse(JSON.parse(detail)))
    .flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`]))
    .join(' · ');

function verdictOf({ t }: Frame, { faults, sealed, head }: AuditVerdict): Html {
  if (faults.length === 0)
    return html`<div class="said" role="status"><p class="good">${t('console.verify.good', { n: sealed })}</p>
${head !== '' && html`<p class="quiet code">${t('console.verify.head', { head })}</p>`}</div>`;
  return html`<div class="errors" role="alert">
<h2>${t('console.verify.bad', { n: faults.length })}</h2>
<ul>${faults.map(({ what, at }) => html`<li>${t(`console.fault.${what}`, { at: String(at) })}</li>`)}</ul>
</div>`;
}
