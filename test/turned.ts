import assert from 'node:assert/strict';

/** Every mark that turns text around, and what else nobody types. */
export const marks = '\u0000\u0007\u001b\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
/** A text with them in it. */
export const turned = (text: string): string => `${marks}${text.slice(0, 3)}\u202e${text.slice(3)}\u0000`;

/** Asserts that none of the marks is in there, however it is written. */
export const noMarks = (shown: unknown): void => {
  const text = JSON.stringify(shown);
  for (const mark of marks) assert.ok(!text.includes(JSON.stringify(mark).slice(1, -1)), `${JSON.stringify(mark)} in ${text.slice(0, 2_000)}`);
};
