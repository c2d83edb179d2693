import { indexAccounts } from '../foundation/accountWords.ts';
import type { Clock, Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { accept } from '../foundation/outcome.ts';
import { hashPassword, needsRehash, verifyNothing, verifyPassword } from '../foundation/passwordHash.ts';
import { newId } from '../foundation/secrets.ts';
import { type Commit, contractAbilities, type Directory, type Entry, type Lookup, type Verified } from '../ports.ts';
import { isOf, shortIn } from './shortNames.ts';

/** Failed sign-ins lock an account: how many, and for how long, where no new password ends it before. */
export type Lockout = { readonly lockAfter: number; readonly lockFor: Millis };

/** `shortNames`: identifiers are names such as `jdupont`, which people also type as `CORP\\jdupont` or `jdupont@corp.example`. */
export type EmbeddedSettings = Lockout & { readonly shortNames?: boolean };

/** The directory that comes with Guichet: tables of its own database. `portal` is the name that its accounts are kept under. */
export function createEmbeddedDirectory(db: Database, clock: Clock, portal: string, { lockAfter, lockFor, shortNames = false }: EmbeddedSettings): Directory {
  const find = async (by: Lookup): Promise<Entry | undefined> => {
    const [column, key] =
      'id' in by
        ? (['account.id', by.id] as const)
        : 'email' in by
          ? (['emailKey', emailKey(by.email)] as const)
          : (['identifierKey', identifierKey(by.identifier)] as const);
    const short = shortNames && 'identifier' in by ? shortIn(by.identifier) : undefined;
    const rows = await db
      .selectFrom('account')
      .innerJoin('credential', 'credential.accountId', 'account.id')
      .select(['account.id', 'identifier', 'email', 'givenName', 'familyName', 'phone', 'entity', 'emailSince', 'lockedAt', 'passwordHash'])
      .where('portal', '=', portal)
      .where('directoryId', 'is', null)
      .where((row) => row.or([row(column, '=', key), ...(short ? [row('identifierKey', '=', short.name), row('emailKey', '=', key)] : [])]))
      // The one that is called exactly so first, whoever else has that address.
      .orderBy((row) => row.case().when('identifierKey', '=', key).then(0).else(1).end())
      .limit(3)
      .execute();
    const exact = rows.filter((each) => 'identifier' in by && identifierKey(each.identifier) === key);
    const [row, second] = exact.length > 0 ? exact : rows;
    // Of two with one address neither is meant for certain.
    if (!row || second || (short && exact.length === 0 && !isOf(row, short))) return undefined;
    const { lockedAt, passwordHash, emailSince, ...entry } = row;
    const state = { hasPassword: passwordHash !== null, locked: isLocked(lockedAt, clock()), disabled: false, privileged: false, passwordEndsAt: null };
    return { ...entry, ...state, ...(emailSince !== null && { emailSince }) };
  };

  const isLocked = (lockedAt: Millis | null, now: Millis): boolean => lockedAt !== null && lockedAt > now - lockFor;

  const verify = async (entry: Entry | undefined, password: string, past?: 'lock'): Promise<Verified> => {
    const id = entry?.id ?? '';
    const row = await db.selectFrom('credential').select(['passwordHash', 'lockedAt']).where('accountId', '=', id).executeTakeFirst();
    const hash = row?.passwordHash ?? null;
    const right = hash === null ? await verifyNothing(password) : await verifyPassword(password, hash);
    if (right && hash !== null && needsRehash(hash)) {
      await renew(db, id, hash, await hashPassword(password));
      // Looked at again: another sign-in may have renewed it first, or a reset have set another password.
      return await verify(entry, password, past);
    }
    const now = clock();
    const locked = isLocked(row?.lockedAt ?? null, now);
    // The lock stays as it is for everybody else.
    if (right && hash !== null && locked && past) return { ok: true, commit: (tx) => isStill(tx, id, hash) };
    if (right && hash !== null && !locked) return { ok: true, commit: (tx) => forget(tx, { id, hash, lockedAt: row?.lockedAt ?? null }) };
    const locks = await count(db, id, lockAfter, now, lockFor);
    return { ok: false, why: right ? 'locked' : 'wrong', locks };
  };

  const setPassword = async ({ id }: Entry, password: string) => {
    const passwordHash = await hashPassword(password);
    const commit: Commit = async (tx, now) => {
      const set = await tx
        .updateTable('credential')
        .set({ passwordHash, passwordSetAt: now, failedSignIns: 0, lockedAt: null })
        .where('accountId', '=', id)
        .returning('accountId')
        .executeTakeFirst();
      return set !== undefined;
    };
    return accept(commit);
  };

  return {
    can: new Set(contractAbilities.filter((ability) => ability !== 'passwordEnd')),
    embedded: true,
    find,
    verify,
    setPassword,
    // Who asks has shown that they know the current one.
    changePassword: (entry, _current, password) => setPassword(entry, password),

    create: async (made, password) => {
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const id = newId();
      const state = { hasPassword: passwordHash !== null, locked: false, disabled: false, privileged: false, passwordEndsAt: null };
      const commit: Commit = async (tx, now) => {
        const row = await tx
          .insertInto('account')
          .values({
            ...made,
            id,
            portal,
            directoryId: null,
            identifierKey: identifierKey(made.identifier),
            emailKey: emailKey(made.email),
            sessionsFrom: now,
            createdAt: now,
            updatedAt: now,
          })
          .onConflict((conflict) => conflict.columns(['portal', 'identifierKey']).where('directoryId', 'is', null).doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!row) return false;
        await indexAccounts(tx, [{ ...made, id }]);
        await tx
          .insertInto('credential')
          .values({ accountId: id, passwordHash, passwordSetAt: passwordHash === null ? null : now, failedSignIns: 0, lockedAt: null })
          .execute();
        return true;
      };
      return accept({ entry: { ...made, ...state, id }, commit });
    },

    welcome: async () => undefined,

    remove:
      async ({ id }) =>
      async (tx) => {
        const gone = await tx.deleteFrom('account').where('portal', '=', portal).where('id', '=', id).returning('id').executeTakeFirst();
        if (!gone) return false;
        await tx.deleteFrom('credential').where('accountId', '=', id).execute();
        await tx.deleteFrom('accountWord').where('accountId', '=', id).execute();
        return true;
      },

    // The memberships are records of Guichet's own: there is nobody else to ask or tell.
    groupsOf: async () => [],
    join: async () => undefined,
    leave: async () => undefined,
    membersOf: async () => [],
    inGroup: (group) => holdersOf(db, portal, group),
    amongGroups: async () => [],
    managerOf: async () => undefined,
    // No password ends here.
    ending: async function* () {},
    endingOf: async () => undefined,
    close: async () => undefined,
  };
}

/** How many holders of a group are read at once. */
const perPage = 500;

/** Those to whom a group was given, page by page. */
async function* holdersOf(db: Database, portal: string, group: string): AsyncGenerator<readonly Entry[]> {
  const state = { hasPassword: true, locked: false, disabled: false, privileged: false, passwordEndsAt: null };
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('membership')
      .innerJoin('account', 'account.id', 'membership.accountId')
      .select(['account.id', 'identifier', 'email', 'givenName', 'familyName', 'phone', 'entity', 'membership.id as place'])
      .where('membership.portal', '=', portal)
      .where('groupId', '=', group)
      .where('membership.id', '>', after)
      .orderBy('membership.id')
      .limit(perPage)
      .execute();
    if (rows.length > 0) yield rows.map(({ place: _, ...entry }) => ({ ...entry, ...state }));
    if (rows.length < perPage) return;
    after = rows.at(-1)?.place ?? '';
  }
}

