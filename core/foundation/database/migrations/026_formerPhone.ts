import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Accounts know where text messages went before their number changed, and until when they still do. */
export const formerPhone: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('account').addColumn('formerPhone', 'text').execute();
    await db.schema.alterTable('account').addColumn('phoneRestsUntil', 'bigint').execute();
  },
};
