import type { Dependencies } from '../dependencies.ts';
import { endTies, lastLanguageOf, mailTiesEnded } from '../directory/index.ts';
import type { Actor, Visitor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { mayAsk } from '../foundation/mayAsk.ts';
import { type Outcome, refuse } from '../foundation/outcome.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { askedKey } from '../passwords/index.ts';
import { endFactorOf, endSession } from '../signIn/index.ts';
import { ownsColleague } from './colleagues.ts';
import { actingAs, type Entered } from './enter.ts';
import { mailLink } from './mailLink.ts';
import type { Operators } from './operators.ts';
import { type AccountState, stateOfAccount } from './person.ts';
import { readWhy } from './why.ts';

/** What support does for the owner of an account: mails a link to a new password, which unlocks too, or ends what somebody else may have. */
export const deeds = ['link', 'sessions', 'ties', 'factor'] as const;
/** `session`: one of its sessions. */
export type Deed = (typeof deeds)[number] | 'session';

/** What is asked for. `once`: names the form, which does it once. `session`: which one ends. */
export type WantedDeed = {
  readonly accountId: string;
  readonly deed: Deed;
  readonly why: string;
  readonly once: string;
  readonly session?: string | undefined;
};

/** Whether there is anything to do. What gets somebody in is done for no account that nothing here touches (DIR-15). */
export function isUseful(deed: Deed, { account, portal, sessions, ties, factor, noLink }: AccountState): boolean {
  if (deed === 'link') return portal.procedures.reset !== undefined && !account.privileged && !account.disabled && noLink === undefined;
  return { session: sessions.length > 0, sessions: sessions.length > 0, ties: ties.length > 0, factor: factor && !account.privileged }[deed];
}

/**
 * Does it, in one transaction with its record. Refuses with `console.why`, `console.gone.account`, `console.useless` where there is nothing to do,
 * `console.session.gone` where that session has ended, `console.noLink` where no link can be mailed just now, `console.once` where this form did it before, `console.limit` where this mailbox had enough mails, and `console.colleague`: nobody helps themselves or
 * others of the console here.
 */
export async function doDeed(dependencies: Dependencies, operators: Operators, who: Entered, wanted: WantedDeed, visitor: Visitor): Promise<Outcome<true>> {
  const { accountId, deed, once, session } = wanted;
  const why = readWhy(wanted.why);
  if (why === '') return refuse({ key: 'console.why', field: 'why' });
  const state = await stateOfAccount(dependencies, accountId);
  if (!state) return refuse({ key: 'console.gone.account' });
  const now = dependencies.clock();
  const actor = actingAs(visitor, who);
  const record = { at: now, actor, action: `console.${deed}`, portal: state.portal.id, subject: `account:${accountId}`, detail: { why } };
  if (await ownsColleague(dependencies.db, operators, who, state)) {
    await audit(dependencies.db, { ...record, outcome: 'console.colleague' });
    return refuse({ key: 'console.colleague' });
  }
  if (deed === 'link' && state.noLink) return refuse({ key: 'console.noLink' });
  if (deed === 'session' && !state.sessions.some(({ id }) => id === session)) return refuse({ key: 'console.session.gone' });
  if (!isUseful(deed, state)) return refuse({ key: 'console.useless' });
  const done = await transact(dependencies.db, async (tx) => {
    if (!/^[\w-]{20,50}$/.test(once) || !(await dependencies.limits.take('console.deed', once, tx))) throw new Rollback({ key: 'console.once' });
    await act(tx, dependencies, wanted, state, actor, now);
    await audit(tx, { ...record, outcome: 'ok' });
    return true as const;
  });
  if (done.ok) dependencies.wake();
  return done;
}

async function act(
  tx: Tx,
  dependencies: Dependencies,
  { deed, session }: WantedDeed,
  { account, portal }: AccountState,
  actor: Actor,
  now: Millis,
): Promise<void> {
  const locale = await lastLanguageOf(tx, account, portal.tenants);
  if (deed === 'sessions') await endSession(tx, { accountId: account.id }, 'revoked', now);
  if (deed === 'session' && session !== undefined && (await endSession(tx, { accountId: account.id, id: session }, 'revoked', now)) === 0)
    throw new Rollback({ key: 'console.session.gone' });
  if (deed === 'factor') await endFactorOf(tx, dependencies, portal, account, now, actor);
  if (deed === 'ties') {
    const ended = await endTies(tx, portal, account.id, { why: 'operator', actor, now });
    await mailTiesEnded(tx, dependencies, { portal, account, locale, now }, ended, 'operator');
  }
  if (deed === 'link') {
    const key = askedKey(portal, account);
    const asked = await mayAsk(dependencies.limits, actor, portal, { what: 'link', key, to: account.email, who: actor.person, owner: true }, tx);
    if (asked !== 'sent') throw new Rollback({ key: 'console.limit' });
    await mailLink(tx, dependencies, portal, account, { ...actor, locale });
  }
}
