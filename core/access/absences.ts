import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { calendarDay, dayIn, daysBetween, daysLater, instantAt } from '../foundation/calendar.ts';
import type { Millis } from '../foundation/clock.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { emailKey, mailboxKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import { type AbsenceRow, nameOfPerson, tellAbsence } from './absenceNews.ts';
import { isSensitiveFor, provenAt, sensitiveFor } from './absenceProof.ts';
import { type Colleague, colleaguesNamed } from './colleagues.ts';

export type { Colleague } from './colleagues.ts';

/** An absence as those two see it: who is away, who decides in their place, from when until when. */
export type Absence = Pick<AbsenceRow, 'id' | 'startsAt' | 'endsAt' | 'timeZone' | 'address' | 'delegate'> & {
  readonly ofName: string;
  readonly byName: string;
  /** Requests for sensitive groups stay with who is away: they did not prove that it was them (GOV-6). */
  readonly keepsSensitive: boolean;
};

/** What is asked for, as typed: days (`2026-12-03`), and the address of who decides meanwhile. An empty `from` is today. `unproven`: without a proof, what is sensitive stays with them. */
export type AskedAbsence = {
  readonly from: string;
  readonly to: string;
  readonly delegate: string;
  readonly timeZone: string;
  readonly unproven?: boolean;
};

/** Approvers who are away, and who decides in their place (GOV-2). */
export type Absences = {
  /** The colleagues whom a text names, by name or address: at most five. */
  colleagues(actor: Actor, text: string): Promise<Colleague[]>;
  /**
   * From the first day to the end of the last, the delegate decides in the actor's place. It takes the place of what was said before of these days. `actor` is as the
   * roster has them now. Refuses at the fields `from`, `to` and `delegate` with `absence.…`, or with `absence.roster`, `absence.limit`, `absence.often`, or `decide.proof` where
   * they may have to decide on what is sensitive.
   */
  begin(actor: Actor, asked: AskedAbsence): Promise<Outcome<Absence>>;
  /** A portal where they may have to decide on what is sensitive; undefined if there is none. */
  sensitive(actor: Actor): Portal | undefined;
  /** The actor's own absences that are not over, and those in which they decide for others, the earliest first. */
  mine(actor: Actor): Promise<{ readonly own: readonly Absence[]; readonly forOthers: readonly Absence[] }>;
  /** An absence of the actor's own, or in which they decide; whether it is over by now. Undefined if there is none of this id. */
  look(actor: Actor, id: string): Promise<{ readonly absence: Absence; readonly isOwn: boolean; readonly isOver: boolean } | undefined>;
  /** Ends one's own absence before its last day. Refuses with `absence.over`. */
  end(actor: Actor, id: string): Promise<Outcome<Absence>>;
  /** The delegate does not decide for them, or no longer. Refuses with `absence.over`. */
  decline(actor: Actor, id: string): Promise<Outcome<Absence>>;
};

/** In days. Whoever is away for longer is followed by somebody else in the profile. */
const longest = 366;

