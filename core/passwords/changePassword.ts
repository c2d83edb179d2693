import type { Dependencies } from '../dependencies.ts';
import { chatsOf, endedIn, endOtherTies, vouchedNow } from '../directory/index.ts';
import { type Visitor, visitingAs } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { canonical } from '../foundation/passwordRules.ts';
import { newId } from '../foundation/secrets.ts';
import { openingText, type Portal } from '../portal/index.ts';
import type { Account, AccountCommit } from '../ports.ts';
import {
  type Authenticate,
  beginSession,
  endSession,
  findSigned,
  isRecent,
  knowsPassword,
  newDevice,
  type Signed,
  type Ticket,
  takeSession,
} from '../signIn/index.ts';
import { namesOf } from './passwordLink.ts';
import { checkPassword } from './policy.ts';

/** The fields of the page (EX-1). */
export type NewPassword = { readonly current: string; readonly password: string; readonly repeat: string };

/** Changing a known password (EX-1, OU-10). */
export type ChangePassword = {
  /** The page's address. */
  address(portal: Portal): string;
  /** Whether the current password has to be typed: the profile says so (EX-1), the directory takes it for the change (DIR-12), or the sign-in is not of a moment ago. */
  asksCurrent(portal: Portal, session: Pick<Signed, 'createdAt' | 'outside'>): boolean;
  /**
   * Sets the password, ends every other session, tells the owner, and returns the secret of the session that takes this one's place, and what the browser is known by. Refuses with
   * fields `current`, `password`, `repeat`, or with `session.over`, `session.limit` or `busy` (no field).
   */
  submit(ticket: Ticket, typed: NewPassword, visitor: Visitor): Promise<Outcome<{ secret: string; device: string }>>;
};

/** Creates the change of a password. */
export function createChangePassword(dependencies: Dependencies, authenticate: Authenticate): ChangePassword {
  const { db, directory, portals, clock } = dependencies;
  const asksCurrent: ChangePassword['asksCurrent'] = ({ procedures, directory: { kind } }, session) =>
    procedures.changePassword?.askCurrent === true || kind !== 'embedded' || !isRecent(session, clock());
  return {
    asksCurrent,

    address: (portal) => `${dependencies.publicUrl}/p/${portal.id}/account/password`,

    submit: async (ticket, { current, password, repeat }, visitor) => {
      const portal = portals.get(ticket.portal);
      const session = await findSigned(dependencies, ticket);
      if (!portal?.procedures.changePassword || session?.state !== 'open') return refuse({ key: 'session.over' });
      const { account } = session;
      const problems = checkPassword(password, repeat, portal.password, { names: namesOf(portal, account) });
      // Everything that costs nothing comes first: a hash is computed for what can be a change. An empty field does not count as an attempt.
      const recent = current === '' && !asksCurrent(portal, session);
      const empty: Refusal[] = current === '' && !recent ? [{ key: 'field.required', field: 'current' }] : [];
      const same: Refusal[] = problems.length === 0 && canonical(current) === canonical(password) ? [{ key: 'password.same', field: 'password' }] : [];
      const [first, ...others] = [...empty, ...problems, ...same];
      if (first) return refuse(first, ...others);
      const typed = { password: current, field: 'current', action: 'changePassword.current', visitor, recent };
      const known = await knowsPassword(dependencies, authenticate, { portal, account, session }, typed);
      if (!known.ok) return known;
      const written = await directory.changePassword(account, current, password, `account:${account.id}`);
      if (!written.ok) return written;
      const kept = await vouchedNow(dependencies, portal, account, session);
      const changed = await db.transaction().execute((tx) => change(tx, dependencies, { portal, account, ticket, commit: written.value, visitor, kept }));
      if (changed === undefined) return refuse({ key: 'session.over' });
      dependencies.wake();
      return accept(changed);
    },
  };
}

type Changing = {
  readonly portal: Portal;
  readonly account: Account;
  readonly ticket: Ticket;
  readonly commit: AccountCommit;
  readonly visitor: Visitor;
  /** Whose ties stay. */
  readonly kept: ReadonlySet<string>;
};

/** Writes the change and all that follows from it; undefined, with nothing changed, if the session ended while the password was being checked. */
async function change(
  tx: Tx,
  { secrets, clock }: Dependencies,
  { portal, account, ticket, commit, visitor, kept }: Changing,
): Promise<{ secret: string; device: string } | undefined> {
  await holdAccount(tx, account.id);
  const now = clock();
  const session = await takeSession(tx, ticket, now);
  if (!session || !(await commit(tx, now))) return undefined;
  await endSession(tx, { accountId: account.id }, 'passwordChanged', now);
  const { locale } = visitor;
  const actor = visitingAs(visitor, account.id);
  // Told before their ties end: one of them may have begun this and waits for it (ALL-12).
  const chats = await chatsOf(tx, account.id);
  const ended = await endOtherTies(tx, portal, account.id, { why: 'password', actor, now, kept });
  const t = translate(locale);
  const opens = openingText(t, portal, now);
  const params = {
    when: t.date(now, 'dateTime', portal.timeZone),
    identifier: account.identifier,
    ...(opens !== undefined && { opens }),
    ...endedIn(t, ended),
  };
  const told = { kind: 'mail', to: account.email, template: 'passwordChanged', portal: portal.id, locale, params } as const;
  const id = newId();
  await enqueue(tx, secrets, told, { reason: `changed:${id}`, now, dueAt: now });
  const event = { name: 'passwordSet', portal: portal.id, procedure: 'changePassword' } as const;
  for (const { person, locale: spoken } of chats)
    await enqueue(tx, secrets, { kind: 'chat', person, event, locale: localeOf(spoken) }, { reason: `chat:${id}:${person}`, now, dueAt: now });
  const record = { action: 'changePassword.completed', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
  await audit(tx, { at: now, actor, ...record, detail: { tiesEnded: ended.length } });
  return { secret: await beginSession(tx, { ...session, state: 'open', now }), device: newDevice(secrets, portal.id, account.identifier, now) };
}
