import { Attribute, type Client } from 'ldapts';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import type { LdapSettings } from '../../portal/index.ts';
import { type Commit, DirectoryMisconfigured, type Entry, type NewEntry } from '../../ports.ts';
import { mostAlike } from '../bounds.ts';
import { nameBy, valueBy } from '../shortNames.ts';
import { code, resultOf } from './faults.ts';
import type { Flavour } from './flavour.ts';
import { nameBelow } from './names.ts';
import { isShort, type People } from './people.ts';
import { policyRefusal } from './policy.ts';

type Create = NonNullable<LdapSettings['create']>;

/** What making an account takes. */
type Making = Pick<People, 'look'> & Pick<Flavour, 'passwordOf'> & { readonly create: Create; readonly people: LdapSettings['people'] };

/** Adds an account. Of names that are alike, the first that is free. Refuses as the port's `create` does. */
export async function addAccount(
  client: Client,
  { create, people, look, passwordOf }: Making,
  made: NewEntry,
  password: string | undefined,
): Promise<Outcome<{ readonly entry: Entry; readonly commit: Commit }>> {
  for (let n = 1; n <= mostAlike; n += 1) {
    const identifier = create.identifier === undefined ? made.identifier : nameBy(create.identifier, { ...made }, n);
    const wanted = { ...made, identifier };
    if (!(await look(client, { identifier }))) {
      const name = newName(create, people, wanted, n);
      try {
        await client.add(name, newAttributes(create, people, wanted, passwordOf(password?.normalize('NFC'))));
        const found = await look(client, { email: made.email });
        if (!found) throw new DirectoryMisconfigured(`${name} was made and is not found again: look at people.base and people.filter`);
        return accept({ entry: found.entry, commit: async () => true });
      } catch (error) {
        const refused = policyRefusal(error);
        if (refused) return refused;
        if (resultOf(error) !== code.entryExists) throw error;
      }
    }
    if (create.identifier === undefined) return refuse({ key: 'signUp.exists' });
  }
  throw new DirectoryMisconfigured(`${mostAlike} accounts are named alike: directory.create.identifier needs more of a name`);
}

/** The distinguished name of a new account. `n`: 2 for the second of those whose names are alike. */
const newName = (create: Create, people: LdapSettings['people'], made: NewEntry, n: number): string =>
  nameBelow(create.in, create.name, create.name.toLowerCase() === 'cn' && isShort(people) ? displayName(made, n) : made.identifier);

/** Names of people differ where their names are the same. */
const displayName = ({ givenName, familyName, identifier }: NewEntry, n: number): string =>
  [`${givenName} ${familyName}`.trim() || identifier, ...(n === 1 ? [] : [n])].join(' ');

function newAttributes(
  { objectClasses, attributes }: Create,
  { identifier, email, givenName, familyName, phone, entity }: LdapSettings['people'],
  made: NewEntry,
  password: Readonly<Record<string, string | Buffer>>,
): Attribute[] {
  const values: Record<string, string | null> = {
    [identifier]: made.identifier,
    [email]: made.email,
    [givenName]: made.givenName,
    // Person needs a surname (RFC 4519, 3.12).
    [familyName]: made.familyName || made.identifier,
    ...(phone !== undefined && { [phone]: made.phone }),
    ...(entity !== undefined && { [entity]: made.entity }),
  };
  for (const [name, pattern] of Object.entries(attributes)) values[name] = valueBy(pattern, made);
  const texts = Object.entries(values).flatMap(([type, value]) => (value ? [new Attribute({ type, values: [value] })] : []));
  const secrets = Object.entries(password).map(([type, value]) => new Attribute({ type, values: typeof value === 'string' ? [value] : [value] }));
  return [new Attribute({ type: 'objectClass', values: [...objectClasses] }), ...texts, ...secrets];
}
