import { plain } from '../../cards/card.ts';
import type { Frame } from '../../cards/frame.ts';
import type { Given } from '../../core/conversation/index.ts';
import type { Refusal } from '../../core/foundation/outcome.ts';

/** What is known of the end that is asked for: its day, or how it was said where that is no day for certain. */
type End = { readonly until: string; readonly openEnd: string };

/** The end that a sentence names: a day takes the place of something vaguer, and the other way round. Of both together neither is meant for certain. */
export const endSaid = ({ until, openEnd }: Given): Partial<Record<keyof End, string | undefined>> => ({
  until: openEnd === undefined ? until : '',
  openEnd: until === undefined ? openEnd : '',
});

/** Asks which day was meant: «jusqu’à la fin du projet». */
export const whichEnd = (said: string): Refusal => ({ key: 'enroll.until.which', field: 'until', params: { said: plain(said) } });

/** The frame of a card that asks for an end, with that question at its field while it is open. */
export const asksEnd = (frame: Frame, { until, openEnd }: End): Frame =>
  until !== '' || openEnd === '' || frame.problems.some(({ field }) => field === 'until')
    ? frame
    : { ...frame, problems: [...frame.problems, whichEnd(openEnd)] };
