import type { Client } from 'ldapts';
import type { Millis } from '../../foundation/clock.ts';
import type { Aging } from './aging.ts';
import { code, resultOf } from './faults.ts';
import { asFileTime, span, textOf } from './values.ts';

/**
 * How passwords grow old in Active Directory: by the domain's policy, or by a fine-grained one (MS-ADTS 3.1.1.4.5.36). The instant at which one
 * ends is computed and cannot be searched for, so accounts are searched by when the password was set.
 */
export const domainAging: Aging = {
  setAt: 'pwdLastSet',
  written: asFileTime,
  // Disabled, password never ends, privileged.
  spared: '(|(userAccountControl:1.2.840.113556.1.4.804:=65538)(adminCount=1))',
  ages: async (client) => {
    const domain = await attributeOf(client, '', 'defaultNamingContext');
    if (domain === null) return [];
    const ages = [span(await attributeOf(client, domain, 'maxPwdAge')), ...(await fineGrained(client, domain))];
    return ages.filter((age) => age !== null);
  },
};

async function attributeOf(client: Client, name: string, attribute: string): Promise<string | null> {
  const { searchEntries } = await client.search(name, { scope: 'base', attributes: [attribute] });
  const [entry] = searchEntries;
  return entry ? textOf(entry, attribute) : null;
}

/** Those of the fine-grained policies, as far as the service account may read them: by default only domain administrators may. */
async function fineGrained(client: Client, domain: string): Promise<(Millis | null)[]> {
  try {
    const { searchEntries } = await client.search(`CN=Password Settings Container,CN=System,${domain}`, {
      scope: 'one',
      filter: '(objectClass=msDS-PasswordSettings)',
      attributes: ['msDS-MaximumPasswordAge'],
      paged: true,
    });
    return searchEntries.map((entry) => span(textOf(entry, 'msDS-MaximumPasswordAge')));
  } catch (error) {
    const result = resultOf(error);
    if (result === code.noSuchObject || result === code.insufficient) return [];
    throw error;
  }
}
