import type { Millis } from './clock.ts';
import type { Tx } from './database/schema.ts';
import type { Procedure } from './procedures.ts';

/** Which of a person's own requests: on what, and of which procedures, as a code that was mailed for one thing is no use for another (ALL-6). */
type Wanted = { readonly person: string; readonly subject: string; readonly procedures: readonly Procedure[]; readonly now: Millis };

/** The id of the person's own last request that still waits: its link and code stay good where a further one is beyond the limit (ALL-2). */
export async function lastRequest(tx: Tx, { person, subject, procedures, now }: Wanted): Promise<string | undefined> {
  const last = await tx
    .selectFrom('request')
    .select('id')
    .where('subject', '=', subject)
    .where('person', '=', person)
    .where('procedure', 'in', procedures)
    .where('expiresAt', '>', now)
    .where('completedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.id;
}
