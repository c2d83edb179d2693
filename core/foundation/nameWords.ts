/** At most this many words of a person's names are indexed. */
const maxWords = 12;

/** Removes accents and capitals, so that «Helene» finds «Hélène». */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** Encodes as hexadecimal, which sorts and compares by prefix in the same way in every database and collation. */
export const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

/** The words of a search, encoded for comparison. A word matches everything that begins with it. */
export const searchWords = (text: string): string[] => [...new Set(fold(text).split(/[\s,;<>()"']+/))].filter(Boolean).slice(0, 4).map(hex);

/** The first string that sorts after everything beginning with this encoded word: `g` comes after the hexadecimal digits. */
export const endOfPrefix = (word: string): string => `${word}g`;

/** The words of names, without accents and capitals. */
export const nameWords = (names: string): string[] =>
  fold(names)
    .split(/[\s'’-]+/)
    .filter(Boolean)
    .slice(0, maxWords);
