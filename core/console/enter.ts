import type { Dependencies } from '../dependencies.ts';
import { type Actor, type Visitor, visiting } from '../foundation/actor.ts';
import { findSigned, hasSecondFactor, type Look, type Ticket } from '../signIn/index.ts';
import { type Operators, rolesOf } from './operators.ts';
import { isProven, rolesAt } from './providers.ts';
import type { Role } from './roles.ts';
import { consoleItself, findConsoleSession } from './sessions.ts';

/** Somebody in the console. */
export type Entered = {
  /** As the audit calls them: `account:<id>`, or the person whom a provider vouches for. */
  readonly person: string;
  /** Undefined where a provider vouches for them. */
  readonly accountId: string | undefined;
  /** Their id at the provider, if one vouches for them. */
  readonly subject?: string;
  /** Of their account; empty where they have none. */
  readonly portal: string;
  /** Their session. */
  readonly session: string;
  readonly name: string;
  readonly roles: readonly Role[];
};

/** The actor that somebody in the console is, for the audit. */
export const actingAs = (visitor: Visitor, { person }: Pick<Entered, 'person'>): Actor => ({ ...visiting(visitor), person });

/**
 * Why a session opens no console: there is none, its account has no role, it has no second factor, or the browser remembers the sign-in for longer
 * than a console may stay open.
 */
export type Outside = 'signedOut' | 'stranger' | 'factor' | 'remembered';

/**
 * Lets somebody in, anew at each click: roles, second factor and session may have ended since the page was drawn (OPS-1). A quiet look keeps no session
 * open.
 */
export type Enter = (ticket: Ticket, look?: Look) => Promise<Entered | Outside>;

/** Creates the way into the console. */
export const createEnter = (dependencies: Dependencies, operators: Operators): Enter => {
  /** By a session that a provider opened. What the file says now decides, of the provider too. */
  const byProvider = async (secret: string, look: Look): Promise<Entered | Outside> => {
    const session = await findConsoleSession(dependencies.db, secret, dependencies.clock(), look);
    const provider = session && operators.openid.find((one) => one.id === session.provider && (one.tenants.length > 0 || one.issuer === session.issuer));
    const held = provider && isProven(provider, session) ? rolesAt(provider, session) : [];
    if (!session || held.length === 0) return 'signedOut';
    const { id, person, subject, name } = session;
    return { person, accountId: undefined, subject, portal: '', session: id, name: name ?? subject, roles: held };
  };

  return async (ticket, look = 'click') => {
    if (ticket.portal === consoleItself) return await byProvider(ticket.secret, look);
    const session = await findSigned(dependencies, ticket, look);
    if (session?.state !== 'open') return 'signedOut';
    const { account, accountId, portal, remember } = session;
    const roles = rolesOf(operators, account);
    if (roles.length === 0) return 'stranger';
    // Where it is on, a session is open only once it was shown.
    if (!(await hasSecondFactor(dependencies.db, accountId))) return 'factor';
    if (remember === 'me') return 'remembered';
    const name = `${account.givenName} ${account.familyName}`.trim() || account.identifier;
    return { person: `account:${accountId}`, accountId, portal, session: session.id, name, roles };
  };
};
