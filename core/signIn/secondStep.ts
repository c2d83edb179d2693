import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visitingAs } from '../foundation/actor.ts';
import { type Locale, translate } from '../foundation/i18n.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Support } from '../support/index.ts';
import { newDevice } from './devices.ts';
import { beginSession, type Session, type Ticket, takeSession } from './sessionRecords.ts';
import { holdsFactor } from './twoFactorHolder.ts';
import { withFactorCode } from './withFactorCode.ts';

/** The second step of a sign-in. Until it is passed, the session opens nothing (OU-11). */
export type SecondStep = {
  /** Whether a session waits for its second factor. */
  waits(ticket: Ticket): Promise<boolean>;
  /**
   * Spends a code. `device` is what the browser was known by before. Returns the secret of the open session that replaces this one, what the browser remembers,
   * and what it is known by. Refuses with `session.over`, or as `TwoFactor`.
   */
  pass(
    ticket: Ticket,
    typed: string,
    visitor: Visitor & { readonly device?: string | undefined },
  ): Promise<Outcome<Pick<Session, 'remember'> & { readonly secret: string; readonly device: string | undefined }>>;
  /** Hands over to support, for somebody who has lost both phone and recovery codes (ALL-10). Refuses with `session.over` or `support.limit`. */
  lost(ticket: Ticket, visitor: Visitor): Promise<Outcome<{ reference: string }>>;
};

/** Creates the second step. */
export function createSecondStep(dependencies: Dependencies, support: Support): SecondStep {
  return {
    waits: async (ticket) => (await holdsFactor(dependencies, ticket, 'second')) !== undefined,

    pass: (ticket, typed, { device: known, ...visitor }) =>
      withFactorCode(dependencies, { ticket, state: 'second', step: 'passed', device: known }, typed, visitor, async (tx, holder, now) => {
        const taken = await takeSession(tx, ticket, now);
        if (!taken) return refuse({ key: 'session.over' });
        // It gets a full lifetime: the waiting session's was only for typing the code.
        const { portal, accountId, remember, agent, ip, outside, id: replaces } = taken;
        // A browser is known for a password that was right in it.
        const device = outside === null ? newDevice(dependencies.secrets, portal, holder.account.identifier, now) : undefined;
        return accept({ remember, device, secret: await beginSession(tx, { portal, accountId, state: 'open', remember, agent, ip, outside, now, replaces }) });
      }),

    lost: async (ticket, visitor) => {
      const holder = await holdsFactor(dependencies, ticket, 'second');
      if (!holder) return refuse({ key: 'session.over' });
      const { portal, account, session } = holder;
      const actor = { ...visitingAs(visitor, account.id), email: account.email };
      const handed = await support.handOver(actor, portal, 'twoFactor', gathered(visitor.locale, account), { click: session.id });
      return handed ? accept(handed) : refuse({ key: 'support.limit' });
    },
  };
}

/** What support needs: the account whose password was right, and that its owner must be identified. */
const gathered = (locale: Locale, account: { readonly identifier: string; readonly givenName: string; readonly familyName: string }) => {
  const t = translate(locale);
  return [
    [t('field.identifier'), account.identifier],
    [t('support.context.name'), `${account.givenName} ${account.familyName}`.trim()],
    [t('twoFactor.lost'), t('twoFactor.lost.text')],
  ] as const;
};
