import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Millis } from '../../foundation/clock.ts';
import { literally } from '../../foundation/database/literally.ts';
import type { Database } from '../../foundation/database/schema.ts';
import type { LocalisedText } from '../../foundation/i18n.ts';
import { fold } from '../../foundation/nameWords.ts';
import { digest } from '../../foundation/secrets.ts';
import { groupName, type Portal } from '../../portal/index.ts';
import { approverNames } from '../approverNames.ts';
import { type FoundReview, type ReviewRow, within } from './rights.ts';

/** Somebody whose access is reviewed. `given`: what Guichet knows of how they came by it; undefined where it was given otherwise. */
export type ReviewedPerson = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly given?: { readonly since: Millis; readonly until: Millis | null; readonly by: string | null; readonly reviewedAt: Millis | null };
  readonly ticked: boolean;
};

/** What everybody sees of a review. */
export type ReviewSummary = {
  readonly id: string;
  readonly reference: string;
  readonly portal: string;
  readonly groupId: string;
  readonly group: LocalisedText;
  readonly endsAt: Millis;
  readonly endedAt: Millis | null;
  readonly total: number;
  readonly kept: number;
  readonly removed: number;
  /** Of these, how many nobody decided on, so that the profile did. */
  readonly unanswered: number;
};

/** A page of a review as one of its reviewers sees it: those who are not decided on yet, by name. */
export type ReviewView = ReviewSummary & {
  /** How many are left for this reviewer. */
  readonly open: number;
  /** Whether they are on the list themselves: somebody else decides on that. */
  readonly self: boolean;
  /** In whose place, by name, while they are away (GOV-2). */
  readonly behalf?: string | undefined;
  readonly people: readonly ReviewedPerson[];
  readonly search: string;
  /** How many answer to the search. */
  readonly found: number;
  readonly page: ReviewPage;
  /** Where the next page begins; undefined on the last. */
  readonly next?: string | undefined;
  /** How many are ticked in all, and by what those are told from others: a confirmation is about these and no others. */
  readonly ticked: number;
  readonly tickedAs: string;
};

/** Which page: after whom, and of those whom a search finds. */
export type ReviewPage = { readonly after?: string | undefined; readonly search?: string | undefined };

/** How many people are on a card. */
export const perPage = 10;

/** How a review stands. */
export async function reviewSummary(db: Database, portal: Portal, row: ReviewRow): Promise<ReviewSummary> {
  const counts = await db
    .selectFrom('reviewItem')
    .select(({ fn }) => ['decision', sql<number>`sum(case when "decidedBy" = '' then 1 else 0 end)`.as('unanswered'), fn.countAll<number>().as('count')])
    .where('reviewId', '=', row.id)
    .groupBy('decision')
    .execute();
  const of = (decision: string | null) => Number(counts.find((each) => each.decision === decision)?.count ?? 0);
  const [kept, removed, open] = [of('keep'), of('remove'), of(null)];
  const { id, reference, endsAt, endedAt } = row;
  const group = groupName(portal, row.groupId);
  const unanswered = counts.reduce((sum, each) => sum + Number(each.unanswered ?? 0), 0);
  return { id, reference, portal: row.portal, groupId: row.groupId, group, endsAt, endedAt, total: kept + removed + open, kept, removed, unanswered };
}

/** The condition that a search makes: each of its words is in a name or an address. */
export function answering(search: string): RawBuilder<SqlBool> {
  const words = fold(search).split(/\s+/).filter(Boolean).slice(0, 5);
  const each = words.map((word) => sql<SqlBool>`"reviewItem".searched like ${`%${literally(word)}%`} escape '\\'`);
  return each.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join(each, sql` and `)})`;
}

/** A page of a review. It begins after a row in the order of an index, so a decision in between makes nobody skip anybody. */
export async function reviewView(db: Database, { row, portal, address, scope, behalf }: FoundReview, page: ReviewPage = {}): Promise<ReviewView> {
  const search = (page.search ?? '').trim();
  const open = () => db.selectFrom('reviewItem').where('reviewId', '=', row.id).where('decision', 'is', null).where(within(scope));
  const after =
    page.after === undefined
      ? undefined
      : await db.selectFrom('reviewItem').select(['sortKey', 'id']).where('reviewId', '=', row.id).where('id', '=', page.after).executeTakeFirst();
  const people = await open()
    .select(['id', 'name', 'email', 'directoryId'])
    .where(answering(search))
    .$if(after !== undefined, (rows) =>
      rows
        .where('sortKey', '>=', after?.sortKey ?? '')
        .where((item) => item.or([item('sortKey', '>', after?.sortKey ?? ''), item('id', '>', after?.id ?? '')])),
    )
    .orderBy('sortKey')
    .orderBy('id')
    .limit(perPage + 1)
    .execute();
  const shown = people.slice(0, perPage);
  const count = async (term: RawBuilder<SqlBool>) =>
    Number(
      (
        await open()
          .select(({ fn }) => fn.countAll().as('n'))
          .where(term)
          .executeTakeFirst()
      )?.n ?? 0,
    );
  const all = await count(answering(''));
  const ticks = await ticksOf(db, row.id, address);
  const given = await givenTo(
    db,
    portal,
    row,
    shown.map(({ directoryId }) => directoryId),
  );
  return {
    ...(await reviewSummary(db, portal, row)),
    open: all,
    self: scope.except.length > 0,
    ...(behalf !== null && { behalf: (await approverNames(db, portal, [behalf]))(behalf) }),
    people: shown.map(({ directoryId, ...person }) => {
      const how = given.get(directoryId);
      return { ...person, ...(how && { given: how }), ticked: ticks.includes(person.id) };
    }),
    search,
    found: search === '' ? all : await count(answering(search)),
    page: { ...(after && { after: after.id }), ...(search !== '' && { search }) },
    ...(people.length > perPage && { next: shown.at(-1)?.id }),
    ticked: ticks.length,
    tickedAs: digest(ticks.join()),
  };
}

/** The people whom a reviewer has ticked and nobody has decided on. */
export async function ticksOf(db: Database, reviewId: string, reviewer: string): Promise<string[]> {
  const rows = await db
    .selectFrom('reviewTick')
    .innerJoin('reviewItem', 'reviewItem.id', 'reviewTick.itemId')
    .select('reviewItem.id')
    .where('reviewTick.reviewId', '=', reviewId)
    .where('reviewer', '=', reviewer)
    .where('decision', 'is', null)
    .orderBy('reviewItem.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** How accounts came by a group, by their directory's id. */
async function givenTo(db: Database, portal: Portal, { groupId }: ReviewRow, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, NonNullable<ReviewedPerson['given']>>();
  const rows = await db
    .selectFrom('account')
    .innerJoin('membership', 'membership.accountId', 'account.id')
    .leftJoin('enrollment', 'enrollment.id', 'membership.enrollmentId')
    .select(['account.id', 'account.directoryId', 'grantedAt', 'endsAt', 'reviewedAt', 'decidedBy'])
    .where('account.portal', '=', portal.id)
    .where('membership.groupId', '=', groupId)
    .where(portal.directory.kind === 'embedded' ? 'account.id' : 'account.directoryId', 'in', ids)
    .execute();
  const nameOf = await approverNames(
    db,
    portal,
    rows.map(({ decidedBy }) => decidedBy),
  );
  return new Map(
    rows.map(({ id, directoryId, grantedAt, endsAt, reviewedAt, decidedBy }) => [
      directoryId ?? id,
      { since: grantedAt, until: endsAt, by: decidedBy && nameOf(decidedBy), reviewedAt },
    ]),
  );
}
