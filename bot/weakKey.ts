import { hash } from 'node:crypto';
import { commonWords } from '../core/passwords/index.ts';

/** The least entropy of a key, in bits: that of its characters as they are spread. 32 random hexadecimal digits have about 118. */
const least = { key: 88, token: 40 } as const;

const words = /password|passwort|motdepasse|changeme|change-me|change_me|secret|example|default|guichet|qwerty|azerty|letmein/i;

/** Eight characters that stand in it twice, or five that stand in it three times: a password that was typed several times to be long enough. */
const again = /(.{8}).*\1|(.{5}).*\2.*\2/s;

/** What lies side by side on a keyboard: rows and columns of both kinds. */
const keyboards = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn,;:'];
const columns = ['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik,', '9ol.', '1aqw', '2zsx', '8ik', '9ol', '0pm'];
const neighbours = new Set(
  [...keyboards, ...columns].flatMap((line) => [...line].flatMap((key, at) => [key + (line[at + 1] ?? ''), (line[at + 1] ?? '') + key])),
);

/**
 * Whether a secret key was hardly made at random: few different characters, something repeated, the alphabet or every second letter of it, a walk over the keyboard, everyday
 * words, the digest of one, or a word that such values are made of, also backwards, disguised or encoded. Of a million random keys, none is taken for that. `token`: half as long is enough.
 */
export function isWeakKey(key: string, kind: keyof typeof least = 'key'): boolean {
  const isTyped = entropy(key) < least[kind] || isRepeated(key) || again.test(key) || isRun(key) || isStepwise(key);
  return isTyped || isDigestOfWord(key) || seenAs(key).some((text) => words.test(text) || isMadeOfWords(text));
}

/** Digits and signs that people write for letters. */
const disguises: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };

/** What a key may be made from: itself, read backwards, with letters for the digits that stand for them, and what it says in hexadecimal or base64. */
function seenAs(key: string): string[] {
  const said = [Buffer.from(key, 'hex'), Buffer.from(key, 'base64')]
    .map((bytes) => bytes.toString('latin1'))
    .filter((text) => /^[\x20-\x7e\n]{12,}$/.test(text));
  return [key, [...key].reverse().join(''), key.replace(/[013457@$!]/g, (sign) => disguises[sign] ?? sign), ...said];
}

function entropy(key: string): number {
  const counts = new Map<string, number>();
  for (const character of key) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - count * Math.log2(count / key.length), 0);
}

/** Whether the key is its own beginning, over and over. */
const isRepeated = (key: string): boolean =>
  Array.from({ length: Math.floor(key.length / 2) }, (_, at) => at + 1).some((period) => key.startsWith(key.slice(period)));

/** Whether most characters are the same as the one before, its neighbour in the alphabet, or beside it on the keyboard. */
function isRun(key: string): boolean {
  const low = key.toLowerCase();
  const isStep = (at: number): boolean => Math.abs(low.charCodeAt(at) - low.charCodeAt(at - 1)) <= 1 || neighbours.has(low.slice(at - 1, at + 1));
  return Array.from(low, (_, at) => at).filter((at) => at > 0 && isStep(at)).length > key.length / 2;
}

/** Whether one and the same step leads from most characters to the next, or to one of the two after it: `acegik…`, `a1b2c3…`. */
function isStepwise(key: string): boolean {
  return [1, 2, 3].some((apart) => {
    const counts = new Map<number, number>();
    for (let at = apart; at < key.length; at += 1) {
      const step = key.charCodeAt(at) - key.charCodeAt(at - apart);
      counts.set(step, (counts.get(step) ?? 0) + 1);
    }
    return Math.max(...counts.values()) > key.length / 2;
  });
}

/** The part of a key that such words may make up. */
const mostWords = 0.5;

/** Whether words that people use for passwords, of four letters or more, make up much of it. */
function isMadeOfWords(key: string): boolean {
  const low = key.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  let covered = 0;
  for (let at = 0; at < low.length; ) {
    const length = [12, 11, 10, 9, 8, 7, 6, 5, 4].find((size) => at + size <= low.length && commonWords().has(low.slice(at, at + size)));
    covered += length ?? 0;
    at += length ?? 1;
  }
  return covered > low.length * mostWords;
}

const digests = { 16: 'md5', 20: 'sha1', 32: 'sha256', 64: 'sha512' } as const;

/** How many of the commonest words are looked at: as many as cost a start nothing. */
const mostDigested = 1_000;

/** Whether it is what `md5sum` or the like says of nothing, or of a word that people use for passwords, in hexadecimal or base64. */
function isDigestOfWord(key: string): boolean {
  const bytes = Buffer.from(key, /^([0-9a-f]{2})+$/i.test(key) ? 'hex' : 'base64');
  const algorithm = Object.entries(digests).find(([length]) => Number(length) === bytes.length)?.[1];
  if (algorithm === undefined) return false;
  const sought = bytes.toString('hex');
  // A line is how it comes out of `echo`.
  return ['', ...[...commonWords()].slice(0, mostDigested)].some((word) => hash(algorithm, word) === sought || hash(algorithm, `${word}\n`) === sought);
}
