import { type Kysely, SqliteAdapter } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type Columns, newIndex, newTable } from './tables.ts';

/** The first tables. The columns are described in ../schema.ts. */
export const initial: Migration = {
  up: async (db: Kysely<unknown>) => {
    const create = (table: string, columns: Columns, key?: string) => newTable(db, table, columns, key);
    const index = (table: string, columns: string[]) => newIndex(db, table, columns);

    await create(
      'person',
      { id: 'text', channel: 'text', tenant: 'text', objectId: 'text', name: 'text?', locale: 'text', address: 'text?', seenAt: 'bigint' },
      'id',
    ).execute();
    await index('person', ['channel', 'tenant', 'objectId']).unique().execute();

    await create(
      'account',
      {
        id: 'text',
        portal: 'text',
        identifier: 'text',
        identifierKey: 'text',
        email: 'text',
        emailKey: 'text',
        givenName: 'text',
        familyName: 'text',
        phone: 'text?',
        entity: 'text?',
        passwordHash: 'text?',
        passwordSetAt: 'bigint?',
        failedSignIns: 'integer',
        lockedAt: 'bigint?',
        sessionsFrom: 'bigint',
        createdAt: 'bigint',
        updatedAt: 'bigint',
      },
      'id',
    ).execute();
    await index('account', ['portal', 'identifierKey']).unique().execute();
    await index('account', ['portal', 'emailKey']).execute();

    await create(
      'request',
      {
        id: 'text',
        portal: 'text',
        procedure: 'text',
        person: 'text',
        subject: 'text',
        accountId: 'text?',
        data: 'text',
        locale: 'text',
        createdAt: 'bigint',
        expiresAt: 'bigint',
        provenAt: 'bigint?',
        completedAt: 'bigint?',
      },
      'id',
    ).execute();
    await index('request', ['subject', 'person', 'createdAt']).execute();

    await create(
      'link',
      {
        id: 'text',
        digest: 'text',
        requestId: 'text',
        portal: 'text',
        purpose: 'text',
        subject: 'text',
        createdAt: 'bigint',
        expiresAt: 'bigint',
        spentAt: 'bigint?',
        replacedAt: 'bigint?',
      },
      'id',
    )
      .addForeignKeyConstraint('link_request', ['requestId'], 'request', ['id'], (key) => key.onDelete('cascade'))
      .execute();
    await index('link', ['digest']).unique().execute();
    await index('link', ['subject', 'purpose']).execute();
    await index('link', ['requestId']).execute();

    await create(
      'code',
      {
        id: 'text',
        requestId: 'text',
        purpose: 'text',
        digest: 'text',
        tries: 'integer',
        createdAt: 'bigint',
        expiresAt: 'bigint',
        spentAt: 'bigint?',
        replacedAt: 'bigint?',
      },
      'id',
    )
      .addForeignKeyConstraint('code_request', ['requestId'], 'request', ['id'], (key) => key.onDelete('cascade'))
      .execute();
    await index('code', ['requestId', 'purpose']).execute();

    await create('binding', { id: 'text', person: 'text', accountId: 'text', portal: 'text', createdAt: 'bigint', endedAt: 'bigint?' }, 'id').execute();
    await index('binding', ['person', 'accountId']).unique().execute();
    await index('binding', ['accountId']).execute();

    await create(
      'outbox',
      {
        id: 'text',
        kind: 'text',
        reason: 'text',
        payload: 'text',
        person: 'text?',
        status: 'text',
        attempts: 'integer',
        dueAt: 'bigint',
        claimedUntil: 'bigint?',
        error: 'text?',
        createdAt: 'bigint',
        doneAt: 'bigint?',
      },
      'id',
    ).execute();
    await index('outbox', ['reason']).unique().execute();
    await index('outbox', ['status', 'dueAt']).execute();
    await index('outbox', ['person', 'status']).execute();

    const audit = create('audit', {
      at: 'bigint',
      actor: 'text',
      channel: 'text',
      action: 'text',
      portal: 'text',
      subject: 'text',
      outcome: 'text',
      detail: 'text',
    });
    // The only number that the database assigns, and the syntax differs. It is never reused, so that a missing record shows.
    await (db.getExecutor().adapter instanceof SqliteAdapter
      ? audit.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      : audit.addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    ).execute();
    await index('audit', ['at']).execute();
    await index('audit', ['subject', 'at']).execute();

    await create('supportCase', { reference: 'text', portal: 'text', person: 'text', context: 'text', createdAt: 'bigint' }, 'reference').execute();

    await create('rateLimit', { key: 'text', points: 'integer', expiresAt: 'bigint?' }, 'key').execute();
    await index('rateLimit', ['expiresAt']).execute();
    await create('keyv', { key: 'text', value: 'text', expiresAt: 'bigint?' }, 'key').execute();
    await index('keyv', ['expiresAt']).execute();
  },
};
