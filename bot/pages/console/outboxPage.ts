import type { GivenUp } from '../../../core/console/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { table } from './table.ts';

const retryPath = (id: string): string => `/console/outbox/${encodeURIComponent(id)}`;

/** What was given up, each with the way to retry it. */
export function outboxPage(frame: Frame, at: At, jobs: readonly GivenUp[], said: boolean): Html {
  const { t } = frame;
  const main = html`${said && html`<p class="said" role="status">${t('console.outbox.retried')}</p>`}
${
  jobs.length === 0
    ? html`<p>${t('console.outbox.none')}</p>`
    : html`<p>${t('console.outbox.text')}</p>
${table(
  t('console.outbox'),
  [
    { head: t('console.outbox.since') },
    { head: t('console.outbox.kind') },
    { head: t('console.jobs.state') },
    { head: t('console.outbox.attempts'), kind: 'number' },
    { head: t('console.outbox.error'), kind: 'detail' },
    { head: t('console.outbox.retry') },
  ],
  jobs.map(({ id, kind, status, attempts, error, createdAt }) => [
    t.date(createdAt, 'dateTime'),
    kind,
    t(status === 'held' ? 'console.jobs.held' : 'console.jobs.given-up'),
    attempts,
    error ?? '',
    html`<a href="${inLanguage(retryPath(id), t.locale)}" aria-label="${t('console.outbox.retry')}, ${kind}, ${t.date(createdAt, 'dateTime')}">${t('console.outbox.retry')}</a>`,
  ]),
)}`
}`;
  return consoleLayout(frame, { title: t('console.outbox'), main, at, part: 'outbox' });
}

/** Asks for the reason before a job is retried. */
export function retryPage(frame: Frame, at: At, job: GivenUp, typed: string, refusals: readonly Refusal[]): Html {
  const { t } = frame;
  const why = marks(t, refusals, 'why');
  const main = html`<dl class="facts">
<div><dt>${t('console.outbox.kind')}</dt><dd>${job.kind}</dd></div>
<div><dt>${t('console.outbox.since')}</dt><dd>${t.date(job.createdAt, 'dateTime')}</dd></div>
<div><dt>${t('console.outbox.error')}</dt><dd>${job.error ?? '–'}</dd></div>
</dl>
${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage(retryPath(job.id), t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${at.csrf}">
<label for="why">${t('console.outbox.why')}</label>
${why.message}
<input id="why" name="why" value="${typed}" maxlength="300" required${why.attributes}>
<button>${t('console.outbox.retry')}</button>
</form>
<p><a href="${inLanguage('/console/outbox', t.locale)}">${t('console.outbox')}</a></p>`;
  return consoleLayout(frame, { title: t('console.outbox.retry.title'), main, at, failed: refusals.length > 0 });
}
