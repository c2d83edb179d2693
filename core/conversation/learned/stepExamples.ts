import { join } from 'node:path';
import type { Portal } from '../../portal/index.ts';
import { createByWords } from '../byWords.ts';
import { createWishes } from '../wishes.ts';
import { followUps } from '../words/moods.ts';
import { wordsOf } from '../words/read.ts';
import { examplesFolder, readExamples, type Taught } from './examples.ts';

/** Where the sentences stand that people come back with at a step: a file for each follow-up, and one for answers. */
export const stepExamplesFolder = join(examplesFolder, 'steps');

/** The meaning of what is no follow-up: a wish or a mood, and an answer. */
const somethingElse = 'else';
export const anAnswer = 'answer';
/** One of this many other examples is learned as something else, the same ones whatever is added. */
const oneOf = 3;
const isChosen = (text: string): boolean => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % oneOf === 0;
/** What means at rest what is a follow-up at a step: «je ne comprends pas ce qu’il faut mettre». */
const alikeAtRest: ReadonlySet<string> = new Set(['forgotIdentifier', 'help', 'question']);

/** Reads the examples of what is said at a step, and beside them some of all others, but for those that are follow-ups there. */
export function readStepExamples(portals: ReadonlyMap<string, Portal>): Taught[] {
  const said = readExamples(stepExamplesFolder);
  const known = new Set(said.map(({ text }) => wordsOf(text).join(' ')));
  const wishes = createWishes(portals);
  const byWords = createByWords(wishes);
  const anyStep = { portal: '', answers: new Set(followUps) };
  const isFollowUp = (text: string) => byWords(text, wishes.hear(text), anyStep).intent.followUp !== undefined;
  const others = readExamples().filter(
    ({ text, meaning }) => isChosen(text) && !alikeAtRest.has(meaning) && !known.has(wordsOf(text).join(' ')) && !isFollowUp(text),
  );
  return [...said, ...others.map(({ text }) => ({ text, meaning: somethingElse }))];
}
