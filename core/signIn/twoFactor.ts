import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { bindingsOf, vouchedNow } from '../directory/index.ts';
import { type Actor, type Visitor, visitingAs } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { hour } from '../foundation/clock.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import type { Schema } from '../foundation/database/schema.ts';
import { endGrants } from '../foundation/grants.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Portal } from '../portal/index.ts';
import type { Authenticate } from './authenticate.ts';
import { mayTryFactor, readFactorCode } from './factorCodes.ts';
import { openFactorSecret, sealFactorSecret } from './factorSecret.ts';
import { inside } from './factorTry.ts';
import { knowsPassword } from './knowsPassword.ts';
import { isRecent } from './recentSignIn.ts';
import { dropRecoveryCodes, newRecoveryCodes, recoveryCodesLeft } from './recoveryCodes.ts';
import { endSession, shortenSession, type Ticket } from './sessionRecords.ts';
import { newTotpSecret, totpAddress, totpStep } from './totp.ts';
import { holdsFactor, stillHolds } from './twoFactorHolder.ts';
import { tellOfFactor } from './twoFactorNews.ts';
import { withFactorCode } from './withFactorCode.ts';

/** The state of an account's second factor. While it is being set up, the page shows the secret; a first code from the app turns it on. */
export type FactorState =
  | { readonly state: 'off' }
  | { readonly state: 'begun'; readonly secret: string; readonly address: string }
  | { readonly state: 'on'; readonly since: number; readonly recoveryLeft: number };

/** Recovery codes, shown only this once. */
export type RecoveryCodes = { readonly codes: readonly string[] };

/**
 * Managing two-factor sign-in (OU-11), which needs an open session, or else refuses with `session.over`. A code is six digits from the app or a
 * recovery code, and works once. Refuses with `twoFactor.malformed`, `twoFactor.wrong` (also for used codes) and `twoFactor.tries`.
 */
export type TwoFactor = {
  /** The page's address. */
  address(portal: Portal): string;
  /** The identifiers of the person's own accounts in a portal, by whether it is on; none for an unauthenticated person. */
  ofOwner(actor: Actor, portal: Portal): Promise<{ readonly on: readonly string[]; readonly off: readonly string[] }>;
  /** Its state; undefined without an open session. */
  look(ticket: Ticket): Promise<FactorState | undefined>;
  /** Creates a secret, valid for an hour. Takes the password, which may be empty after a sign-in of a moment ago: a browser left open must turn nothing on. Refuses with `changePassword.current`, `twoFactor.on`. */
  begin(ticket: Ticket, password: string, visitor: Visitor): Promise<Outcome<void>>;
  /** Turns it on with a first code, and ends the other sessions, which the password alone had opened. Also refuses with `twoFactor.gone`. */
  confirm(ticket: Ticket, typed: string, visitor: Visitor): Promise<Outcome<RecoveryCodes>>;
  /** Replaces the recovery codes, in exchange for a code. */
  renew(ticket: Ticket, typed: string, visitor: Visitor): Promise<Outcome<RecoveryCodes>>;
  /** Turns it off, in exchange for a code. */
  off(ticket: Ticket, typed: string, visitor: Visitor): Promise<Outcome<void>>;
};

/** Lifetime of an unconfirmed secret. */
const begunFor = hour;

type Factor = Selectable<Schema['secondFactor']>;

