import type { Database } from './database/schema.ts';

const actions = ['twoFactor.on', 'twoFactor.passed', 'twoFactor.renewed', 'twoFactor.chat', 'twoFactor.off'];

/**
 * Those of some accounts whose second factor is on as the audit says last. Where its row is gone all the same, nobody turned it off: somebody took it out
 * of the records, and the account stays closed until its owner or an operator ends it. Records of the audit are linked, and are not taken out unseen.
 */
export async function factorOnRecord(db: Database, accountIds: readonly string[]): Promise<readonly string[]> {
  if (accountIds.length === 0) return [];
  const subjects = accountIds.map((id) => `account:${id}`);
  const rows = await db
    .selectFrom('audit')
    .select(['subject', 'action'])
    .where('subject', 'in', subjects)
    .where('action', 'in', actions)
    .where('outcome', '=', 'ok')
    .orderBy('id')
    .execute();
  const last = new Map(rows.map(({ subject, action }) => [subject, action]));
  return accountIds.filter((id) => (last.get(`account:${id}`) ?? 'twoFactor.off') !== 'twoFactor.off');
}
