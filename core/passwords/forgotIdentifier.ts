import type { Dependencies } from '../dependencies.ts';
import { ownerAmong } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { isWithin } from '../foundation/clientAddress.ts';
import { emailKey, parseEmail } from '../foundation/identifiers.ts';
import { mayAsk } from '../foundation/mayAsk.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome } from '../foundation/outcome.ts';
import { newId } from '../foundation/secrets.ts';
import { isOfTenants, mayBeGuest, type Portal } from '../portal/index.ts';

/** Finding a forgotten identifier again (OC-2, EX-4). */
export type ForgotIdentifier = {
  /** Whether the profile lets this person look identifiers up: by tenant in Teams, by network on the page. Others are handed to support. */
  trusts(actor: Actor, portal: Portal): boolean;
  /** The person's own identifier, found by the address that the channel authenticated. */
  own(actor: Actor, portal: Portal): Promise<string | undefined>;
  /** The same, to fill in the field of a card in which they ask for something else. Leaves no record, as nothing was asked. */
  known(actor: Actor, portal: Portal): Promise<string | undefined>;
  /** Mails the identifier to the typed address if an account has it; the answer is the same if none has (ALL-4). */
  mail(actor: Actor, portal: Portal, email: string): Promise<Outcome<void>>;
};

/** Creates the look-up of forgotten identifiers. */
export function createForgotIdentifier({ db, clock, secrets, limits, directory, wake }: Dependencies): ForgotIdentifier {
  const trusts: ForgotIdentifier['trusts'] = (actor, portal) => {
    const { kind, trust } = portal.procedures.forgotIdentifier ?? {};
    if (kind !== 'lookup') return false;
    if (actor.channel === 'page') return isWithin(trust?.networks ?? [], actor.ip);
    return actor.authenticated && isOfTenants(actor, trust?.tenants ?? []) && mayBeGuest(actor, portal, 'forgotIdentifier');
  };
  const known: ForgotIdentifier['known'] = async (actor, portal) =>
    trusts(actor, portal) && actor.email ? (await directory.findByEmail(portal.id, actor.email))?.identifier : undefined;

  return {
    trusts,
    known,
    own: async (actor, portal) => {
      if (!trusts(actor, portal) || !actor.email) return undefined;
      const account = await directory.findByEmail(portal.id, actor.email);
      await audit(db, {
        at: clock(),
        actor,
        action: 'forgotIdentifier.told',
        portal: portal.id,
        subject: account ? `account:${account.id}` : 'none',
        outcome: account ? 'ok' : 'unknown',
      });
      return account?.identifier;
    },
    mail: async (actor, portal, typed) => {
      const email = parseEmail(typed);
      if (!email.ok) return email;
      const key = emailKey(email.value);
      const account = await directory.findByEmail(portal.id, key);
      const now = clock();
      const trusted = trusts(actor, portal);
      await db.transaction().execute(async (tx) => {
        const to = account?.email ?? '';
        const by = await ownerAmong(tx, actor, { portal, accountId: account?.id, to });
        const asked = await mayAsk(limits, actor, portal, { what: 'identifier', key, to, ...by }, tx);
        const mail = {
          kind: 'mail',
          to: account?.email ?? email.value,
          template: 'identifier',
          portal: portal.id,
          locale: actor.locale,
          params: { identifier: account?.identifier ?? key },
        } as const;
        const job = account && asked === 'sent' && trusted ? mail : ({ kind: 'nothing', instead: mail } as const);
        await enqueue(tx, secrets, job, { reason: `identifier:${newId()}`, now, dueAt: now });
        await audit(tx, {
          at: now,
          actor,
          action: 'forgotIdentifier.mailed',
          portal: portal.id,
          subject: account ? `account:${account.id}` : `none:${portal.id}:${key}`,
          outcome: asked === 'sent' ? 'ok' : 'limited',
        });
      });
      wake();
      return accept(undefined);
    },
  };
}
