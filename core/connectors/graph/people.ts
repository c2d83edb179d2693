import { randomBytes } from 'node:crypto';
import type { Said } from '../../foundation/accountWords.ts';
import type { GraphSettings } from '../../portal/index.ts';
import type { Entry, Lookup, NewEntry } from '../../ports.ts';
import { keptEntry } from '../keptEntry.ts';
import { idAs, isCalled, theOne } from '../meant.ts';
import { isSaid } from '../said.ts';
import { shortName, valueBy } from '../shortNames.ts';
import { hasInvisible, shownText } from '../shownText.ts';
import { GraphRefusal, type Resource, textOf } from './answers.ts';
import type { Exchange } from './client.ts';
import { pageOf } from './pages.ts';

const always = 'id,userPrincipalName,mail,displayName,givenName,surname,accountEnabled,creationType,onPremisesSyncEnabled';

/** What is asked for of a person: Graph gives little by itself. */
export const selected = ({ people }: GraphSettings): string =>
  [...new Set([...always.split(','), people.identifier, people.email, people.phone, people.entity])].filter((name) => name !== undefined).join(',');

/** The address of a person. Ids are GUIDs: Graph would take another text for a user name, or for part of a path. */
export const userPath = (id: string): string => `/users/${/^[0-9a-f-]{36}$/i.test(id) ? id : '00000000-0000-0000-0000-000000000000'}`;

/** The first of a property's texts. */
const first = (resource: Resource, property: string | undefined): string | null => {
  const value = property === undefined ? undefined : resource[property];
  return property === undefined ? null : textOf(Array.isArray(value) ? { [property]: value[0] } : resource, property);
};

/** What Graph tells of a person; undefined where they have no address, since nothing could be mailed to them. */
export function personOf(resource: Resource, settings: GraphSettings): Entry | undefined {
  const { people } = settings;
  const [id, identifier, email] = [textOf(resource, 'id'), first(resource, people.identifier), first(resource, people.email)];
  if (id === null || identifier === null || email === null) return undefined;
  const [givenName, familyName] = [shownText(textOf(resource, 'givenName')), shownText(textOf(resource, 'surname'))];
  return keptEntry({
    id: idAs(id),
    identifier,
    email,
    // Of a guest there is often no more than the name that is shown.
    givenName: givenName ?? (familyName === null ? (textOf(resource, 'displayName') ?? '') : ''),
    familyName: familyName ?? '',
    phone: first(resource, people.phone)?.replace(/[-.\s()]/g, '') ?? null,
    entity: first(resource, people.entity),
    // What Graph does not tell: whether there is a password, or a lock. Who has a directory role is seen before each write.
    hasPassword: true,
    locked: false,
    disabled: resource.accountEnabled !== true,
    privileged: false,
    passwordEndsAt: null,
    ...signingIn(resource, settings),
  });
}

/** Passwords that another organisation, another identity provider or a synchronised Active Directory keeps, and what is given in their place. */
function signingIn(resource: Resource, { passwords }: GraphSettings): Pick<Entry, 'signsIn'> {
  const { accessPass, federated, writeback } = passwords;
  const name = (textOf(resource, 'userPrincipalName') ?? '').toLowerCase();
  // Microsoft gives guests no pass.
  if (name.includes('#ext#') || textOf(resource, 'creationType') === 'Invitation') return { signsIn: 'elsewhere' };
  const isKept = (resource.onPremisesSyncEnabled === true && !writeback) || federated.includes(name.slice(name.lastIndexOf('@') + 1));
  if (accessPass && (isKept || accessPass.instead)) return { signsIn: 'accessPass' };
  return isKept ? { signsIn: 'elsewhere' } : {};
}

