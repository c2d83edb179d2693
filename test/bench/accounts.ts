import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../core/database/migrate.ts';
import { openDatabase } from '../../core/database/open.ts';

/** The identifier of an account, or, beyond the number of accounts made, of none. All are of one length. */
export const identifier = (number: number): string => `u${String(number).padStart(8, '0')}`;

/** Makes records with so many accounts of Octopus, in seconds for a million. */
export async function makeAccounts(path: string, count: number): Promise<void> {
  const db = await openDatabase(`sqlite:${path}`);
  await migrate(db);
  await db.destroy();
  const records = new DatabaseSync(path);
  records.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
  records
    .prepare(
      `WITH RECURSIVE n(i, name) AS (SELECT 1, 'u00000001' UNION ALL SELECT i + 1, printf('u%08d', i + 1) FROM n WHERE i < ?)
       INSERT INTO account (id, portal, identifier, identifierKey, email, emailKey, givenName, familyName, failedSignIns, sessionsFrom, createdAt, updatedAt)
       SELECT lower(hex(randomblob(16))), 'octopus', name, name, name || '@corp.example', name || '@corp.example', 'Camille', 'Petit', 0, 0, 0, 0 FROM n`,
    )
    .run(count);
  records.close();
}
