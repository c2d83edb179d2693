import type { Dependencies } from '../dependencies.ts';
import { withApprovers } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { managerTeam, namedApprovers, type Staffed } from '../portal/index.ts';
import { DirectoryUnavailable } from '../ports.ts';
import { type ApprovalView, approvalView } from './approvalView.ts';
import { requestFor, type Staffing } from './approverRights.ts';
import { principalsOf } from './standIns.ts';

/** A page of the requests that wait for an approver, oldest first. */
export type PendingPage = {
  readonly views: readonly ApprovalView[];
  /** Where the next page begins; undefined on the last. */
  readonly next?: string;
  /** The portals whose directory does not say just now who decides: more may wait there (DIR-8). */
  readonly silent: readonly string[];
};

class SilentDirectory extends Error {
  readonly portal: string;
  constructor(portal: string, cause: unknown) {
    super(`the directory of ${portal} does not answer`, { cause });
    this.portal = portal;
  }
}

/** Asks each directory once for a list, for all of its requests. */
function staffingOnce(dependencies: Dependencies): Staffing {
  const asked = new Map<string, Promise<Staffed>>();
  return (portal, accountId) => {
    const key = namedApprovers(portal).includes(`@${managerTeam}`) ? `${portal.id} ${accountId}` : portal.id;
    const staffed =
      asked.get(key) ??
      withApprovers(dependencies, portal, accountId).catch((error: unknown) => {
        throw error instanceof DirectoryUnavailable ? new SilentDirectory(portal.id, error) : error;
      });
    asked.set(key, staffed);
    return staffed;
  };
}

type Place = { readonly askedAt: number; readonly id: string };

/**
 * The requests that this approver may decide on now. A page begins after the last row of the one before, in the order of one index. So it takes
 * as long among ten thousand rows as among ten, and a decision in between makes the reader skip nothing. `after` is the `next` of an earlier
 * page; anything else means the first page.
 */
export async function pendingFor(dependencies: Dependencies, actor: Actor, { limit, after = '' }: { limit: number; after?: string }): Promise<PendingPage> {
  const { db, clock, portals } = dependencies;
  if (!actor.authenticated || actor.email === undefined) return { views: [], silent: [] };
  const address = emailKey(actor.email);
  const asked = [address, ...(await principalsOf(db, address, clock()))];
  const rowsAfter = ({ askedAt, id }: Place) =>
    db
      .selectFrom('approver')
      .select(['id', 'askedAt', 'enrollmentId', 'address'])
      .where('address', 'in', asked)
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
  const silent = new Set<string>();
  const staffing = staffingOnce(dependencies);
  /** The request, if this part of it is theirs to decide; nothing where the directory does not say so. */
  const mine = async ({ enrollmentId, address }: { enrollmentId: string; address: string }): Promise<ApprovalView | undefined> => {
    try {
      const found = await requestFor(dependencies, actor, enrollmentId, staffing);
      return found?.part === address ? await approvalView(db, portals, enrollmentId, clock()) : undefined;
    } catch (error) {
      if (!(error instanceof SilentDirectory)) throw error;
      silent.add(error.portal);
      return undefined;
    }
  };
  for (;;) {
    const rows = await rowsAfter(place);
    for (const row of rows) {
      place = row;
      // Removed from the profile since they were asked, or of a tenant that the portal does not trust: they may not even see the names.
      const view = await mine(row);
      if (view) found.push({ view, at: row });
      if (found.length <= limit) continue;
      const last = found[limit - 1]?.at;
      return { views: found.slice(0, limit).map((each) => each.view), silent: [...silent], ...(last && { next: `${last.askedAt}.${last.id}` }) };
    }
    if (rows.length <= limit) return { views: found.map((each) => each.view), silent: [...silent] };
  }
}
