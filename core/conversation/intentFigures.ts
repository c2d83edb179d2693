import { z } from 'zod';
import { locales } from '../foundation/i18n.ts';
import { procedures } from '../foundation/procedures.ts';
import type { Intent } from './intent.ts';

/** A sentence, its meaning, and the portal that it names. */
export const sentenceSchema = z.strictObject({
  text: z.string(),
  locale: z.enum(locales),
  procedure: z.enum([...procedures, 'help', 'cancel', 'none']),
  portal: z.string().nullable(),
});
export type Sentence = z.output<typeof sentenceSchema>;

/** How well a sentence was understood, best first. */
export const takings = ['right', 'asked', 'wrong', 'missed'] as const;
export type Taking = (typeof takings)[number];

/**
 * Rates how a sentence was understood. `right`. `asked`: the meaning is among the procedures offered, or the user is asked for the portal. `wrong`:
 * something else was started, or at another portal. `missed`: the rest.
 * For `none`, nothing may be started or offered, but a mood may be answered, or the menu shown. `help` must list what can be done. If a sentence names no portal,
 * starting at the one that its words point to is right too.
 */
export function takenAs({ procedure, portal }: Sentence, intent: Intent): Taking {
  if (procedure === 'help' && ((intent.confident && intent.procedure === 'menu') || intent.mood === 'aboutBot')) return 'right';
  const begun = intent.confident && intent.procedure !== 'menu' ? intent.procedure : 'none';
  if (procedure === 'none') return begun !== 'none' ? 'wrong' : intent.mood !== undefined || intent.nearest.length === 0 ? 'right' : 'missed';
  if (begun === 'none') return intent.nearest.some((offered) => offered === procedure) ? 'asked' : 'missed';
  const at = intent.portal ?? (portal === null ? undefined : intent.likely);
  if (begun !== procedure || (at ?? portal) !== portal) return 'wrong';
  return (at ?? null) === portal ? 'right' : 'asked';
}

/** What was started, or `?` if the user is asked. The column of the confusion table. */
export const takenFor = ({ procedure, confident, nearest }: Intent): string => (confident ? procedure : nearest.length > 0 ? '?' : 'none');
