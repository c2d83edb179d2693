import type { Dependencies } from '../../dependencies.ts';
import { system } from '../../foundation/actor.ts';
import { audit } from '../../foundation/audit.ts';
import { minute } from '../../foundation/clock.ts';
import type { Account } from '../../ports.ts';

/** How long another server of a directory may take to hear of what was put into one. */
const settles = 10 * minute;

/** What a directory was seen not to have any more while its groups were asked for anyway: it counts as missing from then on, before the night's look. */
export async function noticeMissing({ db, clock }: Pick<Dependencies, 'db' | 'clock'>, account: Account, groups: readonly string[]): Promise<void> {
  const now = clock();
  await db.transaction().execute(async (tx) => {
    const gone = await tx
      .updateTable('membership')
      .set({ missingSince: now })
      .where('accountId', '=', account.id)
      .where('missingSince', 'is', null)
      .where('provisionedAt', '<', now - settles)
      .$if(groups.length > 0, (rows) => rows.where('groupId', 'not in', groups))
      .returning('groupId')
      .execute();
    for (const { groupId: group } of gone)
      await audit(tx, {
        ...{ at: now, actor: system, action: 'access.missing', portal: account.portal, subject: `account:${account.id}`, outcome: 'ok' },
        detail: { group },
      });
  });
}
