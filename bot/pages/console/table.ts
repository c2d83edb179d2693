import { type Html, html, type Part } from '../html.ts';

/** A column: its heading, and whether it has numbers, long details, what stays on one line, or words that need some room. */
export type Column = { readonly head: string; readonly kind?: 'number' | 'detail' | 'line' | 'name' };

/** The longest text of a detail, in characters: a page stays small whatever is in its table, and files have all of it. */
const longestDetail = 400;

/** A detail as a page shows it. */
export const clipped = (text: string): string => (text.length > longestDetail ? `${text.slice(0, longestDetail).toWellFormed()}…` : text);

/** How much room a page of 60 KB has for the rows of its table, and what each cell takes besides what is in it, in bytes. */
const room = 46_000;
const perCell = 75;

/** As many of these rows as a page has room for, one at least: the rest is a page further. */
export function fitting<Row extends readonly Part[]>(rows: readonly Row[]): readonly Row[] {
  let left = room;
  return rows.filter((row, at) => {
    left -= Buffer.byteLength(html`${row}`.markup) + perCell * row.length;
    return at === 0 || left >= 0;
  });
}

/** A table with its caption. On a phone each row is a block, and each value has its heading before it. `ids`: what each row is found again by. */
export const table = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
  ids: readonly string[] = [],
): Html => html`<div class="table">
<table class="stacked">
<caption>${caption}</caption>
<thead><tr>${columns.map(({ head, kind }) => html`<th scope="col"${kind && html` class="${kind}"`}>${head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (
    row,
    place,
  ) => html`<tr${ids[place] !== undefined && html` id="${ids[place]}"`}>${row.map((cell, at) => html`<td data-label="${columns[at]?.head}"${columns[at]?.kind && html` class="${columns[at].kind}"`}>${cell}</td>`)}</tr>
`,
)}
</tbody>
</table>
</div>`;

/** A bar: what it is of, how long, and what else is said of it. */
export type Bar = { readonly name: string; readonly count: number; readonly note?: string };

/** Bars by name, drawn as plain marks under their words, which a phone shows at their full size. */
export function bars(entries: readonly Bar[], number: (count: number) => string): Html {
  const most = Math.max(1, ...entries.map(({ count }) => count));
  return html`<ul class="bars">
${entries.map(
  ({ name, count, note }) => html`<li>${name} <strong>${number(count)}</strong>${note !== undefined && html` <span class="quiet">${note}</span>`}
<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${((count / most) * 100).toFixed(1)}" height="1"/></svg></li>
`,
)}
</ul>`;
}
