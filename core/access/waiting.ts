import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { type ApprovalView, approvalView } from './approvalView.ts';
import { requestOf } from './approverRights.ts';

/** A page of what waits for somebody, oldest first. */
export type Waiting = {
  readonly views: readonly ApprovalView[];
  /** Where the next page begins; undefined on the last. */
  readonly next?: string;
};

type Place = { readonly askedAt: number; readonly id: string };

/**
 * What waits for an approver: what is theirs to decide now, and nothing else. A page begins after the last row of the one before, in the order
 * of one index: it takes as long among ten thousand as among ten, and what is decided in between moves nothing past the reader. `after` is a
 * `next` of before; anything else is the beginning.
 */
export async function waitingFor(dependencies: Dependencies, actor: Actor, { limit, after = '' }: { limit: number; after?: string }): Promise<Waiting> {
  const { db, portals } = dependencies;
  if (!actor.authenticated || actor.email === undefined) return { views: [] };
  const address = emailKey(actor.email);
  const rowsAfter = ({ askedAt, id }: Place) =>
    db
      .selectFrom('approver')
      .select(['id', 'askedAt', 'enrollmentId'])
      .where('address', '=', address)
      .where('open', '=', 1)
      .where('askedAt', '>=', askedAt)
      .where((row) => row.or([row('askedAt', '>', askedAt), row('id', '>', id)]))
      .orderBy('askedAt')
      .orderBy('id')
      .limit(limit + 1)
      .execute();
  const [, askedAt = '0', id = ''] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(after) ?? [];
  let place: Place = { askedAt: Number(askedAt), id };
  const found: { readonly view: ApprovalView; readonly at: Place }[] = [];
  for (;;) {
    const rows = await rowsAfter(place);
    for (const row of rows) {
      place = row;
      // Asked once, and since then taken out of the profile, or of a tenant that the portal does not trust: not even the names are theirs.
      const view = (await requestOf(dependencies, actor, row.enrollmentId)) && (await approvalView(db, portals, row.enrollmentId));
      if (view) found.push({ view, at: row });
      if (found.length <= limit) continue;
      const last = found[limit - 1]?.at;
      return { views: found.slice(0, limit).map((each) => each.view), ...(last && { next: `${last.askedAt}.${last.id}` }) };
    }
    if (rows.length <= limit) return { views: found.map((each) => each.view) };
  }
}
