import { legible } from '../../core/foundation/prose.ts';

/** Markup that is safe to send: made by `html` only, never from a user's text. */
export type Html = { readonly markup: string };

/** What may stand in a template: texts are made legible and escaped, markup is kept, lists are joined, absent things leave nothing. */
export type Part = string | number | Html | readonly Part[] | false | undefined;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map(render).join('');
  return legible(String(part)).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Writes HTML with every value escaped for an element's content or a quoted attribute. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: texts.reduce((before, text, index) => before + render(parts[index - 1]) + text),
});
