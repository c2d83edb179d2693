import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { Locale } from '../foundation/i18n.ts';
import { masked } from './redact.ts';

const mostRows = 5_000;
const longest = 200;

/** A sentence that was not understood, without personal data. */
export type Unheard = { readonly text: string; readonly locale: string; readonly count: number };

/**
 * Keeps a sentence that was not understood: masked, at most 200 characters of it, without who said it. One that was kept before is counted; of
 * more than 5,000 the oldest go.
 */
export async function keep(db: Database, text: string, locale: Locale, now: Millis): Promise<void> {
  const kept = masked(text).slice(0, longest).toWellFormed();
  if (!/\p{L}{2}/u.test(kept)) return;
  await db
    .insertInto('unheard')
    .values({ text: kept, locale, count: 1, lastAt: now })
    .onConflict((conflict) => conflict.columns(['text', 'locale']).doUpdateSet((row) => ({ count: row('unheard.count', '+', 1), lastAt: now })))
    .execute();
  const surplus = await db.selectFrom('unheard').select(['text', 'locale']).orderBy('lastAt', 'desc').orderBy('text').limit(longest).offset(mostRows).execute();
  for (const { text, locale } of surplus) await db.deleteFrom('unheard').where('text', '=', text).where('locale', '=', locale).execute();
}

/** What was not understood, the most frequent first. */
export async function listUnheard(db: Database): Promise<Unheard[]> {
  return await db.selectFrom('unheard').select(['text', 'locale', 'count']).orderBy('count', 'desc').orderBy('lastAt', 'desc').orderBy('text').execute();
}