/** Creates the room's side of absences. */
export function createAbsences(dependencies: Dependencies): Absences {
  const { db, clock, limits, portals } = dependencies;

  /** The instants of the days that were asked for. */
  const period = ({ from, to, timeZone }: AskedAbsence, now: Millis): Outcome<{ startsAt: Millis; endsAt: Millis }> => {
    const today = dayIn(timeZone, now);
    const first = calendarDay.safeParse(from === '' ? today : from);
    const last = calendarDay.safeParse(to);
    if (!first.success) return refuse({ key: 'absence.day', field: 'from' });
    if (!last.success) return refuse({ key: to === '' ? 'absence.until' : 'absence.day', field: 'to' });
    if (last.data < today) return refuse({ key: 'absence.past', field: 'to' });
    if (last.data < first.data) return refuse({ key: 'absence.order', field: 'to' });
    if (daysBetween(first.data, last.data) >= longest) return refuse({ key: 'absence.long', field: 'to' });
    return accept({ startsAt: Math.max(now, instantAt(timeZone, first.data, '00:00')), endsAt: instantAt(timeZone, daysLater(last.data, 1), '00:00') });
  };

  const shown = async (row: AbsenceRow): Promise<Absence> => {
    const [ofName, byName] = [await nameOfPerson(db, row.person, row.address), await nameOfPerson(db, row.delegatePerson, row.delegate)];
    const { id, startsAt, endsAt, timeZone, address, delegate, proof } = row;
    return { id, startsAt, endsAt, timeZone, address, delegate, ofName, byName, keepsSensitive: proof === null && isSensitiveFor(portals, address) };
  };

  /** Ends an absence before its last day, told to the other of the two. One statement decides between two at once. */
  const endEarly = async (actor: Actor, id: string, how: 'ended' | 'declined'): Promise<Outcome<Absence>> => {
    const now = clock();
    const ended = await db.transaction().execute(async (tx) => {
      const row = await tx
        .updateTable('absence')
        .set({ endedAt: now, ending: how })
        .where('id', '=', id)
        .where(how === 'ended' ? 'person' : 'delegatePerson', '=', actor.person)
        .where('endedAt', 'is', null)
        .where('endsAt', '>', now)
        .returningAll()
        .executeTakeFirst();
      if (row) await closed(tx, actor, row, how === 'ended' ? 'delegate' : 'principal', now);
      return row;
    });
    dependencies.wake();
    return ended ? accept(await shown(ended)) : refuse({ key: 'absence.over' });
  };

  const closed = async (tx: Tx, actor: Actor, row: AbsenceRow, told: 'delegate' | 'principal', now: Millis): Promise<void> => {
    await enqueue(tx, dependencies.secrets, { kind: 'absence', absence: row.id, what: 'ends' }, { reason: `absence:${row.id}:closed`, now, dueAt: now });
    // A delegate has nothing to hear of what had not begun, but was asked.
    await tellAbsence(tx, dependencies, row, { news: told === 'delegate' ? 'absenceOver' : 'absenceDeclined', to: told, now });
    await record(tx, actor, `absence.${row.ending ?? 'ended'}`, row, now);
  };

  const record = async (tx: Tx, actor: Actor, action: string, row: AbsenceRow, now: Millis): Promise<void> => {
    const days = { from: new Date(row.startsAt).toISOString(), to: new Date(row.endsAt).toISOString() };
    const detail = { absence: row.id, for: row.address, by: row.delegate, ...days, ...(row.proof !== null && { proof: row.proof }) };
    await audit(tx, { at: now, actor, action, portal: '', subject: `person:${row.person}`, outcome: 'ok', detail });
  };

  return {
    colleagues: async (actor, text) => (await colleaguesNamed(db, portals, actor, text)).filter(({ person }) => person !== actor.person),

    begin: async (actor, asked) => {
      const now = clock();
      if (!actor.authenticated || actor.email === undefined || actor.channel !== 'msteams' || actor.tenant === undefined)
        return refuse({ key: 'absence.roster' });
      const address = emailKey(actor.email);
      const days = period(asked, now);
      if (!days.ok) return days;
      if (asked.delegate === '') return refuse({ key: 'absence.delegate', field: 'delegate' });
      const [other] = asked.delegate.includes('@') ? await colleaguesNamed(db, portals, actor, asked.delegate) : [];
      if (mailboxKey(asked.delegate) === mailboxKey(address) || other?.person === actor.person) return refuse({ key: 'absence.self', field: 'delegate' });
      if (!other) return refuse({ key: 'absence.unknown', field: 'delegate' });
      const sensitive = sensitiveFor(portals, actor);
      const proof = (await provenAt(db, sensitive, actor, now)) ?? null;
      const named = { person: actor.person, address, delegatePerson: other.person, delegate: other.address };
      const row = { ...days.value, ...named, timeZone: asked.timeZone, proof };
      const same = await sameAs(db, row, now);
      const mayProve = sensitive.length > 0 && proof === null && !asked.unproven;
      if (same && (same.proof !== null || !mayProve)) return accept(await shown(same));
      if (mayProve) return refuse({ key: 'decide.proof' });
      if (!(await limits.take('absence.person', actor.person))) return refuse({ key: 'absence.limit' });
      // Anybody may name a colleague, who is told each time.
      if (!(await limits.take('absence.named', `${other.person}:${actor.person}`))) return refuse({ key: 'absence.often', field: 'delegate' });
      const made = await db.transaction().execute(async (tx) => {
        await oneAtATime(tx, `absence ${actor.person}`);
        const twice = await sameAs(tx, row, now);
        if (twice) return twice;
        const replaced = await tx
          .updateTable('absence')
          .set({ endedAt: now, ending: 'replaced' })
          .where('person', '=', actor.person)
          .where('endedAt', 'is', null)
          .where('startsAt', '<', row.endsAt)
          .where('endsAt', '>', row.startsAt)
          .returningAll()
          .execute();
        for (const before of replaced) await closed(tx, actor, before, 'delegate', now);
        const absence: AbsenceRow = { id: newId(), ...row, createdAt: now, endedAt: null, ending: null };
        await tx.insertInto('absence').values(absence).execute();
        for (const [what, dueAt] of [
          ['begins', absence.startsAt],
          ['ends', absence.endsAt],
        ] as const)
          await enqueue(tx, dependencies.secrets, { kind: 'absence', absence: absence.id, what }, { reason: `absence:${absence.id}:${what}`, now, dueAt });
        await tellAbsence(tx, dependencies, absence, { news: 'absenceAsked', to: 'delegate', now });
        await tellAbsence(tx, dependencies, absence, { news: 'absenceBegun', to: 'principal', now });
        await record(tx, actor, 'absence.begun', absence, now);
        return absence;
      });
      dependencies.wake();
      return accept(await shown(made));
    },

    sensitive: (actor) => sensitiveFor(portals, actor)[0],

    mine: async ({ person }) => {
      const rows = await db
        .selectFrom('absence')
        .selectAll()
        .where((row) => row.or([row('person', '=', person), row('delegatePerson', '=', person)]))
        .where('endedAt', 'is', null)
        .where('endsAt', '>', clock())
        .orderBy('startsAt')
        .limit(20)
        .execute();
      const own = rows.filter((row) => row.person === person);
      const forOthers = rows.filter((row) => row.person !== person);
      return { own: await Promise.all(own.map(shown)), forOthers: await Promise.all(forOthers.map(shown)) };
    },

    look: async ({ person }, id) => {
      const row = await db.selectFrom('absence').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row || (row.person !== person && row.delegatePerson !== person)) return undefined;
      return { absence: await shown(row), isOwn: row.person === person, isOver: row.endedAt !== null || row.endsAt <= clock() };
    },

    end: (actor, id) => endEarly(actor, id, 'ended'),

    decline: (actor, id) => endEarly(actor, id, 'declined'),
  };
}

type New = Pick<AbsenceRow, 'person' | 'address' | 'delegatePerson' | 'delegate' | 'startsAt' | 'endsAt' | 'proof'>;

/** The same absence, where it was asked for already: by the same click again. Of one that has begun, the first instant was another. Proven meanwhile, it is not the same. */
const sameAs = (db: Database, { person, address, delegatePerson, delegate, startsAt, endsAt, proof }: New, now: Millis): Promise<AbsenceRow | undefined> =>
  db
    .selectFrom('absence')
    .selectAll()
    .where('person', '=', person)
    .where('address', '=', address)
    .where('delegatePerson', '=', delegatePerson)
    .where('delegate', '=', delegate)
    .where((row) => row.or([row('startsAt', '=', startsAt), row.and([row('startsAt', '<=', now), row.lit(startsAt <= now)])]))
    .where('endsAt', '=', endsAt)
    .where('endedAt', 'is', null)
    .$if(proof !== null, (query) => query.where('proof', 'is not', null))
    .executeTakeFirst();
