import { countryIn } from '../../core/foundation/countries.ts';
import type { Front } from './front.ts';
import type { Question } from './said.ts';

type Field = Front['fields'][number];
type Part = { readonly id: string; readonly value: string };

/** «Société : Client SA, ville : Gand»: what stands behind the label of a field of the card in front is for that field, whatever else the words could mean. */
export const labelledIn: Question = async ({ turn, dc, text, current }) => {
  const fields = turn.memory.front?.fields ?? [];
  const parts = [...labelledParts(text, fields), ...placed(text, fields)];
  return parts.length > 0 && current !== undefined && (await current.dialog.puts(dc, Object.fromEntries(parts.map(({ id, value }) => [id, value]))));
};

/** What a text says by the labels of fields, each with a colon. A value ends at a comma, but for an address and a note. */
export function labelledParts(text: string, fields: readonly Field[]): Part[] {
  const found = fields
    .flatMap(({ id, label }) => {
      const at = label === undefined ? undefined : new RegExp(`(?<![\\p{L}\\d])${called(label)}\\s*[:=]\\s*`, 'iu').exec(text);
      return at ? [{ id, from: at.index, begins: at.index + at[0].length }] : [];
    })
    .toSorted((one, other) => one.from - other.from);
  return found.flatMap(({ id, begins }, at) => {
    const rest = text.slice(begins, found[at + 1]?.from);
    const value = (long.has(id) ? rest : (rest.split(/[,;\n]/)[0] ?? '')).replace(/[\s,;.]+$/u, '').trim();
    return value === '' ? [] : [{ id, value }];
  });
}

const long: ReadonlySet<string> = new Set(['street', 'note', 'comment', 'justification', 'reason']);

/** A label as a pattern: without what stands in brackets, and with any apostrophe, hyphen and space. */
const called = (label: string): string =>
  label
    .replace(/\([^)]*\)|[?*]/g, '')
    .trim()
    .replace(/[.+^${}|[\]\\]/g, '')
    .replace(/[\s\u00a0]+/g, '\\s+')
    .replace(/['’]/g, "['’]")
    .replace(/[-\u2011]/g, '[-\u2011]');

/** «C’est une société en Belgique, à Gand»: the country, and the place after «à», where the card asks for both and nothing stands there yet. */
function placed(text: string, fields: readonly Field[]): Part[] {
  const isEmpty = (id: string) => fields.some((field) => field.id === id && field.value === '');
  if (!isEmpty('country') || !isEmpty('city')) return [];
  const country = countryIn(text);
  const [, city] = cityAfter.exec(text) ?? [];
  return country === undefined ? [] : [{ id: 'country', value: country }, ...(city === undefined ? [] : [{ id: 'city', value: city }])];
}

const cityAfter = /(?<!\p{L})(?:à|in)\s+(\p{Lu}[\p{L}'’-]+(?:[ -]\p{Lu}[\p{L}'’-]+)*)(?=\s*(?:[,.;]|en |au |in |$))/u;
