import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { atMost } from './atMost.ts';
import { canonical } from './passwordRules.ts';

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
