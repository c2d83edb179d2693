import { lookNow } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import { type Binding, bindingsOf, endTies, mailTiesEnded, type Tie, tiesOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { endSession, type ListedSession, listSessions } from '../signIn/index.ts';
import { type Entitlements, entitlementsOf } from './entitlements.ts';
import { type SecurityEvent, securityEventsOf } from './securityEvents.ts';

/** An account with what its owner may see of it in chat. */
export type OwnAccount = Binding &
  Entitlements & {
    /** Since when a sign-in needs a second factor; null if it does not. */
    readonly twoFactorSince: Millis | null;
    readonly sessions: readonly ListedSession[];
    /** All ties of the account, those of other people too. */
    readonly ties: readonly Tie[];
    readonly events: readonly SecurityEvent[];
  };

/** «Mon compte» in chat: the accounts that a person, authenticated by the channel, has proven to own. Anyone else has none. */
export type OwnAccounts = {
  /** The actor's accounts, oldest binding first. */
  list(actor: Actor): Promise<Binding[]>;
  /** One account with its details, by the id of its binding. */
  look(actor: Actor, binding: string): Promise<OwnAccount | undefined>;
  /** Ends a session of one account. Returns false if it is not theirs or has ended. */
  endSession(actor: Actor, binding: string, session: string): Promise<boolean>;
  /** Ends the tie of another person to one account, and tells the account's owner by mail. Returns false if there is none. */
  endTie(actor: Actor, binding: string, tie: string): Promise<boolean>;
  /** Ends a binding: the chat no longer knows the account. Returns the binding; undefined if it is not theirs. */
  unlink(actor: Actor, binding: string): Promise<Binding | undefined>;
};

/** Creates «Mon compte» in chat. */
export function createOwnAccounts(dependencies: Dependencies): OwnAccounts {
  const { db, clock, directory, portals } = dependencies;
  const list = async (from: Database, actor: Actor): Promise<Binding[]> => (actor.authenticated ? await bindingsOf(from, actor.person) : []);
  const find = async (from: Database, actor: Actor, binding: string) => (await list(from, actor)).find(({ id }) => id === binding);

  return {
    list: (actor) => list(db, actor),

    look: async (actor, id) => {
      const binding = await find(db, actor, id);
      if (!binding) return undefined;
      const { accountId } = binding;
      const portal = portals.get(binding.portal);
      await lookNow(dependencies, [accountId]);
      const [entitlements, sessions, ties, events, factor] = await Promise.all([
        entitlementsOf(db, accountId),
        listSessions(db, accountId, clock()),
        portal ? tiesOf(db, portal, accountId) : [],
        securityEventsOf(db, accountId),
        db.selectFrom('secondFactor').select('confirmedAt').where('accountId', '=', accountId).executeTakeFirst(),
      ]);
      return { ...binding, ...entitlements, sessions, ties, events, twoFactorSince: factor?.confirmedAt ?? null };
    },

    endSession: (actor, id, session) =>
      db.transaction().execute(async (tx) => {
        const binding = await find(tx, actor, id);
        const now = clock();
        if (!binding || (await endSession(tx, { accountId: binding.accountId, id: session }, 'revoked', now)) === 0) return false;
        const detail = { ending: 'revoked', ended: 1 };
        await audit(tx, { at: now, actor, action: 'session.ended', ...auditSubject(binding), outcome: 'ok', detail });
        return true;
      }),

    endTie: async (actor, id, tie) => {
      const binding = await find(db, actor, id);
      const portal = binding && portals.get(binding.portal);
      const account = binding && (await directory.get(binding.portal, binding.accountId));
      if (!portal || !account) return false;
      const ended = await db.transaction().execute(async (tx) => {
        const now = clock();
        if (!(await find(tx, actor, id))) return false;
        const mine = (await tiesOf(tx, portal, account.id)).find(({ person }) => person === actor.person);
        const gone = await endTies(tx, portal, account.id, { why: 'chat', actor, now, which: (each) => each.id === tie && each.id !== mine?.id });
        if (mine) await mailTiesEnded(tx, dependencies, { portal, account, locale: actor.locale, now }, gone, mine);
        return gone.length > 0;
      });
      dependencies.wake();
      return ended;
    },

    unlink: (actor, id) =>
      db.transaction().execute(async (tx) => {
        const binding = await find(tx, actor, id);
        if (!binding) return undefined;
        // A tie outlives the profile of its portal, and can still be ended.
        const portal = portals.get(binding.portal) ?? { id: binding.portal, tenants: [], guests: false };
        const which = (tie: Tie) => tie.id === id;
        return (await endTies(tx, portal, binding.accountId, { why: 'own', actor, now: clock(), which })).length > 0 ? binding : undefined;
      }),
  };
}

const auditSubject = ({ portal, accountId }: Binding) => ({ portal, subject: `account:${accountId}` });
