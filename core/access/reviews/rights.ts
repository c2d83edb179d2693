import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Dependencies } from '../../dependencies.ts';
import { withReviewers } from '../../directory/index.ts';
import type { Actor } from '../../foundation/actor.ts';
import type { Millis } from '../../foundation/clock.ts';
import { literally } from '../../foundation/database/literally.ts';
import type { Database, Schema } from '../../foundation/database/schema.ts';
import { emailKey, mailboxKey } from '../../foundation/identifiers.ts';
import { escalatedTo, type Group, groupOf, type Portal, reviewersOf, type Staffed, vouchedFor } from '../../portal/index.ts';
import { principalsOf, standInOf } from '../standIns.ts';

export type ReviewRow = Selectable<Schema['review']>;

/** On which of a review's people somebody may decide: on all but `except`, or on `only` these. */
export type Scope = { readonly except: readonly string[]; readonly only?: readonly string[] | undefined };

/** A review with what somebody may decide in it. */
export type FoundReview = {
  readonly row: ReviewRow;
  readonly portal: Staffed;
  readonly group: Group;
  readonly address: string;
  readonly scope: Scope;
  /** The reviewer in whose place, while they are away (GOV-2). */
  readonly behalf: string | null;
};

/** Who reviews: by address, and in a chat as a person too. */
type Reviewer = { readonly address: string; readonly person?: string | undefined };

/**
 * The review, if this actor may decide in it now: the profile, and the directory behind its teams, names them, or somebody for whom they stand in (GOV-2). What is decided already does not count.
 * Throws `DirectoryUnavailable`.
 */
export async function reviewFor(dependencies: Dependencies, actor: Actor, id: string): Promise<FoundReview | undefined> {
  const { db, portals } = dependencies;
  const row = await db.selectFrom('review').selectAll().where('id', '=', id).executeTakeFirst();
  const profile = row && portals.get(row.portal);
  if (!row || !profile || actor.email === undefined || !vouchedFor(actor, profile, 'decide')) return undefined;
  return await reviewBy(dependencies, row, { address: emailKey(actor.email), person: actor.person });
}

/** The same for somebody whose address is known to be theirs. */
export async function reviewBy(dependencies: Dependencies, row: ReviewRow, reviewer: Reviewer): Promise<FoundReview | undefined> {
  const profile = dependencies.portals.get(row.portal);
  const group = profile && groupOf(profile, row.groupId);
  if (!profile || !group) return undefined;
  const portal = await withReviewers(dependencies, profile, group);
  const { db, clock } = dependencies;
  const { address } = reviewer;
  const own = await scopeOf(db, { row, portal, group }, reviewer);
  if (own) return { row, portal, group, address, scope: own, behalf: null };
  const behalf = await principalIn(db, { row, portal, group }, address, clock());
  const theirs = behalf === undefined ? undefined : await scopeOf(db, { row, portal, group }, { address: behalf });
  if (behalf === undefined || !theirs) return undefined;
  // Nobody decides on themselves, nor chooses who does.
  const scope = { ...theirs, except: [...theirs.except, ...(await ownItems(db, portal, row.id, reviewer))] };
  return { row, portal, group, address, scope, behalf };
}

/** The reviewer in whose place somebody may decide now. */
async function principalIn(db: Database, { portal, group }: Review, address: string, now: Millis): Promise<string | undefined> {
  const away = await principalsOf(db, address, now);
  if (away.length === 0) return undefined;
  for (const of of [...reviewersOf(portal, group), ...escalatedTo(portal, group)])
    if (away.includes(of) && (await standInOf(db, portal, of, group.sensitive, now))?.by === address) return of;
  return undefined;
}

type Review = { readonly row: ReviewRow; readonly portal: Staffed; readonly group: Group };

/**
 * What a reviewer decides on: everybody but themselves. Those who come after the reviewers decide on what no reviewer may, and on all that is left once it
 * went to them. Undefined for anybody else.
 */
async function scopeOf(db: Database, review: Review, reviewer: Reviewer): Promise<Scope | undefined> {
  const { row, portal, group } = review;
  const reviewers = reviewersOf(portal, group);
  const isReviewer = reviewers.includes(reviewer.address);
  if (!isReviewer && !escalatedTo(portal, group).includes(reviewer.address)) return undefined;
  const except = await ownItems(db, portal, row.id, reviewer);
  return isReviewer || row.escalatedAt !== null || reviewers.length === 0 ? { except } : { except, only: await leftOver(db, review, reviewers) };
}

/** Those on whom no reviewer may decide, because it is their own access: a sole reviewer's, say. */
export async function leftOver(db: Database, { row, portal }: Review, reviewers: readonly string[]): Promise<string[]> {
  let left: string[] | undefined;
  for (const address of reviewers) {
    const own = await ownItems(db, portal, row.id, { address });
    left = left === undefined ? own : left.filter((id) => own.includes(id));
    if (left.length === 0) return [];
  }
  return left ?? [];
}

/** The rows of a review that are about its reviewer: by their mailbox, and by every account that they have ever proven to own. */
async function ownItems(db: Database, portal: Portal, reviewId: string, { address, person }: Reviewer): Promise<string[]> {
  const people = await db.selectFrom('person').select(['id', 'channel', 'tenant', 'guest']).where('emailKey', '=', address).execute();
  const trusted = people.filter(({ tenant, guest }) => vouchedFor({ authenticated: true, channel: 'msteams', tenant, guest: guest === 1 }, portal, 'decide'));
  const persons = [...trusted.map(({ id }) => id), ...(person === undefined ? [] : [person])];
  const owned =
    persons.length === 0
      ? []
      : await db
          .selectFrom('binding')
          .innerJoin('account', 'account.id', 'binding.accountId')
          .select(['account.id', 'account.directoryId'])
          .where('binding.person', 'in', persons)
          .where('account.portal', '=', portal.id)
          .execute();
  const ids = owned.map(({ id, directoryId }) => directoryId ?? id);
  const mailbox = mailboxKey(address);
  const at = mailbox.lastIndexOf('@');
  const tagged = `${literally(mailbox.slice(0, at))}+%${literally(mailbox.slice(at))}`;
  const rows = await db
    .selectFrom('reviewItem')
    .select('id')
    .where('reviewId', '=', reviewId)
    .where((item) =>
      item.or([
        item('emailKey', '=', mailbox),
        sql<SqlBool>`"emailKey" like ${tagged} escape '\\'`,
        ...(ids.length > 0 ? [item('directoryId', 'in', ids)] : []),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

/** The rows of a review on which somebody decides, as a condition. */
export function within({ except, only }: Scope): RawBuilder<SqlBool> {
  const among = only && (only.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`"reviewItem".id in (${sql.join(only)})`);
  const others = except.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`"reviewItem".id not in (${sql.join(except)})`;
  return among ? sql<SqlBool>`(${among} and ${others})` : others;
}
