import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who is a guest is known from the next look at the roster. One address, one person: of several people of a tenant who were recorded with the same one, the last to be seen keeps it. */
export const addresses: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('person')
      .addColumn('guest', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await sql`update person set "emailKey" = null where exists (
      select 1 from person other where other."emailKey" = person."emailKey" and other.channel = person.channel and other.tenant = person.tenant
      and (other."seenAt" > person."seenAt" or (other."seenAt" = person."seenAt" and other.id > person.id)))`.execute(db);
  },
};
