import type { Topic } from '../../cards/conversation/stepHelp.ts';
import { wordsOf } from '../../core/conversation/index.ts';

/** Words that people ask about at a step, by the help that explains them. */
const terms: readonly (readonly [Topic, RegExp])[] = [
  ['entity', /\b(?:entite|entity)\b/],
  ['vat', /\b(?:tva|vat)\b/],
  ['siret', /\b(?:siret|siren)\b/],
  ['approver', /\b(?:approbateurs?|approvers?|valideurs?)\b/],
  ['groups', /\b(?:catalogues?|catalogs?)\b/],
  ['identifier', /\b(?:compte unifie|unified account|identifiant|nom d utilisateur|user ?name)\b/],
];

/** The word of a portal that a message asks about: «c’est quoi une entité ?». */
export function termIn(said: string): Topic | undefined {
  const words = wordsOf(said).join(' ');
  return terms.find(([, pattern]) => pattern.test(words))?.[0];
}
