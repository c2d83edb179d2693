import type { Dependencies } from '../dependencies.ts';
import { findSigned, hasSecondFactor, type Ticket } from '../signIn/index.ts';
import { type Operators, type Role, rolesOf } from './operators.ts';

/** Somebody in the console. */
export type Entered = {
  readonly accountId: string;
  readonly portal: string;
  readonly name: string;
  readonly roles: readonly Role[];
};

/**
 * Why a session opens no console: there is none, its account has no role, it has no second factor, or the browser remembers the sign-in for longer
 * than a console may stay open.
 */
export type Outside = 'signedOut' | 'stranger' | 'factor' | 'remembered';

/** Lets somebody in, anew at each click: roles, second factor and session may have ended since the page was drawn (OPS-1). */
export type Enter = (ticket: Ticket) => Promise<Entered | Outside>;

/** Creates the way into the console. */
export const createEnter =
  (dependencies: Dependencies, operators: Operators): Enter =>
  async (ticket) => {
    const session = await findSigned(dependencies, ticket);
    if (session?.state !== 'open') return 'signedOut';
    const { account, accountId, portal, remember } = session;
    const roles = rolesOf(operators, account);
    if (roles.length === 0) return 'stranger';
    // Where it is on, a session is open only once it was shown.
    if (!(await hasSecondFactor(dependencies.db, accountId))) return 'factor';
    if (remember === 'me') return 'remembered';
    return { accountId, portal, name: `${account.givenName} ${account.familyName}`.trim() || account.identifier, roles };
  };
