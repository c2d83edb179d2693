import type { Millis } from './clock.ts';
import type { Database, Schema, Tx } from './database/schema.ts';
import type { Locale } from './i18n.ts';
import type { Procedure } from './procedures.ts';
import { newId } from './secrets.ts';

/** A request as it begins: somebody wants something, and links and codes are about it. */
export type NewRequest = Pick<Schema['request'], 'portal' | 'person' | 'subject' | 'expiresAt'> & {
  readonly procedure: Procedure;
  readonly locale: Locale;
  readonly now: Millis;
} & Partial<Pick<Schema['request'], 'id' | 'accountId' | 'data' | 'provenAt'>>;

/** Records a request and returns its id. */
export async function recordRequest(tx: Tx, { now, ...request }: NewRequest): Promise<string> {
  const id = request.id ?? newId();
  await tx
    .insertInto('request')
    .values({ accountId: null, data: '{}', provenAt: null, ...request, id, createdAt: now, completedAt: null })
    .execute();
  return id;
}

/** A person's own request; add to it what else must hold. */
export const requestBy = (db: Database, person: string, id: string) => db.selectFrom('request').selectAll().where('id', '=', id).where('person', '=', person);

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
