import { z } from 'zod';
import { locales } from '../foundation/i18n.ts';
import { procedures } from '../foundation/procedures.ts';
import type { Intent } from './intent.ts';

/** A sentence, what it means, and the portal that it names. */
export const sentenceSchema = z.strictObject({
  text: z.string(),
  locale: z.enum(locales),
  procedure: z.enum([...procedures, 'help', 'cancel', 'none']),
  portal: z.string().nullable(),
});
export type Sentence = z.output<typeof sentenceSchema>;

/** How a sentence was taken, best first. */
export const takings = ['right', 'asked', 'wrong', 'missed'] as const;
export type Taking = (typeof takings)[number];

/**
 * How a sentence was taken: `right`; `asked`, what it means being among what is offered, or its portal being asked for; `wrong`, something else
 * was begun, or at another portal; `missed`, the rest. For `none`, nothing is begun and nothing offered: the menu may be shown; for `help` it says as
 * well what can be done. Where a sentence names no portal, beginning at the one that its words point to is right as well.
 */
export function takenAs({ procedure, portal }: Sentence, intent: Intent): Taking {
  if (procedure === 'help' && intent.confident && intent.procedure === 'menu') return 'right';
  const begun = intent.confident && intent.procedure !== 'menu' ? intent.procedure : 'none';
  if (procedure === 'none') return begun !== 'none' ? 'wrong' : intent.nearest.length === 0 ? 'right' : 'missed';
  if (begun === 'none') return intent.nearest.some((offered) => offered === procedure) ? 'asked' : 'missed';
  const at = intent.portal ?? (portal === null ? undefined : intent.likely);
  if (begun !== procedure || (at ?? portal) !== portal) return 'wrong';
  return (at ?? null) === portal ? 'right' : 'asked';
}

/** What was begun, or `?` where the user is asked: the column of the confusion table. */
export const takenFor = ({ procedure, confident, nearest }: Intent): string => (confident ? procedure : nearest.length > 0 ? '?' : 'none');
