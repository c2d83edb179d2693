import type { Database } from '../../core/foundation/database/schema.ts';
import { demo } from './portal.ts';

/** Writes down Alice's account `a` and her pending request `e` for the network of the demo portal. */
export async function insertPendingRequest(db: Database): Promise<void> {
  await db
    .insertInto('account')
    .values({
      ...{ id: 'a', portal: demo.id, identifier: 'alice', identifierKey: 'alice', email: 'alice@corp.example', emailKey: 'alice@corp.example' },
      ...{ givenName: 'Alice', familyName: 'Martin', phone: null, entity: null },
      ...{ directoryId: null, sessionsFrom: 0, createdAt: 0, updatedAt: 0 },
    })
    .execute();
  await db.insertInto('credential').values({ accountId: 'a', passwordHash: null, passwordSetAt: null, failedSignIns: 0, lockedAt: null }).execute();
  await db
    .insertInto('enrollment')
    .values({
      ...{ id: 'e', reference: 'ABCD-1234', portal: demo.id, groupId: 'network', accountId: 'a', person: 'p', locale: 'fr', justification: null },
      ...{ status: 'pending', createdAt: 0, expiresAt: 2_000_000, decidedAt: null, decidedBy: null, reason: null },
    })
    .execute();
}
