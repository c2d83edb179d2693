import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { issueCode } from '../foundation/codes.ts';
import { translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { newId } from '../foundation/secrets.ts';
import type { PasswordLink } from './passwordLink.ts';

/** How the page's code travels (IN-7): by SMS where profile and account allow it, else by e-mail, apart from the link's mail. */
export const codeTravelsBy = ({ texts }: Dependencies, { portal, owner }: PasswordLink): 'sms' | 'email' =>
  texts && portal.pageCode?.by === 'sms' && owner.phone ? 'sms' : 'email';

/** Makes the page's code and leaves it to the outbox; the older one dies. Refuses with `code.limit`. */
export async function sendPageCode(dependencies: Dependencies, opened: PasswordLink, visitor: Visitor): Promise<Outcome<{ by: 'sms' | 'email' }>> {
  const { db, clock, secrets, limits } = dependencies;
  const { portal, link, locale, owner } = opened;
  const { perAccount, within } = portal.asking;
  const now = clock();
  const by = codeTravelsBy(dependencies, opened);
  const lives = portal.lifetimes.code;
  const sent = await db.transaction().execute(async (tx) => {
    if (!(await limits.consume(`code:${link.subject}`, { points: perAccount, within }, tx))) return false;
    const code = await issueCode(tx, secrets, { requestId: link.requestId, purpose: 'page', now, lives, requestExpiresAt: link.expiresAt });
    const common = { portal: portal.id, locale, params: { lives: translate(locale).duration(lives) }, secret: { code } };
    const job =
      by === 'sms' && owner.phone
        ? ({ kind: 'sms', to: owner.phone, ...common } as const)
        : ({ kind: 'mail', to: owner.email, template: 'pageCode', ...common } as const);
    await enqueue(tx, secrets, job, { reason: `code:${newId()}`, now, dueAt: now });
    const action = `${opened.procedure}.codeSent`;
    await audit(tx, { at: now, actor: visiting(visitor), action, portal: portal.id, subject: link.subject, outcome: 'ok', detail: { by } });
    return true;
  });
  if (!sent) return refuse({ key: 'code.limit', field: 'code' });
  dependencies.wake();
  return accept({ by });
}
