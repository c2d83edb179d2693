import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Invitations, the batches that send them, and the agreements people accepted. */
export const invitations: Migration = {
  up: async (db: Kysely<unknown>) => {
    const invitation = {
      id: 'text',
      portal: 'text',
      organisationId: 'text?',
      inviter: 'text',
      inviterName: 'text',
      inviterEmail: 'text',
      email: 'text',
      emailKey: 'text',
      givenName: 'text',
      familyName: 'text',
      company: 'text',
      rights: 'text',
      status: 'text',
      locale: 'text',
      createdAt: 'bigint',
      expiresAt: 'bigint',
      openedAt: 'bigint?',
      decidedAt: 'bigint?',
      accountId: 'text?',
      requestId: 'text',
    } as const;
    await newTable(db, 'invitation', invitation, 'id').execute();
    // One live invitation per address, portal and organisation, even if several people invite at once. No organisation counts as one.
    const organisation = sql`coalesce(${sql.ref('organisationId')}, '')`;
    await newIndex(db, 'invitation', ['portal', 'emailKey'], 'invitation_live')
      .expression(organisation)
      .unique()
      .where(sql.ref('status'), 'in', [sql.lit('sent'), sql.lit('opened')])
      .execute();
    await newIndex(db, 'invitation', ['portal', 'emailKey', 'createdAt']).execute();
    await newIndex(db, 'invitation', ['inviter', 'createdAt']).execute();
    await newIndex(db, 'invitation', ['accountId']).execute();

    const batch = {
      id: 'text',
      portal: 'text',
      inviter: 'text',
      shared: 'text',
      invitees: 'text',
      results: 'text',
      next: 'integer',
      total: 'integer',
      createdAt: 'bigint',
    } as const;
    await newTable(db, 'invitationBatch', batch, 'id').execute();

    const agreement = { id: 'text', portal: 'text', invitationId: 'text', accountId: 'text?', terms: 'text', agreedAt: 'bigint' } as const;
    await newTable(db, 'agreement', agreement, 'id').execute();
    await newIndex(db, 'agreement', ['invitationId', 'agreedAt']).execute();
  },
};
