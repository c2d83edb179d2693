import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { newId } from '../foundation/secrets.ts';
import type { Entry } from '../ports.ts';

/**
 * Keeps the reference to an account of a directory elsewhere, with what was seen of it now, and returns its id. For an entry that was not found, a row
 * of nobody's takes the same statement, and is written as widely (ALL-4).
 */
export async function refer(db: Database, portal: string, entry: Entry | undefined, now: Millis): Promise<string> {
  const { id: directoryId, identifier, email, givenName, familyName, phone, entity } = entry ?? nobody();
  const seen = { identifier, identifierKey: identifierKey(identifier), email, emailKey: emailKey(email), givenName, familyName, phone, entity, updatedAt: now };
  const values = { id: newId(), portal, directoryId, ...seen, sessionsFrom: 0, createdAt: now };
  if (!entry) {
    const { portal: _, ...anew } = values;
    await db
      .insertInto('notFound')
      .values(values)
      .onConflict((conflict) => conflict.column('portal').doUpdateSet(anew))
      .returning('id')
      .executeTakeFirst();
    return '';
  }
  const row = await db
    .insertInto('account')
    .values(values)
    .onConflict((conflict) => conflict.columns(['portal', 'directoryId']).doUpdateSet(seen))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Somebody whom no directory has, as long as people are. */
const nobody = (): Pick<Entry, 'id' | 'identifier' | 'email' | 'givenName' | 'familyName' | 'phone' | 'entity'> => {
  const address = `${newId()}@nobody.invalid`;
  return { id: newId(), identifier: address, email: address, givenName: 'Nobody', familyName: 'Nobody', phone: null, entity: null };
};

/** What was seen last of an account of a directory elsewhere. */
export type Reference = {
  readonly directoryId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly phone: string | null;
  readonly phoneRestsUntil: Millis | null;
};

/** The reference with this id, to an account of a directory elsewhere. */
export async function referenceOf(db: Database, portal: string, id: string): Promise<Reference | undefined> {
  const row = await references(db, portal).where('id', '=', id).executeTakeFirst();
  return row?.directoryId == null ? undefined : { ...row, directoryId: row.directoryId };
}

/** The reference to the account that its directory knows by this id. */
export const referenceTo = async (db: Database, portal: string, directoryId: string): Promise<Omit<Reference, 'directoryId'> | undefined> =>
  await references(db, portal).where('directoryId', '=', directoryId).executeTakeFirst();

const references = (db: Database, portal: string) =>
  db.selectFrom('account').select(['directoryId', 'email', 'emailKey', 'phone', 'phoneRestsUntil']).where('portal', '=', portal);
