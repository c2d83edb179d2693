import type { z } from 'zod';
import type { Said } from '../../foundation/accountWords.ts';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import type { HttpSettings } from '../../portal/index.ts';
import { type Commit, type Directory, DirectoryMisconfigured, type Ending, type Entry, type Lookup, type NewEntry, type Verified } from '../../ports.ts';
import { createTurning, fewEnough } from '../bounds.ts';
import { keptEntry } from '../keptEntry.ts';
import { isCalled } from '../meant.ts';
import { isSaid } from '../said.ts';
import { inCatalogue, pathPart, toldOf } from '../service.ts';
import { createAsk, Refused } from './client.ts';
import * as contract from './contract.ts';

/** A directory behind a service of the operator's own, which keeps the contract of docs/directory-service.openapi.json (DIR-13). */
export function createHttpDirectory(settings: HttpSettings, tell: (message: string) => void): Directory {
  const ask = createAsk(settings);
  const catalogue = new Map(Object.entries(settings.groups?.catalogue ?? {}));
  const done: Outcome<Commit> = accept(async () => true);
  const closed = refuse({ key: 'directory.closed' });

  /** What the operator has to see to is told; refusals that nobody expected there are of that kind. */
  const asPort =
    <A extends unknown[], T>(act: (...given: A) => Promise<T>) =>
    (...given: A): Promise<T> =>
      toldOf(
        tell,
        (error) =>
          error instanceof Refused ? new DirectoryMisconfigured(`the service refused with ${error.problem} where the contract does not know it`) : error,
        () => act(...given),
      );

  const find = async (by: Lookup): Promise<Entry | undefined> => {
    const { account } = await ask('POST', '/accounts/find', contract.found, by);
    const entry = account ? entryOf(account) : undefined;
    if (!entry) return undefined;
    // The service may compare loosely. One account is only taken for another where we would say the same.
    const meant = 'id' in by ? entry.id === by.id : 'email' in by ? isCalled(entry, 'email', by.email) : isCalled(entry, 'identifier', by.identifier);
    return meant ? entry : undefined;
  };

  const search = async (said: Said, most: number): Promise<readonly Entry[]> => {
    if ('words' in said && said.words.length === 0) return [];
    const wanted = 'phone' in said ? { phone: said.phone } : { words: said.words };
    const { accounts } = await ask('POST', '/accounts/search', contract.several, { ...wanted, most });
    const entries = accounts.flatMap((account) => entryOf(account) ?? []);
    return entries.filter((entry) => isSaid(entry, said)).slice(0, most);
  };

  /** Does a write whose refusals the contract knows. */
  const writing = async (task: () => Promise<unknown>, refusals: Partial<Record<contract.ProblemName, Outcome<never>>>): Promise<Outcome<Commit>> => {
    try {
      await task();
      return done;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused =
        error.problem === 'password-refused' ? refuse({ key: `directory.password.${error.reason ?? 'refused'}`, field: 'password' }) : refusals[error.problem];
      if (!refused) throw error;
      return refused;
    }
  };

  const unlessGone = async <T>(task: () => Promise<T>, gone: T): Promise<T> => {
    try {
      return await task();
    } catch (error) {
      if (error instanceof Refused && error.problem === 'not-found') return gone;
      throw error;
    }
  };

  const named = (group: string): string => inCatalogue(catalogue, group);
  const among = async (id: string, groups: readonly string[]): Promise<readonly string[]> => {
    if (groups.length === 0) return [];
    const held = await unlessGone(() => ask('POST', `/accounts/${pathPart(id)}/groups`, contract.groupsHeld, { groups }), { groups: [] });
    return groups.filter((group) => held.groups.includes(group));
  };
  const membership = (method: 'PUT' | 'DELETE') =>
    asPort(async ({ id }: Pick<Entry, 'id'>, group: string) => {
      // Who is gone is in no group any more.
      await unlessGone(() => ask(method, `/groups/${pathPart(named(group))}/members/${pathPart(id)}`, undefined), undefined);
    });

  /** All pages of a list; the first has no cursor. Each is an operation of its own: together they may take longer than one may. */
  async function* pages<Page extends { readonly next: string | null }>(page: (cursor: string) => Promise<Page>): AsyncGenerator<Page> {
    const turning = createTurning('the service');
    for (let cursor: string | null = ''; cursor !== null; ) {
      turning(cursor);
      const shown: Page = await asPort(page)(cursor);
      yield shown;
      cursor = shown.next;
    }
  }

  /** The people in a group, named as the service names it. */
  async function* peopleIn(group: string): AsyncGenerator<readonly Entry[]> {
    const path = `/groups/${pathPart(group)}/members`;
    for await (const { members } of pages((cursor) => ask('GET', cursor === '' ? path : `${path}?${new URLSearchParams({ cursor })}`, contract.members)))
      yield members.flatMap((member) => entryOf(member) ?? []);
  }

  return {
    can: new Set(settings.can),
    embedded: false,

    find: asPort(find),
    ...(settings.can.includes('search') && { search: asPort(search) }),

    verify: asPort(async (entry: Entry | undefined, password: string): Promise<Verified> => {
      // Somebody who does not exist is compared too, so that it costs the same (ALL-4).
      const { result } = await ask('POST', `/accounts/${pathPart(entry?.id ?? '')}/verify`, contract.compared, { password: password.normalize('NFC') });
      if (result !== 'right') return { ok: false, why: result };
      return entry && password !== '' ? { ok: true, commit: async () => true } : { ok: false, why: 'wrong' };
    }),

    setPassword: asPort(({ id }: Entry, password: string) =>
      writing(() => ask('PUT', `/accounts/${pathPart(id)}/password`, undefined, { password: password.normalize('NFC') }), {
        closed,
        'not-found': refuse({ key: 'link.unknown' }),
      }),
    ),

    changePassword: asPort(({ id }: Entry, current: string, password: string) =>
      writing(() => ask('POST', `/accounts/${pathPart(id)}/password`, undefined, { current: current.normalize('NFC'), password: password.normalize('NFC') }), {
        closed,
        'not-found': refuse({ key: 'session.over' }),
        'wrong-password': refuse({ key: 'changePassword.current', field: 'current' }),
      }),
    ),

    create: asPort(async (made: NewEntry, password: string | undefined) => {
      let entry: Entry | undefined;
      const written = await writing(
        async () => {
          const { identifier, email, givenName, familyName, phone, entity } = made;
          const body = { identifier, email, givenName, familyName, phone, entity, ...(password !== undefined && { password: password.normalize('NFC') }) };
          entry = entryOf((await ask('POST', '/accounts', contract.made, body)).account);
        },
        { taken: refuse({ key: 'signUp.exists' }) },
      );
      if (!written.ok) return written;
      if (!entry || !isCalled(entry, 'email', made.email))
        throw new DirectoryMisconfigured('the service made an account and does not show it, or as none can be kept');
      return accept({ entry, commit: written.value });
    }),

    // The service gives new accounts what they need.
    welcome: async () => undefined,

    remove: asPort(async ({ id }: Pick<Entry, 'id'>): Promise<Commit> => {
      await unlessGone(() => ask('DELETE', `/accounts/${pathPart(id)}`, undefined), undefined);
      return async () => true;
    }),

    groupsOf: asPort(async ({ id }: Entry) => {
      const held = await among(id, [...catalogue.values()]);
      return [...catalogue].filter(([, name]) => held.includes(name)).map(([group]) => group);
    }),
    join: membership('PUT'),
    leave: membership('DELETE'),

    membersOf: async (group: string) => {
      const people: Entry[] = [];
      for await (const page of peopleIn(group)) {
        people.push(...page);
        await asPort(async () => fewEnough(people.length, group))();
      }
      return people.filter(({ disabled }) => !disabled);
    },
    async *inGroup(id) {
      yield* peopleIn(named(id));
    },

    amongGroups: asPort(async ({ id }: Pick<Entry, 'id'>, groups: readonly string[]) =>
      groups.length > 0 && (await find({ id }))?.disabled === false ? await among(id, groups) : [],
    ),

    managerOf: asPort(async ({ id }: Pick<Entry, 'id'>) => {
      const { account } = await unlessGone(() => ask('GET', `/accounts/${pathPart(id)}/manager`, contract.found), { account: null });
      const entry = account ? entryOf(account) : undefined;
      return entry?.disabled ? undefined : entry;
    }),

    async *ending(after, until) {
      const within = { after: new Date(after).toISOString(), until: new Date(until).toISOString() };
      for await (const { endings } of pages((cursor) => ask('GET', `/passwords/ending?${new URLSearchParams({ ...within, cursor })}`, contract.endings)))
        yield endings.map(({ id, passwordEndsAt }): Ending => ({ id, passwordEndsAt: Date.parse(passwordEndsAt) }));
    },
    endingOf: asPort(async ({ id }: Pick<Entry, 'id'>) => {
      const entry = await find({ id });
      return entry && entry.passwordEndsAt !== null && !entry.disabled && !entry.privileged ? entry : undefined;
    }),
    close: async () => undefined,
  };
}

const entryOf = ({ passwordEndsAt, ...shown }: z.output<typeof contract.account>): Entry | undefined =>
  keptEntry({ ...shown, passwordEndsAt: passwordEndsAt === null ? null : Date.parse(passwordEndsAt) });
