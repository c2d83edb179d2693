import { randomBytes } from 'node:crypto';
import { AndFilter, Attribute, Change, type Client, Control, EqualityFilter, ExtensibleFilter, OrFilter } from 'ldapts';
import { dataOf } from './connection.ts';
import { domainAging } from './domainAging.ts';
import { code, resultOf } from './faults.ts';
import type { Flavour } from './flavour.ts';
import { spelt } from './names.ts';
import { fileTime, firstOf, textOf } from './values.ts';

/** Bits of userAccountControl and msDS-User-Account-Control-Computed (MS-ADTS 2.2.16). */
const flag = { disabled: 0x2, lockedOut: 0x10, normal: 0x200, neverExpires: 0x10000 } as const;
/** LDAP_MATCHING_RULE_IN_CHAIN and LDAP_SERVER_POLICY_HINTS (MS-ADTS 3.1.1.3.4). */
const inChain = '1.2.840.113556.1.4.1941';
const policyHints = '1.2.840.113556.1.4.2239';

/** How many members of a group come at once. */
const perPage = 500;

const failures = { '532': 'expired', '533': 'disabled', '701': 'disabled', '773': 'mustChange', '775': 'locked' } as const;

/** Asks for history and minimum age to hold for a reset too: SEQUENCE { INTEGER 1 }. */
class PolicyHints extends Control {
  constructor() {
    super(policyHints, { critical: true });
  }
  protected override writeControl(writer: Parameters<Control['write']>[0]): void {
    writer.writeBuffer(Buffer.from([0x30, 0x03, 0x02, 0x01, 0x01]), 0x04);
  }
}

/** A password as Active Directory takes it: in quotation marks, UTF-16LE (MS-ADTS 3.1.1.3.1.5). */
const unicodePwd = (password: string): Buffer => Buffer.from(`"${password}"`, 'utf16le');

const set = (operation: 'add' | 'delete' | 'replace', type: string, value: Buffer | string): Change =>
  new Change({ operation, modification: new Attribute({ type, values: typeof value === 'string' ? [value] : [value] }) });

/** Active Directory, as Windows and Samba serve it. */
export function activeDirectory(): Flavour {
  let hints: Promise<boolean> | undefined;
  const takesHints = async (client: Client): Promise<boolean> => {
    hints ??= client
      .search('', { scope: 'base', attributes: ['supportedControl'] })
      .then(({ searchEntries: [root] }) => [root?.supportedControl].flat().some((oid) => oid?.toString() === policyHints))
      .catch((error: unknown) => {
        hints = undefined;
        throw error;
      });
    return await hints;
  };

  return {
    idAttribute: 'objectGUID',
    idIsBinary: true,
    extra: ['(objectCategory=person)', '(objectClass=user)'],
    stateAttributes: [
      'userAccountControl',
      'msDS-User-Account-Control-Computed',
      'msDS-UserPasswordExpiryTimeComputed',
      'pwdLastSet',
      'lockoutTime',
      'accountExpires',
      'adminCount',
    ],
    aging: domainAging,
    can: ['passwordEnd'],
    alsoKnownAs: ['userPrincipalName'],

    idOf: (entry) => {
      const id = firstOf(entry, 'objectGUID');
      return Buffer.isBuffer(id) ? id.toString('hex') : '';
    },
    idFilter: (id) => (/^[0-9a-f]{32}$/.test(id) ? new EqualityFilter({ attribute: 'objectGUID', value: Buffer.from(id, 'hex') }) : undefined),

    stateOf: (entry, now) => {
      const control = Number(textOf(entry, 'userAccountControl') ?? 0);
      const computed = Number(textOf(entry, 'msDS-User-Account-Control-Computed') ?? 0);
      const mustChange = textOf(entry, 'pwdLastSet') === '0';
      const expires = fileTime(textOf(entry, 'accountExpires'));
      return {
        hasPassword: !mustChange,
        mustChange,
        locked: (computed & flag.lockedOut) !== 0,
        disabled: (control & flag.disabled) !== 0 || (expires !== null && expires <= now),
        privileged: textOf(entry, 'adminCount') === '1',
        passwordEndsAt: (control & flag.neverExpires) !== 0 || mustChange ? null : fileTime(textOf(entry, 'msDS-UserPasswordExpiryTimeComputed')),
      };
    },

    // It takes no notice of accents.
    alike: () => [],
    whyRefused: (error) => failures[(dataOf(error) ?? '') as keyof typeof failures] ?? 'wrong',

    groupsOf: async (client, name, { base, member }, among) => {
      if (among.length === 0) return [];
      const named = new OrFilter({ filters: among.map((group) => new EqualityFilter({ attribute: 'distinguishedName', value: group })) });
      const chained = new ExtensibleFilter({ matchType: member, rule: inChain, value: name });
      const { searchEntries } = await client.search(base, { filter: new AndFilter({ filters: [named, chained] }), attributes: ['1.1'], paged: true });
      const found = new Set(searchEntries.map(({ dn }) => spelt(dn)));
      return among.filter((group) => found.has(spelt(group)));
    },

    membersOf: async (client, group, { base, filter, options }, _member, most) => {
      const chained = new ExtensibleFilter({ matchType: 'memberOf', rule: inChain, value: group });
      const { searchEntries } = await client.search(base, {
        ...options,
        scope: 'sub',
        filter: new AndFilter({ filters: [filter, chained] }),
        sizeLimit: most + 1,
      });
      return searchEntries;
    },

    async *inGroup(client, group, { base, filter, options }) {
      const within = new AndFilter({ filters: [filter, new EqualityFilter({ attribute: 'memberOf', value: group })] });
      for await (const { searchEntries } of client.searchPaginated(base, { ...options, scope: 'sub', filter: within, paged: { pageSize: perPage } }))
        yield searchEntries;
    },

    reset: async (client, { name, password, state }) => {
      const changes = [
        set('replace', 'unicodePwd', unicodePwd(password)),
        ...(state.locked ? [set('replace', 'lockoutTime', '0')] : []),
        ...(state.mustChange ? [set('replace', 'pwdLastSet', '-1')] : []),
      ];
      await client.modify(name, changes, (await takesHints(client)) ? [new PolicyHints()] : []);
    },

    change: async (client, name, current, password) =>
      await client.modify(name, [set('delete', 'unicodePwd', unicodePwd(current)), set('add', 'unicodePwd', unicodePwd(password))]),

    // Nobody knows the first one, and it must be changed: the account waits for its owner's.
    passwordOf: (password) => ({
      unicodePwd: unicodePwd(password ?? `${randomBytes(24).toString('base64')}aA1!`),
      userAccountControl: String(flag.normal),
      ...(password === undefined && { pwdLastSet: '0' }),
    }),

    disable: async (client, entry, name) => {
      const control = Number(textOf(entry, 'userAccountControl') ?? flag.normal);
      if ((control & flag.disabled) === 0) await client.modify(name, set('replace', 'userAccountControl', String(control | flag.disabled)));
    },
  };
}

/** A wrong old password, in the answer to a change: Windows says 00000056, Samba the constraint alone. */
export const isWrongOld = (error: unknown): boolean => resultOf(error) === code.constraint && error instanceof Error && /\b00000056\b/.test(error.message);
