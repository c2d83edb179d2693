import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';
import { reindexMember, rightsIn } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { type AccountKind, columns, type GoodLine, type RefusedLine, readAccounts } from './accountsCsv.ts';
import { keepPlaces } from './placesImport.ts';

/** The result of an import: counts, and the refused lines. */
export type Imported = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Number of places in establishments that were added or changed. */
  readonly places: number;
  readonly refused: readonly RefusedLine[];
};

/** Where accounts can be imported, and of which kind: the portals whose directory is embedded (DIR-2), and the other directories whose accounts they ask people to prove (OU-1). */
export const importable = (portals: ReadonlyMap<string, Portal>): ReadonlyMap<string, AccountKind> =>
  new Map(
    [...portals.values()].flatMap(({ id, identifier, procedures, directory }): [string, AccountKind][] => {
      const other = procedures.createOrganisation?.proof.directory.accounts;
      const own: [string, AccountKind][] = directory.kind === 'embedded' ? [[id, identifier.kind === 'account' ? 'any' : 'address']] : [];
      return [...own, ...(other === undefined ? [] : [[other, 'proven'] satisfies [string, AccountKind]])];
    }),
  );

/** Accounts in one transaction. It holds the only connection, so keep it short for the conversations in between. */
const batch = 500;

/**
 * Brings the accounts of a portal in the embedded directory to what a CSV text says. Good lines are kept whatever the bad ones; done
 * again, it changes nothing. Passwords are untouched but where the file brings a hash, and nobody is removed. Throws where the first line does not name the columns.
 */
export async function importAccounts(
  db: Database,
  portal: string,
  csv: string,
  now: Millis,
  kind: AccountKind = 'any',
  /** The profile whose rights a place may have. */
  profile?: Portal,
): Promise<Imported> {
  const { good, places, refused } = readAccounts(
    csv,
    kind,
    rightsIn(profile).map(({ id }) => id),
  );
  if (places.length > 0 && !profile) throw new Error(`${portal} has no profile: its accounts have no establishments.`);
  let [created, updated] = [0, 0];
  for (let from = 0; from < good.length; from += batch) {
    const some = good.slice(from, from + batch);
    const done = await db.transaction().execute((tx) => keep(tx, portal, some, now));
    created += done.created;
    updated += done.updated;
  }
  let placed = 0;
  for (let from = 0; profile && from < places.length; from += batch)
    placed += await db.transaction().execute((tx) => keepPlaces(tx, profile, places.slice(from, from + batch), now));
  return { created, updated, unchanged: good.length - created - updated, places: placed, refused };
}

async function keep(tx: Tx, portal: string, accounts: GoodLine[], now: Millis): Promise<{ created: number; updated: number }> {
  const known = await tx
    .selectFrom('account')
    .innerJoin('credential', 'credential.accountId', 'account.id')
    .select(['id', 'identifierKey', 'identifier', 'email', 'givenName', 'familyName', 'phone', 'entity', 'passwordHash'])
    .where('portal', '=', portal)
    .where('directoryId', 'is', null)
    .where(
      'identifierKey',
      'in',
      accounts.map((account) => account.identifierKey),
    )
    .execute();
  const byKey = new Map(known.map((account) => [account.identifierKey, account]));

  const fresh = accounts.filter((account) => !byKey.has(account.identifierKey));
  if (fresh.length > 0) {
    const made = fresh.map(({ passwordHash = null, ...account }) => ({ id: newId(), passwordHash, account }));
    await tx
      .insertInto('account')
      .values(made.map(({ id, account }) => ({ ...account, id, portal, directoryId: null, sessionsFrom: now, createdAt: now, updatedAt: now })))
      .execute();
    await tx
      .insertInto('credential')
      .values(
        made.map(({ id, passwordHash }) => ({
          accountId: id,
          passwordHash,
          passwordSetAt: passwordHash === null ? null : now,
          failedSignIns: 0,
          lockedAt: null,
        })),
      )
      .execute();
  }

  const changed = accounts.flatMap((account) => {
    const before = byKey.get(account.identifierKey);
    if (!before) return [];
    const { passwordHash = before.passwordHash, ...rest } = account;
    const otherPassword = passwordHash !== before.passwordHash;
    if (!otherPassword && columns.every((name) => before[name] === account[name])) return [];
    return [{ id: before.id, account: rest, ...(otherPassword && { passwordHash }) }];
  });
  for (const { id, account, passwordHash } of changed) {
    await tx
      .updateTable('account')
      .set({ ...account, updatedAt: now })
      .where('id', '=', id)
      .execute();
    if (passwordHash !== undefined) await tx.updateTable('credential').set({ passwordHash, passwordSetAt: now }).where('accountId', '=', id).execute();
    await reindexMember(tx, id, account);
  }
  return { created: fresh.length, updated: changed.length };
}
