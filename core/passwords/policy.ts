import type { Refusal } from '../foundation/outcome.ts';
import { canonical, meets, type Rule, rulesOf } from '../foundation/passwordRules.ts';
import type { PasswordPolicy } from '../portal/index.ts';
import { isCommon } from './blocklist.ts';

/** The longest password taken, in code points: enough for any sentence, and no work for nothing. */
export const longestPassword = 256;

/** Whom and what a password must not be made of. */
export type About = {
  /** Given and family name, identifier, address, the portal's names: each is taken apart into its words. */
  readonly names: readonly string[];
};

/** Letters, as they are often disguised. */
const disguises: Readonly<Record<string, string>> = { a: '[a4@]', e: '[e3]', i: '[i1!]', o: '[o0]', s: '[s5$]', t: '[t7]' };

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether nothing but names, with up to eight digits or signs (a birthday, a year and a few marks), makes the password. */
function isPersonal(password: string, names: readonly string[]): boolean {
  const words = new Set(names.flatMap((name) => fold(name).match(/\p{L}{3,}/gu) ?? []));
  if (words.size === 0) return false;
  // The longest first, or «Jean» would leave «ne» of «Jeanne» behind.
  const patterns = [...words].sort((a, b) => b.length - a.length).map((word) => word.replace(/[aeiost]/g, (letter) => disguises[letter] ?? letter));
  const folded = fold(password);
  const rest = folded.replace(new RegExp(patterns.join('|'), 'gu'), '');
  return rest !== folded && rest.length <= 8 && !/\p{L}/u.test(rest);
}

const asRefusal = ({ id, count }: Rule): Refusal => ({ key: `password.${id}`, params: { n: count }, field: 'password' });

/**
 * Says all that stands against a new password: nothing, or refusals for the fields `password` (`password.minLength`, `.upper`, `.lower`,
 * `.letters`, `.digits`, `.special`, `.maxLength`, `.common`, `.personal`) and `repeat` (`password.repeat`). The policy decides what it is made of (IN-6, OC-4);
 * length, the commonest and the personal are refused everywhere.
 */
export function checkPassword(password: string, repeat: string, policy: PasswordPolicy, about: About): Refusal[] {
  // Nothing is searched in what is far too long: a password of a megabyte must cost as little as an empty one.
  const tooLong = password.length > 4 * longestPassword || [...canonical(password)].length > longestPassword;
  if (tooLong) return [{ key: 'password.maxLength', params: { n: longestPassword }, field: 'password' }];
  const chosen = canonical(password);
  const refusals = rulesOf(policy)
    .filter((rule) => !meets(rule, chosen))
    .map(asRefusal);
  // One reason at a time beyond the rules: a password that is too short is no use to compare.
  if (refusals.length === 0 && isCommon(chosen)) refusals.push({ key: 'password.common', field: 'password' });
  if (refusals.length === 0 && isPersonal(chosen, about.names)) refusals.push({ key: 'password.personal', field: 'password' });
  if (password !== repeat && chosen !== canonical(repeat)) refusals.push({ key: 'password.repeat', field: 'repeat' });
  return refusals;
}
