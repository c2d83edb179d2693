import type { Dependencies } from '../dependencies.ts';
import { bindingsOf } from '../directory/index.ts';
import { type Actor, type Visitor, visitingAs } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { hour } from '../foundation/clock.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import type { Schema } from '../foundation/database/schema.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Portal } from '../portal/index.ts';
import type { Authenticate } from './authenticate.ts';
import { mayTryFactor, readFactorCode } from './factorCodes.ts';
import { openFactorSecret, sealFactorSecret } from './factorSecret.ts';
import { dropRecoveryCodes, newRecoveryCodes, recoveryCodesLeft } from './recoveryCodes.ts';
import { endSession, type Ticket } from './sessionRecords.ts';
import { newTotpSecret, totpAddress, totpStep } from './totp.ts';
import { holdsFactor, stillHolds } from './twoFactorHolder.ts';
import { tellOfFactor } from './twoFactorNews.ts';
import { withFactorCode } from './withFactorCode.ts';

/** How an account's second factor stands. While it is begun, what the app needs is shown; a first code of the app then turns it on. */
export type FactorState =
  | { readonly state: 'off' }
  | { readonly state: 'begun'; readonly secret: string; readonly address: string }
  | { readonly state: 'on'; readonly since: number; readonly recoveryLeft: number };

/** Recovery codes, to be shown this once. */
export type RecoveryCodes = { readonly codes: readonly string[] };

/**
 * Two-factor sign-in (OU-11), managed by who has an open session; else each refuses with `session.over`. A code is one of six digits from the app,
 * or a recovery code; each is good once. Refused are `twoFactor.malformed`, `twoFactor.wrong` (used ones as well) and `twoFactor.tries`.
 */
export type TwoFactor = {
  /** Where it is done. */
  address(portal: Portal): string;
  /** The identifiers of the accounts of a portal that an authenticated person has proven to own, by whether it is on; nobody else has any. */
  ofOwner(actor: Actor, portal: Portal): Promise<{ readonly on: readonly string[]; readonly off: readonly string[] }>;
  /** How it stands; undefined without an open session. */
  look(ticket: Ticket): Promise<FactorState | undefined>;
  /** Makes a new secret, good for an hour, for who types the password again: a browser found open turns nothing on. Refuses with `changePassword.current`, `twoFactor.on`. */
  begin(ticket: Ticket, password: string, visitor: Visitor): Promise<Outcome<void>>;
  /** Turns it on by a first code of the app, and ends the other sessions: they were opened by the password alone. Refuses with `twoFactor.gone` as well. */
  confirm(ticket: Ticket, typed: string, visitor: Visitor): Promise<Outcome<RecoveryCodes>>;
  /** Makes new recovery codes, for a code; the older ones are dead. */
  renew(ticket: Ticket, typed: string, visitor: Visitor): Promise<Outcome<RecoveryCodes>>;
  /** Turns it off, for a code. */
  off(ticket: Ticket, typed: string, visitor: Visitor): Promise<Outcome<void>>;
};

/** A secret that nobody confirms is good for so long. */
const begunFor = hour;

type Factor = Schema['secondFactor'];

/** Makes the second factor of the core. */
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
      const begun = isBegun(factor) ? openFactorSecret(secrets, factor.secret) : undefined;
      // Shown where it was begun only: whoever holds another session of the account does not get to see it.
      if (begun?.session !== session.id) return { state: 'off' };
      const { secret } = begun;
      const issuer = typeof portal.name === 'string' ? portal.name : portal.name.fr;
      return { state: 'begun', secret, address: totpAddress(secret, { issuer, label: account.identifier }) };
    },

    begin: async (ticket, password, visitor) => {
      const holder = await holdsFactor(dependencies, ticket, 'open');
      if (!holder) return refuse({ key: 'session.over' });
      const { portal, account, session } = holder;
      const actor = visitingAs(visitor, account.id);
      // Counted as a failed sign-in: a browser found open is no place to find the password out.
      if ((await authenticate(actor, portal, account.identifier, password, undefined, 'twoFactor.password')) === 'refused')
        return refuse({ key: 'changePassword.current', field: 'password' });
      const now = clock();
      const secret = sealFactorSecret(secrets, { session: session.id, secret: newTotpSecret() });
      return await db.transaction().execute(async (tx) => {
        if (!(await stillHolds(tx, ticket, 'open', now))) return refuse({ key: 'session.over' });
        const begun = await tx
          .insertInto('secondFactor')
          .values({ accountId: account.id, portal: portal.id, secret, confirmedAt: null, lastStep: null, createdAt: now })
          .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ secret, createdAt: now }).where('secondFactor.confirmedAt', 'is', null))
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
      const may = await mayTryFactor(limits, account.id, 'app');
      const now = clock();
      const record = { at: now, actor: visitingAs(visitor, account.id), action: 'twoFactor.on', portal: portal.id, subject: `account:${account.id}` };
      const step = may ? totpStep(openFactorSecret(secrets, factor.secret).secret, code.code, now) : undefined;
      if (step === undefined) {
        const key = may ? 'twoFactor.wrong' : 'twoFactor.tries';
        await audit(db, { ...record, outcome: key });
        return refuse({ key, field: 'code' });
      }
      const outcome = await db.transaction().execute(async (tx): Promise<Outcome<RecoveryCodes>> => {
        // A sign-in that is under way is waited for: its session, which the password alone opens, ends with the others.
        await holdAccount(tx, account.id);
        const session = await stillHolds(tx, ticket, 'open', now);
        if (!session) return refuse({ key: 'session.over' });
        const confirmed = await tx
          .updateTable('secondFactor')
          .set({ confirmedAt: now, lastStep: step })
          .where('accountId', '=', account.id)
          // It is the secret whose code was looked at that is confirmed, and once: not one that was begun meanwhile.
          .where('secret', '=', factor.secret)
          .where('confirmedAt', 'is', null)
          .returning('accountId')
          .executeTakeFirst();
        if (!confirmed) return refuse({ key: 'twoFactor.gone' });
        await endSession(tx, { accountId: account.id, except: session.id }, 'revoked', now);
        await audit(tx, { ...record, outcome: 'ok' });
        await tellOfFactor(tx, dependencies, holder, visitor, 'on', now);
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
