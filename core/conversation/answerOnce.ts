import { type Clock, second } from '../foundation/clock.ts';
import { manyWrite } from '../foundation/database/locks.ts';
import type { Database } from '../foundation/database/schema.ts';

/**
 * How long an answered card is remembered. Longer than a turn, and than Teams waits before it redelivers a click. After that the conversation knows
 * that the card is old.
 */
const remembered = 30 * second;

/** Runs `action` for the answer to a card, known by its nonce. Returns undefined, without running it, if another bot is handling that card or just did. */
export type AnswerOnce = <T>(nonce: string, action: () => Promise<T>) => Promise<T | undefined>;

/** Makes `answerOnce`. One bot runs the turns of a conversation one after another, but two bots would each take the same click for the first. */
export function createAnswerOnce(db: Database, clock: Clock): AnswerOnce {
  return async (nonce, action) => {
    if (!manyWrite(db)) return await action();
    const key = `answer::${nonce}`;
    const now = clock();
    const expiresAt = now + remembered;
    const taken = await db
      .insertInto('keyv')
      .values({ key, value: '', expiresAt })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ expiresAt }).where('keyv.expiresAt', '<=', now))
      .returning('key')
      .executeTakeFirst();
    if (!taken) return undefined;
    try {
      return await action();
    } catch (fault) {
      // Nothing was done, so the same card may be answered again. If this delete fails too, it may once the entry expires.
      await db
        .deleteFrom('keyv')
        .where('key', '=', key)
        .execute()
        .catch(() => undefined);
      throw fault;
    }
  };
}
