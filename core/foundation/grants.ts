import type { Database, Tx } from './database/schema.ts';

/** Which of an account's: those that were given in one session of its own, in all sessions but one, or, where nothing is said, all. */
type Which = { readonly session: string } | { readonly except: string };

/**
 * Ends what applications hold of an account (SSO-2): grants, with their codes and tokens. One statement, whatever there is. A code or token that is written
 * at the same moment is of no use: it has no grant any more.
 */
export async function endGrants(tx: Database | Tx, accountId: string, which?: Which): Promise<void> {
  const ending = tx.deleteFrom('openid').where('accountId', '=', accountId);
  if (which === undefined) await ending.execute();
  else if ('session' in which) await ending.where('sessionId', '=', which.session).execute();
  // What is of no sign-in, as its note was lost, is of none that stays. The library's own sessions have no grant, and are no use without one.
  else
    await ending
      .where((row) => row.or([row('sessionId', '!=', which.except), row.and([row('sessionId', 'is', null), row('grantId', 'is not', null)])]))
      .execute();
}

/** Has what was given in one session belong to the one that takes its place. */
export async function moveGrants(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable('openid').set({ sessionId: to }).where('sessionId', '=', from).where('grantId', 'is not', null).execute();
}
