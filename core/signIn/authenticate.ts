import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import { day, type Millis } from '../foundation/clock.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { translate } from '../foundation/i18n.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import { createCrowd } from './crowd.ts';

/** How an attempt to sign in differs from others. */
export type Attempt = {
  /** Runs in the transaction that accepts it. */
  readonly accepted?: (tx: Tx, accountId: string, now: Millis) => Promise<void>;
  /** The action's name in the audit. */
  readonly action?: string;
  /** Since when this browser or session is known as the account's: a lock that others caused does not hold it up. */
  readonly trustedSince?: Millis | undefined;
  /** For whom it is computed, as `Gate` counts them; the network where nothing is said. */
  readonly from?: string;
  /** The portal that tells of a lock, where the accounts are not its own. */
  readonly tells?: Portal;
};

/** Checks identifier and password. From outside, an unknown account, a wrong password and a lock all look like `refused`. `busy`: nothing was tried or counted. */
export type Authenticate = (
  actor: Actor,
  portal: { readonly id: string },
  identifier: string,
  password: string,
  attempt?: Attempt,
) => Promise<{ accountId: string } | 'refused' | 'busy'>;

/** How many sign-ins from one network a directory elsewhere is asked for at once: whoever makes up names by the thousand leaves connections to the others. */
const mostAtOnce = 32;

/**
 * Signs in with the directory's password. An unknown or locked account costs the same comparison, statements and outbox row as any other (ALL-4). The
 * owner is told of a lock by mail, once a day.
 */
export function createAuthenticate({ db, clock, secrets, directory, portals }: Dependencies): Authenticate {
  const inCrowd = createCrowd(mostAtOnce);
  const signIn = async (
    actor: Actor,
    portal: { readonly id: string },
    identifier: string,
    password: string,
    { accepted, action = 'signIn', trustedSince, from, tells = portals.get(portal.id) }: Attempt & { readonly from: string },
  ): ReturnType<Authenticate> => {
    const account = await directory.findByIdentifier(portal.id, identifier);
    const past = trustedSince !== undefined && (await isCurrent(db, account?.id, trustedSince)) ? 'lock' : undefined;
    const verified = await directory.verify(portal.id, account, password, { past, from });
    if (!verified.ok && verified.why === 'busy') return 'busy';
    const now = clock();
    const subject = account ? `account:${account.id}` : `none:${portal.id}:${identifierKey(identifier)}`;
    const record = { at: now, actor, action, portal: portal.id, subject };
    if (account && verified.ok) {
      const isIn = await db.transaction().execute(async (tx) => {
        // A second factor that is being turned on waits, and then ends the session that begins here.
        await holdAccount(tx, account.id);
        if (!(await verified.commit(tx, now))) return false;
        await accepted?.(tx, account.id, now);
        await audit(tx, { ...record, outcome: 'ok' });
        return true;
      });
      if (isIn) return { accountId: account.id };
    }
    const locks = !verified.ok && verified.locks === true;
    const locked = account && !verified.ok && (locks || verified.why === 'locked');
    await db.transaction().execute(async (tx) => {
      if (tells) {
        const mail = lockMail(tells, portal.id === tells.id, account ?? { identifier, email: identifier }, actor, now);
        const reason = locked ? `locked:${account.id}:${Math.floor(now / day)}` : `refused:${newId()}`;
        await enqueue(tx, secrets, locked ? mail : { kind: 'nothing', instead: mail }, { reason, now, dueAt: now });
      }
      await audit(tx, { ...record, outcome: 'refused', detail: locks ? { locked: true } : {} });
    });
    return 'refused';
  };

  return async (actor, portal, identifier, password, attempt = {}) => {
    const { from = networkOf(actor.ip ?? '') } = attempt;
    const attempted = () => signIn(actor, portal, identifier, password, { ...attempt, from });
    const isElsewhere = (portals.get(portal.id)?.directory.kind ?? 'embedded') !== 'embedded';
    // What stands before a space is the network, as `Gate` has it.
    return isElsewhere ? await inCrowd(`${portal.id} ${from.split(' ')[0]}`, attempted) : await attempted();
  };
}

/** Whether the password has been the same since then: what was known before it was set vouches for nothing now. */
async function isCurrent(db: Database, accountId = '', since: Millis): Promise<boolean> {
  const row = await db.selectFrom('account').select('sessionsFrom').where('id', '=', accountId).executeTakeFirst();
  return row !== undefined && row.sessionsFrom <= since;
}

/** `own`: the portal's resets are for this account. */
function lockMail(portal: Portal, own: boolean, { identifier, email }: { identifier: string; email: string }, { locale }: Actor, now: Millis) {
  const t = translate(locale);
  const params = {
    when: t.date(now, 'dateTime', portal.timeZone),
    lives: t.duration(portal.lockFor),
    identifier,
    ...(own && portal.procedures.reset && { reset: 1 }),
  };
  return { kind: 'mail', to: email, template: 'accountLocked', portal: portal.id, locale, params } as const;
}
