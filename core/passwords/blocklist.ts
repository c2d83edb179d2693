import { createRequire } from 'node:module';
import { z } from 'zod';
import { canonical } from '../foundation/passwordRules.ts';

const listed = z.object({ dictionary: z.object({ 'passwords-common': z.array(z.string()) }) });

let commonest: ReadonlySet<string> | undefined;

/** The 49,000 commonest passwords, from leaks, in lower case. */
function list(): ReadonlySet<string> {
  // Loaded on first use: about 20 ms and 10 MB that start-up need not pay.
  commonest ??= new Set(listed.parse(createRequire(import.meta.url)('@zxcvbn-ts/language-common')).dictionary['passwords-common']);
  return commonest;
}

/** Up to four digits or signs after a word: the first thing that people add, and that attackers try. */
const decoration = /[^\p{L}\p{M}]{1,4}$/u;

/** Whether a password is among the commonest, case aside, or one of them with up to four digits or signs added, or one character over and over (NIST SP 800-63B-4, 3.1.1.2). */
export function isCommon(password: string): boolean {
  const folded = canonical(password).toLowerCase();
  const bare = folded.replace(decoration, '');
  return list().has(folded) || (bare.length >= 4 && list().has(bare)) || /^(.)\1*$/su.test(folded);
}

let words: ReadonlySet<string> | undefined;

/** Those of them that are letters alone, four or more: the words that people make secrets of. */
export const commonWords = (): ReadonlySet<string> => {
  words ??= new Set([...list()].filter((word) => /^[a-z]{4,}$/.test(word)));
  return words;
};
