import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { parseEmail, parseIdentifier } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { Retry, retrying, transact } from '../foundation/rollback.ts';
import type { Portal } from '../portal/index.ts';
import { mailLink } from './mailLink.ts';
import { type Operators, rolesOf } from './operators.ts';

/** Somebody whom the console's file names, and what a new account of theirs is made of. */
export type Invitee = { readonly account: string; readonly email?: string | undefined; readonly givenName: string; readonly familyName: string };

/**
 * Mails somebody whom the console's file names a link to their password, and makes their account where there is none (OPS-1). Refuses with
 * `console.unnamed`, `console.elsewhere` where a directory elsewhere has no such account, and at the fields `identifier` and `email`.
 */
export const createConsoleInvitation =
  (dependencies: Dependencies, operators: Operators) =>
  async (portal: Portal, { account: typed, email: address, ...names }: Invitee, actor: Actor): Promise<Outcome<{ to: string; made: boolean }>> => {
    const { db, clock, directory } = dependencies;
    const identifier = portal.identifier.kind === 'account' ? parseIdentifier(typed, 'identifier') : parseEmail(typed, 'identifier');
    if (!identifier.ok) return identifier;
    if (rolesOf(operators, { portal: portal.id, identifier: identifier.value }).length === 0) return refuse({ key: 'console.unnamed' });
    return await retrying(async () => {
      const existing = await directory.findByIdentifier(portal.id, identifier.value);
      if (!existing && portal.directory.kind !== 'embedded') return refuse({ key: 'console.elsewhere' });
      const email = existing ? accept(existing.email) : parseEmail(address ?? identifier.value);
      if (!email.ok) return email;
      const fresh = { portal: portal.id, identifier: identifier.value, email: email.value, ...names, phone: null, entity: null };
      const commit = existing ? accept(async () => existing) : await directory.create(fresh, undefined, `console:${portal.id}:${identifier.value}`);
      if (!commit.ok) return commit;
      return await transact(db, async (tx) => {
        const now = clock();
        const account = await commit.value(tx, now);
        if (!account) throw new Retry();
        await mailLink(tx, dependencies, portal, account, actor);
        const record = { at: now, actor, action: 'console.invited', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
        await audit(tx, { ...record, detail: { made: !existing } });
        return { to: account.email, made: !existing };
      });
    });
  };
