import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { newId } from '../foundation/secrets.ts';
import type { Entry } from '../ports.ts';

/**
 * Keeps the reference to an account of a directory elsewhere, with what was seen of it now, and returns its id. One statement for an entry that
 * was not found as well (ALL-4).
 */
export async function refer(db: Database, portal: string, entry: Entry | undefined, now: Millis): Promise<string> {
  if (!entry) {
    await db.updateTable('account').set({ updatedAt: now }).where('id', '=', '').returning('id').executeTakeFirst();
    return '';
  }
  const { id: directoryId, identifier, email, givenName, familyName, phone, entity } = entry;
  const seen = { identifier, identifierKey: identifierKey(identifier), email, emailKey: emailKey(email), givenName, familyName, phone, entity, updatedAt: now };
  const row = await db
    .insertInto('account')
    .values({ id: newId(), portal, directoryId, ...seen, sessionsFrom: 0, createdAt: now })
    .onConflict((conflict) => conflict.columns(['portal', 'directoryId']).doUpdateSet(seen))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The reference with this id, to an account of a directory elsewhere. */
export async function referenceOf(db: Database, portal: string, id: string): Promise<{ readonly directoryId: string } | undefined> {
  const row = await db.selectFrom('account').select('directoryId').where('portal', '=', portal).where('id', '=', id).executeTakeFirst();
  return row?.directoryId == null ? undefined : { directoryId: row.directoryId };
}
