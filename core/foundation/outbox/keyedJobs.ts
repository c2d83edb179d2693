import { z } from 'zod';
import type { KeyedKind } from '../keyed.ts';
import type { Secrets } from '../secrets.ts';

const withSecret = z.looseObject({ secret: z.string() });

/** The sealed links and codes of jobs that are still to be done. */
export const keyedJobs = (secrets: Secrets): KeyedKind => ({
  name: 'unsent messages',
  locksOut: false,
  read: async (db, after, limit) => {
    const rows = await db
      .selectFrom('outbox')
      .select(['id', 'payload'])
      .where('id', '>', after)
      .where('status', '!=', 'done')
      .where('payload', 'like', '%"secret":"%')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.flatMap(({ id, payload }) => {
      const job = withSecret.safeParse(JSON.parse(payload)).data;
      if (!job) return { id, under: 'current' as const };
      return {
        id,
        under: secrets.keyOf(job.secret),
        reseal: async (tx) => {
          const secret = secrets.reseal(job.secret);
          const changed =
            secret !== undefined &&
            (await tx
              .updateTable('outbox')
              .set({ payload: JSON.stringify({ ...job, secret }) })
              .where('id', '=', id)
              .where('payload', '=', payload)
              .returning('id')
              .executeTakeFirst());
          return Boolean(changed);
        },
      };
    });
  },
});
