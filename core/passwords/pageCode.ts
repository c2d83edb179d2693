import type { Dependencies } from '../dependencies.ts';
import { isKnownOwner } from '../directory/index.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import { hour, type Millis } from '../foundation/clock.ts';
import { type CodeAttempt, spendCode, tryCode } from '../foundation/codes.ts';
import { addLink, type FoundLink, findLink, linkState } from '../foundation/links.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { sendPageCode } from '../foundation/pageCode.ts';
import type { Portal } from '../portal/index.ts';
import type { PasswordLink } from './passwordLink.ts';

/** How the page's code is delivered (IN-7): by SMS if profile and account allow it, otherwise by a mail apart from the link's. */
export const codeTravelsBy = ({ texts }: Dependencies, { portal, phone }: PasswordLink): 'sms' | 'email' =>
  texts && portal.pageCode?.by === 'sms' && phone.phone ? 'sms' : 'email';

/**
 * Whether the page asks for a code (IN-7). Not for one by mail where the mailbox was proven within this request: the link is then that of the card
 * that its code, typed in the chat, was exchanged for. A text message proves something else. And so does a second mail where an account is there and the
 * chat is not known as its owner's: one code that was read out on the telephone sets no password.
 */
export async function asksCode(dependencies: Dependencies, opened: PasswordLink): Promise<boolean> {
  const { portal, link, account } = opened;
  if (portal.pageCode === undefined) return false;
  if (link.provenAt === null || codeTravelsBy(dependencies, opened) === 'sms') return true;
  return account !== undefined && !(await isKnownOwner(dependencies.db, portal, link.person, account));
}

/** How long a code that was typed on its own is good for, in the browser that typed it. */
const sessionLife = hour;

/** Checks a code on its own, before a password is chosen, and opens a session of the page with it. Refuses as `tryCode`. */
export async function provePage(
  dependencies: Dependencies,
  { portal, link }: PasswordLink,
  code: string,
  visitor: Visitor,
): Promise<Outcome<{ session: string }>> {
  const { db, clock } = dependencies;
  const right = await tryCode(dependencies, pageAttempt(portal, link, code, visitor, clock()));
  if (!right.ok) return right;
  const now = clock();
  const session = await db.transaction().execute(async (tx) => {
    if (!(await spendCode(tx, right.value, now))) return undefined;
    const { requestId, subject } = link;
    const expiresAt = Math.min(now + sessionLife, link.expiresAt);
    return await addLink(tx, { requestId, portal: portal.id, purpose: 'pageSession', subject: `session:${subject}`, now, expiresAt });
  });
  return session === undefined ? refuse({ key: 'code.expired', field: 'code' }) : accept({ session });
}

/** Whether a session of this page, opened by its code, is still good. */
export async function holdsPage({ db, clock }: Dependencies, { portal, link }: PasswordLink, session = ''): Promise<boolean> {
  const opened = session === '' ? undefined : await findLink(db, portal.id, session);
  return opened?.purpose === 'pageSession' && opened.requestId === link.requestId && linkState(opened, clock()) === 'open';
}

/** An attempt at the page's code. */
export const pageAttempt = (portal: Portal, { requestId }: FoundLink, code: string, { ip }: Visitor, now: Millis): CodeAttempt => ({
  requestId,
  counted: requestId,
  purpose: 'page',
  code,
  now,
  tries: portal.codeTries,
  by: networkOf(ip),
});

/** Sends the page's code, and kills the older one. Refuses with `code.newLink` or `code.limit`. */
export async function sendPasswordCode(
  dependencies: Dependencies,
  opened: PasswordLink,
  visitor: Visitor,
  again: () => Promise<void>,
): Promise<Outcome<{ by: 'sms' | 'email' }>> {
  const { portal, link, locale, owner, procedure, phone } = opened;
  const by = codeTravelsBy(dependencies, opened);
  const about = { link, purpose: 'page', portal, locale, actor: visiting(visitor), action: `${procedure}.codeSent`, detail: { by }, again } as const;
  const sent = await sendPageCode(dependencies, about, (content) => {
    const common = { portal: portal.id, locale, ...content };
    return by === 'sms' && phone.phone ? { kind: 'sms', to: phone.phone, ...common } : { kind: 'mail', to: owner.email, template: 'pageCode', ...common };
  });
  return sent.ok ? accept({ by }) : sent;
}
