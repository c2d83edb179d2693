import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { withoutSecrets } from '../foundation/outbox/enqueue.ts';
import { bareAddress } from '../foundation/pasted.ts';
import type { Portal } from '../portal/index.ts';
import type { Entry } from '../ports.ts';
import { lastLanguageOf } from './lastLanguage.ts';
import { mailTiesEnded } from './tieMail.ts';
import { endTies, type Tie, tiesOf } from './ties.ts';

/** Ties that an operator ended, those that are left, and what the accounts are called. */
export type Untied = { readonly ended: readonly Tie[]; readonly left: readonly Tie[]; readonly identifiers: readonly string[] };

/**
 * Ends ties of an account for an operator: all of them, or those of one person, known by id, roster address or name. The owner is told by mail.
 * `entry`: whom a directory elsewhere knows by that name now. Somebody else may have had it when it was seen last, so the name seen last counts only
 * where the directory has nobody of that name. Undefined if the portal has no such account.
 */
export async function untie(
  db: Database,
  portal: Portal,
  identifier: string,
  { person, actor, now, entry }: { readonly person: string | undefined; readonly actor: Actor; readonly now: Millis; readonly entry?: Entry | undefined },
): Promise<Untied | undefined> {
  return await db.transaction().execute(async (tx) => {
    const accounts = await accountsOf(tx, portal.id, identifier, entry);
    if (accounts.length === 0) return undefined;
    const ended: Tie[] = [];
    const left: Tie[] = [];
    for (const account of accounts) {
      const locale = await lastLanguageOf(tx, account, portal.tenants);
      const gone = await endTies(tx, portal, account.id, { why: 'operator', actor, now, which: (tie) => person === undefined || isOf(tie, person) });
      await mailTiesEnded(tx, { secrets: withoutSecrets }, { portal, account, locale, now }, gone, 'operator');
      ended.push(...gone);
      left.push(...(await tiesOf(tx, portal, account.id)));
    }
    return { ended, left, identifiers: accounts.map((account) => account.identifier) };
  });
}

/** The accounts that are meant, each with its name and address of now. One that Guichet has never met has no ties, and is none of ours. */
async function accountsOf(tx: Tx, portal: string, identifier: string, entry: Entry | undefined) {
  const accounts = tx.selectFrom('account').select(['id', 'identifier', 'email']).where('portal', '=', portal);
  if (!entry) return await accounts.where('identifierKey', '=', identifierKey(bareAddress(identifier))).execute();
  const found = await accounts.where('directoryId', '=', entry.id).execute();
  return found.map(({ id }) => ({ id, identifier: entry.identifier, email: entry.email }));
}

const isOf = (tie: Tie, person: string): boolean =>
  tie.person === person || tie.email === emailKey(person) || tie.name?.toLowerCase() === person.trim().toLowerCase();
