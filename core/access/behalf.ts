import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { calendarDay, dayIn, daysBetween, instantAt } from '../foundation/calendar.ts';
import { day, type Millis, minute } from '../foundation/clock.ts';
import type { Schema } from '../foundation/database/schema.ts';
import type { LocalisedText } from '../foundation/i18n.ts';
import { emailKey, parseEmail } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { isName, prose } from '../foundation/prose.ts';
import { idOfClick, newId } from '../foundation/secrets.ts';
import { groupName, groupOf, type Pack, type Placed, type Portal, packOf, placed } from '../portal/index.ts';
import { askingRight, isOwnAddress, reaches } from './askingRight.ts';
import { endsAsked } from './behalfEnds.ts';
import { openWaiting } from './behalfOpening.ts';
import { type Bundle, bundlesOf } from './bundles.ts';
import { createPendingRequest, mayReachApprovers } from './pendingRequest.ts';

/** For whom, what, from when and until when, as it was typed. `from` and `until` are days (`2026-11-23`), or empty. */
export type Wanted = {
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  /** The id of a pack of the portal, or empty. */
  readonly pack: string;
  /** Groups of the portal. */
  readonly groups: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly justification: string;
};

/** A group by its name, and by that of its portal where it is another one. */
export type NamedGroup = Placed & { readonly group: LocalisedText; readonly portalName?: LocalisedText };

/** What was read of it: whom it is for, by the name that the directory gives them, and what is asked for. */
export type Prepared = {
  readonly name: string;
  readonly email: string;
  /** Whether they have an account here. If not, it is waited for. */
  readonly known: boolean;
  readonly pack?: LocalisedText;
  readonly what: readonly NamedGroup[];
  readonly startsAt: Millis | null;
  /** The end that is asked for, by the calendar of this portal. */
  readonly until: Millis | null;
};

/** How many days ahead access is asked for: whoever has no account yet is looked for until then. */
const furthest = 366;

/** How long an account is waited for, after the day from which access is asked for. */
const waitsFor = 30 * day;

/**
 * Asking in somebody else's name (GOV-5). Refuses with `behalf.notYours`, in the same words for a stranger and for somebody unknown where only a manager
 * may ask; with `behalf.self`, `behalf.from…`, `behalf.what`, `behalf.name`, `enroll.justification`, `enroll.limit`, or as `parseEmail` and `askedEnd`.
 */
export type Behalf = {
  /** Whether this person may ask for anybody at all at this portal. */
  may(actor: Actor, portal: Portal): Promise<boolean>;
  /** Checks what was typed, before it is confirmed. */
  prepare(actor: Actor, portal: Portal, wanted: Wanted): Promise<Outcome<Prepared>>;
  /** Asks: one request a group, each decided for itself. `act` names the click; made again, it opens nothing more. */
  ask(actor: Actor, portal: Portal, wanted: Wanted, act?: string): Promise<Outcome<Bundle>>;
  /** What this person asked for others, newest first. */
  mine(actor: Actor, limit: number): Promise<Bundle[]>;
  /** Withdraws what is not decided yet of what was asked for in one go. Refuses with `enroll.decided` where there is nothing left. */
  withdraw(actor: Actor, bundle: string): Promise<Outcome<{ withdrawn: number }>>;
};

