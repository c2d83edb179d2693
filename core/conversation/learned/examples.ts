import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Portal } from '../../portal/index.ts';
import { createWishes } from '../wishes.ts';
import type { Weights } from './classifier.ts';
import { featuresOf } from './features.ts';
import { learn } from './learn.ts';

/** Where the sentences stand that are learned from: a file for each meaning, a sentence a line. */
export const examplesFolder = join(import.meta.dirname, '..', 'examples');

/** A sentence, and what it means: a procedure, a command, a mood, or `none`. */
export type Taught = { readonly text: string; readonly meaning: string };

/** Reads all examples, always in the same order. */
export function readExamples(folder = examplesFolder): Taught[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort();
  return files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((text) => text.trim() !== '')
      .map((text) => ({ text, meaning: basename(file, '.txt') })),
  );
}

/** The digest of examples: weights carry it, so that it shows when examples were added and nothing was learned from them. */
export const digestOf = (taught: readonly Taught[]): string =>
  createHash('sha256')
    .update(taught.map(({ text, meaning }) => `${meaning}\t${text}\n`).join(''))
    .digest('hex');

/** Learns from sentences, with the names of these portals masked. */
export function learnFrom(taught: readonly Taught[], portals: ReadonlyMap<string, Portal>): Weights {
  const { hear } = createWishes(portals);
  return { from: digestOf(taught), ...learn(taught.map(({ text, meaning }) => ({ meaning, features: featuresOf(text, hear(text)) }))) };
}
