import { DatabaseSync } from 'node:sqlite';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';

/** Makes new records in a file, which `fill` fills in one transaction. */
export async function fillNew(path: string, fill: (records: DatabaseSync) => void): Promise<void> {
  const db = await openDatabase(`sqlite:${path}`);
  await migrate(db);
  await db.destroy();
  const records = new DatabaseSync(path);
  records.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN');
  fill(records);
  records.exec('COMMIT');
  records.close();
}
