import type { Dependencies } from '../dependencies.ts';
import { type Tie, tiesOf } from '../directory/index.ts';
import { accountsSaid, type Said, saidIn } from '../foundation/accountWords.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { bareAddress } from '../foundation/pasted.ts';
import type { Portal } from '../portal/index.ts';
import { type Account, DirectoryUnavailable } from '../ports.ts';
import { hasSecondFactor, type ListedSession, listSessions } from '../signIn/index.ts';
import { type NoLink, noLinkTo, type PasswordLink, passwordLinksOf } from './passwordLinks.ts';

/** An account that a search found, by the reference that everything hangs on. */
export type FoundAccount = { readonly id: string; readonly portal: string; readonly identifier: string; readonly email: string; readonly name: string };

/**
 * What a search found: some accounts, whether there are more like that, the portals whose directory did not answer and hides
 * its people, and those whose directory finds nobody by names.
 */
export type FoundAccounts = {
  readonly accounts: readonly FoundAccount[];
  readonly more: boolean;
  readonly silent: readonly string[];
  readonly exact: readonly string[];
};

/** So many accounts are shown of a search. */
const most = 20;

/**
 * Finds accounts by what their owner says on the phone: an address, the name that they sign in with, parts of their own names, a telephone number, or the
 * reference of a request. Directories elsewhere are asked as well, for who was never here.
 */
export async function findAccounts(dependencies: Pick<Dependencies, 'db' | 'directory' | 'portals'>, typed: string): Promise<FoundAccounts> {
  const { db, portals } = dependencies;
  const text = bareAddress(typed);
  if (text === '') return { accounts: [], more: false, silent: [], exact: [] };
  const said = await saidBy(typed.trim(), portals);
  const { ids: elsewhere, ...hidden } = await askElsewhere(dependencies, text, said);
  const own = await accountsSaid(db, said, most + 1);
  // Each by its own index: in one condition with «or», SQLite reads every account.
  const named = await db
    .selectFrom('account')
    .select('id')
    .where('identifierKey', '=', identifierKey(text))
    .union(db.selectFrom('account').select('id').where('emailKey', '=', emailKey(text)))
    .union(db.selectFrom('enrollment').select('accountId as id').where('reference', '=', text.toUpperCase()))
    .execute();
  const ids = new Set([...elsewhere, ...own, ...named.map(({ id }) => id)]);
  // PostgreSQL takes no empty list.
  if (ids.size === 0) return { accounts: [], more: false, ...hidden };
  const rows = await db
    .selectFrom('account')
    .select(['id', 'portal', 'identifier', 'email', 'givenName', 'familyName'])
    .where('id', 'in', [...ids])
    .orderBy('portal')
    .orderBy('familyName')
    .orderBy('id')
    .execute();
  // Those of a portal that is left out are not shown. As a condition of the statement this, too, makes SQLite read every account.
  const shown = rows.filter(({ portal }) => portals.has(portal));
  const accounts = shown.slice(0, most).map(({ givenName, familyName, ...account }) => ({ ...account, name: `${givenName} ${familyName}`.trim() }));
  return { accounts, more: shown.length > most, ...hidden };
}

/** What a text says of somebody: a number if it is one in the country of a portal, else the words of a name. */
async function saidBy(text: string, portals: ReadonlyMap<string, Portal>): Promise<Said> {
  if (!/^[+\d(][\d\s()./-]{5,}$/.test(text)) return saidIn(text);
  const { numbersOf } = await import('../foundation/phone.ts');
  for (const country of new Set([...portals.values()].map((portal) => portal.country))) {
    const phone = numbersOf(country)(text);
    if (phone !== undefined) return { phone, spelt: text.replace(/[^\d+]/g, '') };
  }
  return saidIn(text);
}

/** Asks the directories elsewhere, each for itself: one that is not there hides no other's people, nor holds them up. Who is found becomes a reference. */
async function askElsewhere({ directory, portals }: Pick<Dependencies, 'directory' | 'portals'>, text: string, said: Said) {
  const ids = new Set<string>();
  const silent: string[] = [];
  const exact: string[] = [];
  const ask = async ({ id: portal }: Portal): Promise<void> => {
    const [named, others] = await Promise.all([
      directory.findByIdentifier(portal, text),
      text.includes('@') ? directory.findByEmail(portal, text).then((account) => [account]) : directory.search(portal, said, most + 1),
    ]);
    for (const account of [named, ...(others ?? [])]) if (account) ids.add(account.id);
    if (others === undefined) exact.push(portal);
  };
  await Promise.all(
    [...portals.values()]
      .filter(({ directory: settings }) => settings.kind !== 'embedded')
      .map((portal) =>
        ask(portal).catch((error: unknown) => {
          if (!(error instanceof DirectoryUnavailable)) throw error;
          silent.push(portal.id);
        }),
      ),
  );
  return { ids, silent, exact };
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
  /** Links to its password that were asked for and are still good. */
  readonly links: readonly PasswordLink[];
  /** Why no more can be mailed. */
  readonly noLink?: NoLink | undefined;
};

/** Reads the state of an account; undefined where there is none any more. Throws where its directory does not answer. */
export async function stateOfAccount({ db, clock, directory, portals }: Dependencies, id: string): Promise<AccountState | undefined> {
  const reference = await db.selectFrom('account').select('portal').where('id', '=', id).executeTakeFirst();
  const portal = reference && portals.get(reference.portal);
  const account = portal && (await directory.get(portal.id, id));
  if (!account) return undefined;
  const now = clock();
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
    links: await passwordLinksOf(db, id, now),
    noLink: noLinkTo(portal, account, now),
  };
}
