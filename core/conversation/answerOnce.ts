import { type Clock, second } from '../foundation/clock.ts';
import { manyWrite } from '../foundation/database/locks.ts';
import type { Database } from '../foundation/database/schema.ts';

/** Longer than a turn, and than what Teams waits before it delivers a click again; after that the conversation knows that the card is an old one. */
const remembered = 30 * second;

/** Does what the answer to a card asks for, the card known by its nonce; undefined, and nothing done, where another bot is at it or just was. */
export type AnswerOnce = <T>(nonce: string, action: () => Promise<T>) => Promise<T | undefined>;

/** One bot lets the turns of a conversation run one after another; two would each take the same click for the first. */
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
      // Nothing was done: the same card may be answered again. Where not even this can be written, half a minute later.
      await db
        .deleteFrom('keyv')
        .where('key', '=', key)
        .execute()
        .catch(() => undefined);
      throw fault;
    }
  };
}
