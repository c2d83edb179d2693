import type { Client, Entry as LdapEntry } from 'ldapts';
import { type Clock, type Millis, minute, second } from '../../foundation/clock.ts';
import type { LdapSettings } from '../../portal/index.ts';
import type { Aging } from './aging.ts';
import { resultOf } from './faults.ts';
import { rootOf, spelt } from './names.ts';
import { asGeneralizedTime, textOf } from './values.ts';

/** Policies change rarely. */
const keptFor = 10 * minute;

/** The password policies of OpenLDAP's ppolicy overlay: its own schema, without a control that would tell when a password ends. */
export type Policies = Aging & {
  /** Reads them where that is a while ago. Whoever is looked for afterwards, it costs the same (ALL-4). */
  refresh(client: Client): Promise<void>;
  /** How old the password of an account may grow; null where it does not end, or its policy is not known. */
  ageOf(entry: LdapEntry): Millis | null;
};

/** Reads nothing yet. `tell` is given what an operator has to see to. */
export function createPolicies(
  { people, passwordPolicy }: Pick<LdapSettings, 'people' | 'passwordPolicy'>,
  clock: Clock,
  tell: (message: string) => void,
): Policies {
  let known: { readonly ages: ReadonlyMap<string, Millis | null>; readonly at: Millis } | undefined;

  const refresh = async (client: Client): Promise<void> => {
    const now = clock();
    if (known && known.at <= now && now < known.at + keptFor) return;
    const entries = await search(client);
    const ages = new Map(entries.map((entry) => [spelt(entry.dn), ageIn(entry)]));
    if (passwordPolicy !== undefined && !ages.has(spelt(passwordPolicy))) tell(`directory.passwordPolicy: ${passwordPolicy} is not there, or may not be read`);
    known = { ages, at: now };
  };

  const search = async (client: Client): Promise<LdapEntry[]> => {
    const from = rootOf(passwordPolicy ?? people.base);
    try {
      return (await client.search(from, { scope: 'sub', filter: '(objectClass=pwdPolicy)', attributes: ['pwdMaxAge'], paged: true })).searchEntries;
    } catch (error) {
      // What is refused must not keep people from being found.
      if (resultOf(error) === undefined) throw error;
      return [];
    }
  };

  return {
    setAt: 'pwdChangedTime',
    written: asGeneralizedTime,
    // Closed by an administrator, or waiting for a change that is due at the next sign-in.
    spared: '(|(pwdAccountLockedTime=000001010000Z)(pwdReset=TRUE))',
    refresh,
    ages: async (client) => {
      await refresh(client);
      return [...(known?.ages.values() ?? [])].filter((age) => age !== null);
    },
    ageOf: (entry) => known?.ages.get(spelt(textOf(entry, 'pwdPolicySubentry') ?? passwordPolicy ?? '')) ?? null,
  };
}

/** pwdMaxAge is in seconds; without it, or with 0, passwords do not end (draft-behera-ldap-password-policy 5.2.4). */
function ageIn(policy: LdapEntry): Millis | null {
  const seconds = Number(textOf(policy, 'pwdMaxAge') ?? 0);
  return seconds > 0 ? seconds * second : null;
}
