import { phrasesIn } from './lexicon.ts';
import { bare, wordsOf } from './read.ts';
import { gather, type Places, vocabularyOf } from './vocabulary.ts';

/** How many other words may stand between two words joined by `_`. A space allows none. */
const widestGap = 2;

/** The idea of an unknown word of four letters or more. */
export const strange = '?';
const shortestStrange = 4;

type Slot = { readonly words: readonly string[]; readonly gap: number };
type Expression = { readonly idea: string; readonly slots: readonly Slot[] };

/** Normalises a word of a lexicon, keeping its `*`. */
const asRead = (written: string): string => wordsOf(written).map(bare).join('') + (written.endsWith('*') ? '*' : '');

/** Parses an expression in the lexicons' notation. */
export const expressionOf = (idea: string, written: string): Expression => ({
  idea,
  slots: written.split(/(?=[ _])/).map((slot) => ({ words: slot.split('/').map(asRead), gap: slot.startsWith('_') ? widestGap : 0 })),
});

/** The expressions of an idea. */
export const expressionsOf = (idea: string, written: string): Expression[] => phrasesIn(written).map((each) => expressionOf(idea, each));

/** Makes a function that finds where each idea occurs among the words of a sentence. `alone` are known words without an idea. */
export function ideasOf(expressions: readonly Expression[], alone: Iterable<string>): (said: readonly string[]) => Places {
  const find = vocabularyOf(new Set([...expressions.flatMap(({ slots }) => slots.flatMap(({ words }) => words)), ...[...alone].map(asRead)]));
  const beginningWith = new Map<string, Expression[]>();
  for (const expression of expressions) for (const word of expression.slots[0]?.words ?? []) gather(beginningWith, word, expression);

  return (said) => {
    const places = find(said);
    const ideas = new Map<string, number[]>();
    const heard = new Set([...places.values()].flat());
    said.forEach((word, at) => {
      if (word.length >= shortestStrange && !heard.has(at)) gather(ideas, strange, at);
    });
    for (const [word, starts] of places)
      for (const { idea, slots } of beginningWith.get(word) ?? []) for (const start of starts) if (goesOn(slots, start, places)) gather(ideas, idea, start);
    return ideas;
  };
}

/** Whether the rest of an expression follows, given where its first word stands. */
function goesOn(slots: Expression['slots'], start: number, places: Places): boolean {
  let last = start;
  return slots.slice(1).every(({ words, gap }) => {
    const next = words.flatMap((word) => places.get(word) ?? []).filter((at) => at > last && at <= last + gap + 1);
    if (next.length === 0) return false;
    last = Math.min(...next);
    return true;
  });
}
