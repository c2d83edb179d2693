import { bareValue } from '../../foundation/pasted.ts';
import type { Portal } from '../../portal/index.ts';
import { isEverydayWord, isNearlyKnown } from '../words/known.ts';
import { wordsOf } from '../words/read.ts';
import { isOfPortal } from './named.ts';

/** Words that an identifier follows, in both languages. */
const cues = new Set(
  'suis jsuis moi cest compte unifie identifiant login utilisateur utilisatrice user username account name matricule id uid mdp password pass passe de d pour est c for of is a au s unlock reset debloque debloquer debloquez deverrouille deverrouiller reinitialise reinitialiser reinitialisez'.split(
    ' ',
  ),
);

/** Letters first, then digits and single dots, hyphens and underscores; a Windows domain may stand before. Words of a sentence that begin with a capital are names. */
const shape = /^(?:[A-Za-z][A-Za-z0-9.-]*\\)?(?:[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*|[A-Z]{1,4}\d{3,})$/;
const shortest = 3;
const longest = 64;

/** The short name of an account in a sentence: «le mdp octopus de amartin», “unlock jdupont2”. Undefined where there is none, or more than one. */
export function identifierIn(text: string, portals: readonly Portal[]): string | undefined {
  const tokens = text.split(/\s+/).map((token) => ({ value: bareValue(token).replace(/^(?:[cdjlmnst]|qu)['’]/i, ''), announces: /[:=]$/.test(token) }));
  const found = tokens.flatMap(({ value }, at) => {
    if (value.length < shortest || value.length > longest || !shape.test(value) || isOfPortal(value, portals)) return [];
    if (!isSigned(value) && (isNearlyKnown(value) || isEverydayWord(value))) return [];
    const before = tokens.slice(0, at).findLast((token) => token.value !== '' && !isOfPortal(token.value, portals));
    const isAnnounced = before !== undefined && (before.announces || wordsOf(before.value).some((word) => cues.has(word)));
    return isAnnounced || (isSigned(value) && at === tokens.length - 1) ? [value] : [];
  });
  const [only, ...others] = [...new Set(found)];
  return others.length === 0 ? only : undefined;
}

/** Whether it has a sign that words of a sentence have not. */
const isSigned = (value: string): boolean => /[._\\]|[a-z]\d+$/i.test(value);
