import type { Database, Tx } from '../foundation/database/schema.ts';
import type { Portal } from '../portal/index.ts';
import { approverNames } from './approverNames.ts';

/** What who asked for somebody else is called: by name where a trusted roster gives one, else by address (GOV-5). */
export async function askerOf(db: Database | Tx, portal: Portal, person: string): Promise<string> {
  const row = await db.selectFrom('person').select('emailKey').where('id', '=', person).executeTakeFirst();
  const address = row?.emailKey ?? '';
  return (await approverNames(db, portal, [address]))(address);
}
