import type { Dependencies } from '../dependencies.ts';
import { tieName, tiesOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';

/** What somebody did about administrators in the name of an account: invited one, made a user one, or removed one. */
export type AdministratorDeed = 'invited' | 'rights' | 'removed';

/**
 * Tells the owner of the account in whose name it was done by mail: with the account tied to somebody else's chat, they would not know. `whom` is the
 * address of the administrator that it is about.
 */
export async function tellAdministrator(
  tx: Tx,
  { secrets }: Pick<Dependencies, 'secrets'>,
  portal: Portal,
  { actor, by, deed, whom, organisation, now }: { actor: Actor; by: string; deed: AdministratorDeed; whom: string; organisation: string; now: Millis },
): Promise<void> {
  const account = await tx.selectFrom('account').select(['identifier', 'email']).where('id', '=', by).executeTakeFirst();
  const tie = (await tiesOf(tx, portal, by)).find(({ person }) => person === actor.person);
  if (!account || !tie) return;
  const { locale } = actor;
  const t = translate(locale);
  const params = { deed, who: tieName(t, tie), whom, organisation, when: t.date(now, 'dateTime', portal.timeZone), identifier: account.identifier };
  const mail = { kind: 'mail', to: account.email, template: 'administration', portal: portal.id, locale, params } as const;
  await enqueue(tx, secrets, mail, { reason: `administration:${newId()}`, now, dueAt: now });
}
