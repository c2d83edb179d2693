import { system } from '../foundation/actor.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { Gate } from '../foundation/gate.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { newId, type Secrets } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Account, AccountCommit, Accounts, Commit, Directory, Entry } from '../ports.ts';
import { settle } from './acts.ts';
import { followAddress } from './addressChange.ts';
import { notForEver } from './notForEver.ts';
import { followPhone } from './phoneChange.ts';
import { type Reference, refer, referenceOf, referenceTo } from './references.ts';

type AccountsDependencies = {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly hashing: Gate;
  readonly portals: ReadonlyMap<string, Portal>;
};

/** Whether a directory elsewhere shows another telephone number than was seen last. The first one ever may only be looked for since today. */
const hasOtherPhone = (before: Pick<Reference, 'phone' | 'phoneRestsUntil'>, entry: Entry): boolean =>
  (before.phone !== null || before.phoneRestsUntil !== null) && before.phone !== entry.phone;

/** Whether it shows another address or number. */
const hasChanged = (before: Pick<Reference, 'emailKey' | 'phone' | 'phoneRestsUntil'>, entry: Entry): boolean =>
  before.emailKey !== emailKey(entry.email) || hasOtherPhone(before, entry);

/** Makes the accounts of all portals. `directories`: by portal, and by the name of each other directory whose accounts are proven (OU-1). */
export function createAccounts({ db, clock, secrets, hashing, portals }: AccountsDependencies, directories: ReadonlyMap<string, Directory>): Accounts {
  const directoryOf = (portal: string): Directory => {
    const directory = directories.get(portal);
    if (!directory) throw new Error(`No directory has the accounts of ${portal}.`);
    return directory;
  };

  /** Keeps the reference to an entry. Where its address is another one than was seen last, what hangs on the old one ends with it; its owner is told of another number. */
  const keep = async (portal: string, entry: Entry | undefined): Promise<string> => {
    const before = await referenceTo(db, portal, entry?.id ?? '');
    if (!entry || !before || !hasChanged(before, entry)) return await refer(db, portal, entry, clock());
    return await db.transaction().execute(async (tx) => {
      const now = clock();
      const id = await refer(tx, portal, entry, now);
      const named = portals.get(portal) ?? { id: portal, tenants: [], guests: false };
      const moves = before.emailKey !== emailKey(entry.email);
      if (hasOtherPhone(before, entry)) await followPhone(tx, named, { ...entry, id }, { from: before.phone, to: entry.phone, now, quietly: moves });
      if (!moves) return id;
      // The directory does not say since when: nothing rests.
      const change = { from: before.email, to: entry.email, actor: system, now, rests: false };
      await followAddress(tx, named, { id, identifier: entry.identifier }, change);
      return id;
    });
  };

  /** The account for an entry: in an embedded directory they are one; elsewhere the reference is kept, by two statements whatever was found (ALL-4). */
  const known = async (portal: string, entry: Entry | undefined): Promise<Account | undefined> => {
    if (directoryOf(portal).embedded) return entry && { ...entry, portal, directoryId: entry.id };
    const id = await keep(portal, entry);
    return entry && { ...entry, id, portal, directoryId: entry.id };
  };

  const entryOf = ({ directoryId, portal: _portal, ...account }: Account): Entry => ({ ...account, id: directoryId });

  const idIn = async (portal: string, accountId: string): Promise<string> =>
    directoryOf(portal).embedded ? accountId : ((await referenceOf(db, portal, accountId))?.directoryId ?? '');

  /** Done once, and found out where the answer was lost (DIR-4); what is kept in our own records is one with its act. */
  const once = async <T>(portal: string, act: string, looks: () => Promise<T | undefined>, acts: () => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    directoryOf(portal).embedded ? await acts() : await settle({ db, clock }, act, looks, acts);

  /** What hashes in this process waits for its turn; a directory elsewhere has its own limits. */
  const inTurn = async <T>(portal: string, from: string, acts: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    if (!directoryOf(portal).embedded) return await acts();
    const ran = await hashing.run(from, acts);
    return ran.ok ? ran.value : ran;
  };

  /** Whether a password opens an account by now. A directory that compares none is not asked: setting the same once more changes nothing. */
  const opens = async (directory: Directory, entry: Entry, password: string): Promise<Commit | undefined> =>
    directory.can.has('verify') && (await directory.verify(entry, password, 'lock')).ok ? async () => true : undefined;

  const committing =
    (account: Account, commit: Commit, act: string | undefined): AccountCommit =>
    async (tx, now) => {
      if (act !== undefined && !directoryOf(account.portal).embedded) await tx.deleteFrom('directoryAct').where('key', '=', act).execute();
      if (!(await commit(tx, now))) return undefined;
      // Sessions of ours that began under another password are over.
      await tx.updateTable('account').set({ sessionsFrom: now, updatedAt: now }).where('id', '=', account.id).execute();
      return { ...account, hasPassword: true, locked: false };
    };

  const closed = ({ disabled, privileged }: Account) => disabled || privileged;

  return {
    get: async (portal, id) => {
      const directory = directoryOf(portal);
      if (directory.embedded) return await known(portal, await directory.find({ id }));
      const reference = await referenceOf(db, portal, id);
      const entry = reference && (await directory.find({ id: reference.directoryId }));
      if (entry && hasChanged(reference, entry)) await keep(portal, entry);
      return entry && { ...entry, id, portal, directoryId: entry.id };
    },
    findByIdentifier: async (portal, identifier) => await known(portal, await directoryOf(portal).find({ identifier })),
    findByDirectoryId: async (portal, directoryId) => {
      const directory = directoryOf(portal);
      return directory.embedded ? undefined : await known(portal, await directory.find({ id: directoryId }));
    },
    search: async (portal, said, most) => {
      const entries = await directoryOf(portal).search?.(said, most);
      if (!entries) return undefined;
      const accounts: Account[] = [];
      for (const entry of entries) {
        const account = await known(portal, entry);
        if (account) accounts.push(account);
      }
      return accounts;
    },
    findByEmail: async (portal, email) => await known(portal, await directoryOf(portal).find({ email })),

    verify: async (portal, account, password, { past, from }) => {
      const verified = await inTurn(portal, from, async () => accept(await directoryOf(portal).verify(account && entryOf(account), password, past)));
      return verified.ok ? verified.value : { ok: false, why: 'busy' };
    },

    setPassword: async (account, password, act, from) => {
      if (closed(account)) return refuse({ key: 'directory.closed' });
      const directory = directoryOf(account.portal);
      const entry = entryOf(account);
      const written = await once(
        account.portal,
        act,
        () => opens(directory, entry, password),
        () => inTurn(account.portal, from, () => directory.setPassword(entry, password)),
      );
      return written.ok ? accept(committing(account, written.value, act)) : written;
    },

    accessPass: async (account, act) => {
      const { accessPass } = directoryOf(account.portal);
      if (closed(account)) return refuse({ key: 'directory.closed' });
      if (!accessPass) return refuse({ key: 'directory.elsewhere' });
      // A pass whose answer was lost is seen by nobody: another takes its place.
      const written = await once(
        account.portal,
        act,
        async () => undefined,
        () => accessPass(entryOf(account)),
      );
      return written.ok ? accept({ given: written.value, commit: committing(account, async () => true, act) }) : written;
    },

    changePassword: async (account, current, password, from) => {
      if (closed(account)) return refuse({ key: 'directory.closed' });
      const directory = directoryOf(account.portal);
      const entry = entryOf(account);
      const act = `change:${account.id}`;
      const written = await once(
        account.portal,
        act,
        () => opens(directory, entry, password),
        () => inTurn(account.portal, from, () => directory.changePassword(entry, current, password)),
      );
      return written.ok ? accept(committing(account, written.value, act)) : written;
    },

    create: async ({ portal, ...made }, password, act, from = 'nobody') => {
      const directory = directoryOf(portal);
      const looks = async () => {
        const entry = await directory.find({ email: made.email });
        if (!entry) return undefined;
        await directory.welcome(entry);
        // Made without a password, it has none yet, also where the directory does not say so.
        const hasPassword = entry.hasPassword && (password !== undefined || entry.signsIn !== undefined);
        return { entry: { ...entry, hasPassword }, commit: async () => true };
      };
      const acts = async () => {
        // An account without a password yet costs no hash.
        const created = password === undefined ? await directory.create(made, password) : await inTurn(portal, from, () => directory.create(made, password));
        if (created.ok) await directory.welcome(created.value.entry);
        return created;
      };
      const written = await once(portal, act, looks, acts);
      if (!written.ok) return written;
      const { entry, commit } = written.value;
      if (directory.embedded) return accept(async (tx, now) => ((await commit(tx, now)) ? { ...entry, portal, directoryId: entry.id } : undefined));
      return accept(async (tx, now) => {
        await tx.deleteFrom('directoryAct').where('key', '=', act).execute();
        return { ...entry, id: await refer(tx, portal, entry, now), portal, directoryId: entry.id };
      });
    },

    remove: async (tx, account, now) => {
      const directory = directoryOf(account.portal);
      await tx.deleteFrom('secondFactor').where('accountId', '=', account.id).execute();
      await tx.deleteFrom('recoveryCode').where('accountId', '=', account.id).execute();
      if (directory.embedded) return await (await directory.remove({ id: account.directoryId }))(tx, now);
      const job = { kind: 'removeAccount', portal: account.portal, directoryId: account.directoryId } as const;
      await enqueue(tx, secrets, job, { reason: `remove:${account.id}:${newId()}`, now, dueAt: now });
      return true;
    },

    end: async (portal, directoryId) => void (await directoryOf(portal).remove({ id: directoryId })),

    groupsOf: async (account) => {
      const directory = directoryOf(account.portal);
      return directory.embedded || !directory.can.has('groups') ? undefined : await directory.groupsOf({ id: account.directoryId });
    },
    join: async (portal, accountId, group) => await directoryOf(portal).join({ id: await idIn(portal, accountId) }, group),
    saysEnds: (portal) => directories.get(portal)?.can.has('passwordEnd') ?? false,
    ending: (portal, after, until) => notForEver(directoryOf(portal).ending(after, until)),
    endingOf: async (portal, directoryId) => {
      const entry = await directoryOf(portal).endingOf({ id: directoryId });
      return entry && (await known(portal, entry));
    },
    leave: async (portal, accountId, group) => await directoryOf(portal).leave({ id: await idIn(portal, accountId) }, group),

    membersOf: async (portal, group) => (await directoryOf(portal).membersOf(group)).map(({ email }) => email),
    inGroup: (portal, group) => notForEver(directoryOf(portal).inGroup(group)),
    amongGroups: async (portal, whose, groups) => {
      const directory = directoryOf(portal);
      const id = 'email' in whose ? (await directory.find(whose))?.id : await idIn(portal, whose.accountId);
      return id === undefined ? [] : await directory.amongGroups({ id }, groups);
    },
    managerOf: async (portal, accountId) => (await directoryOf(portal).managerOf({ id: await idIn(portal, accountId) }))?.email,
  };
}
