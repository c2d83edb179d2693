import type { GivenUp, GivenUpPage, GivenUpSearch } from '../../../core/console/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { summary } from '../problems.ts';
import { addressOf, placeText } from './addresses.ts';
import { changesTable } from './changesTable.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { livePart } from './liveParts.ts';
import { reasonField } from './reasonField.ts';
import { clipped, fitting, table } from './table.ts';

const retryPath = (id: string): string => `/console/outbox/${encodeURIComponent(id)}`;

/** The address of the jobs, from the oldest on or after one. */
export const outboxPath = ({ after }: GivenUpSearch, path = '/console/outbox'): string => addressOf(path, { after: placeText(after) });

/** The jobs themselves, which renew themselves. */
export function outboxParts({ t }: Frame, { jobs, more }: GivenUpPage) {
  const rows = fitting(
    jobs.map(({ id, kind, status, attempts, error, createdAt }) => [
      t.date(createdAt, 'dateTime'),
      kind,
      t(status === 'held' ? 'console.outbox.held' : 'console.outbox.givenUp'),
      attempts,
      clipped(error ?? ''),
      html`<a href="${inLanguage(retryPath(id), t.locale)}" aria-label="${t('console.outbox.retry')}, ${kind}, ${t.date(createdAt, 'dateTime')}">${t('console.outbox.retry')}</a>`,
    ]),
  );
  const last = jobs[rows.length - 1];
  const list = html`${
    jobs.length === 0
      ? html`<p>${t('console.outbox.none')}</p>`
      : html`<p>${t('console.outbox.text')}</p>
${table(
  t('console.outbox.shown', { n: rows.length }),
  [
    { head: t('console.outbox.since'), kind: 'line' },
    { head: t('console.outbox.kind') },
    { head: t('console.jobs.state') },
    { head: t('console.outbox.attempts'), kind: 'number' },
    { head: t('console.outbox.error'), kind: 'detail' },
    { head: t('console.action') },
  ],
  rows,
  jobs.map(({ id }) => rowOf(id)),
)}
<p>${(more || rows.length < jobs.length) && last && html`<a href="${inLanguage(outboxPath({ after: last }), t.locale)}">${t('console.outbox.more')}</a>`}</p>`
  }`;
  return { list };
}

/** What was given up, each with the way to retry it. */
export function outboxPage(frame: Frame, at: At, search: GivenUpSearch, found: GivenUpPage, said: boolean): Html {
  const { t } = frame;
  const main = html`${said && html`<p class="said" role="status">${t('console.outbox.retried')}</p>`}
${livePart('list', outboxParts(frame, found).list)}`;
  return consoleLayout(frame, { title: t('console.outbox'), main, at, part: 'outbox', stream: outboxPath(search, '/console/live/outbox') });
}

/** What names a job's row. */
const rowOf = (id: string): string => `job-${id}`;

/** Asks for the reason before a job is retried. */
export function retryPage(frame: Frame, at: At, job: GivenUp, typed: string, refusals: readonly Refusal[]): Html {
  const { t } = frame;
  const main = html`<dl class="facts">
<div><dt>${t('console.outbox.kind')}</dt><dd>${job.kind}</dd></div>
<div><dt>${t('console.outbox.since')}</dt><dd>${t.date(job.createdAt, 'dateTime')}</dd></div>
<div><dt>${t('console.outbox.error')}</dt><dd>${job.error ?? '–'}</dd></div>
</dl>
${changesTable(t, [
  [t('console.jobs.state'), job.status === 'held' ? t('console.outbox.held') : t('console.changes.givenUp', { n: job.attempts }), t('console.jobs.waiting')],
])}
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(retryPath(job.id), t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${at.csrf}">
${reasonField(t, typed, refusals)}
<button>${t('console.outbox.retry')}</button>
</form>
<p><a href="${inLanguage('/console/outbox', t.locale)}">${t('console.outbox')}</a></p>`;
  return consoleLayout(frame, { title: t('console.outbox.retry.title'), main, at, failed: refusals.length > 0 });
}
