import { AndFilter, type Client, EqualityFilter, type Filter, FilterParser, type Entry as LdapEntry, OrFilter, SubstringFilter } from 'ldapts';
import type { Said } from '../../foundation/accountWords.ts';
import type { Clock, Millis } from '../../foundation/clock.ts';
import { emailKey, identifierKey } from '../../foundation/identifiers.ts';
import type { LdapSettings } from '../../portal/index.ts';
import type { Ending, Entry, Lookup } from '../../ports.ts';
import { keptEntry } from '../keptEntry.ts';
import { isSaid } from '../said.ts';
import { shortName } from '../shortNames.ts';
import { endingWithin } from './aging.ts';
import type { Flavour, Persons, State } from './flavour.ts';
import { isBelow } from './names.ts';
import { textOf } from './values.ts';

/** How many accounts come at once where many are looked at. */
const perPage = 500;

/** Somebody as the directory has them. `name` is their distinguished name. */
export type Found = { readonly entry: Entry; readonly name: string; readonly state: State; readonly raw: LdapEntry };

/** Finding people in a directory. */
export type People = {
  readonly persons: Persons;
  /** What an entry says of somebody. Undefined where they have no address, or what is said of them cannot be kept; the operator hears of the latter. */
  read(raw: LdapEntry): Found | undefined;
  /** One search, whatever is found (ALL-4). */
  look(client: Client, by: Lookup): Promise<Found | undefined>;
  /** Those who are said so, `most` at most: each word begins one of their names. */
  search(client: Client, said: Said, most: number): Promise<Entry[]>;
  /** Those whose passwords end after one instant and not after another, page by page; without those whose owners are told nothing. */
  ending(client: Client, after: Millis, until: Millis): AsyncGenerator<Ending[]>;
};

/** Looks for nobody yet. `tell` is given what an operator has to know. */
export function createPeople({ people }: LdapSettings, flavour: Flavour, clock: Clock, tell: (message: string) => void): People {
  const attributes = [
    ...new Set([
      flavour.idAttribute,
      people.identifier,
      people.email,
      people.givenName,
      people.familyName,
      ...[people.phone, people.entity, people.manager].filter((name) => name !== undefined),
      ...flavour.alsoKnownAs,
      ...flavour.stateAttributes,
    ]),
  ];
  const persons = {
    base: people.base,
    filter: new AndFilter({ filters: [...flavour.extra, people.filter].map((filter) => FilterParser.parseString(filter)) }),
    options: { attributes, explicitBufferAttributes: flavour.idIsBinary ? [flavour.idAttribute] : [] },
  };

  const found = async (client: Client, filters: readonly Filter[], sizeLimit: number): Promise<LdapEntry[]> => {
    await flavour.beforeLook?.(client);
    const filter = new AndFilter({ filters: [persons.filter, ...filters] });
    return (await client.search(persons.base, { scope: 'sub', filter, ...persons.options, sizeLimit })).searchEntries;
  };

  const filterOf = (by: Lookup): Filter | undefined => {
    if ('id' in by) return flavour.idFilter(by.id);
    if ('email' in by) return equal(people.email, by.email.trim());
    const typed = by.identifier.trim();
    if (typed === '') return undefined;
    if (!isShort(people)) return equal(people.identifier, typed);
    return new OrFilter({
      filters: [equal(people.identifier, shortName(typed, people.domains)), ...flavour.alsoKnownAs.map((attribute) => equal(attribute, typed))],
    });
  };

  /** Directories compare loosely («é» is «e» to some). One account is only taken for another where we would say the same. */
  const isMeant = (by: Lookup, raw: LdapEntry, { identifier, email }: Entry): boolean => {
    if ('id' in by) return true;
    if ('email' in by) return emailKey(email) === emailKey(by.email);
    const key = identifierKey(by.identifier);
    const names = [identifier, ...flavour.alsoKnownAs.map((attribute) => textOf(raw, attribute) ?? '')].map(identifierKey);
    return names.includes(key) || identifierKey(identifier) === identifierKey(shortName(by.identifier.trim(), people.domains));
  };

  const filtersOf = (said: Said): readonly Filter[] => {
    if (!('phone' in said)) return said.words.map((word) => new OrFilter({ filters: [...begins(word), ...flavour.alike(people, word)] }));
    const { phone } = people;
    return phone === undefined ? [] : [new OrFilter({ filters: [said.phone, said.spelt].map((number) => equal(phone, number)) })];
  };

  const begins = (word: string): readonly Filter[] =>
    [people.givenName, people.familyName, people.identifier].map((attribute) => new SubstringFilter({ attribute, initial: word }));

  const read = (raw: LdapEntry): Found | undefined => {
    const text = (attribute: string | undefined) => (attribute === undefined ? null : textOf(raw, attribute));
    const [id, identifier, email] = [flavour.idOf(raw), textOf(raw, people.identifier), textOf(raw, people.email)];
    // Who has no address cannot prove a mailbox, so there is nothing that they could be helped with.
    if (id === '' || identifier === null || email === null) return undefined;
    const state = flavour.stateOf(raw, clock());
    const disabled = state.disabled || people.closed.some((place) => isBelow(raw.dn, place));
    const { mustChange: _, ...shown } = state;
    const names = { givenName: text(people.givenName) ?? '', familyName: text(people.familyName) ?? '' };
    const entry = keptEntry({ id, identifier, email, ...names, phone: text(people.phone), entity: text(people.entity), ...shown, disabled });
    // Of two addresses in one, each mail would go to both.
    if (!entry) tell(`${raw.dn}: ${people.email} is no single address, or ${people.identifier} has signs that nobody sees; the account is passed over`);
    return entry && { entry, name: raw.dn, state, raw };
  };

  return {
    persons,
    read,

    look: async (client, by) => {
      const [raw, second] = await found(client, [filterOf(by) ?? equal(people.identifier, '-')], 2);
      if (raw && second) tell(`two accounts answer to what one was looked for by: ${raw.dn} and ${second.dn}`);
      const one = raw && !second ? read(raw) : undefined;
      return one && isMeant(by, one.raw, one.entry) ? one : undefined;
    },

    search: async (client, said, most) => {
      const filters = filtersOf(said);
      if (filters.length === 0) return [];
      const entries = (await found(client, filters, most)).flatMap((raw) => read(raw)?.entry ?? []);
      // Not every server keeps to the limit.
      return entries.filter((entry) => isSaid(entry, said)).slice(0, most);
    },

    ending: async function* (client, after, until) {
      const filter = endingWithin(flavour.aging, await flavour.aging.ages(client), after, until);
      if (!filter) return;
      const { base, options, filter: isPerson } = persons;
      const pages = client.searchPaginated(base, {
        scope: 'sub',
        filter: new AndFilter({ filters: [isPerson, filter] }),
        ...options,
        paged: { pageSize: perPage },
      });
      for await (const { searchEntries } of pages)
        yield searchEntries.flatMap((raw) => {
          const entry = read(raw)?.entry;
          const endsAt = entry && !entry.disabled && !entry.privileged ? entry.passwordEndsAt : null;
          return entry && endsAt !== null && endsAt > after && endsAt <= until ? [{ id: entry.id, passwordEndsAt: endsAt }] : [];
        });
    },
  };
}

/** Whether people are known by a short name, and not by their address. */
export const isShort = ({ identifier, email }: LdapSettings['people']): boolean => identifier.toLowerCase() !== email.toLowerCase();

const equal = (attribute: string, value: string): Filter => new EqualityFilter({ attribute, value });
