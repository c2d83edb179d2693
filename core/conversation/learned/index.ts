import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Heard } from '../wishes.ts';
import { type Likely, rank, readWeights, type Weights } from './classifier.ts';
import { featuresOf } from './features.ts';

export { type Likely, type Weights, writeWeights } from './classifier.ts';
export { digestOf, learnFrom, readExamples, type Taught } from './examples.ts';
export { anAnswer, readStepExamples } from './stepExamples.ts';
export { weigh } from './weigh.ts';

/** Where what was learned is kept: what messages mean, and what people come back with at a step. `npm run intents -- --learn` writes both. */
export const weightsFile = join(import.meta.dirname, 'weights.txt');
export const stepWeightsFile = join(import.meta.dirname, 'stepWeights.txt');

const once = (file: string): (() => Weights) => {
  let kept: Weights | undefined;
  return () => {
    kept ??= readWeights(readFileSync(file, 'utf8'));
    return kept;
  };
};

/** What was learned from the examples, and from those of what is said at a step. Each is read once, when the first message needs it. */
export const learnedWeights = once(weightsFile);
export const stepWeights = once(stepWeightsFile);

/** What a message can mean by what was learned, likeliest first. */
export const likeliest = (text: string, heard: Heard, weights: Weights): Likely[] => rank(weights, featuresOf(text, heard));
