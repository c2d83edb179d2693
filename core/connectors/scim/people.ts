import type { Said } from '../../foundation/accountWords.ts';
import type { ScimSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, type Entry, type Lookup, type NewEntry } from '../../ports.ts';
import { keptEntry } from '../keptEntry.ts';
import { idAs, isCalled, theOne } from '../meant.ts';
import { isSaid, spellings } from '../said.ts';
import { pathPart } from '../service.ts';
import { shortName, valueBy } from '../shortNames.ts';
import { anyOf, beginning, equal, filtered, inside, type Resource, textAt, withText } from './attributes.ts';
import { type Exchange, ScimRefusal } from './client.ts';
import { listed } from './pages.ts';

/** A person as the service shows them, and as the port does. */
export type Found = { readonly entry: Entry; readonly resource: Resource };

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** A resource's path by its id. */
export const pathOf = (kind: 'Users' | 'Groups', id: string): string => `/${kind}/${pathPart(id)}`;

/** What the service's answer tells of a person; undefined where they have no address, since nothing could be mailed to them. */
export function personOf(resource: Resource, { people }: ScimSettings): Found | undefined {
  const text = (path: string | undefined) => (path === undefined ? null : textAt(resource, path));
  const [id, identifier, email] = [textAt(resource, 'id'), text(people.identifier), text(people.email)];
  if (id === null || identifier === null || email === null) return undefined;
  const entry = keptEntry({
    id: idAs(id),
    identifier,
    email,
    givenName: text(people.givenName) ?? '',
    familyName: text(people.familyName) ?? '',
    // Numbers are written as RFC 3966 has it: tel:+33-1-23-45-67-89.
    phone: text(people.phone)?.replace(/^tel:|[-.\s()]/gi, '') ?? null,
    entity: text(people.entity),
    // What SCIM does not tell: whether there is a password, a lock, or a right beyond others.
    hasPassword: true,
    locked: false,
    disabled: ['false', '0'].includes(String(inside(resource, 'active')).toLowerCase()),
    privileged: false,
    passwordEndsAt: null,
  });
  return entry && { entry, resource };
}

/** One request, whatever is found (ALL-4). `tell` is given what an operator has to know. */
export async function look(exchange: Exchange, settings: ScimSettings, by: Lookup, tell: (message: string) => void): Promise<Found | undefined> {
  if ('id' in by) return await lookById(exchange, settings, by.id);
  const { people } = settings;
  const typed = ('email' in by ? by.email : by.identifier).trim();
  const path = 'email' in by ? people.email : people.identifier;
  const value = 'email' in by ? typed : shortName(typed, people.domains);
  const { resources, total } = await answering(exchange, filtered(path), value || '-');
  const meant = resources
    .flatMap((resource) => personOf(resource, settings) ?? [])
    .filter(({ entry }) => isCalled(entry, 'email' in by ? 'email' : 'identifier', value));
  if (meant.length === 0 && total > 2)
    throw new DirectoryMisconfigured(`the service does not look at the filter ${filtered(path)} eq "…": name another attribute`);
  if (meant.length === 0 && resources.length > 1) tell(`the service answers the filter ${filtered(path)} eq "…" with others: does it look at it?`);
  const one = theOne(meant, tell);
  return value === '' ? undefined : one;
}

/** Those who are said so: one request. */
export async function search(exchange: Exchange, settings: ScimSettings, said: Said, most: number): Promise<Entry[]> {
  const { people } = settings;
  const { phone } = people;
  const begins = (word: string) =>
    [people.givenName, people.familyName, people.identifier]
      .flatMap((path) => spellings(word).map((spelling) => beginning(filtered(path), spelling)))
      .join(' or ');
  const filter =
    'phone' in said ? phone !== undefined && anyOf(filtered(phone), [said.phone, said.spelt]) : said.words.map((word) => `(${begins(word)})`).join(' and ');
  if (!filter) return [];
  const { resources } = await listed(exchange, '/Users', { filter, count: String(most) });
  return resources
    .flatMap((resource) => personOf(resource, settings)?.entry ?? [])
    .filter((entry) => isSaid(entry, said))
    .slice(0, most);
}

/** Those who answer to a value. Services that do not read a quote or a backslash in a filter have nobody who is named so. */
async function answering(exchange: Exchange, path: string, value: string): ReturnType<typeof listed> {
  try {
    return await listed(exchange, '/Users', { filter: either(path, value), count: '2' });
  } catch (error) {
    if (error instanceof ScimRefusal && error.scimType === 'invalidFilter' && /["\\]/.test(value)) return { resources: [], total: 0 };
    throw error;
  }
}

/** Names and addresses are the same in any case (RFC 7643, 4.1), which not every service knows: what is typed in capitals is looked for in small letters too. */
const either = (path: string, value: string): string => [...new Set([value, value.toLowerCase()])].map((spelling) => equal(path, spelling)).join(' or ');

/** One person by their id: one request. */
export async function lookById(exchange: Exchange, settings: ScimSettings, id: string): Promise<Found | undefined> {
  try {
    const found = personOf(await exchange(pathOf('Users', id)), settings);
    return found?.entry.id === idAs(id) ? found : undefined;
  } catch (error) {
    // Not there, or no id of this service's form.
    if (error instanceof ScimRefusal && (error.status === 404 || error.status === 400)) return undefined;
    throw error;
  }
}

/** The resource of a new account. */
export function resourceOf(made: NewEntry, password: string | undefined, { people, create }: ScimSettings): Resource {
  const texts: Record<string, string | null> = {
    userName: made.identifier,
    [people.identifier]: made.identifier,
    [people.email]: made.email,
    [people.givenName]: made.givenName,
    [people.familyName]: made.familyName,
    ...(people.phone !== undefined && { [people.phone]: made.phone }),
    ...(people.entity !== undefined && { [people.entity]: made.entity }),
  };
  for (const [path, pattern] of Object.entries(create?.attributes ?? {})) texts[path] = valueBy(pattern, made);
  const bare: Resource = { schemas: [userSchema], active: true, ...(password !== undefined && { password }) };
  return Object.entries(texts).reduce<Resource>((resource, [path, text]) => (text ? withText(resource, path, text) : resource), bare);
}
