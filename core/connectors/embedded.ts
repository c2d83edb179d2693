import type { Selectable } from 'kysely';
import type { Database, Schema } from '../foundation/database/schema.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { newId } from '../foundation/secrets.ts';
import type { Account, Directory } from '../ports.ts';

const account = ({ id, portal, identifier, email, givenName, familyName, phone, entity, lockedAt, passwordHash }: Selectable<Schema['account']>): Account => ({
  id,
  portal,
  identifier,
  email,
  givenName,
  familyName,
  phone,
  entity,
  lockedAt,
  hasPassword: passwordHash !== null,
});

/** The directory that comes with Guichet: a table of its own database. */
export function createEmbeddedDirectory(db: Database): Directory {
  const find = async (portal: string, column: 'id' | 'identifierKey' | 'emailKey', key: string) => {
    const row = await db.selectFrom('account').selectAll().where('portal', '=', portal).where(column, '=', key).limit(1).executeTakeFirst();
    return row && account(row);
  };
  return {
    // The memberships are records of Guichet's own: there is nobody else to tell.
    join: async () => {},
    leave: async () => {},
    get: (portal, id) => find(portal, 'id', id),
    findByIdentifier: (portal, identifier) => find(portal, 'identifierKey', identifierKey(identifier)),
    findByEmail: (portal, email) => find(portal, 'emailKey', emailKey(email)),

    create: async (tx, made, passwordHash, now) => {
      const row = await tx
        .insertInto('account')
        .values({
          ...made,
          id: newId(),
          identifierKey: identifierKey(made.identifier),
          emailKey: emailKey(made.email),
          passwordHash,
          passwordSetAt: passwordHash === null ? null : now,
          failedSignIns: 0,
          lockedAt: null,
          sessionsFrom: now,
          createdAt: now,
          updatedAt: now,
        })
        .onConflict((conflict) => conflict.columns(['portal', 'identifierKey']).doNothing())
        .returningAll()
        .executeTakeFirst();
      return row && account(row);
    },

    setPassword: async (tx, id, passwordHash, now) => {
      const row = await tx
        .updateTable('account')
        .set({ passwordHash, passwordSetAt: now, failedSignIns: 0, lockedAt: null, sessionsFrom: now, updatedAt: now })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row && account(row);
    },

    remove: async (tx, portal, id) => {
      const gone = await tx.deleteFrom('account').where('portal', '=', portal).where('id', '=', id).returning('id').executeTakeFirst();
      if (!gone) return false;
      await tx.deleteFrom('secondFactor').where('accountId', '=', id).execute();
      await tx.deleteFrom('recoveryCode').where('accountId', '=', id).execute();
      return true;
    },
  };
}
