import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import type { Locale } from '../foundation/i18n.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Account, OutsideIdentity } from '../ports.ts';
import { bind } from './bindings.ts';
import { outsideChannel } from './ties.ts';

/** The tie of an outside identity to an account of a portal; undefined where there is none. One statement, by issuer and subject alone. */
export async function outsideTie(
  db: Database,
  portal: string,
  { issuer, subject }: OutsideIdentity,
): Promise<{ readonly id: string; readonly accountId: string } | undefined> {
  return await db
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.person')
    .select(['binding.id', 'binding.accountId'])
    .where('person.channel', '=', outsideChannel)
    .where('person.tenant', '=', issuer)
    .where('person.objectId', '=', subject)
    .where('binding.portal', '=', portal)
    .where('binding.endedAt', 'is', null)
    .executeTakeFirst();
}

/** Records that an outside identity was seen, under the name that its provider shows. Returns its person's id. */
export async function meetOutside(tx: Tx, { issuer, subject, name }: OutsideIdentity, locale: Locale, now: Millis): Promise<string> {
  const seen = { name: name ?? null, locale, seenAt: now };
  const row = await tx
    .insertInto('person')
    // Without an address: what a provider says of one could be claimed by anybody.
    .values({ id: newId(), channel: outsideChannel, tenant: issuer, objectId: subject, emailKey: null, address: null, ...seen })
    .onConflict((conflict) => conflict.columns(['channel', 'tenant', 'objectId']).doUpdateSet(seen))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Ties an outside identity to an account, and tells the account's owner by mail. False where it opens another account of the portal. */
export async function bindOutside(
  tx: Tx,
  dependencies: Pick<Dependencies, 'secrets' | 'publicUrl'>,
  portal: Portal,
  { identity, account, actor, locale, now }: { identity: OutsideIdentity; account: Account; actor: Actor; locale: Locale; now: Millis },
): Promise<boolean> {
  await oneAtATime(tx, `openid ${portal.id} ${identity.issuer} ${identity.subject}`);
  const tie = await outsideTie(tx, portal.id, identity);
  if (tie && tie.accountId !== account.id) return false;
  const person = await meetOutside(tx, identity, locale, now);
  await bind(tx, dependencies, portal, { person, account, actor, locale, now });
  return true;
}
