import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What an inviter adds in their own words. Invitations of the previous version have nothing of it. */
export const invitationNote: Migration = {
  up: async (db: Kysely<unknown>) => void (await db.schema.alterTable('invitation').addColumn('note', 'text').execute()),
};
