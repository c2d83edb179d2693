import { rounded, sharesOf, type Weights } from './classifier.ts';
import type { Features } from './features.ts';

/** A message of which the meaning is known. */
export type Example = { readonly features: Features; readonly meaning: string };

/** How often all examples are gone through, how far each moves the weights, and how many examples a feature must be in. */
const rounds = 12;
const pace = 0.5;
const fewest = 3;
/** The share of an example's features that is left out each time, so that no meaning hangs on one word. */
const leftOut = 0.3;
/** What every message has besides its features. */
const always = 0.3;

/**
 * Learns weights from examples: multinomial logistic regression by stochastic gradient descent with steps that grow shorter for what was seen often
 * (AdaGrad, Duchi et al. 2011). Each time, other features of an example are left out, and the rest weighs the more. Rare meanings count more for each example. The same examples in the same order give the same weights.
 */
export function learn(examples: readonly Example[]): Omit<Weights, 'from'> {
  const meanings = [...new Set(examples.map(({ meaning }) => meaning))].sort();
  const numberOf = new Map(meanings.map((meaning, at) => [meaning, at]));
  const size = meanings.length;
  const features = commonest(examples);
  const placeOf = new Map(features.map((feature, at) => [feature, at + 1]));
  const importance = importanceIn(examples);
  const taught = examples.map(({ features: has, meaning }) => {
    const known = [...has].flatMap(([feature, weight]) => {
      const place = placeOf.get(feature);
      return place === undefined ? [] : [{ place, weight }];
    });
    return { is: numberOf.get(meaning) ?? 0, importance: importance(meaning), has: [{ place: 0, weight: always }, ...known] };
  });
  const weights = new Float64Array((features.length + 1) * size);
  const moved = new Float64Array(weights.length).fill(1e-6);
  const scores = new Float64Array(size);
  const random = generator();
  for (let round = 0; round < rounds; round += 1)
    for (const { is, importance, has: all } of shuffled(taught, random)) {
      const has = all.flatMap(({ place, weight }) =>
        place === 0 ? [{ place, weight }] : random() < leftOut ? [] : [{ place, weight: weight / (1 - leftOut) }],
      );
      scores.fill(0);
      for (const { place, weight } of has)
        for (let at = 0, cell = place * size; at < size; at += 1, cell += 1) scores[at] = (scores[at] ?? 0) + (weights[cell] ?? 0) * weight;
      const errors = sharesOf(scores).map((share, at) => (share - (at === is ? 1 : 0)) * importance);
      for (const { place, weight } of has)
        for (let at = 0, cell = place * size; at < size; at += 1, cell += 1) {
          const slope = (errors[at] ?? 0) * weight;
          const far = (moved[cell] ?? 0) + slope * slope;
          moved[cell] = far;
          weights[cell] = (weights[cell] ?? 0) - (pace * slope) / Math.sqrt(far);
        }
    }
  const steps = Int8Array.from(weights, (weight, cell) => rounded(cell < size ? weight * always : weight));
  return { meanings, steps, rowOf: placeOf };
}

/** The features that are in several examples, sorted. */
function commonest(examples: readonly Example[]): string[] {
  const counts = new Map<string, number>();
  for (const { features } of examples) for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return [...counts].flatMap(([feature, count]) => (count >= fewest ? [feature] : [])).sort();
}

/** How much an example of a meaning counts: more where there are few. */
function importanceIn(examples: readonly Example[]): (meaning: string) => number {
  const counts = new Map<string, number>();
  for (const { meaning } of examples) counts.set(meaning, (counts.get(meaning) ?? 0) + 1);
  const mean = examples.length / counts.size;
  return (meaning) => Math.sqrt(mean / (counts.get(meaning) ?? mean));
}

/** Numbers from 0 to 1, always the same ones (a linear congruential generator). */
function generator(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** In another order (Fisher and Yates). */
function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const left = [...all];
  return all.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}
