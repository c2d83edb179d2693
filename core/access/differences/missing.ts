import type { Dependencies } from '../../dependencies.ts';
import { system } from '../../foundation/actor.ts';
import { audit } from '../../foundation/audit.ts';
import { type Millis, minute } from '../../foundation/clock.ts';
import type { Database } from '../../foundation/database/schema.ts';
import type { Account } from '../../ports.ts';

/** A membership of an account, as far as it matters whether its directory has it. */
type Kept = { readonly id: string; readonly groupId: string; readonly provisionedAt: Millis | null; readonly missingSince: Millis | null };

/** How long another server of a directory may take to hear of what was put into one. */
const settles = 10 * minute;

/**
 * What a directory was seen not to have any more while its groups were asked for anyway: it counts as missing from then on, before the night's look. Returns
 * the memberships that the directory has not got.
 */
export async function noticeMissing(
  { db, clock }: Pick<Dependencies, 'db' | 'clock'>,
  { id: accountId, portal }: Pick<Account, 'id' | 'portal'>,
  kept: readonly Kept[],
  inDirectory: readonly string[],
): Promise<readonly Kept[]> {
  const now = clock();
  const gone = kept.filter(({ groupId, provisionedAt }) => provisionedAt !== null && provisionedAt < now - settles && !inDirectory.includes(groupId));
  for (const { id: membership, groupId: group, missingSince } of gone)
    if (missingSince === null) await noteMissing(db, { portal, accountId, membership, group, missing: true }, now);
  return gone;
}

/** Whether its directory has a membership no more. */
type Noted = { readonly portal: string; readonly accountId: string; readonly membership: string; readonly group: string; readonly missing: boolean };

/** Notes on a membership that its directory does not have it any more, or has it again. Returns false where it has ended, or was noted, meanwhile. */
export async function noteMissing(db: Database, { portal, accountId, membership, group, missing }: Noted, now: Millis): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const noted = await tx
      .updateTable('membership')
      .set({ missingSince: missing ? now : null })
      .where('id', '=', membership)
      .where('missingSince', missing ? 'is' : 'is not', null)
      .returning('id')
      .executeTakeFirst();
    if (!noted) return false;
    const action = missing ? 'access.missing' : 'access.back';
    await audit(tx, { at: now, actor: system, action, portal, subject: `account:${accountId}`, outcome: 'ok', detail: { group } });
    return true;
  });
}
