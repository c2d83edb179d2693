import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { type Portal, vouchedFor } from '../portal/index.ts';
import { decisionAt, type StageIds } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';
import { proofFor } from './proofs.ts';

/** Who decides in an approver's place (GOV-2): the approver's address, the delegate's, and until when, as days were counted where the absence was said. */
export type StandIn = { readonly of: string; readonly by: string; readonly until: Millis; readonly timeZone: string };

/** Who decided, and in whose place if not their own (GOV-2). */
export type Decider = { readonly by: string; readonly behalf: string | null };

/** How far delegations are followed: whoever is away may have named somebody who is away too. */
const longestChain = 5;

type Away = { readonly delegate: string; readonly endsAt: Millis; readonly timeZone: string };

/**
 * Who is away now among these, and whom they named, as far as the portal believes it: both are still those to whom the roster gave these addresses, of
 * one tenant, whose roster the portal trusts. What is `sensitive` is handed on by whoever has proven that it was them (GOV-6).
 */
async function awayAmong(db: Database, portal: Portal, addresses: readonly string[], sensitive: boolean, now: Millis): Promise<Map<string, Away>> {
  const rows = await db
    .selectFrom('absence')
    .innerJoin('person as own', (join) => join.onRef('own.id', '=', 'absence.person').onRef('own.emailKey', '=', 'absence.address'))
    .innerJoin('person as other', (join) => join.onRef('other.id', '=', 'absence.delegatePerson').onRef('other.emailKey', '=', 'absence.delegate'))
    .select(['absence.address', 'absence.delegate', 'absence.endsAt', 'absence.timeZone', 'own.tenant', 'own.guest', 'other.guest as otherGuest'])
    .whereRef('own.tenant', '=', 'other.tenant')
    .where('own.channel', '=', 'msteams')
    .where('other.channel', '=', 'msteams')
    .where('absence.address', 'in', addresses)
    .where('absence.startsAt', '<=', now)
    .where('absence.endsAt', '>', now)
    .where('absence.endedAt', 'is', null)
    .$if(sensitive, (query) => query.where('absence.proof', 'is not', null))
    .orderBy('absence.createdAt')
    .execute();
  const believed = ({ tenant, guest }: { tenant: string; guest: number }) =>
    vouchedFor({ authenticated: true, channel: 'msteams', tenant, guest: guest === 1 }, portal, 'decide');
  return new Map(
    rows
      .filter(({ tenant, guest, otherGuest }) => believed({ tenant, guest }) && believed({ tenant, guest: otherGuest }))
      .map(({ address, delegate, endsAt, timeZone }) => [address, { delegate, endsAt, timeZone }]),
  );
}

/** Who stands in for somebody: the first of a chain of delegations who is there. Nobody where it goes in a circle, is too long, or comes to who is `barred`. */
async function followed(of: string, awayOf: (address: string) => Promise<Away | undefined>, barred: (by: string) => boolean): Promise<StandIn | undefined> {
  const seen = new Set([of]);
  let ends: Away | undefined;
  for (let [by, away] = [of, await awayOf(of)]; seen.size <= longestChain + 1; away = await awayOf(by)) {
    if (!away) return ends && { of, by, until: ends.endsAt, timeZone: ends.timeZone };
    if (seen.has(away.delegate) || barred(away.delegate)) return undefined;
    by = away.delegate;
    if (!ends || away.endsAt < ends.endsAt) ends = away;
    seen.add(by);
  }
  return undefined;
}

/** Who stands in for somebody now, on a group that is `sensitive` or not (GOV-2). */
export const standInOf = (db: Database, portal: Portal, of: string, sensitive: boolean, now: Millis): Promise<StandIn | undefined> =>
  followed(
    of,
    async (address) => (await awayAmong(db, portal, [address], sensitive, now)).get(address),
    () => false,
  );

type Part = { readonly address: string; readonly open: number; readonly decision: string | null; readonly by: string | null; readonly stage: number };

/** The parts of a request's approvers, as they were asked. */
export const partsOf = (db: Database, enrollmentId: string): Promise<Part[]> =>
  db
    .selectFrom('approver')
    .select(['address', 'open', 'decision', 'by', 'stage'])
    .where('enrollmentId', '=', enrollmentId)
    .orderBy('askedAt')
    .orderBy('address')
    .execute();

type Asked = StageIds & { readonly id: string; readonly accountId: string; readonly person: string };

/**
 * Who decides in whose place on a request now. A chain of delegations is followed to the first who is there. Whose chain goes in a circle, is too long, or
 * comes to the requester keeps their part, as nobody decides on their own request, nor chooses who does. Where several have to agree, one head counts once: who is asked themselves, or
 * stands in for another already, stands in for nobody else.
 */
export async function standInsFor(db: Database, portal: Portal, row: Asked, parts: readonly Part[], now: Millis): Promise<StandIn[]> {
  const sensitive = proofFor(portal, row) !== undefined;
  const known =
    parts.length === 0
      ? new Map<string, Away>()
      : await awayAmong(
          db,
          portal,
          parts.map(({ address }) => address),
          sensitive,
          now,
        );
  if (known.size === 0) return [];
  const own = await ownMailboxes(db, portal, row);
  const awayOf = async (address: string): Promise<Away | undefined> =>
    known.get(address) ?? (await awayAmong(db, portal, [address], sensitive, now)).get(address);

  const follow = async (of: string): Promise<StandIn | undefined> => (known.has(of) ? await followed(of, awayOf, (by) => own.has(mailboxKey(by))) : undefined);

  const oneHeadOnce = decisionAt(portal, row) !== 'any';
  const heads = new Set(parts.filter(counts(row.stage)).flatMap(({ address, by }) => (by === null ? [address] : [address, by])));
  const found: StandIn[] = [];
  for (const { address } of [...parts].sort((one, other) => other.open - one.open)) {
    const standIn = await follow(address);
    if (!standIn || (oneHeadOnce && heads.has(standIn.by))) continue;
    heads.add(standIn.by);
    found.push(standIn);
  }
  return found;
}

/** Whether a part is decided, or to be decided, at a stage. */
const counts = (at: number) => (part: Part) => part.stage === at && (part.open === 1 || part.decision === 'approved');

/** The approvers in whose place this address may decide somewhere now, however long the chain. Whether they do, each request tells. */
export async function principalsOf(db: Database, address: string, now: Millis): Promise<string[]> {
  const found = new Set<string>();
  let next = [address];
  for (let step = 0; step < longestChain && next.length > 0; step += 1) {
    const rows = await db
      .selectFrom('absence')
      .select('address')
      .where('delegate', 'in', next)
      .where('startsAt', '<=', now)
      .where('endsAt', '>', now)
      .where('endedAt', 'is', null)
      .execute();
    next = [...new Set(rows.map((row) => row.address))].filter((each) => each !== address && !found.has(each));
    for (const each of next) found.add(each);
  }
  return [...found];
}
