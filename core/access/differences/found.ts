import { sql } from 'kysely';
import type { Millis } from '../../foundation/clock.ts';
import type { Database } from '../../foundation/database/schema.ts';
import { emailKey } from '../../foundation/identifiers.ts';
import { newId } from '../../foundation/secrets.ts';
import type { Entry } from '../../ports.ts';

/**
 * How a directory and the records differ about somebody in a group.
 * `missing`: Guichet gave it, and the directory does not have it any more. `given`: the directory has it, and not from Guichet. `notRemoved`: it is over in
 * the records, and still in the directory. `notGiven`: it was approved, and has not reached the directory.
 */
export const differenceKinds = ['missing', 'given', 'notRemoved', 'notGiven'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** Somebody about whom they differ: as the directory has them, or the reference where it does not. */
export type Differing = Pick<Entry, 'identifier' | 'email' | 'givenName' | 'familyName'> & {
  readonly directoryId: string;
  readonly accountId: string | null;
  readonly kind: DifferenceKind;
};

/** A look at a group: of which, and when it began. */
export type Looking = { readonly portal: string; readonly group: string; readonly at: Millis };

/** Notes what a look has found: since when it is so stays as it was. */
export async function noteDifferences(db: Database, { portal, group, at }: Looking, found: readonly Differing[]): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ givenName, familyName, identifier, email, kind, directoryId, accountId }) => ({
    ...{ id: newId(), portal, groupId: group, kind, directoryId, accountId, identifier, email, emailKey: emailKey(email) },
    ...{ name: `${givenName} ${familyName}`.trim(), foundAt: at, seenAt: at },
  }));
  await db
    .insertInto('accessDifference')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['portal', 'groupId', 'directoryId']).doUpdateSet((row) => ({
        ...{ kind: row.ref('excluded.kind'), accountId: row.ref('excluded.accountId'), identifier: row.ref('excluded.identifier') },
        ...{ name: row.ref('excluded.name'), email: row.ref('excluded.email'), emailKey: row.ref('excluded.emailKey'), seenAt: at },
        foundAt: sql<Millis>`case when "accessDifference".kind = excluded.kind then "accessDifference"."foundAt" else excluded."foundAt" end`,
      })),
    )
    .execute();
}

/** Ends a look: what it did not find again differs no more. */
export async function endLook(db: Database, { portal, group, at }: Looking, people: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('accessDifference').where('portal', '=', portal).where('groupId', '=', group).where('seenAt', '<>', at).execute();
    await tx
      .insertInto('accessLook')
      .values({ portal, groupId: group, lookedAt: at, people })
      .onConflict((conflict) => conflict.columns(['portal', 'groupId']).doUpdateSet({ lookedAt: at, people }))
      .execute();
  });
}
