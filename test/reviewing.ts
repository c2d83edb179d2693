import { beginReview } from '../core/access/index.ts';
import { operatorNamed } from '../core/foundation/actor.ts';
import { withoutSecrets } from '../core/foundation/outbox/enqueue.ts';
import { newId } from '../core/foundation/secrets.ts';
import { groupOf } from '../core/portal/index.ts';
import { inputsOf, type ShownCard } from './chat.ts';
import type { Guichet } from './support.ts';

/** Somebody of InvGate's who has a group: their address is their name and corp.example. */
export type Holder = { readonly name: string; readonly email?: string };

/** Gives a group to people, in Guichet's own tables, as approvals do. Returns the ids of their accounts. */
export async function hold({ db, now }: Pick<Guichet, 'db' | 'now'>, groupId: string, holders: readonly Holder[]): Promise<string[]> {
  const rows = holders.map(({ name, email = `${name.toLowerCase().replaceAll(' ', '.')}@corp.example` }) => {
    const [givenName = '', familyName = ''] = name.split(' ');
    return { id: newId(), givenName, familyName, email };
  });
  for (let at = 0; at < rows.length; at += 500) {
    const some = rows.slice(at, at + 500);
    await db
      .insertInto('account')
      .values(
        some.map((row) => ({
          ...row,
          ...{ portal: 'invgate', directoryId: null, identifier: row.email, identifierKey: row.email, emailKey: row.email, phone: null, entity: null },
          ...{ emailSince: null, formerPhone: null, phoneRestsUntil: null, sessionsFrom: 0, createdAt: now(), updatedAt: now() },
        })),
      )
      .execute();
    await db
      .insertInto('credential')
      .values(some.map(({ id }) => ({ accountId: id, passwordHash: null, passwordSetAt: null, failedSignIns: 0, lockedAt: null })))
      .execute();
    await db
      .insertInto('membership')
      .values(
        some.map(({ id }) => ({
          ...{ id: newId(), portal: 'invgate', accountId: id, groupId, enrollmentId: null },
          ...{ grantedAt: now(), provisionAt: now(), provisionedAt: now(), endsAt: null },
        })),
      )
      .execute();
  }
  return rows.map(({ id }) => id);
}

/** Begins a review, as the command does. */
export async function begins({ db, core, now }: Pick<Guichet, 'db' | 'core' | 'now'>, groupId = 'network', portalId = 'invgate') {
  const portal = core.portals.get(portalId);
  const group = portal && groupOf(portal, groupId);
  if (!portal || !group) throw new Error(`no ${groupId}`);
  return await beginReview({ db, secrets: withoutSecrets }, portal, group, operatorNamed('test'), now());
}

/** The ids of the people on a card, by the beginning of their line. */
export function onCard(card: ShownCard): Map<string, string> {
  const list = JSON.stringify(card).match(/"choices":(\[.*?\])/)?.[1] ?? '[]';
  const choices = JSON.parse(list) as { readonly title: string; readonly value: string }[];
  return new Map(choices.map(({ title, value }) => [title.split(' — ')[0] ?? '', value]));
}

/** What is ticked on a card. */
export const tickedOn = (card: ShownCard): string => inputsOf(card).find(({ id }) => id === 'ticks')?.value ?? '';

/** How everybody was decided on, by name. */
export async function decisionsIn({ db }: Pick<Guichet, 'db'>): Promise<Record<string, string>> {
  const rows = await db.selectFrom('reviewItem').select(['name', 'decision', 'decidedBy']).orderBy('name').execute();
  return Object.fromEntries(rows.map(({ name, decision, decidedBy }) => [name, decision === null ? '' : `${decision} ${decidedBy?.split('@')[0]}`.trim()]));
}
