import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { type Actor, system } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { day, type Millis } from '../foundation/clock.ts';
import { newId, type Secrets } from '../foundation/secrets.ts';

/** How long a key is published after another took its place: as long as the longest sign-in, so that an application may still sign out with an old ID token. */
export const publishedFor = 30 * day;

/** A private key, as a JWK with its `kid`. */
export type SigningKey = Readonly<Record<string, unknown>> & { readonly kid: string };

/** A portal's keys: the first signs, all are published. `version` changes with them. */
export type KeySet = { readonly version: string; open(): SigningKey[] };

/** The keys that a portal's ID tokens are signed with (RS256, which every application understands). */
export type SigningKeys = {
  /** Makes the first where there is none. */
  of(portal: string): Promise<KeySet>;
  /** Has a new key sign from now on. `forget`: those before are not published any more, and what they signed is worth nothing at once. */
  rotate(portal: string, by: Actor, forget?: boolean): Promise<void>;
  /** Replaces what has signed for long enough, and drops what was published for long enough. */
  turn(): Promise<void>;
};

type Keyed = Pick<Dependencies, 'db' | 'secrets' | 'clock' | 'portals'>;

const makeKey = promisify(generateKeyPair);
const jwk = z.looseObject({ kid: z.string() });

/** What a key is sealed for. */
export const aboutKey = (id: string): string => `openidKey ${id}`;

/** Creates the signing keys. */
export function createSigningKeys({ db, secrets, clock, portals }: Keyed): SigningKeys {
  const look = (portal: string) =>
    db
      .selectFrom('openidKey')
      .select(['id', 'secret', 'createdAt', 'retiredAt'])
      .where('portal', '=', portal)
      .orderBy((row) => row.case().when('retiredAt', 'is', null).then(0).else(1).end())
      .orderBy('createdAt', 'desc')
      .execute();

  /** Puts a new key in the place of `old`, or of none. Where another process was faster, it is left at that. */
  const replace = async (portal: string, old: string | undefined, by: Actor, why: string, forget: boolean): Promise<void> => {
    // Outside of the transaction: it takes a while, on another thread.
    const key = await newKey(secrets);
    await db.transaction().execute(async (tx) => {
      const now = clock();
      if (old !== undefined) {
        const retired = await tx
          .updateTable('openidKey')
          .set({ retiredAt: now })
          .where('id', '=', old)
          .where('retiredAt', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (!retired) return;
      }
      if (forget) await tx.deleteFrom('openidKey').where('portal', '=', portal).execute();
      const made = await tx
        .insertInto('openidKey')
        .values({ ...key, portal, createdAt: now, retiredAt: null })
        .onConflict((conflict) => conflict.columns(['portal']).where('retiredAt', 'is', null).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!made) return;
      await audit(tx, { at: now, actor: by, action: 'openid.keyChanged', portal, subject: `key:${key.id}`, outcome: 'ok', detail: { why } });
    });
  };

  const of = async (portal: string): Promise<KeySet> => {
    const rows = await look(portal);
    const [first] = rows;
    if (!first || first.retiredAt !== null) {
      await replace(portal, undefined, system, 'first', false);
      return await of(portal);
    }
    if (secrets.keyOf(first.secret) === 'unknown') {
      // SECRET_KEY was lost: nobody can sign with it any more.
      await replace(portal, first.id, system, 'lost', true);
      return await of(portal);
    }
    const known = rows.filter(({ secret }) => secrets.keyOf(secret) !== 'unknown');
    return {
      version: known.map(({ id }) => id).join(' '),
      open: () => known.map(({ id, secret }) => jwk.parse(JSON.parse(secrets.unseal(secret, aboutKey(id))))),
    };
  };

  return {
    of,
    rotate: async (portal, by, forget = false) => {
      const [first] = await look(portal);
      await replace(portal, first?.retiredAt === null ? first.id : undefined, by, 'asked', forget);
    },
    turn: async () => {
      const now = clock();
      for (const { id, openid } of portals.values()) {
        const [first] = openid ? await look(id) : [];
        if (openid && first && isOld(first, now, openid.keysEvery)) await replace(id, first.id, system, 'age', false);
      }
      await db
        .deleteFrom('openidKey')
        .where('retiredAt', '<=', now - publishedFor)
        .execute();
    },
  };
}

const isOld = ({ createdAt, retiredAt }: { createdAt: Millis; retiredAt: Millis | null }, now: Millis, every: Millis): boolean =>
  retiredAt === null && now - createdAt >= every;

async function newKey(secrets: Secrets): Promise<{ id: string; secret: string }> {
  const id = newId();
  const { privateKey } = await makeKey('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: id, use: 'sig', alg: 'RS256' };
  return { id, secret: secrets.seal(JSON.stringify(key), aboutKey(id)) };
}
