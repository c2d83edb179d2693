import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { atMost } from '../foundation/atMost.ts';
import type { Refusal } from '../foundation/outcome.ts';
import type { PasswordPolicy } from '../portal/schema.ts';
import { isCommon } from './blocklist.ts';
import { canonical, meets, type Rule, rulesOf } from './passwordRules.ts';

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

const argon2 = promisify(argon2Callback);

/** OWASP's argon2id parameters (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const;
type Parameters = { readonly memory: number; readonly passes: number; readonly parallelism: number };

// One core stays with the conversations: hashing on every core made the slowest twentieth of turns some ten times as long (two cores, four
// hashes under way). One of the four threads of Node's pool stays free as well, or look-ups of names would wait behind passwords.
const oneCoreLess = atMost(Math.max(1, Math.min(3, availableParallelism() - 1)));

const digest = (password: string, salt: Buffer, tagLength: number, parameters: Parameters): Promise<Buffer> =>
  oneCoreLess(() => argon2('argon2id', { ...parameters, message: canonical(password), nonce: salt, tagLength }));

const phc = (salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${current.memory},t=${current.passes},p=${current.parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

const phcForm = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

function parsePhc(text: string): Parameters & { readonly salt: Buffer; readonly tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = phcForm.exec(text) ?? [];
  if (!salt || !tag) throw new Error('A stored password hash is not argon2id in PHC string form: see where that account was imported from.');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/**
 * Whether a hash that another system made can be kept: argon2id in PHC string form with a salt of at least 16 bytes, a tag of 32, and the
 * parameters of our own. With others, how long a wrong password takes would tell a known account from none (ALL-4).
 */
export function isOurHash(text: string): boolean {
  if (!phcForm.test(text)) return false;
  const { salt, tag, memory, passes, parallelism } = parsePhc(text);
  const same = memory === current.memory && passes === current.passes && parallelism === current.parallelism;
  return same && salt.length >= 16 && salt.length <= 64 && tag.length === 32;
}

/** The argon2id hash of a password, with a salt of its own, in PHC string form. Waits for its turn: one core is left free. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return phc(salt, await digest(password, salt, 32, current));
}

/** Whether a password is the one that was hashed. Throws on what is no argon2id hash in PHC string form. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { salt, tag, ...parameters } = parsePhc(stored);
  return timingSafeEqual(await digest(password, salt, tag.length, parameters), tag);
}

// An all-zero tag: no password is known to give it, and looking for one is breaking argon2.
const nobody = phc(Buffer.alloc(16), Buffer.alloc(32));

/** What verifying costs, for an account that does not exist or has no password (ALL-4). Always false. */
export async function verifyNothing(password: string): Promise<false> {
  await verifyPassword(password, nobody);
  return false;
}

/** Whether a hash was made with less than today's parameters, so that the next successful sign-in should renew it. */
export function needsRehash(stored: string): boolean {
  const { memory, passes } = parsePhc(stored);
  return memory < current.memory || passes < current.passes;
}
