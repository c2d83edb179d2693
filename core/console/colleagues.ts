import { outsideChannel } from '../directory/index.ts';
import type { Database } from '../foundation/database/schema.ts';
import { identifierKey, mailboxKey } from '../foundation/identifiers.ts';
import type { Subject } from '../privacy/index.ts';
import type { Entered } from './enter.ts';
import { type Operators, rolesOf } from './operators.ts';
import type { AccountState } from './person.ts';

/**
 * Whether an account is of somebody of the console, whoever asks included: one that the file names, or any other whose mail reaches the same mailbox;
 * one that is linked to an outside identity that came into the console or that the file names, or that its directory knows by such an identity's id.
 */
export async function ownsColleague(db: Database, operators: Operators, who: Entered, { account, portal, ties }: AccountState): Promise<boolean> {
  if (account.id === who.accountId || rolesOf(operators, account).length > 0) return true;
  if (portal.directory.kind !== 'embedded' && subjectsOf(operators, who).has(account.directoryId.toLowerCase())) return true;
  const linked = ties.filter(({ issuer }) => issuer !== undefined).map(({ person }) => person);
  return (await sharesMailbox(db, operators, account)) || (await isAmongOutside(db, operators, who, linked));
}

/** Whether people or accounts are those of somebody of the console, whoever asks included. */
export async function areColleagues(db: Database, operators: Operators, who: Entered, { persons, accounts }: Subject): Promise<boolean> {
  if (persons.includes(who.person) || (await isAmongOutside(db, operators, who, persons))) return true;
  if (accounts.length === 0) return false;
  const rows = await db.selectFrom('account').select(['id', 'portal', 'identifier', 'email']).where('id', 'in', accounts).execute();
  if (rows.some((row) => row.id === who.accountId || rolesOf(operators, row).length > 0)) return true;
  for (const row of rows) if (await sharesMailbox(db, operators, row)) return true;
  return false;
}

async function sharesMailbox(db: Database, operators: Operators, { email }: { readonly email: string }): Promise<boolean> {
  const named = operators.accounts.map((each) => identifierKey(each.account));
  if (named.length === 0) return false;
  const likely = await db.selectFrom('account').select(['portal', 'identifier', 'email']).where('identifierKey', 'in', named).execute();
  return likely.some((other) => mailboxKey(other.email) === mailboxKey(email) && rolesOf(operators, other).length > 0);
}

/** The ids at providers that the file names, and that of whoever asks. */
function subjectsOf({ openid }: Operators, { subject }: Entered): ReadonlySet<string> {
  const named = openid.flatMap(({ roles }) => roles.flatMap((rule) => rule.subject ?? []));
  return new Set([...named, ...(subject === undefined ? [] : [subject])].map((id) => id.toLowerCase()));
}

async function isAmongOutside(db: Database, operators: Operators, who: Entered, persons: readonly string[]): Promise<boolean> {
  if (persons.length === 0) return false;
  const came = await db.selectFrom('consoleSession').select('id').where('person', 'in', persons).executeTakeFirst();
  if (came) return true;
  const subjects = subjectsOf(operators, who);
  const people = await db.selectFrom('person').select('objectId').where('channel', '=', outsideChannel).where('id', 'in', persons).execute();
  return people.some(({ objectId }) => subjects.has(objectId.toLowerCase()));
}
