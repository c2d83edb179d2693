/** The characters that mean something in Markdown. */
const signs = '[\\\\`*_{}[\\]()#+!~|<>]';
const meant = new RegExp(signs, 'g');
const escaped = new RegExp(`\\\\(${signs})`, 'g');

/** Escapes text that somebody typed, so that a TextBlock shows it literally and makes no link of it. */
export const plain = (text: string): string => text.replace(unseen, '').replace(heaps, '$1').replace(meant, '\\$&');

/** As in core/foundation/prose.ts, from which cards take no code: what stands in a directory or the roster is not ours to refuse. */
const unseen = /(?!\u200c|\u200d|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}|(?![\t\n\v\f\r\u0085])\p{Cc}/gu;

const heaps = /(\p{M}{5})\p{M}+/gu;

/** Undoes `plain`, for places without Markdown. */
export const unescaped = (text: string): string => text.replace(escaped, '$1');

/** Like `plain`, on one line, so that user text cannot imitate a line of ours. */
export const plainLine = (text: string): string => plain(text.replace(/\s*[\r\n\v\f\u0085\u2028\u2029]\s*/g, ' '));
