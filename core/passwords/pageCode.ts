import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { accept, type Outcome } from '../foundation/outcome.ts';
import { sendPageCode } from '../foundation/pageCode.ts';
import type { PasswordLink } from './passwordLink.ts';

/** How the page's code is delivered (IN-7): by SMS if profile and account allow it, otherwise by a mail apart from the link's. */
export const codeTravelsBy = ({ texts }: Dependencies, { portal, owner }: PasswordLink): 'sms' | 'email' =>
  texts && portal.pageCode?.by === 'sms' && owner.phone ? 'sms' : 'email';

/** Sends the page's code, and kills the older one. Refuses with `code.newLink` or `code.limit`. */
export async function sendPasswordCode(
  dependencies: Dependencies,
  opened: PasswordLink,
  visitor: Visitor,
  again: () => Promise<void>,
): Promise<Outcome<{ by: 'sms' | 'email' }>> {
  const { portal, link, locale, owner, procedure } = opened;
  const by = codeTravelsBy(dependencies, opened);
  const about = { link, purpose: 'page', portal, locale, actor: visiting(visitor), action: `${procedure}.codeSent`, detail: { by }, again } as const;
  const sent = await sendPageCode(dependencies, about, (content) => {
    const common = { portal: portal.id, locale, ...content };
    return by === 'sms' && owner.phone ? { kind: 'sms', to: owner.phone, ...common } : { kind: 'mail', to: owner.email, template: 'pageCode', ...common };
  });
  return sent.ok ? accept({ by }) : sent;
}
