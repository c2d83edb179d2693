import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { digest } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { ForgotIdentifier } from './forgotIdentifier.ts';
import { type Challenge, type CheckedPage, createHumanCheck } from './humanCheck.ts';
import type { Reset, ResetAnswer } from './reset.ts';

/** The pages for people who cannot reach the chat. Nobody is identified there, so each form has a human check, and the mail does the rest. */
export type PublicPages = {
  /** The challenge for a page's form. */
  challenge(portal: Portal, page: CheckedPage): Challenge;
  /** Mails the link of a reset, if there is such an account (IN-4). Refuses as `Reset` does, with the human check's refusals, or `public.limit`. */
  reset(portal: Portal, answer: ResetAnswer & { human: string }, visitor: Visitor): Promise<Outcome<void>>;
  /** Whether the profile trusts the network that the visitor comes from with a look-up (OC-2). */
  trusts(portal: Portal, visitor: Visitor): boolean;
  /** Mails the identifier to the address typed, if it is an account's and the network is trusted (OC-2). Refuses as above. */
  mailIdentifier(portal: Portal, answer: { email: string; human: string }, visitor: Visitor): Promise<Outcome<void>>;
};

/** Creates the public pages, over the same actions as the chat. */
export function createPublicPages(dependencies: Dependencies, reset: Reset, forgotIdentifier: ForgotIdentifier): PublicPages {
  const { limits } = dependencies;
  const humanCheck = createHumanCheck(dependencies);

  /**
   * The human check, then the network's rate limit. That limit is told: it reveals nothing about accounts, and silence would help nobody. Beyond it,
   * what nobody of that network has asked for keeps one: an office does not wait for one of its visitors.
   */
  const admit = async (portal: Portal, page: CheckedPage, { human, typed }: { human: string; typed: string }, { ip }: Visitor): Promise<Outcome<void>> => {
    const network = networkOf(ip);
    const passed = await humanCheck.pass(portal, page, human, network);
    if (!passed.ok) return passed;
    const reserve = await limits.takeOf(portal, 'public.reserve', `${portal.id}:${network}:${digest(identifierKey(typed))}`);
    const allowed = await limits.takeOf(portal, 'public.network', network);
    return allowed || reserve ? passed : refuse({ key: 'public.limit' });
  };

  return {
    challenge: (portal, page) => humanCheck.challenge(portal, page),
    reset: async (portal, { human, ...answer }, visitor) => {
      const admitted = await admit(portal, 'reset', { human, typed: answer.identifier }, visitor);
      if (!admitted.ok) return admitted;
      const asked = await reset.ask(visiting(visitor), portal, answer);
      return asked.ok ? accept(undefined) : asked;
    },
    trusts: (portal, visitor) => forgotIdentifier.trusts(visiting(visitor), portal),
    mailIdentifier: async (portal, { email, human }, visitor) => {
      const admitted = await admit(portal, 'identifier', { human, typed: email }, visitor);
      return admitted.ok ? await forgotIdentifier.mail(visiting(visitor), portal, email) : admitted;
    },
  };
}
