import { everyFiller } from './words/conversation.ts';
import { bare, wordsOf } from './words/read.ts';

/** How much of the rarer sentence's words two sentences must share to be alike. */
const enough = 0.5;
/** Words are compared by how they begin, so that «clignote» and «clignotent» count as one. */
const longestStem = 6;

const stemsOf = (text: string): ReadonlySet<string> =>
  new Set(
    wordsOf(text)
      .filter((word) => !everyFiller.has(word))
      .map((word) => bare(word).slice(0, longestStem)),
  );

/** Groups sentences that are about the same, most frequent first. Each group is told by its first sentence. */
export function groupAlike<T extends { readonly text: string; readonly count: number }>(
  sentences: readonly T[],
): { readonly count: number; readonly sentences: readonly T[] }[] {
  const groups: { stems: ReadonlySet<string>; sentences: T[] }[] = [];
  for (const sentence of [...sentences].sort((a, b) => b.count - a.count)) {
    const stems = stemsOf(sentence.text);
    const group = groups.find((each) => isAlike(each.stems, stems));
    if (group) group.sentences.push(sentence);
    else groups.push({ stems, sentences: [sentence] });
  }
  return groups
    .map((group) => ({ count: group.sentences.reduce((sum, { count }) => sum + count, 0), sentences: group.sentences }))
    .sort((a, b) => b.count - a.count);
}

function isAlike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = [...one].filter((stem) => other.has(stem)).length;
  return shared > 0 && shared / Math.min(one.size, other.size) >= enough && shared / Math.max(one.size, other.size) >= enough / 2;
}
