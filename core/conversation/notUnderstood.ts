import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { Locale } from '../foundation/i18n.ts';
import { redact } from './redact.ts';

const mostRows = 5_000;
const longest = 200;

/** A sentence that was not understood, without personal data. `step`: where it was said, such as `reset.ask`, or `rest`; `?` if it is not known. */
export type NotUnderstood = { readonly text: string; readonly locale: string; readonly step: string; readonly count: number };

/**
 * Saves a sentence that was not understood, with the step: redacted, cut to 200 characters, and without its author. One that was saved at this step before
 * is counted.
 * Beyond 5,000 sentences the oldest are deleted.
 */
export async function keepNotUnderstood(db: Database, text: string, { locale, step }: { locale: Locale; step: string }, now: Millis): Promise<void> {
  const kept = redact(text).slice(0, longest).toWellFormed();
  if (!/\p{L}{2}/u.test(kept)) return;
  await db
    .insertInto('unheard')
    .values({ text: kept, locale, step, count: 1, lastAt: now })
    .onConflict((conflict) => conflict.columns(['text', 'locale', 'step']).doUpdateSet((row) => ({ count: row('unheard.count', '+', 1), lastAt: now })))
    .execute();
  const surplus = await db
    .selectFrom('unheard')
    .select(['text', 'locale', 'step'])
    .orderBy('lastAt', 'desc')
    .orderBy('text')
    .limit(longest)
    .offset(mostRows)
    .execute();
  for (const { text, locale, step } of surplus)
    await db.deleteFrom('unheard').where('text', '=', text).where('locale', '=', locale).where('step', '=', step).execute();
}

/** The sentences that were not understood, most frequent first. */
export async function listNotUnderstood(db: Database): Promise<NotUnderstood[]> {
  return await db
    .selectFrom('unheard')
    .select(['text', 'locale', 'step', 'count'])
    .orderBy('count', 'desc')
    .orderBy('lastAt', 'desc')
    .orderBy('text')
    .execute();
}
