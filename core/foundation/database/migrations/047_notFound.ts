import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** A row for each portal that is written where nobody is found: it has the columns and indexes of a reference to an account. */
export const notFound: Migration = {
  up: async (db: Kysely<unknown>) => {
    const texts = { directoryId: 'text', identifier: 'text', identifierKey: 'text', email: 'text', emailKey: 'text', givenName: 'text' } as const;
    const rest = { familyName: 'text', phone: 'text?', entity: 'text?', sessionsFrom: 'bigint', createdAt: 'bigint', updatedAt: 'bigint' } as const;
    await newTable(db, 'notFound', { portal: 'text', id: 'text', ...texts, ...rest }, 'portal').execute();
    for (const columns of [['id'], ['portal', 'directoryId'], ['portal', 'emailKey'], ['emailKey'], ['identifierKey'], ['updatedAt', 'id']])
      await newIndex(db, 'notFound', columns).execute();
  },
};
