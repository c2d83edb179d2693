import { setTimeout as sleep } from 'node:timers/promises';
import { type Expression, sql } from 'kysely';
import { second } from '../foundation/clock.ts';
import { manyWrite } from '../foundation/database/locks.ts';
import type { Database } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';

/** A claim that is not renewed ends after this, so the turns of a bot that died are anybody's again. */
const claimLife = 3 * second;
const renewedEvery = second;
const firstLook = 20;
const longestLook = 200;

/** Lets one bot at a time run the turns of a conversation. */
export type TurnClaims = {
  /** Runs `work` as soon as no other bot runs a turn of this conversation. */
  hold<T>(conversation: string, work: () => Promise<T>): Promise<T>;
};

/**
 * Makes the claims of this bot. Within one bot the turns of a conversation run one after another, but of two, each would take the same message for
 * the first. On SQLite there is one bot, and nothing is claimed. The database's clock counts, as those of two bots may differ.
 */
export function createTurnClaims(db: Database): TurnClaims {
  if (!manyWrite(db)) return { hold: (_conversation, work) => work() };
  const holder = newId();
  const held = new Set<string>();
  let renewing: NodeJS.Timeout | undefined;

  const take = async (conversation: string): Promise<boolean> => {
    const taken = await db
      .insertInto('turnClaim')
      .values({ conversation, holder, until: until() })
      .onConflict((conflict) => conflict.column('conversation').doUpdateSet({ holder, until: until() }).where('turnClaim.until', '<=', instant()))
      .returning('conversation')
      .executeTakeFirst();
    return taken !== undefined;
  };

  const renew = () => {
    db.updateTable('turnClaim')
      .set({ until: until() })
      .where('holder', '=', holder)
      .where('conversation', 'in', [...held])
      .execute()
      // Whoever cannot reach the records cannot write to them either.
      .catch(() => undefined);
  };

  const release = async (conversation: string): Promise<void> => {
    held.delete(conversation);
    if (held.size === 0) {
      clearInterval(renewing);
      renewing = undefined;
    }
    await db
      .deleteFrom('turnClaim')
      .where('conversation', '=', conversation)
      .where('holder', '=', holder)
      .execute()
      .catch(() => undefined);
  };

  return {
    hold: async (conversation, work) => {
      for (let wait = firstLook; !(await take(conversation)); wait = Math.min(2 * wait, longestLook)) await sleep(wait);
      held.add(conversation);
      renewing ??= setInterval(renew, renewedEvery).unref();
      try {
        return await work();
      } finally {
        await release(conversation);
      }
    },
  };
}

/** The database's clock, in milliseconds. */
const instant = (): Expression<number> => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
const until = (): Expression<number> => sql<number>`${instant()} + ${claimLife}`;
