import type { Dependencies } from '../dependencies.ts';
import type { Visitor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { type Outcome, refuse } from '../foundation/outcome.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { endSession, type ListedSession, listSessions } from '../signIn/index.ts';
import { actingAs, type Entered } from './enter.ts';
import { type Operators, rolesOf } from './operators.ts';
import { rolesAt } from './providers.ts';
import type { Role } from './roles.ts';
import { endConsoleSession, listAllConsoleSessions } from './sessions.ts';
import { readWhy } from './why.ts';

/** A session of somebody who has a role in the console. */
export type OpenSession = ListedSession & {
  readonly name: string;
  /** The portal of their account, or the provider that vouches for them. */
  readonly place: string;
  readonly roles: readonly Role[];
  /** `account:<id>`, or the person whom a provider vouches for. */
  readonly whose: string;
};

/** The open sessions of everybody who has a role in the console, person by person, the newest first. */
export async function listOpenSessions({ db, clock }: Dependencies, operators: Operators): Promise<OpenSession[]> {
  const now = clock();
  const names = operators.accounts.map(({ account }) => identifierKey(account));
  const likely =
    names.length === 0
      ? []
      : await db.selectFrom('account').select(['id', 'portal', 'identifier', 'givenName', 'familyName']).where('identifierKey', 'in', names).execute();
  const sessions: OpenSession[] = [];
  for (const { id, portal: place, ...account } of likely) {
    const roles = rolesOf(operators, { portal: place, identifier: account.identifier });
    const name = `${account.givenName} ${account.familyName}`.trim() || account.identifier;
    if (roles.length > 0) for (const session of await listSessions(db, id, now)) sessions.push({ ...session, name, place, roles, whose: `account:${id}` });
  }
  for (const { person, provider, claims, subject, name, ...session } of await listAllConsoleSessions(db, now)) {
    const known = operators.openid.find(({ id }) => id === provider);
    sessions.push({ ...session, name: name ?? subject, place: provider, roles: known ? rolesAt(known, { subject, claims }) : [], whose: person });
  }
  return sessions.sort((one, other) => one.name.localeCompare(other.name) || other.createdAt - one.createdAt);
}

/** Ends one of them, with its record. Refuses with `console.why`, and `console.session.gone` where it has ended. */
export async function endOpenSession(
  dependencies: Dependencies,
  operators: Operators,
  who: Entered,
  wanted: { readonly id: string; readonly why: string },
  visitor: Visitor,
): Promise<Outcome<true>> {
  const why = readWhy(wanted.why);
  if (why === '') return refuse({ key: 'console.why', field: 'why' });
  const session = (await listOpenSessions(dependencies, operators)).find(({ id }) => id === wanted.id);
  if (!session) return refuse({ key: 'console.session.gone' });
  const { whose, place: portal } = session;
  return await transact(dependencies.db, async (tx) => {
    const now = dependencies.clock();
    const accountId = /^account:(.+)$/.exec(whose)?.[1];
    const ended =
      accountId === undefined ? await endConsoleSession(tx, whose, session.id, now) : (await endSession(tx, { accountId, id: session.id }, 'revoked', now)) > 0;
    if (!ended) throw new Rollback({ key: 'console.session.gone' });
    await audit(tx, { at: now, actor: actingAs(visitor, who), action: 'console.session', portal, subject: whose, outcome: 'ok', detail: { why } });
    return true as const;
  });
}
