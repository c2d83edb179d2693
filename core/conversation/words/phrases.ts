import { phrasesIn } from './lexicon.ts';
import type { Places } from './vocabulary.ts';

/** How far apart the ideas of one phrase may stand, in words. */
const widestSpan = 18;
const perMore = 0.6;

/** Ideas that mean something together, and their weight. */
export type Phrase = { readonly ideas: readonly string[]; readonly more: readonly string[]; readonly without: readonly string[]; readonly score: number };

/** Parses a phrase in the notation of `meanings.ts`. */
export function phraseOf(written: string): Phrase {
  const [, pluses = '', hint = '', rest = ''] = /^(\+*)(~?)(.*)$/.exec(written) ?? [];
  const terms = rest.split(' ');
  const ideas = terms.filter((term) => !/^-|\?$/.test(term));
  return {
    ideas,
    more: terms.filter((term) => term.endsWith('?')).map((term) => term.slice(0, -1)),
    without: terms.filter((term) => term.startsWith('-')).map((term) => term.slice(1)),
    score: hint ? 0.3 + 0.1 * ideas.length : ideas.length + pluses.length,
  };
}

/** The phrases of an entry. */
export const meant = (entry: string): Phrase[] => phrasesIn(entry).map(phraseOf);

/** The weight of a phrase in a message. 0 if it does not occur. */
export function saidBy(phrase: Phrase, said: Places): number {
  const [first = '', ...others] = phrase.ideas;
  const near = (idea: string, start: number) => said.get(idea)?.some((at) => Math.abs(at - start) <= widestSpan) ?? false;
  const starts = (said.get(first) ?? []).filter((start) => others.every((idea) => near(idea, start)) && !phrase.without.some((idea) => near(idea, start)));
  return starts.length === 0 ? 0 : Math.max(...starts.map((start) => phrase.score + perMore * phrase.more.filter((idea) => near(idea, start)).length));
}
