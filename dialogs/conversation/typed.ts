import { holdsMailed, type Intent, isEverydayWord } from '../../core/conversation/index.ts';
import type { Portal } from '../../core/portal/index.ts';

/** Six digits, however they are spaced. */
const spacedCode = /(?<![\d\p{L}])\d(?:[\s.-]?\d){5}(?!\d)/gu;
const address = /[^\s<>()[\]"«»,;:]+@[^\s<>()[\]"«»,;:]+\p{L}/gu;
/** A word with a digit, a point, an underscore or a domain in it, as identifiers have and words of a language have not. */
const nameLike = /(?<![\p{L}\d@.])(?=[\p{L}\d._\\-]*(?:\p{L}\d|\d\p{L}|\p{L}[._\\]\p{L}))[\p{L}\d._\\-]{3,64}(?<![.\\-])(?![\p{L}\d@])/gu;
/** A sentence about one's identifier is short. */
const mostWords = 10;

/** What a message gives for a field of the card, wherever it stands in a sentence (TALK-11): a code, an address, an identifier; undefined if it gives none. */
export function valueIn(input: string, typed: string, portal?: Portal): string | undefined {
  const text = typed.normalize('NFKC');
  if (input === 'code') {
    const code = only(text, spacedCode);
    return code?.replace(/[\s.-]/g, '') ?? (isOneWord(text) && /\d/.test(text) ? bare(text) : undefined);
  }
  if (input === 'comment' || input === 'search') return undefined;
  const written = only(text, address);
  if (written !== undefined) return input === 'siret' ? undefined : written;
  if (/^\d[\d\s.-]{4,20}\d$/.test(text.trim()) || (isOneWord(text) && /[@\d]/.test(text))) return bare(text);
  if (input !== 'identifier' || text.split(/\s+/).length > mostWords || holdsMailed(text)) return undefined;
  return only(text, nameLike) ?? (portal?.identifier.kind === 'account' ? onlyUnknown(text) : undefined);
}

/** Whether a single word could be what is asked for: shaped like it, and no word of a language, no portal, no command, no insult (TALK-11). */
export function isPlausible(input: string, text: string, { portal: named, mood }: Intent, portal: Portal | undefined): boolean {
  if (!isOneWord(text) || mood !== undefined || named !== undefined || isEverydayWord(bare(text)) || input === 'code' || input === 'siret') return false;
  if (input === 'search') return true;
  if (input === 'email' || (input === 'identifier' && portal?.identifier.kind !== 'account')) return /[@.\d]/.test(bare(text));
  return identifierShape.test(bare(text));
}

const only = (text: string, pattern: RegExp): string | undefined => {
  const [first, ...more] = text.match(pattern) ?? [];
  return more.length === 0 ? first : undefined;
};

/** The one word of a sentence that is no word of a language: «mon compte c’est amartin merci». */
function onlyUnknown(text: string): string | undefined {
  const words = text
    .split(/[\s'’]+/)
    .map(bare)
    .filter((word) => word !== '');
  const [first, ...more] = words.filter((word) => word.length > 2 && !isEverydayWord(word));
  return words.length > 1 && more.length === 0 && first !== undefined && announcing.test(text) && identifierShape.test(first) ? first : undefined;
}

const announcing = /(?<!\p{L})(?:c['’ ]?est|est|voici|voilà|is|it['’]?s|here)(?!\p{L})/iu;
const identifierShape = /^[\p{L}\d][\p{L}\d._\\@+-]{2,63}$/u;

const isOneWord = (text: string): boolean => !/\s/.test(text.trim());

const bare = (text: string): string => text.trim().replace(/^[«"'“(]+|[»"'”).,;:]+$/g, '');
