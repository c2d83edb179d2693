import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { isTypedAgain, spendCode, tryCode } from '../foundation/codes.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import { identifierKey, parseEmail, parseIdentifier, untagged } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Procedure } from '../foundation/procedures.ts';
import { requestBy, triesOf, wentElsewhere } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';
import { restsUntil } from './addressChange.ts';
import { askForCode } from './askForCode.ts';
import { bind } from './bindings.ts';
import { ownerAmong } from './owner.ts';
import { tiedAccounts } from './tiedAccounts.ts';

/** The procedure a proof is for. A code for one is of no use in another (ALL-6). */
export type ProvenFor = Extract<Procedure, 'enroll' | 'addUser'> | 'removeUser' | 'changeEmail' | 'support';

/** Proving ownership of an account by a code mailed to its recorded address, where the channel vouches for who types it (else `code.linkOnly`). It binds the account without setting a password. */
export type Proof = {
  /** Mails a code if the account exists. Answer, statements and outbox are the same if it does not (ALL-4). */
  ask(actor: Actor, portal: Portal, procedure: ProvenFor, identifier: string): Promise<Outcome<{ requestId: string }>>;
  /** Binds the account to the person who types the right code in the chat that asked. Typed again, because its answer was lost, it binds nothing more. Refuses as `tryCode`. */
  enter(actor: Actor, portal: Portal, procedure: ProvenFor, requestId: string, code: string): Promise<Outcome<{ accountId: string }>>;
};

/** Creates the proof of ownership. */
export function createProof(dependencies: Dependencies): Proof {
  const { db, clock, directory } = dependencies;
  return {
    ask: async (actor, portal, procedure, typed) => {
      if (!actor.authenticated) return refuse({ key: 'code.linkOnly' });
      const identifier = portal.identifier.kind === 'account' ? parseIdentifier(typed, 'identifier') : parseEmail(typed, 'identifier');
      if (!identifier.ok) return identifier;
      const key = identifierKey(identifier.value);
      const account = await directory.findByIdentifier(portal.id, key);
      const subject = account ? `account:${account.id}` : `none:${portal.id}:${key}`;
      const rests = account !== undefined && restsUntil(portal, account, clock()) !== undefined;
      const requestId = await askForCode(dependencies, actor, portal, {
        procedure,
        action: `${procedure}.proofAsked`,
        what: 'proof',
        key: untagged(account ? identifierKey(account.identifier) : key),
        subject,
        accountId: account?.id ?? null,
        // An address that was changed of late ties no chat either.
        to: rests ? undefined : account?.email,
        ...(rests && { outcome: 'addressChanged' }),
        template: 'proof',
        life: portal.lifetimes.code,
      });
      return accept({ requestId });
    },

    enter: async (actor, portal, procedure, requestId, code) => {
      if (!actor.authenticated) return refuse({ key: 'code.linkOnly' });
      const request = await requestBy(db, actor.person, requestId).where('portal', '=', portal.id).where('procedure', '=', procedure).executeTakeFirst();
      if (!request) return refuse({ key: 'code.expired', field: 'code' });
      const { owner } = await ownerAmong(db, actor, { portal, accountId: request.accountId });
      const tried = { requestId, counted: triesOf(request), purpose: 'mail', code, now: clock(), tries: portal.codeTries, by: actor.person, owner } as const;
      const right = await tryCode(dependencies, tried);
      const now = clock();
      const record = { at: now, actor, action: `${procedure}.proven`, portal: portal.id, subject: request.subject };
      if (!right.ok) {
        const again = await isTypedAgain(dependencies, tried, right, request);
        // A tie that was ended meanwhile is not made again.
        const tied = again ? (await tiedAccounts(dependencies, actor, portal)).find(({ id }) => id === request.accountId) : undefined;
        if (tied) return accept({ accountId: tied.id });
        await audit(db, { ...record, outcome: right.refusals[0].key });
        return right;
      }
      const account = request.accountId === null ? undefined : await directory.get(portal.id, request.accountId);
      const bound = await db.transaction().execute(async (tx) => {
        await holdAccount(tx, account?.id ?? '');
        if (!account || wentElsewhere(request, account) || !(await spendCode(tx, right.value, now))) return false;
        await tx.updateTable('request').set({ provenAt: now, completedAt: now }).where('id', '=', requestId).execute();
        await bind(tx, dependencies, portal, { person: actor.person, account, actor, locale: actor.locale, now });
        await audit(tx, { ...record, outcome: 'ok' });
        return true;
      });
      if (bound && account) return accept({ accountId: account.id });
      await audit(db, { ...record, outcome: 'code.expired' });
      return refuse({ key: 'code.expired', field: 'code' });
    },
  };
}
