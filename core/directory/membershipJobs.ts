import type { Dependencies } from '../dependencies.ts';
import { system } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';

/** The worker's part of memberships; all of it is idempotent. */
export type MembershipJobs = ReturnType<typeof createMembershipJobs>;

/** Creates the jobs that put accounts into groups of the directory, and take them out. */
export function createMembershipJobs({ db, clock, directory }: Dependencies) {
  const isGranted = async ({ accountId, groupId }: { readonly accountId: string; readonly groupId: string }): Promise<boolean> =>
    (await db.selectFrom('membership').select('id').where('accountId', '=', accountId).where('groupId', '=', groupId).executeTakeFirst()) !== undefined;

  return {
    /** Adds the account to the group in the directory (IN-12). */
    async provision(membership: string): Promise<void> {
      const row = await db.selectFrom('membership').selectAll().where('id', '=', membership).executeTakeFirst();
      if (!row || row.provisionedAt !== null) return;
      await directory.join(row.portal, row.accountId, row.groupId);
      const now = clock();
      const stands = await db.transaction().execute(async (tx) => {
        const kept = await tx.updateTable('membership').set({ provisionedAt: now }).where('id', '=', membership).returning('id').executeTakeFirst();
        if (!kept) return false;
        await audit(tx, {
          at: now,
          actor: system,
          action: 'enroll.provisioned',
          portal: row.portal,
          subject: `account:${row.accountId}`,
          outcome: 'ok',
          detail: { group: row.groupId },
        });
        return true;
      });
      // It ended, or was given back, while the directory was being written to: whoever took it out may have come before us.
      if (!stands && !(await isGranted(row))) await directory.leave(row.portal, row.accountId, row.groupId);
    },

    /** Removes the account from the group in the directory, unless it was granted again meanwhile. */
    async leave({ portal, accountId, groupId }: { portal: string; accountId: string; groupId: string }): Promise<void> {
      if (await isGranted({ accountId, groupId })) return;
      await directory.leave(portal, accountId, groupId);
      // It was granted again meanwhile, and may have been joined before we left.
      if (await isGranted({ accountId, groupId })) return await directory.join(portal, accountId, groupId);
      const now = clock();
      const record = { at: now, actor: system, action: 'enroll.left', portal, subject: `account:${accountId}`, outcome: 'ok' };
      await db.transaction().execute(async (tx) => {
        await tx.updateTable('accessLeaving').set({ leftAt: now }).where('accountId', '=', accountId).where('groupId', '=', groupId).execute();
        await audit(tx, { ...record, detail: { group: groupId } });
      });
    },
  };
}
