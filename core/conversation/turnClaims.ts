import { setTimeout as sleep } from 'node:timers/promises';
import { type Expression, sql } from 'kysely';
import { hour, second } from '../foundation/clock.ts';
import { manyWrite } from '../foundation/database/locks.ts';
import { prepare } from '../foundation/database/prepared.ts';
import type { Database } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';

/** A claim that is not renewed ends after this, so the turns of a bot that died are anybody's again. */
const claimLife = 3 * second;
const renewedEvery = second;
const firstLook = 20;
const longestLook = 200;
/** Of how many conversations a bot remembers that it had them last. */
const remembered = 1_000;

/** Lets one bot at a time run the turns of a conversation. */
export type TurnClaims = {
  /** Runs `work` as soon as no other bot runs a turn of this conversation. `own`: this bot ran the last one too, and no other has since. */
  hold<T>(conversation: string, work: (own: boolean) => Promise<T>): Promise<T>;
  /** Deletes the claims of conversations that have rested for an hour. */
  sweep(): Promise<unknown>;
};

/**
 * Makes the claims of this bot. Within one bot the turns of a conversation run one after another, but of two, each would take the same message for
 * the first. On SQLite there is one bot, and nothing is claimed. The database's clock counts, as those of two bots may differ. A claim that ended stays
 * for a while, as it tells which bot had it last.
 */
export function createTurnClaims(db: Database): TurnClaims {
  if (!manyWrite(db)) return { hold: (_conversation, work) => work(true), sweep: async () => undefined };
  const holder = newId();
  const held = new Set<string>();
  const had = new Set<string>();
  /** Claims that are being ended. Nobody waits for that but the next turn of the same conversation. */
  const ending = new Map<string, Promise<unknown>>();
  let renewing: NodeJS.Timeout | undefined;

  const claim = prepare(db, () =>
    db
      .insertInto('turnClaim')
      .values({ conversation: '', holder, until: until() })
      .onConflict((conflict) => conflict.column('conversation').doUpdateSet({ holder, until: until() }).where('turnClaim.until', '<=', instant()))
      .returning('conversation'),
  );
  const claimAgain = prepare(db, () =>
    db
      .updateTable('turnClaim')
      .set({ until: until() })
      .where('conversation', '=', '')
      .where('holder', '=', holder)
      .where('until', '<=', instant())
      .returning('conversation'),
  );
  const end = prepare(db, () => db.updateTable('turnClaim').set({ until: instant() }).where('conversation', '=', '').where('holder', '=', holder));

  const take = async (conversation: string): Promise<boolean> => (await claim(conversation, holder, holder)).length > 0;
  const takeAgain = async (conversation: string): Promise<boolean> => had.delete(conversation) && (await claimAgain(conversation, holder)).length > 0;

  const renew = () => {
    db.updateTable('turnClaim')
      .set({ until: until() })
      .where('holder', '=', holder)
      .where('conversation', 'in', [...held])
      .execute()
      // Whoever cannot reach the records cannot write to them either.
      .catch(() => undefined);
  };

  const release = (conversation: string): void => {
    held.delete(conversation);
    if (held.size === 0) {
      clearInterval(renewing);
      renewing = undefined;
    }
    if (had.size >= remembered) had.clear();
    had.add(conversation);
    const ended = end(conversation, holder)
      .catch(() => undefined)
      .finally(() => {
        if (ending.get(conversation) === ended) ending.delete(conversation);
      });
    ending.set(conversation, ended);
  };

  return {
    hold: async (conversation, work) => {
      await ending.get(conversation);
      const own = await takeAgain(conversation);
      if (!own) for (let wait = firstLook; !(await take(conversation)); wait = Math.min(2 * wait, longestLook)) await sleep(wait);
      held.add(conversation);
      renewing ??= setInterval(renew, renewedEvery).unref();
      try {
        return await work(own);
      } finally {
        release(conversation);
      }
    },
    sweep: () => db.deleteFrom('turnClaim').where('until', '<=', sql<number>`${instant()} - ${hour}`).execute(),
  };
}

/** The database's clock, in milliseconds. */
const instant = (): Expression<number> => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
const until = (): Expression<number> => sql<number>`${instant()} + ${sql.lit(claimLife)}`;
