import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { ownerAmong } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { isTypedAgain, spendCode, tryCode } from '../foundation/codes.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import { isPasswordPurpose, issueLink } from '../foundation/links.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { isOpen, requestBy, triesOf, wentElsewhere } from '../foundation/requests.ts';

/** What a request keeps of it where an access pass was given in place of a password. Never the pass. */
export const accessPassGiven = { accessPass: true } as const;

/** Typing the code that came with the mailed link, in the chat that asked for it (ALL-1, ALL-6). */
export type ChatCode = {
  /**
   * The address of the password page, for a card, in exchange for the right code; the mailed link dies with it.
   * Refuses as `tryCode` does, and with `code.linkOnly` where the channel vouches for nobody: conversations without end could guess there. Another
   * person's request, one that nobody made, and one that is for no password, answer as a code that has expired. The right code typed again, because its
   * answer was lost, opens the page once more, as `page` does.
   */
  enter(actor: Actor, requestId: string, code: string): Promise<Outcome<{ url: string; expiresAt: number }>>;
  /**
   * The address of the page once more, where the code was typed here before: its card has scrolled away, or something else was shown since. The
   * address from before dies. Refuses with `code.expired`.
   */
  page(actor: Actor, requestId: string): Promise<Outcome<{ url: string; expiresAt: number }>>;
  /** Whether the request's password has been set, or a temporary access pass given in its place. */
  completed(actor: Actor, requestId: string): Promise<'password' | 'accessPass' | undefined>;
};

/** Creates the chat's side of a mailed code. */
export function createChatCode(dependencies: Dependencies): ChatCode {
  const { db, clock, directory, portals, publicUrl } = dependencies;
  const own = (actor: Actor, requestId: string) => requestBy(db, actor.person, requestId).executeTakeFirst();

  const page: ChatCode['page'] = async (actor, requestId) => {
    const now = clock();
    const request = actor.authenticated ? await own(actor, requestId) : undefined;
    const portal = request && portals.get(request.portal);
    const link = request && (await db.selectFrom('link').select('purpose').where('requestId', '=', requestId).executeTakeFirst());
    const wasProven = request && request.provenAt !== null && request.completedAt === null && request.expiresAt > now;
    const account = wasProven && request.accountId !== null ? await directory.get(request.portal, request.accountId) : undefined;
    if (!wasProven || !portal || !isPasswordPurpose(link?.purpose) || wentElsewhere(request, account)) return refuse({ key: 'code.expired', field: 'code' });
    const { purpose } = link;
    const { subject, expiresAt, procedure } = request;
    const secret = await db.transaction().execute(async (tx) => {
      await holdAccount(tx, account?.id ?? '');
      if (!(await isOpen(tx, requestId, now))) return undefined;
      await audit(tx, { at: now, actor, action: `${procedure}.pageAgain`, portal: portal.id, subject, outcome: 'ok' });
      return await issueLink(tx, { requestId, portal: portal.id, purpose, subject, now, expiresAt });
    });
    return secret === undefined ? refuse({ key: 'code.expired', field: 'code' }) : accept({ url: `${publicUrl}/p/${portal.id}/link/${secret}`, expiresAt });
  };

  return {
    enter: async (actor, requestId, code) => {
      if (!actor.authenticated) return refuse({ key: 'code.linkOnly' });
      const request = await own(actor, requestId);
      const portal = request && portals.get(request.portal);
      // A completed request opens nothing, even if its code has minutes left.
      if (!request || !portal || request.completedAt !== null) return refuse({ key: 'code.expired', field: 'code' });
      const link = await db.selectFrom('link').select('purpose').where('requestId', '=', requestId).executeTakeFirst();
      // A code for another purpose opens no password page, and none of its attempts is used up here.
      if (!isPasswordPurpose(link?.purpose)) return refuse({ key: 'code.expired', field: 'code' });
      const { purpose } = link;
      const { owner } = await ownerAmong(db, actor, { portal, accountId: request.accountId });
      const tried = { requestId, counted: triesOf(request), purpose: 'mail', code, now: clock(), tries: portal.codeTries, by: actor.person, owner } as const;
      const right = await tryCode(dependencies, tried);
      const now = clock();
      const record = { at: now, actor, action: `${request.procedure}.codeTyped`, portal: portal.id, subject: request.subject };
      if (!right.ok) {
        if (await isTypedAgain(dependencies, tried, right, request)) return await page(actor, requestId);
        await audit(db, { ...record, outcome: right.refusals[0].key });
        return right;
      }
      // Only now: before the code was right, an account that exists costs no more than one that does not (ALL-4).
      const account = request.accountId === null ? undefined : await directory.get(portal.id, request.accountId);
      const expiresAt = request.expiresAt;
      const secret = await db.transaction().execute(async (tx) => {
        await holdAccount(tx, account?.id ?? '');
        if (wentElsewhere(request, account) || !(await spendCode(tx, right.value, now))) return undefined;
        const issued = await issueLink(tx, { requestId, portal: portal.id, purpose, subject: request.subject, now, expiresAt });
        await tx.updateTable('request').set({ provenAt: now }).where('id', '=', requestId).execute();
        await audit(tx, { ...record, outcome: 'ok' });
        return issued;
      });
      if (secret === undefined) {
        await audit(db, { ...record, outcome: 'code.expired' });
        return refuse({ key: 'code.expired', field: 'code' });
      }
      return accept({ url: `${publicUrl}/p/${portal.id}/link/${secret}`, expiresAt });
    },
    page,
    completed: async (actor, requestId) => {
      const request = await own(actor, requestId);
      if (request?.completedAt == null) return undefined;
      return 'accessPass' in z.object({}).loose().parse(JSON.parse(request.data)) ? 'accessPass' : 'password';
    },
  };
}
