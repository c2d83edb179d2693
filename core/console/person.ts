import type { Dependencies } from '../dependencies.ts';
import { type Tie, tiesOf } from '../directory/index.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { bareAddress } from '../foundation/pasted.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { hasSecondFactor, type ListedSession, listSessions } from '../signIn/index.ts';

/** An account that a search found, by the reference that everything hangs on. */
export type FoundAccount = { readonly id: string; readonly portal: string; readonly identifier: string; readonly email: string; readonly name: string };

/** So many accounts are shown of a search; an address has one a portal at most. */
const most = 20;

/**
 * Finds accounts by what their owner says on the phone: an address, the name that they sign in with, or the reference of a request. Directories
 * elsewhere are asked as well, for who was never here.
 */
export async function findAccounts({ db, directory, portals }: Pick<Dependencies, 'db' | 'directory' | 'portals'>, typed: string): Promise<FoundAccount[]> {
  const text = bareAddress(typed);
  if (text === '') return [];
  // Who is found becomes a reference, as for anybody who asks for a link. One directory that is not there hides no other's people, nor holds them up.
  await Promise.allSettled(
    [...portals.values()]
      .filter(({ directory: settings }) => settings.kind !== 'embedded')
      .flatMap(({ id }) => [directory.findByIdentifier(id, text), ...(text.includes('@') ? [directory.findByEmail(id, text)] : [])]),
  );
  const asked = db.selectFrom('enrollment').select('accountId').where('reference', '=', text.toUpperCase());
  const rows = await db
    .selectFrom('account')
    .select(['id', 'portal', 'identifier', 'email', 'givenName', 'familyName'])
    .where((row) => row.or([row('identifierKey', '=', identifierKey(text)), row('emailKey', '=', emailKey(text)), row('id', 'in', asked)]))
    .where('portal', 'in', [...portals.keys()])
    .orderBy('portal')
    .limit(most)
    .execute();
  return rows.map(({ givenName, familyName, ...account }) => ({ ...account, name: `${givenName} ${familyName}`.trim() }));
}

/** What support sees of an account: its state, never a secret. */
export type AccountState = {
  readonly portal: Portal;
  readonly account: Account;
  readonly factor: boolean;
  readonly sessions: readonly ListedSession[];
  readonly ties: readonly Tie[];
  /** Requests that wait for an approver. */
  readonly requests: readonly { readonly reference: string; readonly groupId: string; readonly createdAt: number }[];
  /** Links that were asked for and are still good. */
  readonly links: readonly { readonly procedure: string; readonly createdAt: number; readonly expiresAt: number }[];
};

/** Reads the state of an account; undefined where there is none any more. Throws where its directory does not answer. */
export async function stateOfAccount({ db, clock, directory, portals }: Dependencies, id: string): Promise<AccountState | undefined> {
  const reference = await db.selectFrom('account').select('portal').where('id', '=', id).executeTakeFirst();
  const portal = reference && portals.get(reference.portal);
  const account = portal && (await directory.get(portal.id, id));
  if (!account) return undefined;
  const now = clock();
  const links = await db
    .selectFrom('request')
    .select(['procedure', 'createdAt', 'expiresAt'])
    .where('accountId', '=', id)
    .where('completedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .limit(most)
    .execute();
  const requests = await db
    .selectFrom('enrollment')
    .select(['reference', 'groupId', 'createdAt'])
    .where('accountId', '=', id)
    .where('status', '=', 'pending')
    .orderBy('createdAt')
    .execute();
  return {
    portal,
    account,
    factor: await hasSecondFactor(db, id),
    sessions: await listSessions(db, id, now),
    ties: await tiesOf(db, portal, id),
    requests,
    links,
  };
}
