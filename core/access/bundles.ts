import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { LocalisedText } from '../foundation/i18n.ts';
import { groupName, packOf } from '../portal/index.ts';

/** How one group of a bundle stands: as its request does, once there is one. */
const bundleStates = ['waiting', 'notAsked', 'pending', 'approved', 'refused', 'withdrawn', 'expired'] as const;
export type BundleState = (typeof bundleStates)[number];

/** Why a group was not asked for. */
export const bundleReasons = ['held', 'elsewhere', 'incompatible', 'noApprover', 'notYours', 'gone'] as const;
export type BundleReason = (typeof bundleReasons)[number];

/** A group that was asked for in somebody else's name. */
export type BundleItem = {
  readonly id: string;
  readonly portal: string;
  readonly group: LocalisedText;
  readonly state: BundleState;
  /** Its reference, once it is a request. */
  readonly reference: string | null;
  readonly why: BundleReason | undefined;
  /** The approver's reason for a refusal. */
  readonly reason: string | null;
};

/** What was asked for in one go for somebody else, with how each of it stands (GOV-5). */
export type Bundle = {
  readonly id: string;
  readonly home: string;
  readonly pack: LocalisedText | undefined;
  readonly name: string;
  readonly email: string;
  readonly startsAt: Millis | null;
  readonly until: Millis | null;
  readonly createdAt: Millis;
  readonly items: readonly BundleItem[];
};

type Whose = { readonly person: string; readonly bundle?: string };

/** The bundles that somebody asked for, newest first. */
export async function bundlesOf({ db, portals }: Pick<Dependencies, 'db' | 'portals'>, { person, bundle }: Whose, limit: number): Promise<Bundle[]> {
  const some = await db
    .selectFrom('behalf')
    .select(['bundle', (row) => row.fn.max('createdAt').as('at')])
    .where('person', '=', person)
    .$if(bundle !== undefined, (query) => query.where('bundle', '=', bundle ?? ''))
    .groupBy('bundle')
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  if (some.length === 0) return [];
  const rows = await db
    .selectFrom('behalf')
    .leftJoin('enrollment', 'enrollment.id', 'behalf.id')
    .leftJoin('account', 'account.id', 'enrollment.accountId')
    .selectAll('behalf')
    .select(['enrollment.status', 'enrollment.reference', 'enrollment.reason', 'account.givenName as given', 'account.familyName as family'])
    .where(
      'behalf.bundle',
      'in',
      some.map((each) => each.bundle),
    )
    .where('behalf.person', '=', person)
    .orderBy('behalf.id')
    .execute();
  return some.flatMap(({ bundle: id }) => {
    const its = rows.filter((row) => row.bundle === id);
    const [first] = its;
    if (!first) return [];
    const met = its.find(({ given }) => given !== null) ?? { given: first.givenName, family: first.familyName };
    const home = portals.get(first.home);
    const ends = its.find(({ portal }) => portal === first.home);
    const name = `${met.given ?? ''} ${met.family ?? ''}`.trim() || first.email;
    const pack = first.pack === null ? undefined : ((home && packOf(home, first.pack)?.name) ?? first.pack);
    const order = [...portals.values()].flatMap((portal) => portal.groups.map((group) => `${portal.id}/${group.id}`));
    const at = (row: { portal: string; groupId: string }) => order.indexOf(`${row.portal}/${row.groupId}`);
    const items = its
      .toSorted((one, other) => at(one) - at(other))
      .map((row): BundleItem => {
        const state = bundleStates.find((each) => each === (row.state === 'asked' ? row.status : row.state)) ?? 'waiting';
        const { portal: where, reference, reason } = row;
        const why = bundleReasons.find((each) => each === row.why);
        return { id: row.id, portal: where, group: groupName(portals.get(row.portal), row.groupId), state, reference, why, reason };
      });
    return [
      { id, home: first.home, pack, name, email: first.email, startsAt: first.startsAt, until: ends?.until ?? first.until, createdAt: first.createdAt, items },
    ];
  });
}
