import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Schema, Tx } from '../foundation/database/schema.ts';
import { type Locale, localeOf, translate } from '../foundation/i18n.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { isName } from '../foundation/prose.ts';
import { namedApprovers, namesApprover } from '../portal/index.ts';
import { portalsOfBoth } from './colleagues.ts';

/** An approver's absence, as recorded. */
export type AbsenceRow = Selectable<Schema['absence']>;

/** How somebody is called: by the name that the roster gives them, else by address. */
export async function nameOfPerson(db: Database, person: string, address: string): Promise<string> {
  const row = await db.selectFrom('person').select(['name', 'guest']).where('id', '=', person).executeTakeFirst();
  return row?.guest === 0 && isName(row.name ?? undefined) && row.name !== null ? row.name : address;
}

/** From when until when, as people say it: «du 3 décembre 2026 au 17 décembre 2026». */
export function daysOf({ startsAt, endsAt, timeZone }: Pick<AbsenceRow, 'startsAt' | 'endsAt' | 'timeZone'>, locale: Locale): { from: string; to: string } {
  const t = translate(locale);
  return { from: t.date(startsAt, 'date', timeZone), to: t.until(endsAt, timeZone) };
}

type News = { readonly news: 'absenceAsked' | 'absenceBegun' | 'absenceDeclined' | 'absenceOver'; readonly to: 'principal' | 'delegate'; readonly now: Millis };

const mailed = { absenceAsked: 'asked', absenceBegun: 'begun', absenceDeclined: 'declined' } as const;

/**
 * Tells one of the two, in chat, and by mail where something depends on it: who is to decide, or no longer has anybody who does. Who is named by many
 * gets so many mails a day, and hears of the others in chat.
 */
export async function tellAbsence(tx: Tx, { secrets, portals, limits }: Dependencies, row: AbsenceRow, { news, to, now }: News): Promise<void> {
  const [person, address] = to === 'delegate' ? [row.delegatePerson, row.delegate] : [row.person, row.address];
  const people = await tx.selectFrom('person').select(['id', 'tenant', 'guest', 'locale']).where('id', 'in', [row.person, row.delegatePerson]).execute();
  const known = (id: string) => {
    const one = people.find((each) => each.id === id);
    return { authenticated: one !== undefined, channel: 'msteams', tenant: one?.tenant ?? '', guest: one?.guest === 1 } as const;
  };
  const both = portalsOfBoth(portals, known(row.person), known(row.delegatePerson));
  // In the name of a portal whose requests this is about. Who approves as a member of a directory's group is named by no profile.
  const portal = both.find((each) => namesApprover(each, row.address)) ?? both.find((each) => namedApprovers(each).length > 0) ?? both[0];
  if (!portal) return;
  const locale = localeOf(people.find(({ id }) => id === person)?.locale ?? 'fr');
  const why = (how: string) => ({ reason: `${news}:${how}:${to}:${row.id}`, now, dueAt: now });
  // Of what was just said in the chat its owner hears by mail alone: another may have said it.
  if (news !== 'absenceBegun')
    await enqueue(tx, secrets, { kind: 'chat', person, event: { name: news, portal: portal.id, absence: row.id }, locale }, why('chat'));
  if (news === 'absenceOver' || (to === 'delegate' && !(await limits.take('absence.mail', mailboxKey(address), tx)))) return;
  const names = { of: await nameOfPerson(tx, row.person, row.address), by: await nameOfPerson(tx, row.delegatePerson, row.delegate) };
  const params = { news: mailed[news], ...names, ...daysOf(row, locale) };
  await enqueue(tx, secrets, { kind: 'mail', to: address, template: 'absence', portal: portal.id, locale, params }, why('mail'));
}
