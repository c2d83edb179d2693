import { indexAccounts, reindexAccount } from '../foundation/accountWords.ts';
import { type Actor, operatorNamed } from '../foundation/actor.ts';
import { auditAll } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Schema, Tx } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';
import { reindexMember, rightsIn } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { type AccountKind, columns, type GoodLine, type RefusedLine, readAccounts } from './accountsCsv.ts';
import { followAddress } from './addressChange.ts';
import { followPhone } from './phoneChange.ts';
import { keepPlaces } from './placesImport.ts';
import { batch, undone } from './transactions.ts';

/** The result of an import: counts, and the refused lines. */
export type Imported = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Number of places in establishments that were added or changed. */
  readonly places: number;
  readonly refused: readonly RefusedLine[];
  /** What became of each account that was made or changed: `created`, or the columns that changed. */
  readonly changes: readonly AccountChange[];
  /** Headings that name no column of ours. */
  readonly ignored: readonly string[];
};

/** An account that an import makes or changes. */
export type AccountChange = { readonly identifier: string; readonly what: 'created' | readonly string[] };

/** Where accounts can be imported, and of which kind: the portals whose directory is embedded (DIR-2), and the other directories whose accounts they ask people to prove (OU-1). */
export const importable = (portals: ReadonlyMap<string, Portal>): ReadonlyMap<string, AccountKind> =>
  new Map(
    [...portals.values()].flatMap(({ id, identifier, procedures, directory }): [string, AccountKind][] => {
      const other = procedures.createOrganisation?.proof.directory.accounts;
      const own: [string, AccountKind][] = directory.kind === 'embedded' ? [[id, identifier.kind === 'account' ? 'any' : 'address']] : [];
      return [...own, ...(other === undefined ? [] : [[other, 'proven'] satisfies [string, AccountKind]])];
    }),
  );

/** The id of an account of the embedded directory. */
const ownAccount = (portal: string) => async (tx: Tx, identifierKey: string) => {
  const own = tx.selectFrom('account').select('id').where('portal', '=', portal).where('directoryId', 'is', null);
  return (await own.where('identifierKey', '=', identifierKey).executeTakeFirstOrThrow()).id;
};

/** For whom an import is made. */
export type ImportedFor = {
  readonly portal: string;
  readonly kind: AccountKind;
  /** The profile whose rights a place may have, and in whose name mails are sent. */
  readonly profile: Portal | undefined;
  readonly actor: Actor;
  /** False for the made-up people of development and tests, which nobody answers for. */
  readonly audited: boolean;
  readonly now: Millis;
};

/**
 * Brings the accounts of a portal in the embedded directory to what a CSV text says. Good lines are kept whatever the bad ones; done
 * again, it changes nothing. Passwords are untouched but where the file brings a hash, and nobody is removed. Each account that is made or changed
 * leaves an audit record where `by` says who did it, another address is told to both mailboxes, and another telephone number to the account's. A `preview` says what would change, and changes
 * nothing. Throws where the first line does not name the columns.
 */
export async function importAccounts(
  db: Database,
  portal: string,
  csv: string,
  now: Millis,
  kind: AccountKind = 'any',
  profile?: Portal,
  by?: string,
  preview = false,
): Promise<Imported> {
  // Read only here: a running bot needs none of it.
  const { numbersOf } = await import('../foundation/phone.ts');
  const { good, places, refused, ignored } = readAccounts(
    csv,
    kind,
    numbersOf(profile?.country ?? 'FR'),
    rightsIn(profile).map(({ id }) => id),
  );
  if (places.length > 0 && !profile) throw new Error(`${portal} has no profile: its accounts have no establishments.`);
  const importing = { portal, kind, profile, actor: operatorNamed(by ?? 'import'), audited: by !== undefined, now };
  const changes: AccountChange[] = [];
  let placed = 0;
  const bringAll = async (within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>) => {
    for (let from = 0; from < good.length; from += batch) changes.push(...(await within((tx) => keep(tx, importing, good.slice(from, from + batch)))));
    for (let from = 0; profile && from < places.length; from += batch)
      placed += await within((tx) =>
        keepPlaces(tx, profile, places.slice(from, from + batch), { ...importing, accountId: ownAccount(portal), madeAccount: true }),
      );
  };
  await (preview ? undone(db, (tx) => bringAll((work) => work(tx))) : bringAll((work) => db.transaction().execute(work)));
  const created = changes.filter(({ what }) => what === 'created').length;
  const updated = changes.length - created;
  return { created, updated, unchanged: good.length - changes.length, places: placed, refused, changes, ignored };
}

async function keep(tx: Tx, importing: ImportedFor, accounts: GoodLine[]): Promise<AccountChange[]> {
  const { portal, actor, audited, now } = importing;
  const record = { at: now, actor, portal, outcome: 'ok' };
  const known = await tx
    .selectFrom('account')
    .innerJoin('credential', 'credential.accountId', 'account.id')
    .select(['id', 'identifierKey', 'identifier', 'email', 'emailKey', 'givenName', 'familyName', 'phone', 'entity', 'passwordHash'])
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
    await indexAccounts(
      tx,
      made.map(({ id, account }) => ({ ...account, id })),
    );
    await auditAll(
      tx,
      (audited ? made : []).map(({ id, account }) => ({ ...record, action: 'account.imported', subject: `account:${id}`, detail: { email: account.email } })),
    );
  }

  const changes: AccountChange[] = fresh.map(({ identifier }) => ({ identifier, what: 'created' }));
  for (const account of accounts) {
    const before = byKey.get(account.identifierKey);
    if (!before) continue;
    const { passwordHash = before.passwordHash, ...after } = account;
    const changed = [...columns.filter((name) => before[name] !== account[name]), ...(passwordHash === before.passwordHash ? [] : ['passwordHash'])];
    if (changed.length === 0) continue;
    changes.push({ identifier: account.identifier, what: changed });
    await change(tx, importing, before, { ...after, passwordHash });
    if (audited) await auditAll(tx, [{ ...record, action: 'account.updated', subject: `account:${before.id}`, detail: { changed: changed.join(' ') } }]);
  }
  return changes;
}

type Known = Pick<Schema['account'], 'id' | 'identifier' | 'email' | 'emailKey' | 'phone'> & { readonly passwordHash: string | null };

async function change(
  tx: Tx,
  { portal, kind, profile, actor, now }: ImportedFor,
  before: Known,
  { passwordHash, ...after }: Omit<GoodLine, 'passwordHash'> & { readonly passwordHash: string | null },
): Promise<void> {
  const moves = after.emailKey !== before.emailKey;
  await tx
    .updateTable('account')
    .set({ ...after, ...(moves && { emailSince: now }), updatedAt: now })
    .where('id', '=', before.id)
    .execute();
  if (passwordHash !== before.passwordHash)
    await tx.updateTable('credential').set({ passwordHash, passwordSetAt: now }).where('accountId', '=', before.id).execute();
  await reindexMember(tx, before.id, after);
  await reindexAccount(tx, { ...after, id: before.id });
  if (after.phone !== before.phone)
    await followPhone(tx, profile ?? { id: portal }, { ...before, email: after.email }, { from: before.phone, to: after.phone, now, quietly: moves });
  // Nothing of ours resets a password of another system's accounts, which are only proven here: nothing rests.
  if (moves)
    await followAddress(tx, profile ?? { id: portal, tenants: [], guests: false }, before, {
      from: before.email,
      to: after.email,
      actor,
      now,
      rests: kind !== 'proven',
    });
}
