import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { emailKey, parseEmail, parseIdentifier } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Procedure } from '../foundation/procedures.ts';
import type { Portal } from '../portal/index.ts';
import { askedKey, askForLink } from './askForLink.ts';

/** What a reset asks for; `email` only if the profile asks to confirm the address (EX-3). */
export type ResetAnswer = { readonly identifier: string; readonly email?: string };

/** Mailing the link that sets a forgotten or first password of an existing account. */
export type Reset = {
  /**
   * Mails a link to the account's recorded address, if there is such an account. The answer is the same if there is none (ALL-4).
   * Refuses only what is malformed, at its field. A locked account can always be reset (EX-3).
   */
  ask(actor: Actor, portal: Portal, answer: ResetAnswer, procedure?: Procedure): Promise<Outcome<{ requestId: string }>>;
};

/** Creates the reset. */
export function createReset(dependencies: Dependencies): Reset {
  return {
    ask: async (actor, portal, answer, procedure = 'reset') => {
      const identifier = portal.identifier.kind === 'account' ? parseIdentifier(answer.identifier, 'identifier') : parseEmail(answer.identifier, 'identifier');
      const confirm = portal.procedures.reset?.confirmEmail ? parseEmail(answer.email ?? '', 'email') : undefined;
      const refusals = [identifier, confirm].flatMap((outcome) => (outcome && !outcome.ok ? outcome.refusals : []));
      if (refusals[0]) return refuse(refusals[0], ...refusals.slice(1));
      if (!identifier.ok) return identifier;

      const found = await dependencies.directory.findByIdentifier(portal.id, identifier.value);
      // A wrong confirmation looks like an unknown account, and reveals nothing (EX-3, ALL-4).
      const account = confirm?.ok && found && emailKey(found.email) !== emailKey(confirm.value) ? undefined : found;
      const purpose = procedure === 'signUp' ? 'setPassword' : 'reset';
      const requestId = await askForLink(dependencies, actor, portal, {
        procedure,
        purpose,
        key: askedKey(portal, { identifier: identifier.value, email: confirm?.ok ? confirm.value : '' }),
        account,
        // A privileged account gets no mail: seen from outside nothing differs, and the audit says why (DIR-15).
        template: account && !account.privileged ? purpose : undefined,
        ...(account?.privileged && { outcome: 'privileged' }),
        to: account?.email ?? identifier.value,
        unfound: 'none',
      });
      return accept({ requestId });
    },
  };
}
