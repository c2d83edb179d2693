import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { atMost } from './atMost.ts';
import { canonical } from './passwordRules.ts';

const argon2 = promisify(argon2Callback);

/** OWASP's argon2id parameters (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const;
type Parameters = { readonly memory: number; readonly passes: number; readonly parallelism: number };

/**
 * How many hashes run at once. One core is left for conversations: hashing on every core made the slowest 5 % of turns about ten times as long (two
 * cores, four concurrent hashes). One of the four threads of Node's pool is left too, or DNS lookups would wait behind passwords.
 */
export const hashesAtOnce = Math.max(1, Math.min(3, availableParallelism() - 1));
const oneCoreLess = atMost(hashesAtOnce);

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
 * Whether a hash from another system can be kept: argon2id in PHC string form with a salt of at least 16 bytes, a tag of 32, and our own
 * parameters. With other parameters, the time a wrong password takes would reveal whether an account exists (ALL-4).
 */
export function isOurHash(text: string): boolean {
  if (!phcForm.test(text)) return false;
  const { salt, tag, memory, passes, parallelism } = parsePhc(text);
  const same = memory === current.memory && passes === current.passes && parallelism === current.parallelism;
  return same && salt.length >= 16 && salt.length <= 64 && tag.length === 32;
}

/** Hashes a password with argon2id and a new salt, in PHC string form. Waits for a free slot, so that one core stays free. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return phc(salt, await digest(password, salt, 32, current));
}

/** Whether a password matches a hash. Throws if the hash is not argon2id in PHC string form. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { salt, tag, ...parameters } = parsePhc(stored);
  return timingSafeEqual(await digest(password, salt, tag.length, parameters), tag);
}

// An all-zero tag. No password is known to produce it, and finding one would mean breaking argon2.
const nobody = phc(Buffer.alloc(16), Buffer.alloc(32));

/** Takes as long as verifying a password, for an account that does not exist or has none (ALL-4). Always false. */
export async function verifyNothing(password: string): Promise<false> {
  await verifyPassword(password, nobody);
  return false;
}

/** Whether a hash was made with weaker parameters than today's. The next successful sign-in should renew it. */
export function needsRehash(stored: string): boolean {
  const { memory, passes } = parsePhc(stored);
  return memory < current.memory || passes < current.passes;
}
