import type { Client, Filter, Entry as LdapEntry, SearchOptions } from 'ldapts';
import type { Millis } from '../../foundation/clock.ts';
import type { Ability, Entry, Verified } from '../../ports.ts';
import type { Aging } from './aging.ts';

/** What a directory's own attributes say of an account. */
export type State = Pick<Entry, 'hasPassword' | 'locked' | 'disabled' | 'privileged' | 'passwordEndsAt'> & { readonly mustChange: boolean };

/** A password that is written. */
export type Writing = { readonly name: string; readonly password: string; readonly state: State };

/** Why a bind failed, of the port's words. */
export type BindFailure = Extract<Verified, { ok: false }>['why'];

/** Those who count as people: where they are, by which filter, and what is read of them. */
export type Persons = { readonly base: string; readonly filter: Filter; readonly options: SearchOptions };

/** What differs between the directories that speak LDAP. */
export type Flavour = {
  /** The immutable id of an entry. */
  readonly idAttribute: string;
  readonly idIsBinary: boolean;
  /** Beside the profile's filter: what counts as a person. */
  readonly extra: readonly string[];
  /** Asked with the connection of each look, before it. */
  beforeLook?(client: Client): Promise<void>;
  readonly aging: Aging;
  /** The attributes that a state is read from. */
  readonly stateAttributes: readonly string[];
  /** What it can do without being asked to in the profile. */
  readonly can: readonly Ability[];
  idOf(entry: LdapEntry): string;
  idFilter(id: string): Filter | undefined;
  stateOf(entry: LdapEntry, now: Millis): State;
  /** Further attributes under which somebody may type their identifier. */
  readonly alsoKnownAs: readonly string[];
  /** What finds names beyond their beginnings as they are written, such as without accents. */
  alike(people: { readonly givenName: string; readonly familyName: string }, word: string): readonly Filter[];
  whyRefused(error: unknown): BindFailure;
  /** The groups of `among` that an entry is in, directly or through others. */
  groupsOf(client: Client, name: string, groups: { base: string; member: string }, among: readonly string[]): Promise<string[]>;
  /** The people in a group, directly or through others: at most one more than `most`. */
  membersOf(client: Client, group: string, persons: Persons, member: string, most: number): Promise<LdapEntry[]>;
  /** The people whom a group has itself, page by page. */
  inGroup(client: Client, group: string, persons: Persons, member: string): AsyncIterable<LdapEntry[]>;
  /** Sets a password as an administrator does, lifts locks and what must be changed. Throws what the directory refuses. */
  reset(client: Client, writing: Writing): Promise<void>;
  /** Changes a password with the old one. */
  change(client: Client, name: string, current: string, password: string): Promise<void>;
  /** The attributes of a new account's password: none yet where it is undefined. */
  passwordOf(password: string | undefined): Record<string, string | Buffer>;
  disable(client: Client, entry: LdapEntry, name: string): Promise<void>;
};
