import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Portal } from '../portal/index.ts';
import { readFactorCode, spendFactorCode } from './factorCodes.ts';
import { tellOfFactor } from './twoFactorNews.ts';

/** An account with a second factor, in Guichet's own tables. */
export type FactorAccount = { readonly portal: Portal; readonly account: { readonly id: string; readonly identifier: string; readonly email: string } };

/** The account of a mailbox that has a second factor, that of this portal before others. Undefined if there is none. */
export async function factorOfMailbox(
  { db, portals }: Pick<Dependencies, 'portals'> & { readonly db: Database },
  address: string,
  preferred: string,
): Promise<FactorAccount | undefined> {
  const rows = await db
    .selectFrom('account')
    .innerJoin('secondFactor', 'secondFactor.accountId', 'account.id')
    .select(['account.id', 'account.portal', 'identifier', 'email'])
    .where('emailKey', '=', address)
    .where('directoryId', 'is', null)
    .where('confirmedAt', 'is not', null)
    .orderBy('account.portal')
    .execute();
  const offered = rows.flatMap(({ portal: id, ...account }) => {
    const portal = portals.get(id);
    return portal?.procedures.twoFactor ? [{ portal, account }] : [];
  });
  return offered.find(({ portal }) => portal.id === preferred) ?? offered[0];
}

/**
 * Spends a code of an account's second factor in a chat: of the app, or a recovery code. `then` is written with it. Tries are counted for this person, and
 * apart from the sign-in's: nobody in a chat uses up the owner's. Refuses with `twoFactor.malformed`, `twoFactor.wrong` or `twoFactor.tries`.
 */
export async function spendInChat(
  dependencies: Dependencies,
  actor: Actor,
  { portal, account }: FactorAccount,
  typed: string,
  then: (tx: Tx, now: Millis) => Promise<unknown>,
): Promise<Outcome<void>> {
  const { db, clock, secrets, limits, wake } = dependencies;
  const code = readFactorCode(typed);
  if (!code) return refuse({ key: 'twoFactor.malformed', field: 'code' });
  const now = clock();
  const tried = `${account.id}:${actor.person}`;
  const may = [await limits.take('factor.chat', tried), await limits.take('factor.chat.day', tried)].every(Boolean);
  const record = { at: now, actor, action: 'twoFactor.chat', portal: portal.id, subject: `account:${account.id}`, detail: { by: code.kind } };
  const outcome = await db.transaction().execute(async (tx): Promise<Outcome<void>> => {
    const wrong = !may ? 'twoFactor.tries' : (await spendFactorCode(tx, secrets, account.id, code, now)) ? undefined : 'twoFactor.wrong';
    await audit(tx, { ...record, outcome: wrong ?? 'ok' });
    if (!may) await tellOfFactor(tx, dependencies, { portal, account }, actor, 'tries', now);
    if (wrong) return refuse({ key: wrong, field: 'code' });
    await then(tx, now);
    if (code.kind === 'recovery') await tellOfFactor(tx, dependencies, { portal, account }, actor, 'recovery', now);
    return accept(undefined);
  });
  wake();
  return outcome;
}
