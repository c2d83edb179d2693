import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { digest } from '../foundation/secrets.ts';

/** What is kept under an id, and when it was exchanged, if it was. */
export type Kept = { readonly payload: Readonly<Record<string, unknown>>; readonly usedAt: number | null };

/**
 * What signing in to a portal's applications leaves in the records, by model and id. Ids of codes and tokens are secrets: only their digest is kept, and
 * that of one portal opens nothing at another.
 */
export type ApplicationRecords = {
  /** Keeps or replaces it for so many seconds. */
  keep(model: string, id: string, payload: Readonly<Record<string, unknown>>, seconds: number): Promise<void>;
  find(model: string, id: string): Promise<Kept | undefined>;
  findByUid(model: string, uid: string): Promise<Kept | undefined>;
  /** Marks a code or token as exchanged. False if it was before: of two at once, one gets it. */
  use(model: string, id: string): Promise<boolean>;
  drop(model: string, id: string): Promise<void>;
  /** Ends a grant, with its codes and tokens. Returns whose it was, if there was anything. */
  revoke(grantId: string): Promise<string | undefined>;
  /** Says in which sign-in it is. */
  bind(model: string, id: string, sessionId: string | null): Promise<void>;
  /** The sign-in that it is in. */
  sessionOf(model: string, id: string): Promise<string | undefined>;
};

const columns = z.object({ accountId: z.string().optional(), grantId: z.string().optional(), uid: z.string().optional() });
const payloads = z.record(z.string(), z.unknown());

/** The models whose rows end with a grant. */
const granted: ReadonlySet<string> = new Set(['AuthorizationCode', 'AccessToken', 'RefreshToken']);

/** Creates the records of a portal's applications. */
export function createApplicationRecords({ db, clock }: Pick<Dependencies, 'db' | 'clock'>, portal: string): ApplicationRecords {
  const keyOf = (model: string, id: string): string => digest(`${portal} ${model} ${id}`);
  const living = () => {
    const now = clock();
    return (
      db
        .selectFrom('openid')
        .select(['payload', 'usedAt'])
        .where('portal', '=', portal)
        .where('expiresAt', '>', now)
        // What was given before somebody began to sign in anew waits with that sign-in: left at the second step, it takes this along.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('session')
                .select('session.id')
                .whereRef('session.id', '=', 'openid.sessionId')
                .where('state', '=', 'second')
                .where('session.expiresAt', '<=', now),
            ),
          ),
        )
    );
  };
  const read = (row: { payload: string; usedAt: number | null } | undefined): Kept | undefined =>
    row && { payload: payloads.parse(JSON.parse(row.payload)), usedAt: row.usedAt };

  return {
    keep: async (model, id, payload, seconds) => {
      const { accountId = null, uid = null, grantId } = columns.parse(payload);
      const grant = granted.has(model) ? (grantId ?? null) : model === 'Grant' ? id : null;
      const kept = { payload: JSON.stringify(payload), accountId, uid, expiresAt: clock() + seconds * 1000 };
      await db
        .insertInto('openid')
        .values((row) => ({
          ...kept,
          key: keyOf(model, id),
          portal,
          model,
          grantId: grant,
          // That of its grant.
          sessionId: row
            .selectFrom('openid as other')
            .select('other.sessionId')
            .where('other.key', '=', keyOf('Grant', grant ?? '')),
          usedAt: null,
        }))
        .onConflict((conflict) => conflict.column('key').doUpdateSet(kept))
        .execute();
    },
    find: async (model, id) => read(await living().where('key', '=', keyOf(model, id)).executeTakeFirst()),
    findByUid: async (model, uid) => read(await living().where('model', '=', model).where('uid', '=', uid).executeTakeFirst()),
    use: async (model, id) => {
      const used = await db
        .updateTable('openid')
        .set({ usedAt: clock() })
        .where('key', '=', keyOf(model, id))
        // One statement decides, whichever bots the two requests reach.
        .where('usedAt', 'is', null)
        .returning('key')
        .executeTakeFirst();
      return used !== undefined;
    },
    drop: async (model, id) => void (await db.deleteFrom('openid').where('key', '=', keyOf(model, id)).execute()),
    revoke: async (grantId) => {
      const ended = await db.deleteFrom('openid').where('portal', '=', portal).where('grantId', '=', grantId).returning('accountId').execute();
      return ended.find(({ accountId }) => accountId !== null)?.accountId ?? undefined;
    },
    bind: async (model, id, sessionId) => void (await db.updateTable('openid').set({ sessionId }).where('key', '=', keyOf(model, id)).execute()),
    sessionOf: async (model, id) => {
      const row = await db.selectFrom('openid').select('sessionId').where('key', '=', keyOf(model, id)).executeTakeFirst();
      return row?.sessionId ?? undefined;
    },
  };
}
