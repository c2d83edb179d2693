import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { createIntents, type Intent } from '../../core/conversation/intent.ts';
import { type FollowUp, followUps } from '../../core/conversation/words/moods.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';

const { portals } = await loadPortals([shippedPortals], {});
const intentOf = createIntents(portals);

const lines = <T>(file: string, schema: z.ZodType<T>): T[] =>
  readFileSync(join(import.meta.dirname, '../intents', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => schema.parse(JSON.parse(line)));

/** How an intent is called in the sets. */
function calledIn({ mood, followUp, nothing, confident, procedure, nearest }: Intent): string {
  if (mood === 'denial') return 'denied';
  if (mood === 'otherLanguage') return 'language';
  if (mood ?? followUp) return mood ?? followUp ?? '';
  if (nothing === 'smallTalk') return 'thanks';
  return confident ? procedure : nearest.length > 0 ? 'asked' : 'none';
}

const begins = ({ confident, procedure }: Intent): boolean => confident && !['none', 'menu', 'help', 'cancel', 'account', 'restart'].includes(procedure);

const moodsFiles = ['moods.jsonl', 'moods2.jsonl', 'moods3.jsonl'];
const stepsFiles = ['steps.jsonl', 'steps2.jsonl'];

type Taken = { readonly text: string; readonly right: boolean; readonly wrong: boolean };

/** At least 90 % taken right, and at most 2 % begun wrongly. */
function areTaken(taken: readonly Taken[]): void {
  const those = (what: 'right' | 'wrong', is: boolean) => taken.filter((each) => each[what] === is).map(({ text }) => text);
  assert.ok(those('right', true).length >= 0.9 * taken.length, those('right', false).join('\n'));
  assert.ok(those('wrong', true).length <= 0.02 * taken.length, those('wrong', true).join('\n'));
}

for (const file of moodsFiles)
  test(`TALK-1 TALK-2 TALK-4 TALK-10 TALK-12 ${file}: of what people say besides wishes, at least 90 % is taken right and at most 2 % begins something else`, () => {
    const set = lines(file, z.strictObject({ text: z.string(), want: z.string(), second: z.string().optional() }));
    areTaken(
      set.map(({ text, want, second }) => {
        const intent = intentOf(text);
        const called = calledIn(intent);
        const isNothing = want === 'none' && (called === 'none' || (!begins(intent) && intent.confident));
        const right = isNothing || (called === want && (second === undefined || intent.second?.procedure === second));
        return { text, right, wrong: !right && begins(intent) };
      }),
    );
  });

const asking: readonly FollowUp[] = ['back', 'why', 'next', 'whatIs', 'yes', 'no', 'dontKnow'];
/** What the steps of each kind answer. */
const answersAt: Readonly<Record<string, readonly FollowUp[]>> = {
  identifier: asking,
  mailed: followUps,
  code: ['notReceived', 'codeRefused', 'again', 'otherAddress', 'done', 'howLong', ...asking],
  done: ['next', 'cannotSignIn'],
};
/** The follow-ups that ask for help with the step itself. */
const helps = ['whatIs', 'dontKnow', 'why', 'next'];

for (const file of stepsFiles)
  test(`TALK-2 TALK-3 ${file}: of what people come back with at a step, at least 90 % is taken right and at most 2 % begins something else`, () => {
    const set = lines(file, z.strictObject({ at: z.string(), text: z.string(), want: z.string() }));
    areTaken(
      set.map(({ at, text, want }) => {
        const intent = intentOf(text, { portal: 'octopus', answers: new Set(answersAt[at] ?? []) });
        const called = calledIn(intent);
        const meant: Readonly<Record<string, readonly string[]>> = {
          human: ['support'],
          help: [...helps, 'help'],
          complaint: ['complaint', 'cannotSignIn', 'insult'],
        };
        const right = (meant[want] ?? [want]).includes(called) || ((want === 'none' || want === 'answer') && !begins(intent));
        return { text: `${at}: ${text}`, right, wrong: !right && begins(intent) };
      }),
    );
  });
