import type { Said } from '../../foundation/accountWords.ts';
import { minute } from '../../foundation/clock.ts';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import type { GraphSettings } from '../../portal/index.ts';
import {
  type AccessPass,
  type Commit,
  type Directory,
  DirectoryMisconfigured,
  DirectoryUnavailable,
  type Entry,
  type Lookup,
  type NewEntry,
} from '../../ports.ts';
import { createTurning } from '../bounds.ts';
import type { KeptToken } from '../keptToken.ts';
import { passwordRefusal } from '../passwordRefusal.ts';
import { comparesNone, inCatalogue, toldOf } from '../service.ts';
import { GraphRefusal, textOf } from './answers.ts';
import { createGraphClient, type Exchange } from './client.ts';
import { createGroups, type Held } from './groups.ts';
import { createNewcomers } from './newcomers.ts';
import { look, orNothing, personOf, search, selected, userPath } from './people.ts';
import { createGraphTokens } from './tokens.ts';

/**
 * Microsoft Entra through Microsoft Graph, as an application of its own. Graph compares no passwords, and tells neither locks nor when passwords end. Nothing
 * is asked before it is needed. `tell` is given what an operator has to know.
 */
export function createGraphDirectory(settings: GraphSettings, tell: (message: string) => void, tokens: KeptToken = createGraphTokens(settings)): Directory {
  const client = createGraphClient(settings, tokens);
  const groups = createGroups(settings, client.url);
  const catalogue = new Map(Object.entries(settings.groups?.catalogue ?? {}));
  const done = accept<Commit>(async () => true);

  /** What Graph refuses, beyond what was expected, is for the operator. */
  const asPort =
    <A extends unknown[], T>(act: (exchange: Exchange, ...given: A) => Promise<T>) =>
    (...given: A): Promise<T> =>
      toldOf(
        tell,
        (error) =>
          error instanceof GraphRefusal
            ? new DirectoryMisconfigured(`Graph refused (${[error.status, error.code].filter(Boolean).join(' ')}): ${error.message}`)
            : error,
        () => act(client.begin(), ...given),
      );

  const newcomers = createNewcomers(settings, groups, (exchange, by) => look(exchange, settings, by, tell), tell);
  const find = async (exchange: Exchange, by: Lookup): Promise<Entry | undefined> => {
    const entry = await look(exchange, settings, by, tell);
    if (!entry && 'id' in by) newcomers.awaited(by.id);
    return entry;
  };

  /** Who has a directory role, or is in a group that the profile names, is left alone, and the operator hears of it (DIR-15). */
  const isGuarded = (entry: Entry, held: Held | undefined): boolean => {
    const guarded = held === undefined || held.hasRole || settings.privileged.some((group) => held.groups.has(group));
    if (guarded && held) tell(`${entry.identifier} is privileged: its password and groups are not touched from here`);
    return guarded;
  };
  /** An account with what it is in: two reads in one request. */
  const both = async (exchange: Exchange, id: string) => {
    const [entry, held] = await Promise.all([find(exchange, { id }), groups.heldBy(exchange, id)]);
    return { entry, held };
  };
  const unguarded = (entry: Entry, held: Held | undefined, what: string): void => {
    if (isGuarded(entry, held)) throw new DirectoryMisconfigured(`${entry.identifier} is privileged: ${what} from here`);
  };

  const endSessions = async (exchange: Exchange, id: string): Promise<void> => {
    await exchange(`${userPath(id)}/revokeSignInSessions`, { method: 'POST', needs: 'User.RevokeSessions.All' });
  };

  /** What is set or given stands: what an operator has to mend of this is told to them, and to nobody else. */
  const endSessionsAfter = async (exchange: Exchange, { id, identifier }: Entry): Promise<void> => {
    try {
      await endSessions(exchange, id);
    } catch (error) {
      if (!(error instanceof DirectoryMisconfigured || error instanceof GraphRefusal)) throw error;
      tell(`${identifier} has another way to sign in, and the sign-in sessions go on: ${error.message}`);
    }
  };

  const noPasswords = comparesNone('Microsoft Graph');

  return {
    can: new Set([
      'setPassword',
      'remove',
      'manager',
      ...(settings.create?.as === 'member' ? (['create'] as const) : []),
      ...(settings.create?.as === 'guest' ? (['guests'] as const) : []),
      ...(settings.groups ? (['groups'] as const) : []),
    ]),
    embedded: false,

    find: asPort(find),
    search: asPort((exchange, said: Said, most: number) => search(exchange, settings, said, most)),

    verify: noPasswords,
    changePassword: noPasswords,

    setPassword: asPort(async (exchange, { id }: Entry, password: string) => {
      const { entry, held } = await both(exchange, id);
      if (!entry) return refuse({ key: 'link.unknown' });
      if (entry.disabled || isGuarded(entry, held)) return refuse({ key: 'directory.closed' });
      if (entry.signsIn) return refuse({ key: 'directory.elsewhere' });
      try {
        const secret = password.normalize('NFC');
        const passwordProfile = { password: secret, forceChangePasswordNextSignIn: false };
        await exchange(userPath(id), { method: 'PATCH', body: { passwordProfile }, needs: 'User-PasswordProfile.ReadWrite.All', secret });
      } catch (error) {
        if (error instanceof GraphRefusal && error.status === 400 && /password/i.test(error.message)) return passwordRefusal(error.message);
        throw error;
      }
      await endSessionsAfter(exchange, entry);
      return done;
    }),

    accessPass: asPort(async (exchange, { id }: Entry): Promise<Outcome<AccessPass>> => {
      const { entry, held } = await both(exchange, id);
      const { accessPass } = settings.passwords;
      if (!entry) return refuse({ key: 'link.unknown' });
      if (entry.disabled || isGuarded(entry, held)) return refuse({ key: 'directory.closed' });
      if (entry.signsIn !== 'accessPass' || !accessPass) return refuse({ key: 'directory.elsewhere' });
      const body = { lifetimeInMinutes: accessPass.minutes, isUsableOnce: true };
      const path = `${userPath(id)}/authentication/temporaryAccessPassMethods`;
      const given = await exchange(path, { method: 'POST', body, needs: 'UserAuthMethod-TAP.ReadWrite.All' });
      const pass = textOf(given, 'temporaryAccessPass');
      if (pass === null) throw new DirectoryMisconfigured('Graph gave an access pass and does not show it');
      await endSessionsAfter(exchange, entry);
      return accept({ pass, lives: accessPass.minutes * minute });
    }),

    create: asPort(async (exchange, wanted: NewEntry, password: string | undefined): Promise<Outcome<{ readonly entry: Entry; readonly commit: Commit }>> => {
      const made = await newcomers.make(exchange, wanted, password?.normalize('NFC'));
      return made.ok ? accept({ entry: made.value, commit: async () => true }) : made;
    }),

    welcome: asPort((exchange, { id }: Pick<Entry, 'id'>) => newcomers.welcome(exchange, id)),

    remove: asPort(async (exchange, { id }: Pick<Entry, 'id'>): Promise<Commit> => {
      const { entry, held } = await both(exchange, id);
      if (!entry) return async () => true;
      unguarded(entry, held, 'it is not ended');
      for (const group of catalogue.values()) if (held?.groups.has(group)) await groups.remove(exchange, group, id);
      if (settings.remove === 'delete') await orNothing(exchange(userPath(id), { method: 'DELETE', needs: 'User.ReadWrite.All' }));
      else {
        if (!entry.disabled) await exchange(userPath(id), { method: 'PATCH', body: { accountEnabled: false }, needs: 'User.EnableDisableAccount.All' });
        // Those that were open would last for another hour.
        await endSessions(exchange, id);
      }
      return async () => true;
    }),

    groupsOf: asPort(async (exchange, { id }: Entry) => {
      const held = catalogue.size === 0 ? undefined : await groups.heldBy(exchange, id);
      return [...catalogue].filter(([, group]) => held?.groups.has(group)).map(([name]) => name);
    }),

    join: asPort(async (exchange, { id }: Pick<Entry, 'id'>, name: string) => {
      const group = inCatalogue(catalogue, name);
      const { entry, held } = await both(exchange, id);
      if (!entry) {
        if (await newcomers.isGone(exchange, id)) return;
        throw new DirectoryUnavailable(`${id} is not shown by Graph: a new account may take some minutes`);
      }
      unguarded(entry, held, 'its groups are not touched');
      await groups.add(exchange, group, id);
    }),

    leave: asPort(async (exchange, { id }: Pick<Entry, 'id'>, name: string) => {
      const group = inCatalogue(catalogue, name);
      const { entry, held } = await both(exchange, id);
      // Who is gone is in no group any more.
      if (!entry) return;
      unguarded(entry, held, 'its groups are not touched');
      await groups.remove(exchange, group, id);
    }),

    membersOf: asPort(async (exchange, group: string) => (await groups.members(exchange, group)).filter(({ disabled }) => !disabled)),

    async *inGroup(id) {
      // Each page is an operation of its own: together they may take longer than one may.
      const turning = createTurning('Graph');
      for (let at: string | undefined, first = true; first || at !== undefined; first = false) {
        turning(at ?? '');
        const page: Awaited<ReturnType<typeof groups.page>> = await asPort((exchange) => groups.page(exchange, inCatalogue(catalogue, id), at))();
        yield page.people;
        at = page.next;
      }
    },

    amongGroups: asPort(async (exchange, { id }: Pick<Entry, 'id'>, names: readonly string[]) => {
      if (names.length === 0) return [];
      const { entry, held } = await both(exchange, id);
      return entry && !entry.disabled ? names.filter((name) => held?.groups.has(name.toLowerCase())) : [];
    }),

    managerOf: asPort(async (exchange, { id }: Pick<Entry, 'id'>) => {
      const shown = await orNothing(exchange(`${userPath(id)}/manager?$select=${selected(settings)}`));
      const entry = shown && personOf(shown, settings);
      return entry?.disabled ? undefined : entry;
    }),

    async *ending() {},
    endingOf: async () => undefined,
    close: async () => undefined,
  };
}
