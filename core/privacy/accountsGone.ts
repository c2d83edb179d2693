import type { Database, Tx } from '../foundation/database/schema.ts';
import type { Subject } from './subject.ts';

/** An account that stays when its owner is erased, and why. */
export type Staying = { readonly what: string; readonly why: string };

/** Which accounts go with their owner, which stay, and what must not happen. */
export type AccountsGone = { readonly gone: ReadonlySet<string>; readonly stays: readonly Staying[]; readonly obstacles: readonly string[] };

/**
 * Decides which accounts go. A reference to an account of a directory elsewhere goes where nothing hangs on it; the account itself is not Guichet's to
 * delete. An account of Guichet's own tables is the portal's, and goes only where that is asked for (`own`).
 */
export async function accountsGone(db: Database | Tx, { accounts }: Subject, own: boolean): Promise<AccountsGone> {
  const gone = new Set<string>();
  const stays: Staying[] = [];
  const obstacles: string[] = [];
  const rows = accounts.length === 0 ? [] : await db.selectFrom('account').selectAll().where('id', 'in', accounts).execute();
  for (const { id, portal, identifier, directoryId } of rows) {
    const what = `the account ${identifier} at ${portal}`;
    if (directoryId === null) {
      const alone = own ? await onlyAdministratorOf(db, id) : undefined;
      if (alone !== undefined) obstacles.push(`They are the only administrator of ${alone} at ${portal}: make another one first.`);
      if (own) gone.add(id);
      else stays.push({ what, why: 'it is the portal’s, with its password and access: end it there, or add --accounts' });
    } else if (await isUsed(db, id))
      stays.push({ what: `the reference to ${what}`, why: 'access that Guichet gave, a role or a second factor hangs on it: end that first' });
    else {
      gone.add(id);
      stays.push({ what, why: 'it is in the portal’s directory, and not Guichet’s to delete' });
    }
  }
  return { gone, stays, obstacles };
}

async function isUsed(db: Database | Tx, accountId: string): Promise<boolean> {
  const used = await Promise.all([
    db.selectFrom('membership').select('id').where('accountId', '=', accountId).executeTakeFirst(),
    db.selectFrom('accessLeaving').select('id').where('accountId', '=', accountId).where('leftAt', 'is', null).executeTakeFirst(),
    db.selectFrom('organisationMember').select('id').where('accountId', '=', accountId).where('endedAt', 'is', null).executeTakeFirst(),
    db.selectFrom('secondFactor').select('accountId').where('accountId', '=', accountId).executeTakeFirst(),
  ]);
  return used.some((row) => row !== undefined);
}

/** The name of an organisation that would be left without an administrator. */
async function onlyAdministratorOf(db: Database | Tx, accountId: string): Promise<string | undefined> {
  const alone = await db
    .selectFrom('organisationMember as mine')
    .innerJoin('organisation', 'organisation.id', 'mine.organisationId')
    .select('organisation.name')
    .where('mine.accountId', '=', accountId)
    .where('mine.role', '=', 'administrator')
    .where('mine.endedAt', 'is', null)
    .where('organisation.status', '=', 'validated')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('organisationMember as other')
            .select('other.id')
            .whereRef('other.organisationId', '=', 'mine.organisationId')
            .whereRef('other.accountId', '!=', 'mine.accountId')
            .where('other.role', '=', 'administrator')
            .where('other.endedAt', 'is', null),
        ),
      ),
    )
    .executeTakeFirst();
  return alone?.name;
}
