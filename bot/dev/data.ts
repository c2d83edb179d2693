import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { importAccounts } from '../../core/directory/index.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { hashPassword } from '../../core/foundation/passwordHash.ts';
import { loadPortals, shippedPortals } from '../../core/portal/index.ts';

const people = new URL('./people/', import.meta.url);

/** The password of the made-up cloud account: of another directory, which has no reset here. */
export const cloudPassword = 'Sentier-Bleu 2026';

/** Makes the folder of development data, or finds it again: the key, the records with the made-up people, the mails. */
export async function prepareData(folder: string): Promise<{ secretKey: string; databaseUrl: string }> {
  await mkdir(join(folder, 'mails'), { recursive: true, mode: 0o700 });
  const databaseUrl = `sqlite:${join(folder, 'guichet.sqlite')}`;
  const db = await openDatabase(databaseUrl);
  try {
    await migrate(db);
    const { portals } = await loadPortals([shippedPortals]);
    for (const file of await readdir(people)) {
      const { name } = parse(file);
      await importAccounts(db, name, await readFile(new URL(file, people), 'utf8'), Date.now(), 'any', portals.get(name));
    }
    await db
      .updateTable('credential')
      .set({ passwordHash: await hashPassword(cloudPassword), passwordSetAt: Date.now() })
      .where('accountId', 'in', (accounts) => accounts.selectFrom('account').select('id').where('portal', '=', 'outscale-cloud'))
      .where('passwordHash', 'is', null)
      .execute();
  } finally {
    await db.destroy();
  }
  return { secretKey: await keyIn(join(folder, 'secret.key')), databaseUrl };
}

async function keyIn(file: string): Promise<string> {
  // `wx`: of two starts at once, one makes the key and both read the same.
  await writeFile(file, randomBytes(32).toString('base64'), { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return readFile(file, 'utf8');
}
