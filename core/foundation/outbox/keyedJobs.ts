import { z } from 'zod';
import type { Database } from '../database/schema.ts';
import type { KeyedKind, KeyedRow } from '../keyed.ts';
import type { Secrets } from '../secrets.ts';
import { aboutJob } from './job.ts';

const withSecret = z.looseObject({ kind: z.string(), to: z.string(), template: z.string().optional(), secret: z.string(), bound: z.boolean().optional() });
const batch = 500;

/** The sealed links and codes of jobs that are still to be done. They stand within JSON, so each row is read: there are few. */
export function keyedJobs(secrets: Secrets): KeyedKind {
  const read = async (db: Database, after: string, limit: number): Promise<KeyedRow[]> => {
    const rows = await db
      .selectFrom('outbox')
      .select(['id', 'payload'])
      .where('id', '>', after)
      .where('status', '!=', 'done')
      .where('payload', 'like', '%"secret":"%')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map((row) => keyedJob(secrets, row));
  };
  return {
    name: 'unsent messages',
    locksOut: false,
    count: async (db) => {
      const counts = { current: 0, previous: 0, unknown: 0, unnamed: 0 };
      for (let after: string | undefined = ''; after !== undefined; ) {
        const rows: KeyedRow[] = await read(db, after, batch);
        for (const { under } of rows) counts[under] += 1;
        after = rows.length < batch ? undefined : rows.at(-1)?.id;
      }
      return (['current', 'previous', 'unknown'] as const).map((under) => ({ under, rows: counts[under] }));
    },
    stale: read,
  };
}

function keyedJob(secrets: Secrets, { id, payload }: { readonly id: string; readonly payload: string }): KeyedRow {
  const job = withSecret.parse(JSON.parse(payload));
  return {
    id,
    under: secrets.keyOf(job.secret),
    reseal: async (tx) => {
      const secret = secrets.reseal(job.secret, job.bound ? aboutJob(job) : '');
      if (secret === undefined) return false;
      const changed = await tx
        .updateTable('outbox')
        .set({ payload: JSON.stringify({ ...job, secret }) })
        .where('id', '=', id)
        .where('payload', '=', payload)
        .returning('id')
        .executeTakeFirst();
      return changed !== undefined;
    },
  };
}
