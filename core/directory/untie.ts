import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { translate } from '../foundation/i18n.ts';
import { emailKey, identifierKey } from '../foundation/identifiers.ts';
import { withoutSecrets } from '../foundation/outbox/enqueue.ts';
import { bareAddress } from '../foundation/pasted.ts';
import type { Portal } from '../portal/index.ts';
import { mailTiesEnded } from './tieMail.ts';
import { endTies, type Tie, tiesOf } from './ties.ts';

/** Ties that an operator ended, and those that are left. */
export type Untied = { readonly ended: readonly Tie[]; readonly left: readonly Tie[] };

/**
 * Ends ties of an account for an operator: all of them, or those of one person, known by id, roster address or name. The owner is told by mail.
 * Undefined if the portal has no such account.
 */
export async function untie(
  db: Database,
  portal: Portal,
  identifier: string,
  { person, actor, now }: { readonly person: string | undefined; readonly actor: Actor; readonly now: Millis },
): Promise<Untied | undefined> {
  return await db.transaction().execute(async (tx) => {
    const key = identifierKey(bareAddress(identifier));
    const accounts = await tx
      .selectFrom('account')
      .select(['id', 'identifier', 'email'])
      .where('portal', '=', portal.id)
      .where('identifierKey', '=', key)
      .execute();
    if (accounts.length === 0) return undefined;
    const ended: Tie[] = [];
    const left: Tie[] = [];
    for (const account of accounts) {
      const gone = await endTies(tx, portal, account.id, { why: 'operator', actor, now, which: (tie) => person === undefined || isOf(tie, person) });
      const by = translate(actor.locale)('mail.tiesEnded.operator');
      await mailTiesEnded(tx, { secrets: withoutSecrets }, { portal, account, locale: actor.locale, now }, gone, by);
      ended.push(...gone);
      left.push(...(await tiesOf(tx, portal, account.id)));
    }
    return { ended, left };
  });
}

const isOf = (tie: Tie, person: string): boolean =>
  tie.person === person || tie.email === emailKey(person) || tie.name?.toLowerCase() === person.trim().toLowerCase();
