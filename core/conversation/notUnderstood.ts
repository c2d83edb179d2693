import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { Locale } from '../foundation/i18n.ts';
import { redact } from './redact.ts';

const mostRows = 5_000;
const longest = 200;

/** A sentence that was not understood, without personal data. */
export type NotUnderstood = { readonly text: string; readonly locale: string; readonly count: number };

/**
 * Saves a sentence that was not understood: redacted, cut to 200 characters, and without its author. A sentence that was saved before is counted.
 * Beyond 5,000 sentences the oldest are deleted.
 */
export async function keepNotUnderstood(db: Database, text: string, locale: Locale, now: Millis): Promise<void> {
  const kept = redact(text).slice(0, longest).toWellFormed();
  if (!/\p{L}{2}/u.test(kept)) return;
  await db
    .insertInto('unheard')
    .values({ text: kept, locale, count: 1, lastAt: now })
    .onConflict((conflict) => conflict.columns(['text', 'locale']).doUpdateSet((row) => ({ count: row('unheard.count', '+', 1), lastAt: now })))
    .execute();
  const surplus = await db.selectFrom('unheard').select(['text', 'locale']).orderBy('lastAt', 'desc').orderBy('text').limit(longest).offset(mostRows).execute();
  for (const { text, locale } of surplus) await db.deleteFrom('unheard').where('text', '=', text).where('locale', '=', locale).execute();
}

/** The sentences that were not understood, most frequent first. */
export async function listNotUnderstood(db: Database): Promise<NotUnderstood[]> {
  return await db.selectFrom('unheard').select(['text', 'locale', 'count']).orderBy('count', 'desc').orderBy('lastAt', 'desc').orderBy('text').execute();
}
