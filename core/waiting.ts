import { type ApprovalView, approvalView } from './approvalView.ts';
import { requestOf } from './approverRights.ts';
import { emailKey } from './identifiers.ts';
import type { Parts } from './parts.ts';
import type { Actor } from './ports.ts';

/** What waits for an approver, oldest first, from a place in that order on: what is theirs to decide now, and nothing else. */
export async function waitingFor(parts: Parts, actor: Actor, { limit, after = 0 }: { limit: number; after?: number }): Promise<ApprovalView[]> {
  const { db, portals } = parts;
  if (!actor.authenticated || actor.email === undefined) return [];
  const asked = db
    .selectFrom('approver')
    .select('enrollmentId')
    .where('address', '=', emailKey(actor.email))
    .where('open', '=', 1)
    .orderBy('askedAt')
    .orderBy('id')
    .limit(limit);
  const found: ApprovalView[] = [];
  for (let from = after; ; from += limit) {
    const rows = await asked.offset(from).execute();
    for (const { enrollmentId } of rows) {
      // Asked once, and since then taken out of the profile, or of a tenant that the portal does not trust: not even the names are theirs.
      const view = (await requestOf(parts, actor, enrollmentId)) && (await approvalView(db, portals, enrollmentId));
      if (view) found.push(view);
      if (found.length === limit) return found;
    }
    if (rows.length < limit) return found;
  }
}
