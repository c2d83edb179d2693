import type { ErasePreview, WantedErasure } from '../../../core/console/index.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { ErasureState, Meant } from '../../../core/privacy/index.ts';
import { type Html, html } from '../html.ts';
import { type Frame, inLanguage } from '../layout.ts';
import { marks, summary } from '../problems.ts';
import { coded } from './coded.ts';
import { type At, consoleLayout } from './consoleLayout.ts';
import { livePart } from './liveParts.ts';
import { reasonField } from './reasonField.ts';
import { table } from './table.ts';

/** The address of an erasure. */
export const erasurePath = (pseudonym: string): string => `/console/erasure/${encodeURIComponent(pseudonym)}`;

/** The people and accounts that a text means. */
export const meantTable = ({ t }: Frame, meant: readonly Meant[]): Html =>
  table(
    t('console.erase.meant'),
    [{ head: t('console.outbox.kind') }, { head: t('console.people.name') }, { head: t('field.email') }, { head: 'id', kind: 'detail' }],
    meant.map(({ kind, called, place, address, id }) => [
      t(`console.erase.${kind}`),
      t(`console.erase.${kind}.at`, { called: called ?? t('tie.somebody'), place }),
      address ?? '–',
      id,
    ]),
  );

/** What erasing somebody would do, and the form that does it: with a reason, and the name typed once more. */
export function erasePreviewPage(
  frame: Frame,
  at: At,
  preview: ErasePreview,
  { whom, own, why }: Omit<WantedErasure, 'pseudonym' | 'confirm'>,
  refusals: readonly Refusal[],
): Html {
  const { t } = frame;
  const { pseudonym, meant, stays, named, obstacles } = preview;
  const ofConfirm = marks(t, refusals, 'confirm');
  const main = html`${meantTable(frame, meant)}
${rowsTable(frame, preview)}
<h2>${t('console.erase.stays')}</h2>
<ul>
${stays.map(({ what, why: because }) => html`<li lang="en">${what}: ${because}</li>`)}
${named.map((portal) => html`<li>${t('console.erase.named', { portal })}</li>`)}
<li>${t('console.erase.elsewhere')}</li>
</ul>
${
  obstacles.length > 0
    ? html`<div class="errors"><h2>${t('console.erase.obstacles')}</h2>
<ul>${obstacles.map((obstacle) => html`<li lang="en">${obstacle}</li>`)}</ul></div>`
    : html`${summary(t, refusals)}
<form id="form" method="post" action="${inLanguage('/console/records/erase', t.locale)}" novalidate>
<input type="hidden" name="csrf" value="${at.csrf}">
<input type="hidden" name="pseudonym" value="${pseudonym}">
<input type="hidden" name="whom" value="${whom}">
<input type="hidden" name="own" value="${own ? 'yes' : ''}">
${reasonField(t, why, refusals)}
<label for="confirm">${t('console.erase.confirm', { whom })}</label>
${ofConfirm.message}
<input id="confirm" name="confirm" maxlength="254" required autocapitalize="none" autocomplete="off" spellcheck="false"${ofConfirm.attributes}>
<button>${t('console.erase.do')}</button>
</form>`
}
<p><a href="${inLanguage('/console/records', t.locale)}">${t('console.records')}</a></p>`;
  return consoleLayout(frame, { title: t('console.erase.title'), main, at, failed: refusals.length > 0 });
}

/** How far an erasure is, which renews itself; once it is done, its certificate. */
export function erasureParts(frame: Frame, pseudonym: string, state: ErasureState) {
  const { t } = frame;
  const text =
    state.state === 'done'
      ? html`<dl class="facts">
<div><dt>${t('console.erase.name')}</dt><dd class="code">${pseudonym}</dd></div>
<div><dt>${t('console.audit.at')}</dt><dd>${t.date(state.certificate.at, 'dateTime')}</dd></div>
<div><dt>${t('console.audit.actor')}</dt><dd class="code">${state.certificate.by}</dd></div>
<div><dt>${t('console.erase.head')}</dt><dd class="code">${state.certificate.head}</dd></div>
</dl>
${rowsTable(frame, state.certificate)}
<p class="hint">${coded(t('console.erase.keep', { name: pseudonym }))}</p>`
      : html`<p role="status">${t(`console.erase.${state.state}`)}</p>
${state.state === 'refused' && html`<p lang="en">${state.why}</p>`}`;
  return {
    erasure: html`<h2>${t(state.state === 'done' ? 'console.erase.certificate' : 'console.erase.progress')}</h2>
${text}`,
  };
}

/** How far an erasure is. It does not say who it was. */
export function erasureStatePage(frame: Frame, at: At, pseudonym: string, state: ErasureState): Html {
  const { t } = frame;
  const main = livePart('erasure', erasureParts(frame, pseudonym, state).erasure);
  // A certificate does not change any more.
  const stream = state.state === 'done' ? undefined : `/console/live/erasure/${encodeURIComponent(pseudonym)}`;
  return consoleLayout(frame, { title: t('console.erase.page'), main, at, stream });
}

/** How many rows of each table go, and how many stay without them. */
const rowsTable = ({ t }: Frame, { deleted, changed, records }: Pick<ErasePreview, 'deleted' | 'changed' | 'records'>): Html =>
  table(
    t('console.erase.rows'),
    [{ head: t('console.erase.table') }, { head: t('console.erase.deleted'), kind: 'number' }, { head: t('console.erase.changed'), kind: 'number' }],
    [
      ...[...new Set([...Object.keys(deleted), ...Object.keys(changed)])].sort().map((name) => [name, deleted[name] ?? 0, changed[name] ?? 0]),
      ['audit', 0, records],
    ],
  );
