/** Words for a password, and after them what it is for or like: «de mon compte», “for Octopus”, a portal's name. */
const named = String.raw`(?<!\p{L})(?:mots?\s+de\s+passe|mdp|pass(?:word|phrase|code|wd)?|pwd)(?!\p{L})`;
const what = String.raw`(?:\s+(?:de|du|d['’]|pour|sur|à|for|to|of|on|in)\s*\p{L}+(?:['’\s]+\p{L}+){0,3}|\s+(?!oubli|perd|expir|bloqu|inconnu|forgo|lost|reset|block|lock)\p{L}+)?`;
const between = String.raw`\s*(?:(?<!\p{L})(?:est|était|c['’]est|is|was)(?!\p{L})\s*:?|[:=])\s*`;
const tried = String.raw`(?<!\p{L})(?:essayé|tapé|saisi|entré|mis|tried|typed|entered)(?!\p{L})(?:\s+(?:avec|with))?\s+`;
const word = String.raw`["'«“‘(]?\s*(?<password>[^\s"«»“”]{4,128})`;

const before = new RegExp(`${named}${what}${between}${word}`, 'giu');
const attempted = new RegExp(`${tried}${word}`, 'giu');
const after = new RegExp(String.raw`${word}\s*["'»”’)]?\s+(?:est|c['’]est|is)\s+(?:mon|le|my|the)\s+${named}`, 'giu');

/** What stands around a word in a sentence and is none of it. */
const around = /^[("'«“‘]+|[.,;:!?…)"'»”’]+$/gu;
const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$|:\/\//;

const isOne = (typed: string): boolean => {
  const bare = typed.replace(around, '');
  if (bare.length < 4 || address.test(bare)) return false;
  return /^\d{6,}$/.test(bare) || (/\p{L}/u.test(bare) && /[\d!$%^&*=#~|§£€@_+]/u.test(bare));
};

/** Letters of both cases with two digits, or with a digit and a sign: few words are like that, and most passwords. */
const isStrong = (typed: string): boolean => isOne(typed) && /\p{Lu}/u.test(typed) && /\p{Ll}/u.test(typed) && /\d\D*\d|\d.*[!$%^&*=#~|§£€@_+]/u.test(typed);

/** A text as it looks: wide letters as usual ones, without what nobody sees. */
export const asItLooks = (text: string): string => text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');

/** The passwords that a text tells: announced as one, or given as what was tried. */
export function toldPasswords(text: string): string[] {
  const told = (pattern: RegExp, is: (typed: string) => boolean) =>
    [...asItLooks(text).replace(/\s+/gu, ' ').matchAll(pattern)].flatMap(({ groups }) =>
      groups?.password !== undefined && is(groups.password) ? [groups.password] : [],
    );
  return [...told(before, isOne), ...told(after, isOne), ...told(attempted, isStrong)];
}

/** A text without the passwords that it tells: on a card or a page that goes to somebody else, they would be kept and read (ALL-1). */
export function withoutPasswords(text: string): string {
  const told = toldPasswords(text);
  return told.length === 0 ? text : told.reduce((kept, password) => kept.replaceAll(password.replace(around, ''), '•••'), asItLooks(text));
}