/** Creates the second factor. */
export function createTwoFactor(dependencies: Dependencies, authenticate: Authenticate): TwoFactor {
  const { db, clock, secrets, limits, wake } = dependencies;

  const find = (accountId: string): Promise<Factor | undefined> =>
    db.selectFrom('secondFactor').selectAll().where('accountId', '=', accountId).executeTakeFirst();

  const isBegun = (factor: Factor | undefined): factor is Factor =>
    factor !== undefined && factor.confirmedAt === null && factor.createdAt > clock() - begunFor;

  return {
    address: (portal) => `${dependencies.publicUrl}/p/${portal.id}/account/second-factor`,

    ofOwner: async (actor, portal) => {
      const own = actor.authenticated ? (await bindingsOf(db, actor.person)).filter((binding) => binding.portal === portal.id) : [];
      const all = await Promise.all(own.map(async ({ identifier, accountId }) => ({ identifier, factor: await find(accountId) })));
      const named = (on: boolean) =>
        all.filter(({ factor }) => (factor !== undefined && factor.confirmedAt !== null) === on).map(({ identifier }) => identifier);
      return { on: named(true), off: named(false) };
    },

    look: async (ticket) => {
      const holder = await holdsFactor(dependencies, ticket, 'open');
      if (!holder) return undefined;
      const { portal, account, session } = holder;
      const factor = await find(account.id);
      if (factor && factor.confirmedAt !== null) return { state: 'on', since: factor.confirmedAt, recoveryLeft: await recoveryCodesLeft(db, account.id) };
      const begun = isBegun(factor) ? openFactorSecret(secrets, factor) : undefined;
      // Shown only in the session that set it up, not in others of the same account.
      if (begun?.session !== session.id) return { state: 'off' };
      const { secret } = begun;
      const issuer = typeof portal.name === 'string' ? portal.name : portal.name.fr;
      return { state: 'begun', secret, address: totpAddress(secret, { issuer, label: account.identifier }) };
    },

    begin: async (ticket, password, visitor) => {
      const holder = await holdsFactor(dependencies, ticket, 'open');
      if (!holder) return refuse({ key: 'session.over' });
      const { portal, account, session } = holder;
      const recent = password === '' && isRecent(session, clock());
      const known = await knowsPassword(dependencies, authenticate, holder, { password, field: 'password', action: 'twoFactor.password', visitor, recent });
      if (!known.ok) return known;
      const actor = visitingAs(visitor, account.id);
      const now = clock();
      const secret = sealFactorSecret(secrets, account.id, { session: session.id, secret: newTotpSecret() });
      return await db.transaction().execute(async (tx) => {
        if (!(await stillHolds(tx, ticket, 'open', now))) return refuse({ key: 'session.over' });
        const begun = await tx
          .insertInto('secondFactor')
          .values({ accountId: account.id, portal: portal.id, secret, bound: 1, confirmedAt: null, lastStep: null, createdAt: now })
          .onConflict((conflict) =>
            conflict.column('accountId').doUpdateSet({ secret, bound: 1, createdAt: now }).where('secondFactor.confirmedAt', 'is', null),
          )
          .returning('accountId')
          .executeTakeFirst();
        if (!begun) return refuse({ key: 'twoFactor.on' });
        await audit(tx, { at: now, actor, action: 'twoFactor.begun', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' });
        return accept(undefined);
      });
    },

    confirm: async (ticket, typed, visitor) => {
      const holder = await holdsFactor(dependencies, ticket, 'open');
      if (!holder) return refuse({ key: 'session.over' });
      const code = readFactorCode(typed);
      if (code?.kind !== 'app') return refuse({ key: 'twoFactor.digits', field: 'code' });
      const { portal, account } = holder;
      const factor = await find(account.id);
      if (!isBegun(factor)) return refuse({ key: 'twoFactor.gone' });
      const may = await mayTryFactor(limits, inside(account.id), 'app');
      const now = clock();
      const record = { at: now, actor: visitingAs(visitor, account.id), action: 'twoFactor.on', portal: portal.id, subject: `account:${account.id}` };
      const opened = may ? openFactorSecret(secrets, factor) : undefined;
      const step = opened && totpStep(opened.secret, code.code, now);
      if (step === undefined) {
        const key = may ? 'twoFactor.wrong' : 'twoFactor.tries';
        await audit(db, { ...record, outcome: key });
        return refuse({ key, field: 'code' });
      }
      const kept = await vouchedNow(dependencies, portal, account, holder.session);
      const outcome = await db.transaction().execute(async (tx): Promise<Outcome<RecoveryCodes>> => {
        // Waits for a sign-in in progress: its session, opened by the password alone, must end with the others.
        await holdAccount(tx, account.id);
        const session = await stillHolds(tx, ticket, 'open', now);
        if (!session) return refuse({ key: 'session.over' });
        const confirmed = await tx
          .updateTable('secondFactor')
          .set({ confirmedAt: now, lastStep: step })
          .where('accountId', '=', account.id)
          // Confirms the very secret whose code was checked, not one created meanwhile.
          .where('secret', '=', factor.secret)
          .where('confirmedAt', 'is', null)
          .returning('accountId')
          .executeTakeFirst();
        if (!confirmed) return refuse({ key: 'twoFactor.gone' });
        await endSession(tx, { accountId: account.id, except: session.id }, 'revoked', now);
        await shortenSession(tx, session, now);
        // Those of this session too: they were given for longer than a sign-in lasts from now on.
        await endGrants(tx, account.id);
        await audit(tx, { ...record, outcome: 'ok' });
        await tellOfFactor(tx, dependencies, holder, record.actor, 'on', now, { kept });
        return accept({ codes: await newRecoveryCodes(tx, secrets, account.id) });
      });
      wake();
      return outcome;
    },

    renew: (ticket, typed, visitor) =>
      withFactorCode(dependencies, { ticket, state: 'open', step: 'renewed' }, typed, visitor, async (tx, { account }) =>
        accept({ codes: await newRecoveryCodes(tx, secrets, account.id) }),
      ),

    off: (ticket, typed, visitor) =>
      withFactorCode(dependencies, { ticket, state: 'open', step: 'off' }, typed, visitor, async (tx, { account }) => {
        await dropRecoveryCodes(tx, account.id);
        await tx.deleteFrom('secondFactor').where('accountId', '=', account.id).execute();
        return accept(undefined);
      }),
  };
}
