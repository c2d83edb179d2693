import type { Dependencies } from '../dependencies.ts';
import { tieName, tiesOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { hour, type Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import type { AdministeredOrganisation } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { shownMembers } from './userPages.ts';

/** What somebody did about administrators in the name of an account: invited one, made a user one, took that back, or removed one. */
export type AdministratorDeed = 'invited' | 'rights' | 'lowered' | 'removed';

type Deed = {
  readonly actor: Actor;
  /** The account in whose name it was done. */
  readonly acting: string;
  readonly by: AdministeredOrganisation;
  readonly deed: AdministratorDeed;
  /** The address of the administrator that it is about. */
  readonly whom: string;
  readonly now: Millis;
};

/** How many administrators the mail of many changes names. */
const named = 20;

/**
 * Tells the owner of the account in whose name it was done by mail: with the account tied to somebody else's chat, they would not know. Many changes in
 * an hour would bury the one that matters, or flood the mailbox: beyond ten, one mail at its end says who administers then.
 */
export async function tellAdministrator(
  tx: Tx,
  { secrets, limits }: Pick<Dependencies, 'secrets' | 'limits'>,
  portal: Portal,
  { actor, acting, by, deed, whom, now }: Deed,
): Promise<void> {
  const account = await tx.selectFrom('account').select(['identifier', 'email']).where('id', '=', acting).executeTakeFirst();
  const tie = (await tiesOf(tx, portal, acting)).find(({ person }) => person === actor.person);
  if (!account || !tie) return;
  const { locale } = actor;
  const t = translate(locale);
  const params = { who: tieName(t, tie), organisation: by.name, when: t.date(now, 'dateTime', portal.timeZone), identifier: account.identifier };
  const mail = { kind: 'mail', to: account.email, template: 'administration', portal: portal.id, locale } as const;
  if (await limits.take('administration.mail', acting, tx))
    return await enqueue(tx, secrets, { ...mail, params: { ...params, deed, whom } }, { reason: `administration:${newId()}`, now, dueAt: now });
  const reason = `administration-many:${acting}:${by.organisationId}:`;
  const replaced = await tx
    .deleteFrom('outbox')
    .where('reason', 'like', `${reason}%`)
    .where('status', '=', 'waiting')
    .where('claimedUntil', 'is', null)
    .returning('dueAt')
    .executeTakeFirst();
  const administrators = await shownMembers(tx, by.organisationId).where('role', '=', 'administrator').orderBy('email').limit(named).execute();
  const remaining = administrators.map(({ email }) => email).join(', ');
  const dueAt = replaced?.dueAt ?? now + hour;
  await enqueue(tx, secrets, { ...mail, params: { ...params, deed: 'many', whom: remaining } }, { reason: `${reason}${newId()}`, now, dueAt });
}
