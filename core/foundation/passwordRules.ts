// The browser loads this very file with its types stripped, so it must import nothing at run time.

/** One rule of a portal's policy: at least `count` characters of a kind, or in total (`minLength`). */
export type Rule = { readonly id: 'minLength' | 'upper' | 'lower' | 'letters' | 'digits' | 'special'; readonly count: number };

/** A portal's policy, by rule. */
export type PasswordDemands = Readonly<Record<Rule['id'], number>>;

/** How hard a password is to guess: 0 at once, 1 easily, 2 with effort, 3 hard, 4 very hard. */
export type Strength = 0 | 1 | 2 | 3 | 4;

const order = ['minLength', 'upper', 'lower', 'letters', 'digits', 'special'] as const;

const kinds = {
  minLength: /./gsu,
  upper: /\p{Lu}/gu,
  lower: /\p{Ll}/gu,
  letters: /\p{L}/gu,
  digits: /\p{Nd}/gu,
  special: /[^\p{L}\p{N}\p{M}\p{Z}\p{C}]/gu,
} as const;

/** A password as it is counted, compared and hashed: Unicode NFKC (NIST SP 800-63B-4, 3.1.1.2). */
export const canonical = (password: string): string => password.normalize('NFKC');

/** The rules of a policy with a count above zero, the length first. */
export const rulesOf = (policy: PasswordDemands): Rule[] => order.map((id) => ({ id, count: policy[id] })).filter((rule) => rule.count > 0);

/**
 * Whether a password meets a rule. Counts code points after NFKC by Unicode category. Special means not a letter, number, mark, white space or
 * control character.
 */
export const meets = (rule: Rule, password: string): boolean => (canonical(password).match(kinds[rule.id])?.length ?? 0) >= rule.count;

const keyboardRows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'];
const neighbours = new Set(keyboardRows.flatMap((row) => [...row].slice(1).flatMap((key, at) => [`${row[at]}${key}`, `${key}${row[at]}`])));

/** Dates and years are guessed first, however many digits they have. */
const dates = /(?:[0-3]?\d[./-]?[01]?\d[./-]?)?(?:19|20)\d\d/g;

/** Bits that an unpredictable character adds, by kind. A letter after a letter adds less, because of words. */
const costs = [
  { kind: /\p{Lu}/u, alone: 5.5, following: 2.6 },
  { kind: /\p{Ll}/u, alone: 5.5, following: 2.6 },
  { kind: /\p{L}/u, alone: 6, following: 4 },
  { kind: /\p{Nd}/u, alone: 4.5, following: 3.3 },
  { kind: /./su, alone: 5.5, following: 3 },
] as const;

function bits(character: string, previous: string | undefined): number {
  const cost = costs.find(({ kind }) => kind.test(character)) ?? costs[4];
  if (previous === undefined || !cost.kind.test(previous)) return cost.alone;
  const pair = `${previous}${character}`.toLowerCase();
  const step = Math.abs((character.codePointAt(0) ?? 0) - (previous.codePointAt(0) ?? 0));
  return step <= 1 || neighbours.has(pair) ? 0.5 : cost.following;
}

/**
 * How hard a password is to guess, for the meter only; nothing is decided by it. A low estimate from length and variety, with little credit for
 * repetition, alphabetical or keyboard sequences, and dates.
 */
export function strength(password: string): Strength {
  // Counts a date as one character, and repeated text once plus a mark, since that is all a guesser needs.
  const said = canonical(password.slice(0, 256))
    .replace(dates, '§')
    .replace(/(.+?)\1+/gu, '$1·');
  const characters = [...said];
  const total = characters.reduce((sum, character, at) => sum + bits(character, characters[at - 1]), 0);
  return total < 20 ? 0 : total < 35 ? 1 : total < 50 ? 2 : total < 65 ? 3 : 4;
}