/** Creates the asker's side. */
export function createBehalf(dependencies: Dependencies): Behalf {
  const { db, clock, directory, limits, secrets } = dependencies;

  /** Checks what was typed. `ends`: the end that is asked for, at each portal. */
  const check = async (actor: Actor, portal: Portal, wanted: Wanted): Promise<Outcome<Prepared & { readonly ends: ReadonlyMap<string, Millis | null> }>> => {
    const read = readWanted(portal, wanted, clock());
    if (!read.ok) return read;
    const { email, what, pack, startsAt } = read.value;
    const ends = endsAsked(wanted.until, what, { portals: dependencies.portals, locale: actor.locale, now: clock(), startsAt });
    if (!ends.ok) return ends;
    if (!(await limits.takeOf(portal, 'enroll.person', `looks:${actor.person}`))) return refuse({ key: 'enroll.limit' });
    const right = await askingRight(dependencies, actor, portal);
    const account = right === 'nobody' ? undefined : await directory.findByEmail(portal.id, email);
    if (!(await reaches(dependencies, right, actor, portal, account))) {
      await audit(db, { at: clock(), actor, action: 'enroll.onBehalf', portal: portal.id, subject: 'account:?', outcome: 'behalf.notYours' });
      return refuse({ key: 'behalf.notYours', field: 'email' });
    }
    if (await isOwnAddress(dependencies, actor, portal, email, account)) return refuse({ key: 'behalf.self', field: 'email' });
    const [givenName, familyName] = account ? [account.givenName, account.familyName] : [wanted.givenName.trim(), wanted.familyName.trim()];
    const name = `${givenName} ${familyName}`.trim();
    if (!account && (givenName === '' || familyName === '' || !isName(name)))
      return refuse({ key: 'behalf.name', field: givenName === '' ? 'givenName' : 'familyName' });
    return accept({
      name: name || email,
      email: account?.email ?? email,
      known: account !== undefined,
      ...(pack && { pack: pack.name }),
      what: what.map(named(portal)),
      startsAt,
      until: [...ends.value.values()][0] ?? null,
      ends: ends.value,
    });
  };

  /** Opens what can be opened by now of a bundle, and returns how it stands. */
  const opened = async (actor: Actor, bundle: string): Promise<Outcome<Bundle>> => {
    await openWaiting(dependencies, actor, bundle);
    const [asked] = await bundlesOf(dependencies, { bundle, person: actor.person }, 1);
    return asked ? accept(asked) : refuse({ key: 'enroll.decided' });
  };

  /** What is no longer there keeps its id: its request says that it is gone. */
  const named =
    ({ id: home }: Portal) =>
    ({ portal: id, groupId }: Placed): NamedGroup => {
      const where = dependencies.portals.get(id);
      return { portal: id, groupId, group: groupName(where, groupId), ...(id !== home && { portalName: where?.name ?? id }) };
    };

  return {
    may: async (actor, portal) => (await askingRight(dependencies, actor, portal)) !== 'nobody',

    prepare: async (actor, portal, wanted) => {
      const checked = await check(actor, portal, wanted);
      if (!checked.ok) return checked;
      const { ends: _ends, ...prepared } = checked.value;
      return accept(prepared);
    },

    ask: async (actor, portal, wanted, act = newId()) => {
      const bundle = idOfClick(act, actor.person, portal.id);
      const [before] = await bundlesOf(dependencies, { bundle, person: actor.person }, 1);
      // Made again, the click goes on where the bot died that took it first.
      if (before) return await opened(actor, bundle);
      const checked = await check(actor, portal, wanted);
      if (!checked.ok) return checked;
      const { email, what, startsAt, ends } = checked.value;
      const why = prose(wanted.justification);
      if (why === '' && what.some(({ portal: id, groupId }) => groupIn(dependencies.portals, id, groupId)?.justification))
        return refuse({ key: 'enroll.justification', field: 'justification' });
      if (!(await mayReachApprovers(limits, actor, portal))) return refuse({ key: 'enroll.limit' });
      const now = clock();
      await db.transaction().execute(async (tx) => {
        for (const each of what) {
          const until = ends.get(each.portal) ?? null;
          const row: Selectable<Schema['behalf']> = {
            ...{ portal: each.portal, groupId: each.groupId },
            ...{
              id: idOfClick(bundle, each.portal, each.groupId),
              bundle,
              pack: wanted.pack || null,
              home: portal.id,
              person: actor.person,
              locale: actor.locale,
            },
            ...{
              email: emailKey(email),
              givenName: wanted.givenName.trim(),
              familyName: wanted.familyName.trim(),
              justification: why || null,
              startsAt,
              until,
            },
            ...{ createdAt: now, expiresAt: Math.min((startsAt ?? now) + waitsFor, until ?? Number.POSITIVE_INFINITY), state: 'waiting', why: null },
          };
          await tx
            .insertInto('behalf')
            .values(row)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        // It is done at once; should the bot die before, by this.
        await enqueue(tx, secrets, { kind: 'behalf', bundle }, { reason: `behalf:${bundle}`, now, dueAt: now + minute });
        const detail = {
          bundle,
          groups: what.map(({ portal: id, groupId }) => `${id}/${groupId}`).join(' '),
          ...(wanted.pack !== '' && { pack: wanted.pack }),
        };
        await audit(tx, { at: now, actor, action: 'enroll.onBehalf', portal: portal.id, subject: 'account:?', outcome: 'ok', detail });
      });
      return await opened(actor, bundle);
    },

    mine: (actor, limit) => bundlesOf(dependencies, { person: actor.person }, limit),

    withdraw: async (actor, bundle) => {
      const waiting = await db
        .updateTable('behalf')
        .set({ state: 'withdrawn' })
        .where('bundle', '=', bundle)
        .where('person', '=', actor.person)
        .where('state', '=', 'waiting')
        .returning('id')
        .execute();
      const asked = await db
        .selectFrom('behalf')
        .select('id')
        .where('bundle', '=', bundle)
        .where('person', '=', actor.person)
        .where('state', '=', 'asked')
        .execute();
      const pending = createPendingRequest(dependencies);
      let withdrawn = waiting.length;
      for (const { id } of asked) if ((await pending.withdraw(actor, id)).ok) withdrawn += 1;
      return withdrawn > 0 ? accept({ withdrawn }) : refuse({ key: 'enroll.decided' });
    },
  };
}

const groupIn = (portals: ReadonlyMap<string, Portal>, id: string, groupId: string) => {
  const portal = portals.get(id);
  return portal && groupOf(portal, groupId);
};

type Read = { readonly email: string; readonly what: Placed[]; readonly pack: Pack | undefined; readonly startsAt: Millis | null };

/** Reads what was typed, as far as it can be checked without the directory. */
function readWanted(portal: Portal, { email, pack: packId, groups, from }: Wanted, now: Millis): Outcome<Read> {
  const address = parseEmail(email);
  const pack = packId === '' ? undefined : packOf(portal, packId);
  const own = portal.groups.flatMap(({ id }) => (groups.includes(id) ? [{ portal: portal.id, groupId: id }] : []));
  const all = [...(pack?.groups.map((written) => placed(portal, written)) ?? []), ...own];
  const what = all.filter((each, at) => all.findIndex((other) => other.portal === each.portal && other.groupId === each.groupId) === at);
  const starts = startOf(portal, from, now);
  const refusals: Refusal[] = [
    ...(address.ok ? [] : address.refusals),
    ...(what.length === 0 ? [{ key: 'behalf.what', field: 'groups' } as const] : []),
    ...(starts.ok ? [] : starts.refusals),
  ];
  const [first, ...others] = refusals;
  if (first || !address.ok || !starts.ok) return refuse(first ?? { key: 'field.required', field: 'email' }, ...others);
  return accept({ email: address.value, what, pack, startsAt: starts.value });
}

/** The beginning of a day in the portal's time zone; null for today and where none is given. */
function startOf({ timeZone }: Portal, from: string, now: Millis): Outcome<Millis | null> {
  if (from === '') return accept(null);
  const parsed = calendarDay.safeParse(from);
  const today = dayIn(timeZone, now);
  if (!parsed.success) return refuse({ key: 'behalf.from.day', field: 'from' });
  if (parsed.data < today) return refuse({ key: 'behalf.from.past', field: 'from' });
  if (daysBetween(today, parsed.data) > furthest) return refuse({ key: 'behalf.from.far', field: 'from' });
  return accept(parsed.data === today ? null : instantAt(timeZone, parsed.data, '00:00'));
}