/** Forgets the failures of an account; false where it was locked, or got another password, while the one given was being checked. */
async function forget(tx: Tx, { id, hash, lockedAt }: { id: string; hash: string; lockedAt: Millis | null }): Promise<boolean> {
  const forgotten = await tx
    .updateTable('credential')
    .set({ failedSignIns: 0, lockedAt: null })
    .where('accountId', '=', id)
    // A lock whose time is over, or none.
    .where('lockedAt', lockedAt === null ? 'is' : '=', lockedAt)
    .where('passwordHash', '=', hash)
    .returning('accountId')
    .executeTakeFirst();
  return forgotten !== undefined;
}

/** Whether that is still the password; it stays so until the transaction ends. */
async function isStill(tx: Tx, id: string, passwordHash: string): Promise<boolean> {
  const still = await tx
    .updateTable('credential')
    .set({ passwordHash })
    .where('accountId', '=', id)
    .where('passwordHash', '=', passwordHash)
    .returning('accountId')
    .executeTakeFirst();
  return still !== undefined;
}

async function renew(db: Database, id: string, old: string, passwordHash: string): Promise<void> {
  await db.updateTable('credential').set({ passwordHash }).where('accountId', '=', id).where('passwordHash', '=', old).execute();
}

/** Counts a failure; true where it is the one that locks the account. After a lock whose time is over, it is the first again. */
async function count(db: Database, id: string, lockAfter: number, now: Millis, lockFor: Millis): Promise<boolean> {
  const over = now - lockFor;
  const counted = await db
    .updateTable('credential')
    .set((column) => ({
      failedSignIns: column
        .case()
        .when('lockedAt', '<=', over)
        .then(1)
        .else(column('failedSignIns', '+', 1))
        .end(),
      // Decided by the row itself, so that simultaneous failures are all counted.
      lockedAt: column
        .case()
        .when('lockedAt', '<=', over)
        .then(null)
        .when('lockedAt', 'is not', null)
        .then(column.ref('lockedAt'))
        .when('failedSignIns', '>=', lockAfter - 1)
        .then(now)
        .else(null)
        .end(),
    }))
    .where('accountId', '=', id)
    .returning('failedSignIns')
    .executeTakeFirst();
  return counted?.failedSignIns === lockAfter;
}
