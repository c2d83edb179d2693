import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import type { Millis } from '../foundation/clock.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { digest } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Attempt, Authenticate } from './authenticate.ts';
import { newDevice, readDevice } from './devices.ts';
import { beginGuess } from './guesses.ts';
import { beginSession, hasSecondFactor, isTakenOut, leaveSession, type Remember, type Session } from './sessionRecords.ts';

/** A visitor who signs in, with their browser's label, the secret of its previous session, and what it is known by. */
export type Arriving = Visitor & { readonly agent: string; readonly before?: string | undefined; readonly device?: string | undefined };

/** A new session: the secret for its cookie, and whether it still needs a second factor. If not, what the browser is known by from now on. */
export type Begun = { readonly secret: string; readonly state: Session['state']; readonly device: string | undefined };

/**
 * Signs in on the web page (OU-9). Refuses with `field.required` for an empty field; with `busy` where too many passwords wait to be hashed; with `signIn.wrong` for an unknown account, a wrong password
 * or a lock alike; and with `signIn.wait` after too many attempts from the visitor's network, as `beginGuess` counts them. That is checked before any
 * look-up, so that a script locks few accounts and costs no hash.
 */
export type PageSignIn = (
  portal: Portal,
  given: { readonly identifier: string; readonly password: string; readonly remember: Remember },
  arriving: Arriving,
) => Promise<Outcome<Begun>>;

/** Creates the sign-in of the web page. */
export function createPageSignIn({ db, clock, secrets, limits }: Dependencies, authenticate: Authenticate): PageSignIn {
  return async (portal, { identifier, password, remember }, { agent, before, device: known, ...visitor }) => {
    const [missing, ...others] = missingIn({ identifier, password });
    if (missing) return refuse(missing, ...others);
    const now = clock();
    const device = readDevice(secrets, known, portal.id, identifier, now);
    const guess = await beginGuess({ db, limits }, { accounts: portal.id, portal, identifier, ip: visitor.ip, device, now });
    if ('until' in guess) return refuse({ key: 'signIn.wait', params: { n: minutesUntil(guess.until, now) } });

    let begun: Begun | undefined;
    const accepted: Attempt['accepted'] = async (tx, accountId, at) => {
      const state = (await hasSecondFactor(tx, accountId)) ? 'second' : 'open';
      const replaces = before === undefined ? undefined : await leaveSession(tx, { portal: portal.id, secret: before }, accountId, at);
      const secret = await beginSession(tx, { portal: portal.id, accountId, state, remember, agent, ip: visitor.ip, now: at, replaces });
      if (state === 'second' && (await isTakenOut(tx, accountId)))
        await audit(tx, { at, actor: visiting(visitor), action: 'twoFactor.missing', portal: portal.id, subject: `account:${accountId}`, outcome: 'locked' });
      begun = { secret, state, device: state === 'open' ? newDevice(secrets, portal.id, identifier, at) : undefined };
    };
    // By what was typed, too: whoever floods with their own right password, from many of their browsers, holds up no colleague behind the same address.
    const typed = digest(identifierKey(identifier));
    const from = guess.trusted ? `device:${portal.id}:${typed}` : `${networkOf(visitor.ip)} ${portal.id}:${typed}`;
    const told = await authenticate(visiting(visitor), portal, identifier, password, { accepted, trustedSince: guess.trusted?.since, from });
    if (told === 'busy') {
      await guess.forgive();
      return refuse({ key: 'busy' });
    }
    if (!begun) return refuse({ key: 'signIn.wrong' });
    await guess.forgive();
    return accept(begun);
  };
}

/** An empty field does not count as an attempt. */
const missingIn = (typed: { readonly identifier: string; readonly password: string }): Refusal[] =>
  (['identifier', 'password'] as const).filter((field) => typed[field] === '').map((field) => ({ key: 'field.required', field }));

const minutesUntil = (until: Millis, now: Millis): number => Math.ceil((until - now) / 60_000);
