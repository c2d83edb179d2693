import assert from 'node:assert/strict';
import { openDirectories } from '../../bot/directories.ts';
import { doDeed } from '../../core/console/deeds.ts';
import type { Entered } from '../../core/console/enter.ts';
import { createAccounts } from '../../core/directory/index.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { openAccount } from '../../core/identities/index.ts';
import type { Core } from '../../core/index.ts';
import { identityProviderSettings } from '../../core/portal/identityProviderSettings.ts';
import { dependenciesOf } from '../fakes/dependencies.ts';
import { address, type Flow, known } from './knownAndUnknown.ts';

const visitor = { ip: '192.0.2.9', locale: 'fr' } as const;
const support: Entered = { person: 'support', accountId: undefined, subject: 'support', portal: '', session: '', name: 'Support', roles: ['support'] };

/**
 * What comes from a provider or from support in place of who owns the account. A provider's people are known by their id alone: that one bears the name and address of an account, and another
 * of none, makes no difference. Support knows who is there; whether an account has had a password is for its mailbox alone.
 */
export async function outsideFlows({ db, core: { portals } }: { readonly db: Database; readonly core: Core }): Promise<Flow[]> {
  const plain = dependenciesOf(db, Date.now);
  const accounts = createAccounts({ ...plain, portals }, openDirectories(db, Date.now, portals));
  const dependencies = { ...plain, portals, directory: accounts };
  const octopus = portals.get('octopus');
  assert.ok(octopus);
  const provider = identityProviderSettings.parse({
    id: 'contoso',
    label: 'Contoso',
    issuer: 'https://idp.example',
    clientId: 'guichet',
    clientSecret: 'secret',
  });
  const ids = await db.selectFrom('account').select('id').where('portal', '=', 'octopus').orderBy('identifierKey').execute();
  // One half has had a password.
  await db
    .updateTable('credential')
    .set({ passwordHash: 'a hash' })
    .where(
      'accountId',
      'in',
      ids.slice(0, known / 2).map(({ id }) => id),
    )
    .execute();
  const half = known / 2;
  return [
    {
      what: 'outside identity with the address of an account',
      ask: async (n) => {
        const identity = { issuer: provider.issuer, subject: address(n), name: address(n), factor: false, claims: { email: [address(n)] } };
        const opened = await openAccount(dependencies, octopus, provider, identity, { ...visitor, agent: 'bench' });
        assert.equal(opened.ok || opened.refusals[0].key, 'identity.unknown');
      },
    },
    {
      what: 'link mailed by support, to who has had a password and who has not',
      count: 200,
      ask: async (n) => {
        const at = n <= known ? n % half : half + (n % half);
        await doDeed(
          dependencies,
          { accounts: [], openid: [] },
          support,
          { accountId: ids[at]?.id ?? '', deed: 'link', why: 'called', once: crypto.randomUUID() },
          visitor,
        );
      },
    },
  ];
}
