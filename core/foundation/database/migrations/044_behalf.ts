import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Groups that are asked for in somebody else's name, and access that begins on a day. What was asked for before was for oneself, and from that day on. */
export const behalf: Migration = {
  up: async (db: Kysely<unknown>) => {
    const columns = {
      ...({ id: 'text', bundle: 'text', pack: 'text?', home: 'text', portal: 'text', groupId: 'text', person: 'text', locale: 'text' } as const),
      ...({ email: 'text', givenName: 'text', familyName: 'text', justification: 'text?', startsAt: 'bigint?' } as const),
      ...({ createdAt: 'bigint', expiresAt: 'bigint', state: 'text', why: 'text?' } as const),
    };
    await newTable(db, 'behalf', columns, 'id').execute();
    await newIndex(db, 'behalf', ['person', 'createdAt']).execute();
    await newIndex(db, 'behalf', ['bundle']).execute();
    await newIndex(db, 'behalf', ['createdAt']).execute();
    await db.schema.alterTable('enrollment').addColumn('startsAt', 'bigint').execute();
    await db.schema
      .alterTable('enrollment')
      .addColumn('onBehalf', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await newIndex(db, 'enrollment', ['accountId'], 'enrollment_behalf').where(sql.ref('onBehalf'), '=', sql.lit(1)).execute();
  },
};
