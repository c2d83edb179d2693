import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Heard } from '../wishes.ts';
import { type Likely, rank, readWeights, type Weights } from './classifier.ts';
import { featuresOf } from './features.ts';

export { type Likely, type Weights, writeWeights } from './classifier.ts';
export { digestOf, learnFrom, readExamples, type Taught } from './examples.ts';
export { weigh } from './weigh.ts';

/** Where what was learned from the examples is kept. `npm run intents -- --learn` writes it. */
export const weightsFile = join(import.meta.dirname, 'weights.txt');

let kept: Weights | undefined;

/** What was learned from the examples. It is read once, when the first message comes. */
export function learnedWeights(): Weights {
  kept ??= readWeights(readFileSync(weightsFile, 'utf8'));
  return kept;
}

/** What a message can mean by what was learned, likeliest first. */
export const likeliest = (text: string, heard: Heard, weights: Weights): Likely[] => rank(weights, featuresOf(text, heard));
