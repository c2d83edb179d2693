import { ApproximateFilter, Attribute, BerWriter, Change, type Client, EqualityFilter, type Entry as LdapEntry, OrFilter, type SearchOptions } from 'ldapts';
import { code, resultOf } from './faults.ts';
import type { Flavour } from './flavour.ts';
import { isBelow, spelt } from './names.ts';
import type { Policies } from './policies.ts';
import { generalizedTime, textOf } from './values.ts';

/** Password Modify (RFC 3062). */
const passwordModify = '1.3.6.1.4.1.4203.1.11.1';
/** The value of pwdAccountLockedTime that only an administrator lifts (ppolicy, draft-behera-ldap-password-policy 5.3.3). */
const forGood = '000001010000Z';
/** How deep groups may lie within groups, and how many are asked about at once. */
const deepest = 10;
const atOnce = 200;
/** How many names are followed from one group before its members are taken to be too many. */
const mostSeen = 1000;

/** The value of a Password Modify request: whose, the old one where it is known, and the new one. */
function modifyRequest(name: string, old: string | undefined, password: string): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeString(name, 0x80);
  if (old !== undefined) writer.writeString(old, 0x81);
  writer.writeString(password, 0x82);
  writer.endSequence();
  return writer.buffer;
}

/** OpenLDAP, with the ppolicy overlay where it is there. */
export function openLdap(policies: Policies): Flavour {
  return {
    idAttribute: 'entryUUID',
    idIsBinary: false,
    extra: [],
    stateAttributes: ['pwdChangedTime', 'pwdAccountLockedTime', 'pwdReset', 'pwdEndTime', 'pwdPolicySubentry'],
    beforeLook: policies.refresh,
    aging: policies,
    can: ['passwordEnd'],
    alsoKnownAs: [],

    idOf: (entry) => textOf(entry, 'entryUUID') ?? '',
    idFilter: (id) => (/^[0-9a-f-]{36}$/i.test(id) ? new EqualityFilter({ attribute: 'entryUUID', value: id }) : undefined),

    stateOf: (entry, now) => {
      const locked = textOf(entry, 'pwdAccountLockedTime');
      const ends = generalizedTime(textOf(entry, 'pwdEndTime'));
      const mustChange = textOf(entry, 'pwdReset') === 'TRUE';
      const [setAt, age] = [generalizedTime(textOf(entry, 'pwdChangedTime')), policies.ageOf(entry)];
      return {
        hasPassword: setAt !== null,
        mustChange,
        locked: locked !== null && locked !== forGood,
        disabled: locked === forGood || (ends !== null && ends <= now),
        privileged: false,
        passwordEndsAt: mustChange || setAt === null || age === null ? null : setAt + age,
      };
    },

    // Without accents, and the words of a name that has several; an index `approx` makes it quick.
    alike: ({ givenName, familyName }, value) => [givenName, familyName].map((attribute) => new ApproximateFilter({ attribute, value })),
    whyRefused: () => 'wrong',

    groupsOf: async (client, name, { base, member }, among) => {
      const wanted = new Map(among.map((group) => [spelt(group), group]));
      const seen = new Set<string>();
      let level = [name];
      for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
        const above: string[] = [];
        for (let at = 0; at < level.length; at += atOnce) {
          const filters = level.slice(at, at + atOnce).map((value) => new EqualityFilter({ attribute: member, value }));
          const { searchEntries } = await client.search(base, { filter: new OrFilter({ filters }), attributes: ['1.1'], paged: true });
          for (const { dn } of searchEntries)
            if (!seen.has(spelt(dn))) {
              seen.add(spelt(dn));
              above.push(dn);
            }
        }
        level = above;
      }
      return [...wanted].filter(([key]) => seen.has(key)).map(([, group]) => group);
    },

    membersOf: async (client, group, { base, filter, options }, member, most) => {
      const people: LdapEntry[] = [];
      const seen = new Set([spelt(group)]);
      const names = [group];
      for (let name = names.shift(); name !== undefined && people.length <= most && seen.size <= mostSeen; name = names.shift()) {
        const found = await search(client, name, { scope: 'base', attributes: [member] });
        const inside = [found?.[member] ?? []].flat().map(String);
        for (const value of inside) if (!seen.has(spelt(value)) && seen.add(spelt(value))) names.push(value);
        // Not a group: a person, or something else, such as the account that keeps a group from being empty.
        const isPerson = inside.length === 0 && isBelow(name, base);
        const person = isPerson ? await search(client, name, { ...options, scope: 'base', filter }) : undefined;
        if (person) people.push(person);
      }
      return people;
    },

    async *inGroup(client, group, { base, filter, options }, member) {
      const held = await search(client, group, { scope: 'base', attributes: [member] });
      const names = [held?.[member] ?? []].flat().map(String);
      for (let at = 0; at < names.length; at += atOnce) {
        const people = names.slice(at, at + atOnce).filter((name) => isBelow(name, base));
        const found = await Promise.all(people.map((name) => search(client, name, { ...options, scope: 'base', filter })));
        yield found.filter((entry) => entry !== undefined);
      }
    },

    reset: async (client, { name, password }) => {
      await client.exop(passwordModify, modifyRequest(name, undefined, password));
      // With pwdMustChange, ppolicy wants a password that was set by another changed at the next bind. This one is its owner's choice.
      const { searchEntries } = await client.search(name, { scope: 'base', attributes: ['pwdReset'] });
      const [entry] = searchEntries;
      if (entry && textOf(entry, 'pwdReset') === 'TRUE') await client.modify(name, withdraw('pwdReset'));
    },

    change: async (client, name, current, password) => void (await client.exop(passwordModify, modifyRequest(name, current, password))),

    passwordOf: (password): Record<string, string> => (password === undefined ? {} : { userPassword: password }),

    disable: async (client, _entry, name) => {
      await client.modify(name, new Change({ operation: 'replace', modification: new Attribute({ type: 'pwdAccountLockedTime', values: [forGood] }) }));
    },
  };
}

/** The entry of this name; undefined where there is none, such as the member of a group who has left. */
async function search(client: Client, name: string, options: SearchOptions): Promise<LdapEntry | undefined> {
  try {
    return (await client.search(name, options)).searchEntries[0];
  } catch (error) {
    if (resultOf(error) === code.noSuchObject) return undefined;
    throw error;
  }
}

const withdraw = (type: string): Change => new Change({ operation: 'replace', modification: new Attribute({ type, values: [] }) });
