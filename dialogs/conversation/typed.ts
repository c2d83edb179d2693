import { type Intent, isEverydayWord } from '../../core/conversation/index.ts';
import type { Portal } from '../../core/portal/index.ts';

/** Six digits, however they are spaced. */
const spacedCode = /(?<![\d\p{L}])\d(?:[\s.-]?\d){5}(?!\d)/gu;
const address = /[^\s<>()[\]"«»,;:]+@[^\s<>()[\]"«»,;:]+\p{L}/gu;

/** A code or an address in a message, wherever it stands in a sentence (TALK-11); undefined if there is none. Other values are filled in by `filled.ts`. */
export function valueIn(input: string, typed: string): string | undefined {
  const text = typed.normalize('NFKC');
  if (input === 'code') {
    const code = only(text, spacedCode);
    return code?.replace(/[\s.-]/g, '') ?? (isOneWord(text) && /\d/.test(text) ? bare(text) : undefined);
  }
  if (isOpenQuestion(input) || input === 'search') return undefined;
  const written = only(text, address);
  if (written !== undefined) return input === 'siret' ? undefined : written;
  if (/^\d[\d\s.-]{4,20}\d$/.test(text.trim()) || (isOneWord(text) && /[@\d]/.test(text))) return bare(text);
  return undefined;
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

const identifierShape = /^[\p{L}\d][\p{L}\d._\\@+-]{2,63}$/u;

const isOneWord = (text: string): boolean => !/\s/.test(text.trim());

const bare = (text: string): string => text.trim().replace(/^[«"'“(]+|[»"'”).,;:]+$/g, '');

/** Whether a field asks an open question, which any sentence answers: why, or what else there is to say. */
export const isOpenQuestion = (input: string): boolean => input === 'comment' || input === 'justification';

/** Whether a message says why, however few its words are: «pour la clôture», “to order laptops”. */
export const givesReason = (text: string): boolean => whyOpening.test(text.trim()) && isSeveralWords.test(text.trim());

const whyOpening =
  /^(?:(?:c['’ ]?est|it['’ ]?s|that['’ ]?s) )?(?:pour|parce|car|afin|puisque|vu que|comme je|for|to|because|since|so that|as i|i need it)(?!\p{L})/iu;
const isSeveralWords = /\s\S+\s\S|\s\S{4}/u;
