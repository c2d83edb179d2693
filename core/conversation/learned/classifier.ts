import type { Features } from './features.ts';

/**
 * What was learned: for each feature a row of weights in steps, one a meaning. The first row is what every message has. `from`: the digest of the
 * examples that it was learned from.
 */
export type Weights = {
  readonly from: string;
  readonly meanings: readonly string[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly steps: Int8Array;
};

/** A meaning, and how likely it is among all of them, from 0 to 1. */
export type Likely = { readonly meaning: string; readonly share: number };

/** How much one step is, and how many a weight has at most. */
const step = 0.125;
const most = 46;

/** Rounds a weight to steps. */
export const rounded = (weight: number): number => Math.max(-most, Math.min(most, Math.round(weight / step)));

/** Ranks what a message with these features can mean, likeliest first. */
export function rank({ meanings, rowOf, steps }: Weights, features: Features): Likely[] {
  const size = meanings.length;
  const scores = new Float64Array(size);
  const count = (row: number, weight: number) => {
    const scale = step * weight;
    for (let at = 0, cell = row * size; at < size; at += 1, cell += 1) scores[at] = (scores[at] ?? 0) + (steps[cell] ?? 0) * scale;
  };
  count(0, 1);
  for (const [feature, weight] of features) {
    const row = rowOf.get(feature);
    if (row !== undefined) count(row, weight);
  }
  return sharesOf(scores)
    .map((share, at) => ({ meaning: meanings[at] ?? '', share }))
    .sort((one, other) => other.share - one.share);
}

/** Turns scores into shares that add up to one (softmax). */
export function sharesOf(scores: Float64Array): number[] {
  const best = Math.max(...scores);
  const powers = Array.from(scores, (score) => Math.exp(score - best));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The letter of a weight of zero. Every step has its own, none of them a space. */
const zero = 80;

/** Writes weights as text: the digest, the meanings, then a line for each row, with a letter for each weight, and the feature behind them. */
export function writeWeights({ from, meanings, rowOf, steps }: Weights): string {
  const size = meanings.length;
  const letters = (row: number) => String.fromCharCode(...steps.subarray(row * size, (row + 1) * size).map((weight) => weight + zero));
  return `${[from, meanings.join(' '), letters(0), ...Array.from(rowOf, ([feature, row]) => letters(row) + feature)].join('\n')}\n`;
}

/** Reads what was written. */
export function readWeights(text: string): Weights {
  const [from = '', named = '', ...lines] = text.trimEnd().split('\n');
  const meanings = named.split(' ');
  const size = meanings.length;
  const steps = new Int8Array(lines.length * size);
  lines.forEach((line, row) => {
    for (let at = 0; at < size; at += 1) steps[row * size + at] = line.charCodeAt(at) - zero;
  });
  return { from, meanings, steps, rowOf: new Map(lines.slice(1).map((line, at) => [line.slice(size), at + 1])) };
}
