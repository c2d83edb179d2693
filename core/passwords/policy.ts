import { fold } from '../foundation/nameWords.ts';
import type { Refusal } from '../foundation/outcome.ts';
import { canonical, meets, type Rule, rulesOf } from '../foundation/passwordRules.ts';
import type { PasswordPolicy } from '../portal/index.ts';
import { isCommon } from './blocklist.ts';

/** The longest password accepted, in code points: enough for any sentence, without wasting work. */
export const longestPassword = 256;

/** What a password must not be made of. */
export type About = {
  /** Given and family name, identifier, address and the portal's names; each is split into words. */
  readonly names: readonly string[];
};

/** Letters and their common disguises. */
const disguises: Readonly<Record<string, string>> = { a: '[a4@]', e: '[e3]', i: '[i1!]', o: '[o0]', s: '[s5$]', t: '[t7]' };

/** Whether a password consists of names and at most eight digits or signs (a birthday, a year and a few marks). */
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
  // Far too long a password is not searched: a megabyte must cost as little as nothing.
  const tooLong = password.length > 4 * longestPassword || [...canonical(password)].length > longestPassword;
  if (tooLong) return [{ key: 'password.maxLength', params: { n: longestPassword }, field: 'password' }];
  const chosen = canonical(password);
  const refusals = rulesOf(policy)
    .filter((rule) => !meets(rule, chosen))
    .map(asRefusal);
  // Beyond the rules, one reason at a time: there is no point in comparing a password that is too short.
  if (refusals.length === 0 && isCommon(chosen)) refusals.push({ key: 'password.common', field: 'password' });
  if (refusals.length === 0 && isPersonal(chosen, about.names)) refusals.push({ key: 'password.personal', field: 'password' });
  if (password !== repeat && chosen !== canonical(repeat)) refusals.push({ key: 'password.repeat', field: 'repeat' });
  return refusals;
}
