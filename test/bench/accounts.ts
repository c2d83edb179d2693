import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';

/** The identifier of an account, or of none beyond the number of accounts made. All have the same length. */
export const identifier = (number: number): string => `u${String(number).padStart(8, '0')}`;

const into = '"portal", "identifier", "identifierKey", "email", "emailKey", "givenName", "familyName", "sessionsFrom", "createdAt", "updatedAt"';
const values = `'octopus', name, name, name || '@corp.example', name || '@corp.example', 'Camille', 'Petit', 0, 0, 0`;

/** Makes a database at this address with this many accounts of Octopus. A million take seconds. */
export async function makeAccounts(url: string, count: number): Promise<void> {
  const db = await openDatabase(url);
  await migrate(db);
  if (!url.startsWith('sqlite:')) {
    // In batches that fit in one statement.
    for (let from = 1; from <= count; from += part) {
      const names = `select 'u' || lpad(n::text, 8, '0') as name from generate_series(${from}, ${Math.min(count, from + part - 1)}) n`;
      await sql.raw(`insert into account ("id", ${into}) select gen_random_uuid(), ${values} from (${names}) names`).execute(db);
    }
    await sql.raw('insert into credential ("accountId", "failedSignIns") select id, 0 from account').execute(db);
    await sql.raw('analyze account').execute(db);
    return await db.destroy();
  }
  await db.destroy();
  const records = new DatabaseSync(url.slice('sqlite:'.length));
  records.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
  records
    .prepare(
      `WITH RECURSIVE n(i, name) AS (SELECT 1, 'u00000001' UNION ALL SELECT i + 1, printf('u%08d', i + 1) FROM n WHERE i < ?)
       INSERT INTO account ("id", ${into}) SELECT lower(hex(randomblob(16))), ${values} FROM n`,
    )
    .run(count);
  records.exec('INSERT INTO credential (accountId, failedSignIns) SELECT id, 0 FROM account');
  records.close();
}

const part = 50_000;