/** A value in a filter, which nothing within can end: a quote is doubled (OData 4.01, 5.1.1.6.1). */
const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** One request, whatever is found (ALL-4). `tell` is given what an operator has to know. */
export async function look(exchange: Exchange, settings: GraphSettings, by: Lookup, tell: (message: string) => void): Promise<Entry | undefined> {
  if ('id' in by) return await lookById(exchange, settings, by.id);
  const { people } = settings;
  const what = 'email' in by ? 'email' : 'identifier';
  const typed = ('email' in by ? by.email : by.identifier).trim();
  const wanted = what === 'email' ? typed : shortName(typed, people.domains);
  const value = wanted === '' || hasInvisible(wanted) ? '-' : wanted;
  const property = people[what];
  const advanced = property === 'onPremisesSamAccountName';
  const query = new URLSearchParams({ $filter: called(property, value), $select: selected(settings), $top: '5', ...(advanced && { $count: 'true' }) });
  const answer = await exchange(`/users?${query}`, { advanced });
  const meant = peopleIn(answer, settings).filter((entry) => isCalled(entry, what, wanted));
  return theOne(
    meant.map((entry) => ({ entry })),
    tell,
  )?.entry;
}

/** Those who are said so: one request. Graph looks for the words of names by the index of its search, and knows accents and capitals as one. */
export async function search(exchange: Exchange, settings: GraphSettings, said: Said, most: number): Promise<Entry[]> {
  const { phone } = settings.people;
  const asked =
    'phone' in said
      ? phone !== undefined && { $filter: [said.phone, said.spelt].map((number) => called(phone, number)).join(' or ') }
      : said.words.length > 0 && { $search: said.words.map((word) => `"displayName:${word.replace(/["\\]/g, ' ')}"`).join(' AND ') };
  if (!asked) return [];
  const query = new URLSearchParams({ ...asked, $select: selected(settings), $top: String(most), $count: 'true' });
  return peopleIn(await exchange(`/users?${query}`, { advanced: true }), settings).filter((entry) => isSaid(entry, said));
}

const peopleIn = (answer: Resource, settings: GraphSettings): Entry[] => pageOf(answer).values.flatMap((resource) => personOf(resource, settings) ?? []);

/** A condition on a property that has one text, or several. */
const called = (property: string, value: string): string =>
  property === 'otherMails' || property === 'businessPhones' ? `${property}/any(one:one eq ${quoted(value)})` : `${property} eq ${quoted(value)}`;

async function lookById(exchange: Exchange, settings: GraphSettings, id: string): Promise<Entry | undefined> {
  const resource = await orNothing(exchange(`${userPath(id)}?$select=${selected(settings)}`));
  const entry = resource && personOf(resource, settings);
  return entry?.id === idAs(id) ? entry : undefined;
}

/** Undefined where there is no such object. */
export async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GraphRefusal && error.status === 404) return undefined;
    throw error;
  }
}

/** The name that is shown of a new account. */
export const displayName = ({ givenName, familyName, email }: NewEntry): string => `${givenName} ${familyName}`.trim() || email;

/** A new account of the tenant's own. `local`: its user name before the @. */
export function memberOf(made: NewEntry, local: string, password: string | undefined, settings: GraphSettings): Resource {
  const { create, people } = settings;
  if (create?.as !== 'member') throw new Error('Only the accounts of members are made with a user name.');
  const phone = people.phone === undefined || made.phone === null ? {} : { [people.phone]: people.phone === 'businessPhones' ? [made.phone] : made.phone };
  return {
    accountEnabled: true,
    displayName: displayName(made),
    ...(made.givenName !== '' && { givenName: made.givenName }),
    ...(made.familyName !== '' && { surname: made.familyName }),
    mailNickname: local,
    userPrincipalName: `${local}@${create.domain}`,
    mail: made.email,
    ...(people.email === 'otherMails' && { otherMails: [made.email] }),
    ...phone,
    ...(people.entity !== undefined && made.entity !== null && { [people.entity]: made.entity }),
    ...Object.fromEntries(Object.entries(create.attributes).map(([name, pattern]) => [name, valueBy(pattern, made)])),
    // Graph wants one: until the owner sets theirs, one that nobody knows.
    passwordProfile: { password: password ?? `${randomBytes(24).toString('base64url')}aA1!`, forceChangePasswordNextSignIn: false },
  };
}
